"""Which addresses of a child somebody must not know, and whether the child has moved since that was said.

For the queries and operations of this room only: nothing here asks who is looking.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from ..domain.days import day_of
from ..domain.places import PLACEMENT, dwelling
from ..domain.protecting import (
    HELD,
    LAST,
    PROTECTING,
    Move,
    Protection,
    moves,
    new_places,
    protections,
    same_place,
)
from ..domain.sources import is_on
from ..domain.typed import SOURCE, facts_of, stands
from ..models import Address, Child, Event


@dataclass(frozen=True, slots=True)
class Guarded:
    """Every row of an address that is protected, and what has to be asked again."""

    rows: tuple[Address, ...]
    unanswered: frozenset[str]  # keys of what was said before the child moved, and not since
    moves: tuple[Move, ...] = ()  # these, what was asked since and is over, and what a move to come will ask


Row = TypeVar("Row", bound=Model)
NOTHING = Guarded((), frozenset())
PLACED, PLACE_ENDED, CARE_ENDED = "placement_started", "placement_ended", "ceased_to_be_looked_after"
TOLD = frozenset({*PROTECTING, PLACED, PLACE_ENDED, CARE_ENDED})


@dataclass(frozen=True, slots=True)
class _Written:
    """The first version of something that was said: when, and which rows of an address the record held then.

    By order of writing and not by moments: an import that has waited its turn writes with an earlier moment. `held`:
    None where it was not written down. `from_on`: the earliest day that any version of it has given.
    """

    first: int  # the id of that version: what is typed of one child is written in turn
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


@dataclass(frozen=True, slots=True)
class _Placed:
    """The latest placement that somebody typed: a move, though no source may have told its address yet."""

    first: int  # the id of its first version
    on: date
    known_on: date  # the day on which it was typed
    until_on: date | None

    def was_typed_since(self, answered: Collection[_Written]) -> bool:
        """Whether nobody who said where it holds can have known of it."""
        return all(written.first < self.first for written in answered)

    def is_told(self, rows: Iterable[Address]) -> bool:
        """Whether a source gives an address of it, or of a later one."""
        return any(
            row.known_until is None and dwelling(row.kind) in (PLACEMENT, None) and (row.from_on or date.min) >= self.on
            for row in rows
        )

    def is_on(self, on: date) -> bool:
        """Whether the child lives there on the day, as far as was typed."""
        return self.on <= on and (self.until_on is None or self.until_on > on)


def protections_of(child: Child) -> tuple[Protection, ...]:
    """What was said of this child and stands. One query."""
    rows = Event.objects.filter(child=child, source=SOURCE, kind__in=PROTECTING, known_until=None)
    return protections({"event": list(rows)})


def guarded(child: Child | int, on: date) -> Guarded:
    """One query: all that was said and each address come with the child, and there are few of either."""
    child_id = child.pk if isinstance(child, Child) else child
    rows, events = _rows_and_events(child_id)
    stand = protections({"event": [one for one in events if one.known_until is None]})
    if not rows and not stand:
        return NOTHING
    written, placed = _written(events), _placed(events)
    meant = {row.pk: row for one in stand for row in rows if _is_meant(one, row, written[one.key])}
    meant |= {row.pk: row for row in rows if row.protected and row.known_until is None}
    asked: list[Move] = []
    unanswered: set[str] = set()
    for one in stand:
        answered = [written[key] for key in one.answers]
        places = _moved_to(one, rows, answered)
        here = placed if placed and one.covers(PLACEMENT) and placed.was_typed_since(answered) else None
        untold = here if here and not here.is_told(rows) else None
        times = moves(one.key, _spans(places, rows, here, is_untold=untold is not None))
        asked.extend(times)
        if (
            any(is_on(row, on) for row in places)
            or any(time.is_on(on) for time in times)
            or (untold and untold.is_on(on))
        ):
            unanswered.add(one.key)
    return Guarded(rows=tuple(meant.values()), unanswered=frozenset(unanswered), moves=tuple(asked))


def _rows_and_events(child_id: int) -> tuple[list[Address], list[Event]]:
    """Every row of an address of a child of whom one was ever protected, and what was typed of that and of moves."""

    def said(child: str) -> QuerySet[Event]:
        return Event.objects.filter(child=OuterRef(child), source=SOURCE, kind__in=PROTECTING)

    moved = Event.objects.filter(child=OuterRef("pk"), source=SOURCE, kind__in=TOLD).order_by("id")
    guarded_rows = Address.objects.filter(Q(protected__gt="", known_until=None) | Exists(said("child")))
    found = (
        Child.objects.filter(pk=child_id)
        .annotate(
            rows=ArraySubquery(guarded_rows.filter(child=OuterRef("pk")).order_by("id").values(told=_columns(Address))),
            told=ArraySubquery(moved.filter(Exists(said("child"))).values(told=_columns(Event))),
        )
        .values_list("rows", "told")
        .first()
    )
    rows, told = found or ((), ())
    return [_made(Address, one) for one in rows], [_made(Event, one) for one in told]


def _columns(model: type[Model]) -> JSONObject:
    return JSONObject(**{field.attname: field.attname for field in model._meta.concrete_fields})


def _made(model: type[Row], told: dict[str, Any]) -> Row:
    """A row as it would be read by itself, from its columns as JSON."""
    return model(**{field.attname: field.to_python(told[field.attname]) for field in model._meta.concrete_fields})


def _placed(events: Iterable[Event]) -> _Placed | None:
    """The latest placement typed that stands; the events in the order in which they were written."""
    first: dict[str, Event] = {}
    for one in events:
        first.setdefault(one.row_key, one)
    now = stands([one for one in events if one.known_until is None])
    latest = max((one for one in now if one.kind == PLACED), key=lambda one: (one.happened_on, one.pk), default=None)
    if latest is None:
        return None
    ends = (one.happened_on for one in now if one.happened_on >= latest.happened_on and _ends(one, latest.row_key))
    began = first[latest.row_key]
    return _Placed(began.pk, latest.happened_on, day_of(began.known_from), min(ends, default=None))


def _ends(one: Event, placement: str) -> bool:
    return one.kind == CARE_ENDED or (one.kind == PLACE_ENDED and facts_of(one).get("placement") == placement)


def _written(events: Iterable[Event]) -> dict[str, _Written]:
    """By key; the events in the order in which they were written."""
    found: dict[str, _Written] = {}
    for one in events:
        if one.kind not in PROTECTING:
            continue
        said = facts_of(one)
        held = frozenset(said[HELD]) if HELD in said else None
        before = found.get(one.row_key) or _Written(one.pk, one.known_from, one.happened_on, held, said.get(LAST, 0))
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


def _moved_to(one: Protection, rows: Iterable[Address], answered: Collection[_Written]) -> list[Address]:
    """Where the child has lived since it was said or last confirmed, or will live, and did not then.

    Not: where the child lives today. A day that has passed would make of the same rows something else.
    """
    rows = [row for row in rows if one.covers(row.kind)]
    before = [row for row in rows if any(written.was_in_force(row) for written in answered)]
    since = max(day_of(written.at) for written in answered)
    not_over = (row for row in rows if row.known_until is None and (row.until_on is None or row.until_on > since))
    return new_places(not_over, before)


def _spans(
    places: Collection[Address], rows: Collection[Address], placed: _Placed | None, *, is_untold: bool
) -> Iterator[tuple[date, date | None]]:
    """By days that no later file puts off: the place was known since the first row, or the first word here, of it.

    `placed`: somebody typed it first; `is_untold`: and no source gives its address.
    """
    known = {row.pk: min(day_of(one.known_from) for one in rows if same_place(one, row)) for row in places}
    found = [(max(row.from_on or known[row.pk], known[row.pk]), row.until_on) for row in places]
    yield from found
    if placed is None:
        return
    typed_on = max(placed.on, placed.known_on)
    if is_untold:
        yield typed_on, placed.until_on
    elif later := [start for start, _ in found if start > typed_on]:
        yield typed_on, min(later)
