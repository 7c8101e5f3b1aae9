"""What lists add up: over which days a clock stands in them, and as what.

A clock presses from the day it starts until it ends; where no file can tell that it was done, until its own day has
passed, and from then on nobody can judge it. Both spans are half-open and follow from the clock alone, so a list of
any day is a question about stored days. Clocks that a list cannot tell apart are one line with their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from seenheard.timescales.domain.events import KINDS

if TYPE_CHECKING:
    from seenheard.timescales.domain.clock import Clock

COLUMNS = ("child_id", "rule", "missing", "act_by_on", "due_on", "from_on", "until_on", "number")
NEVER = date.max  # the end of what has not ended
DAY = timedelta(days=1)


def lines(child_id: int, clocks: Iterable[Clock]) -> Iterator[str]:
    """The tallies of one child, as COPY reads and writes them, in the order of `COLUMNS`, without line ends."""
    counted = Counter(told for clock in clocks for told in _told(clock))
    for told, number in counted.items():
        yield f"{child_id}\t{told}\t{number}"


def first_days(clocks: Iterable[Clock]) -> set[tuple[str, date]]:
    """The rule and the first day of every span over which these stand in lists."""
    spans = (told.split("\t") for clock in clocks for told in _told(clock))
    return {(rule, date.fromisoformat(from_on)) for rule, _, _, _, from_on, _ in spans}


def _told(clock: Clock) -> Iterator[str]:
    """How one clock stands in lists: pressing, not to be judged, or first the one and then the other."""
    begins, ends = clock.started_on, clock.ended_on or NEVER
    if not clock.unjudged:
        yield from _span(clock, "", begins, ends)
    elif clock.unjudged in KINDS and clock.due_on:
        passed = clock.due_on + DAY
        yield from _span(clock, "", begins, min(ends, passed))
        yield from _span(clock, clock.unjudged, max(begins, passed), ends)
    else:
        yield from _span(clock, clock.unjudged, begins, ends)


def _span(clock: Clock, missing: str, begins: date, ends: date) -> Iterator[str]:
    act_by = clock.due_on if clock.local_due_on is None else min(clock.due_on or NEVER, clock.local_due_on)
    if begins < ends and (act_by or missing):
        yield f"{clock.rule}\t{missing}\t{_day(act_by)}\t{_day(clock.due_on)}\t{begins}\t{ends}"


def _day(day: date | None) -> str:
    return str(day) if day else "\\N"
