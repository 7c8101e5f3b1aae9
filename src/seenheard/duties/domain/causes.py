"""What there is to prompt about: the clocks that run and can be judged, and what waits of the things people typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from seenheard.prompts.domain.causes import KEPT_FROM, Cause
from seenheard.record.domain.to_prompt import ANSWER_WITHIN, waiting
from seenheard.timescales.domain.events import KINDS

if TYPE_CHECKING:
    from seenheard.record.domain.happenings import History
    from seenheard.record.domain.protecting import Move
    from seenheard.timescales.domain.clock import Clock
    from seenheard.timescales.domain.rule import Rule

STILL_PROTECTED = "protection_unanswered"
DAY = timedelta(days=1)
Explained = tuple[int, str, str]  # child, rule, the clock's key
Said = TypeVar("Said")


def of(
    child_id: int, clocks: Iterable[Clock], rules: Mapping[str, Rule], on: date, at_once: Collection[str] = ()
) -> Iterator[Cause]:
    """The causes among one child's clocks as on the day `on`: what has ended by then is none.

    A prompt opens as many days before its day as the rule calls soon, and no sooner than its clock began. What no file
    will tell of is due up to its day; from then on nobody can judge it. Of `at_once` somebody is told at once.
    """
    for clock in clocks:
        act_by, until = act_by_on(clock), _until(clock)
        if act_by is None or until is None or until <= on:
            continue
        rule = rules[clock.rule]
        opens = max(act_by - _days(rule.soon_days), clock.started_on)
        lasting = None if until == date.max else until
        days = both_days(clock)
        yield Cause(child_id, rule.id, key_of(clock), rule.owner, opens, act_by, lasting, rule.id in at_once, days)


def of_what_was_typed(
    history: History, facts: Mapping[str, Sequence[Any]], before: Mapping[str, date] = MappingProxyType({})
) -> Iterator[Cause]:
    """What waits for somebody among the things that people typed about one child; `before` as for `waiting`."""
    for one in waiting(history, facts, before):
        kept = {KEPT_FROM: one.kept_from} if one.kept_from else None
        yield Cause(history.child_id, one.cause, one.key, one.owner, one.opens_on, one.act_by_on, facts=kept)


def of_moves(child_id: int, moves: Iterable[Move]) -> Iterator[Cause]:
    """Whether a protected address is protected where the child lives now: asked until somebody has answered."""
    for one in moves:
        act_by = one.from_on + ANSWER_WITHIN
        yield Cause(child_id, STILL_PROTECTED, one.key, "social worker", one.from_on, act_by, one.until_on)


def act_by_on(clock: Clock) -> date | None:
    """The tighter of both days: the law's and the authority's own."""
    if clock.due_on is None or clock.local_due_on is None:
        return clock.due_on or clock.local_due_on
    return min(clock.due_on, clock.local_due_on)


def both_days(clock: Clock) -> dict[str, object] | None:
    """Both days where the one to act by is the authority's own, so that a list can say which it is."""
    if clock.local_due_on is None or act_by_on(clock) == clock.due_on:
        return None
    return {"due_on": str(clock.due_on) if clock.due_on else None, "local_due_on": str(clock.local_due_on)}


def key_of(clock: Clock) -> str:
    """What began the clock, by reference."""
    return key_from(clock.started_on, clock.started_ref)


def key_from(started_on: date, started_ref: str) -> str:
    """The key of a clock that this began."""
    return f"{started_on} {started_ref}" if started_ref else str(started_on)


def said_of(causes: Collection[Explained], said: Mapping[Explained, Said]) -> dict[Explained, Said]:
    """What was said of each of these clocks: child, rule and key. `said` in order, the latest last.

    What began a clock may be told by another source since, by another reference. What was said of a clock that is no
    more is then said of the one clock of the same child, rule and day; of two, nobody can tell which was meant.
    """
    of_a_day: dict[Explained, list[Explained]] = {}
    for cause in causes:
        of_a_day.setdefault(_same_day(cause), []).append(cause)
    found = {}
    for cause, what in said.items():
        same = of_a_day.get(_same_day(cause), [])
        if cause in same:
            found[cause] = what
        elif len(same) == 1 and same[0] not in said and _source(same[0]) != _source(cause):
            found[same[0]] = what
    return found


def _same_day(cause: Explained) -> Explained:
    child_id, rule, key = cause
    return child_id, rule, key[: len("2026-03-31")]


def _source(cause: Explained) -> str:
    """Who tells what began it: references are `object/source/key`."""
    return next(iter(cause[2].split("/")[1:2]), "")


def _until(clock: Clock) -> date | None:
    """The first day on which it no longer presses, date.max for never; None where nobody could ever judge it."""
    ends = clock.ended_on or date.max
    if not clock.unjudged:
        return ends
    if clock.unjudged in KINDS and clock.due_on is not None:
        return min(ends, clock.due_on + DAY)
    return None


@cache
def _days(number: int) -> timedelta:
    return timedelta(days=number)
