"""One at a time: whoever changes something that another may be changing waits for the one before.

Advisory locks: the rows of this room are only ever added, so the site's role may not lock one as if to change it.
A turn ends with its transaction.
"""

from __future__ import annotations

from enum import IntEnum

from django.db import connection


class Turn(IntEnum):
    """What is changed by one at a time. The numbers only have to differ from those of other rooms."""

    ROUND = 0x726F_756E  # "roun": answering it, ending it; number 0 is the opening of rounds
    CATEGORIES = 0x6361_7465  # "cate": each change builds on how they stand
    ALARM = 0x616C_6172  # "alar": "I have this", said by two, is said first by one of them
    HOUSEHOLD = 0x686F_7573  # "hous": who may answer for a child
    DOOR = 0x646F_6F72  # "door": wrong tries from one address


def take_turn_at(turn: Turn, number: int = 0) -> None:
    """Wait until nobody else is at this one of these: a round, a child, an alarm by its id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [int(turn), number % 2**31])


def take_turn(round_id: int) -> None:
    """Wait until nobody else is at this round."""
    take_turn_at(Turn.ROUND, round_id)
