"""One at a time on one round: whoever answers it or ends it waits for the one before."""

from __future__ import annotations

from django.db import connection

ROUND = 0x726F_756E  # "roun"


def take_turn(round_id: int) -> None:
    """Wait until nobody else is at this round; the turn ends with the transaction.

    An advisory lock: the round's row is only ever added, so the site's role may not lock it as if to change it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ROUND, round_id % 2**31])
