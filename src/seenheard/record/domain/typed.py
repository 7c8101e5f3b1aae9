"""What people type here, beside what files bring: its objects, and how they join what files tell.

A typed fact and an imported one of the same child, kind and day are one happening with two sources (S3). What is
typed is believed first; a person's words are never superseded by a file, and a file is never put right by a person.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from .happenings import KINDS, Happening
from .lasting import SOURCE as SOURCE
from .lasting import lay_over, same_day
from .objects import DAY, TEXT, YES_NO
from .sources import Facts

FACTS = "facts"  # JSON: fact -> value, a day as "2026-03-31"

# Where a visit met the child: where it lived then or had lived just before, or outside.
WHERE_LIVED = ("home", "home before")
PLACES = (*WHERE_LIVED, "school", "out", "office", "other")

# Who recorded a version, when it corrects one why, and whether it takes the fact back.
VERSION = {"recorded_by": TEXT, "version_why": TEXT, "withdrawn": YES_NO}

TYPED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "event": {"kind": TEXT, "happened_on": DAY, "hour": TEXT, "facts": FACTS, **VERSION},
        "visit": {
            "visited_on": DAY,
            "hour": TEXT,
            "made_by": TEXT,
            "made_with": TEXT,
            "qualified": YES_NO,
            "seen": YES_NO,
            "why_not_seen": TEXT,
            "seen_alone": YES_NO,
            "why_not_alone": TEXT,
            "place": TEXT,
            "bedroom_seen": YES_NO,
            "said": TEXT,
            "noticed": TEXT,
            "kept_why": TEXT,
            "together": TEXT,
            "written_on": DAY,
            **VERSION,
        },
        "issue": {"raised_on": DAY, "words": TEXT, "arising_from": TEXT, "no_action_why": TEXT, **VERSION},
        "child_action": {
            "words": TEXT,
            "owned_by": TEXT,
            "due_on": DAY,
            "done_on": DAY,
            "outcome": TEXT,
            "arising_from": TEXT,
            "kept_from": TEXT,
            **VERSION,
        },
        "booking": {
            "kind": TEXT,
            "planned_on": DAY,
            "hour": TEXT,
            "booked_on": DAY,
            "state": TEXT,
            "why": TEXT,
            **VERSION,
        },
    }
)
TYPED_TABLES: Mapping[str, str] = MappingProxyType({name: "record_" + name.replace("_", "") for name in TYPED})

# "This council records such things here, from that day": of kinds that no file carries, silence then says something.
KEPT_HERE = "event:"


@dataclass(frozen=True, slots=True)
class Counts:
    """What a visit counts as while the child is in some state: begun and ended by these kinds of happening."""

    kind: str
    began: tuple[str, ...]
    ended: tuple[str, ...]
    tie: str | None = None  # the fact of the beginning that the visit carries too


# A visit counts for each of these that the child is in on the day; for none of them it is a visit to a child in need.
COUNTS = (
    Counts("care_visit_made", ("became_looked_after",), ("ceased_to_be_looked_after",)),
    Counts("protection_visit_made", ("protection_plan_started",), ("protection_plan_ended",), tie="plan"),
    Counts(
        "private_fostering_visit_made",
        ("private_fostering_notified",),
        ("private_fostering_ended",),
        tie="arrangement",
    ),
    Counts("adviser_visit_made", ("became_care_leaver",), ()),
)
OTHERWISE = "need_visit_made"
WRITTEN_UP = "visit_written_up"
NOT_BESIDE = frozenset(
    {"care_visit_made", "protection_visit_made"}
)  # a child in care or protected is not counted twice
VISIT_FACTS = ("seen", "seen_alone", "bedroom_seen", "hour")


def kinds_kept(name: str) -> frozenset[str]:
    """The kinds that a note of what is recorded here tells of: "event:pep_made" is one, an object has none."""
    return frozenset({name.removeprefix(KEPT_HERE)} & set(KINDS)) if name.startswith(KEPT_HERE) else frozenset()


def with_typed(told: Iterable[Happening], facts: Facts) -> Iterable[Happening]:
    """What files tell, joined by what was typed: same kind and day are one happening, the nth with the nth.

    Of things that last, a file's other day for the same thing does not stand (`lasting`).
    """
    events, visits = typed_events(facts), stands(facts.get("visit", ()))
    if not events and not visits:
        return told
    laid = lay_over(told, events) if events else None
    joined = list(laid.happenings() if laid else told)
    if visits:
        states = _states(joined)
        seen = [one for row in visits if row.visited_on for one in _visit(row, states)]
        joined = list(same_day(joined, seen, laid.own if laid else {}))
    return joined


def typed_events(facts: Facts, on: date = date.max) -> list[Happening]:
    """Every event that was typed and stands, of those that had happened by the day."""
    rows = stands(facts.get("event", ()))
    return [_event(row) for row in rows if row.happened_on and row.happened_on <= on and row.kind in KINDS]


def stands(rows: Sequence[Any]) -> list[Any]:
    """What was not taken back."""
    return [row for row in rows if not row.withdrawn]


def facts_of(row: Any) -> dict[str, Any]:
    """The facts of a typed event, days as dates and lists as tuples."""
    stored = json.loads(row.facts) if isinstance(row.facts, str) else row.facts or {}
    return {name: _value(name, value) for name, value in stored.items()}


def _value(name: str, value: Any) -> Any:
    if name.endswith("_on") and isinstance(value, str):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def _event(row: Any) -> Happening:
    hour = {"hour": row.hour} if row.hour else {}
    return Happening(row.kind, row.happened_on, facts_of(row) | hour, f"event/{row.source}/{row.row_key}", (SOURCE,))


# kind of visit -> (from, until, the fact that ties)
States = Mapping[str, list[tuple[date, date, Any]]]


def _states(told: Sequence[Happening]) -> States:
    """When the child was in care, on a plan, privately fostered: each period from its beginning to its end."""
    ordered = sorted(told, key=lambda one: one.on)
    return {counts.kind: _periods(counts, ordered) for counts in COUNTS}


def _periods(counts: Counts, ordered: Sequence[Happening]) -> list[tuple[date, date, Any]]:
    periods: list[tuple[date, date, Any]] = []
    for one in ordered:
        if one.kind in counts.began:
            periods.append((one.on, date.max, one.facts.get(counts.tie) if counts.tie else None))
        elif one.kind in counts.ended and periods:
            tie = one.facts.get(counts.tie) if counts.tie else None
            open_ones = [n for n, (_, until, of) in enumerate(periods) if until == date.max and tie in (None, of)]
            if open_ones:
                began, _, of = periods[open_ones[-1]]
                periods[open_ones[-1]] = (began, one.on, of)
    return periods


def _visit(row: Any, states: States) -> Iterator[Happening]:
    facts = {name: value for name in VISIT_FACTS if (value := getattr(row, name)) is not None}
    facts["visit"] = row.row_key
    ref = f"visit/{row.source}/{row.row_key}"
    found = False
    for counts in COUNTS:
        # On the day a period ends the child may have been visited just before.
        there = {tie for began, until, tie in states[counts.kind] if began <= row.visited_on <= until}
        for of in sorted(there, key=str):
            tied = {counts.tie: of} if counts.tie and of is not None else {}
            yield Happening(counts.kind, row.visited_on, facts | tied, ref, (SOURCE,))
            found = found or counts.kind in NOT_BESIDE
    if not found:
        yield Happening(OTHERWISE, row.visited_on, facts, ref, (SOURCE,))
    if row.written_on:
        yield Happening(WRITTEN_UP, row.written_on, {"visit": row.row_key}, ref, (SOURCE,))
