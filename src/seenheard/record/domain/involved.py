"""Who works with a child, of the source that is believed: what files tell, and what was typed laid over it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .happenings import Happening
from .lasting import Laid, Spell, lay_over
from .sources import Facts, is_on, same_worker, standing
from .spells import spells
from .typed import typed_events

WORKERS = frozenset({"worker_allocated", "worker_left"})
NAMED = "reviewing_officer_named"
REVIEWS = "IRO"  # the role by which files tell the reviewing officer


@dataclass(frozen=True, slots=True)
class Holds:
    """One involvement, half-open; an unknown first day is long ago."""

    professional_ref: str | None
    team_ref: str | None
    role: str | None
    from_on: date | None
    until_on: date | None
    change_reason: str | None = None


def involvements(facts: Facts) -> list[Holds]:
    """Every involvement that stands: those without a first day, then the earliest first; typed last of a day."""
    rows = standing(facts.get("involvement", ()), "from_on", same=same_worker, undated=True)
    events = typed_events(facts)
    typed = [one for one in events if one.kind in WORKERS]
    held = _laid_over(rows, facts, typed) if typed else [_held(row) for row in rows]
    named = [one for one in events if one.kind == NAMED and one.facts.get("officer")]
    return _with_officers(held, named) if named else held


def holder(held: Iterable[Holds], on: date) -> Holds | None:
    """Who holds the case on the day, of involvements in the order of `involvements`; the caseholder before others, and
    never who reviews the plan. `ChildNow` says the same of today."""
    working = [one for one in held if is_on(one, on) and one.role != REVIEWS]
    ranked = enumerate(working)
    best = max(ranked, key=lambda it: ((it[1].role or "CW") == "CW", it[1].from_on or date.min, it[0]), default=None)
    return best[1] if best else None


def _laid_over(rows: list[Any], facts: Facts, typed: list[Happening]) -> list[Holds]:
    laid = lay_over(spells({"involvement": facts.get("involvement", ())}), typed)
    undated = [_ended_here(_held(row), laid) for row in rows if row.from_on is None]
    dated = sorted(laid.spells["worker_allocated"], key=lambda spell: spell.order)
    return [*undated, *_of_teams(dated, undated)]


def _with_officers(held: list[Holds], named: list[Happening]) -> list[Holds]:
    """Whoever was named reviews the plan until another is named, here or by a file."""
    officers = [Holds(one.facts["officer"], None, REVIEWS, one.on, None) for one in named]
    starts = sorted(one.from_on for one in (*held, *officers) if one.role == REVIEWS and one.from_on)
    for one in officers:
        until_on = next((on for on in starts if one.from_on and on > one.from_on), None)
        held = [*held, replace(one, until_on=until_on)]
    return sorted(held, key=lambda one: one.from_on or date.min)


def _held(row: Any) -> Holds:
    return Holds(row.professional_ref, row.team_ref, row.role, row.from_on, row.until_on, row.change_reason)


def _ended_here(holds: Holds, laid: Laid) -> Holds:
    """Of somebody of whom no file says since when, it may have been typed that they left."""
    left = [one.on for one in laid.rest if one.kind == "worker_left" and _is_by_name(holds, one.facts.get("worker"))]
    return replace(holds, until_on=min(left)) if left else holds


def _is_by_name(holds: Holds, worker: Any) -> bool:
    return worker is not None and worker == holds.professional_ref


def _of_teams(dated: list[Spell], undated: list[Holds]) -> Iterator[Holds]:
    """Where nobody said for which team somebody works, it is the team that has the child on that day."""
    before = [one for one in undated if one.team_ref]
    for spell in dated:
        began, ended = spell.began, spell.ended
        team = began.facts.get("team")
        if team is None and spell.file is None:
            team = next((one.team_ref for one in reversed(before) if is_on(one, began.on)), None)
        holds = Holds(
            professional_ref=began.facts.get("worker"),
            team_ref=team,
            role=began.facts.get("role"),
            from_on=began.on,
            until_on=ended.on if ended else None,
            change_reason=began.facts.get("reason"),
        )
        if holds.team_ref:
            before.append(holds)
        yield holds
