"""Telling people at once of something that is on a page of theirs already: by the same road as every message."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from seenheard.record.domain.days import day_of
from seenheard.ui.dates import long

from ..domain.letters import ALARM, OPENED, ROUND, ROUND_AGAIN, ROUND_ASKED, SET_UP, SHUT_OUT
from ..models import Message

SHOWN = 8  # letters of the reference: enough to find it on the page


def tell_of_opening(*, people: Collection[str], opening: str, at: datetime) -> None:
    """A message to each of these people that a record was opened by break-glass, once however often it is asked.

    It waits to be sent, is tried again, and is shown where it cannot be.
    """
    messages = [
        Message(
            key=f"{OPENED}:{opening}:{person}",
            kind=OPENED,
            person=person,
            on=day_of(at),
            counts={"reference": opening[:SHOWN]},
            made_at=at,
        )
        for person in people
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True)


def tell_of_restriction(*, person: str, restriction: str, at: datetime) -> None:
    """A message to somebody who worked with a child that the child is kept to named people now, once."""
    told = Message(
        key=f"{SHUT_OUT}:{restriction}:{person}",
        kind=SHUT_OUT,
        person=person,
        on=day_of(at),
        counts={"reference": restriction[:SHOWN]},
        made_at=at,
    )
    Message.objects.bulk_create([told], ignore_conflicts=True)


def tell_of_alarm(*, to: Sequence[str], alarm: str, turn: int, path: str, minutes: int, at: datetime) -> None:
    """A message to each of these (public ids of people, or addresses of inboxes) that something about safety cannot
    wait: a reference and the way to it, `path`. Once for each turn, however often it is asked."""
    counts = {"reference": alarm[:SHOWN], "minutes": minutes, "path": path}
    told = [
        Message(key=f"{ALARM}:{alarm}:{turn}:{place}", kind=ALARM, person=one, on=day_of(at), counts=counts, made_at=at)
        for place, one in enumerate(to)
    ]
    Message.objects.bulk_create(told, ignore_conflicts=True)


def tell_of_round(
    *, person: str, round: str, again: bool, until_on: date, path: str, send_from: datetime, at: datetime
) -> None:
    """A message to a carer that a round asks them (`again`: reminds them), once however often it is asked.

    `until_on`: the first day on which nothing more can be sent. It says that day and the way to it, and no name, and
    waits until `send_from`: nobody is asked in the middle of the night.
    """
    last = until_on - timedelta(days=1)
    told = Message(
        key=f"{ROUND_AGAIN if again else ROUND_ASKED}:{round}:{person}",
        kind=ROUND,
        person=person,
        on=day_of(at),
        counts={"until": long(last), "again": again, "path": path},
        made_at=max(at, send_from),
    )
    Message.objects.bulk_create([told], ignore_conflicts=True)


def tell_of_link(*, person: str, asked: str, at: datetime) -> None:
    """A message to somebody with their set-up link, once for each time it was asked for; made as it is sent."""
    link = Message(key=f"{SET_UP}:{asked}", kind=SET_UP, person=person, on=day_of(at), counts={}, made_at=at)
    Message.objects.bulk_create([link], ignore_conflicts=True)
