"""One digest a day for each person who has something in their list: made once, whoever asks, however often."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.trail import operations as trail

from ..domain.letters import DIGEST
from ..models import Message
from ..queries import counting

ONE_AT_A_TIME = 0x6467_7374  # "dgst": two makers at once would both ask before either has written
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Made:
    """What the digests of a day came to: how many people have one, and how many of these were made now."""

    people: int
    made: int


@transaction.atomic
def make_digests(*, on: date, at: datetime, by=SYSTEM) -> Made:
    """Make the digests of a day, none twice; what is made waits to be sent. One trail row, if any was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    there = set(Message.objects.filter(kind=DIGEST, on=on).values_list("person", flat=True))
    new = list(_new(on, at, there))
    Message.objects.bulk_create(new, batch_size=BATCH)
    if new:
        trail.write(what="made_digests", by=by, at=at, counts={"made": len(new)})
    return Made(len(there) + len(new), len(new))


def _new(on: date, at: datetime, there: set[str]) -> Iterator[Message]:
    for person, tally in counting.by_person(on).items():
        if person not in there:
            key = f"{DIGEST}:{on}:{person}"
            yield Message(key=key, kind=DIGEST, person=person, on=on, counts=tally.counts, made_at=at)
