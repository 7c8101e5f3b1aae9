"""Which clocks there is something to prompt about: those that run and that can be judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from seenheard.prompts.domain.causes import Cause

if TYPE_CHECKING:
    from seenheard.timescales.domain.clock import Clock
    from seenheard.timescales.domain.rule import Rule


def of(
    child_id: int, clocks: Iterable[Clock], rules: Mapping[str, Rule], on: date, at_once: Collection[str] = ()
) -> Iterator[Cause]:
    """The causes among one child's clocks as on the day `on`: what has ended by then is none.

    A prompt opens as many days before its day as the rule calls soon, and no sooner than its clock began. Of the
    rules `at_once` somebody is told at once.
    """
    for clock in clocks:
        act_by = act_by_on(clock)
        if clock.unjudged or act_by is None or (clock.ended_on is not None and clock.ended_on <= on):
            continue
        rule = rules[clock.rule]
        opens = max(act_by - _days(rule.soon_days), clock.started_on)
        yield Cause(child_id, rule.id, key_of(clock), rule.owner, opens, act_by, clock.ended_on, rule.id in at_once)


def act_by_on(clock: Clock) -> date | None:
    """The tighter of both days: the law's and the authority's own."""
    if clock.due_on is None or clock.local_due_on is None:
        return clock.due_on or clock.local_due_on
    return min(clock.due_on, clock.local_due_on)


def key_of(clock: Clock) -> str:
    """What began the clock, by reference."""
    return f"{clock.started_on} {clock.started_ref}" if clock.started_ref else str(clock.started_on)


@cache
def _days(number: int) -> timedelta:
    return timedelta(days=number)
