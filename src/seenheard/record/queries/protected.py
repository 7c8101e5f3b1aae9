"""Which addresses of a child somebody must not know, and whether the child has moved since that was said.

For the queries and operations of this room only: nothing here asks who is looking.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from ..domain.days import day_of
from ..domain.protecting import PROTECTING, Protection, moved_since, protections
from ..domain.sources import is_on
from ..domain.typed import SOURCE
from ..models import Address, Child, Event


@dataclass(frozen=True, slots=True)
class Guarded:
    """Every row of an address that is protected, and what has to be asked again."""

    rows: tuple[Address, ...]
    unanswered: frozenset[str]  # keys of what was said before the child moved, and not since


NOTHING = Guarded((), frozenset())


def protections_of(child: Child) -> tuple[Protection, ...]:
    """What was said of this child and stands. One query."""
    rows = Event.objects.filter(child=child, source=SOURCE, kind__in=PROTECTING, known_until=None)
    return protections({"event": list(rows)})


def guarded(child: Child, on: date) -> Guarded:
    """One query for nearly every child, of whom nothing is protected or no address is known; else two."""
    said = Event.objects.filter(child=OuterRef("child"), source=SOURCE, kind__in=PROTECTING)
    rows = list(
        Address.objects.filter(Q(protected__gt="", known_until=None) | Exists(said), child=child).order_by("id")
    )
    if not rows:
        return NOTHING
    events = list(Event.objects.filter(child=child, source=SOURCE, kind__in=PROTECTING).order_by("id"))
    stand = protections({"event": [one for one in events if one.known_until is None]})
    first_at: dict[str, datetime] = {}
    for one in events:
        first_at.setdefault(one.row_key, one.known_from)
    meant = {row.pk: row for one in stand for row in rows if _is_meant(one, row, first_at[one.key])}
    meant |= {row.pk: row for row in rows if row.protected and row.known_until is None}
    moments = {one.key: [first_at[key] for key in one.answers] for one in stand}
    return Guarded(
        rows=tuple(meant.values()),
        unanswered=frozenset(one.key for one in stand if _has_moved(one, rows, moments[one.key], on)),
    )


def _is_meant(one: Protection, row: Address, first_at: datetime) -> bool:
    """Whether an address is protected: not only today's. Where the child lived when it was said, others may live yet.

    A row that a file has corrected or withdrawn since is still meant: no file takes protection away.
    """
    was_known = row.known_until is None or row.known_until > first_at
    return was_known and one.covers(row.kind) and (row.until_on is None or row.until_on > one.from_on)


def _has_moved(one: Protection, rows: Iterable[Address], moments: list[datetime], on: date) -> bool:
    rows = [row for row in rows if one.covers(row.kind)]
    before = [row for row in rows if any(_was_in_force(row, at) for at in moments)]
    return moved_since((row for row in rows if row.known_until is None and is_on(row, on)), before)


def _was_in_force(row: Address, at: datetime) -> bool:
    """Whether the record held it at that moment as an address of that day."""
    known = row.known_from <= at and (row.known_until is None or row.known_until > at)
    return known and is_on(row, day_of(at))
