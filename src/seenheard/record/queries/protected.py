"""Which addresses of a child somebody must not know, and whether the child has moved since that was said.

For the queries and operations of this room only: nothing here asks who is looking.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject

from ..domain.days import day_of
from ..domain.protecting import HELD, LAST, PROTECTING, Move, Protection, new_places, protections, same_place
from ..domain.sources import is_on
from ..domain.typed import SOURCE, facts_of
from ..models import Address, Child, Event


@dataclass(frozen=True, slots=True)
class Guarded:
    """Every row of an address that is protected, and what has to be asked again."""

    rows: tuple[Address, ...]
    unanswered: frozenset[str]  # keys of what was said before the child moved, and not since
    moves: tuple[Move, ...] = ()  # these, and what will be asked when a move that is known already has come


NOTHING = Guarded((), frozenset())


@dataclass(frozen=True, slots=True)
class _Written:
    """The first version of something that was said: when, and which rows of an address the record held then.

    By order of writing and not by moments: an import that has waited its turn writes with an earlier moment. `held`:
    None where it was not written down. `from_on`: the earliest day that any version of it has given.
    """

    at: datetime
    from_on: date
    held: frozenset[int] | None
    last: int

    def covers(self, row: Address) -> bool:
        """Whether the record held it then, or has taken it in since."""
        if self.held is not None and (row.pk in self.held or row.pk > self.last):
            return True
        return row.known_until is None or row.known_until > self.at

    def was_in_force(self, row: Address) -> bool:
        """Whether the record held it then as an address of that day."""
        if self.held is None:
            known = row.known_from <= self.at and (row.known_until is None or row.known_until > self.at)
        else:
            known = row.pk in self.held
        return known and is_on(row, day_of(self.at))


def protections_of(child: Child) -> tuple[Protection, ...]:
    """What was said of this child and stands. One query."""
    rows = Event.objects.filter(child=child, source=SOURCE, kind__in=PROTECTING, known_until=None)
    return protections({"event": list(rows)})


def guarded(child: Child | int, on: date) -> Guarded:
    """One query: what was said comes with each address, and there are few of either."""
    said = Event.objects.filter(child=OuterRef("child"), source=SOURCE, kind__in=PROTECTING).order_by("id")
    told = JSONObject(**{field.attname: field.attname for field in Event._meta.concrete_fields})
    rows = list(
        Address.objects.filter(Q(protected__gt="", known_until=None) | Exists(said), child=child)
        .annotate(said=ArraySubquery(said.values(told=told)))
        .order_by("id")
    )
    if not rows:
        return NOTHING
    events = [_event(told) for told in rows[0].said]
    stand = protections({"event": [one for one in events if one.known_until is None]})
    written = _written(events)
    meant = {row.pk: row for one in stand for row in rows if _is_meant(one, row, written[one.key])}
    meant |= {row.pk: row for row in rows if row.protected and row.known_until is None}
    new = {one.key: _moved_to(one, rows, [written[key] for key in one.answers], on) for one in stand}
    return Guarded(
        rows=tuple(meant.values()),
        unanswered=frozenset(key for key, places in new.items() if any(is_on(row, on) for row in places)),
        moves=tuple(_move(key, places, rows) for key, places in new.items() if places),
    )


def _event(told: dict[str, Any]) -> Event:
    """A row as it would be read by itself, from its columns as JSON."""
    return Event(**{field.attname: field.to_python(told[field.attname]) for field in Event._meta.concrete_fields})


def _written(events: Iterable[Event]) -> dict[str, _Written]:
    """By key; the events in the order in which they were written."""
    found: dict[str, _Written] = {}
    for one in events:
        said = facts_of(one)
        held = frozenset(said[HELD]) if HELD in said else None
        before = found.get(one.row_key) or _Written(one.known_from, one.happened_on, held, said.get(LAST, 0))
        found[one.row_key] = replace(before, from_on=min(before.from_on, one.happened_on))
    return found


def held_now(child: Child) -> dict[str, object]:
    """What is written down with everything that is said of an address: for `_Written`. One query."""
    rows = list(Address.objects.filter(child=child).values_list("pk", "known_until"))
    return {HELD: sorted(pk for pk, until in rows if until is None), LAST: max((pk for pk, _ in rows), default=0)}


def _is_meant(one: Protection, row: Address, written: _Written) -> bool:
    """Whether an address is protected: not only today's. Where the child lived when it was said, others may live yet.

    A row that a file has corrected or withdrawn since is still meant: no file takes protection away; nor does a
    correction of the day from which it is so.
    """
    return written.covers(row) and one.covers(row.kind) and (row.until_on is None or row.until_on > written.from_on)


def _moved_to(one: Protection, rows: Iterable[Address], answered: Collection[_Written], on: date) -> list[Address]:
    """Where the child lives on the day, or will live, and did not when it was said or last confirmed."""
    rows = [row for row in rows if one.covers(row.kind)]
    before = [row for row in rows if any(written.was_in_force(row) for written in answered)]
    not_over = (row for row in rows if row.known_until is None and (row.until_on is None or row.until_on > on))
    return new_places(not_over, before)


def _move(key: str, places: Collection[Address], rows: Collection[Address]) -> Move:
    """By days that no later file puts off: the place was known since the first row that told it."""
    ends = [row.until_on for row in places]
    known = {row.pk: min(day_of(one.known_from) for one in rows if same_place(one, row)) for row in places}
    from_on = min(max(row.from_on or known[row.pk], known[row.pk]) for row in places)
    return Move(key, from_on, None if None in ends else max(filter(None, ends)))
