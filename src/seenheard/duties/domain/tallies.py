"""What lists add up: over which days a clock stands in them, and as what.

A clock presses from the day it starts until it ends; where no file can tell that it was done, until its own day has
passed, and from then on nobody can judge it. Both spans are half-open and follow from the clock alone, so a list of
any day is a question about stored days. Clocks that a list cannot tell apart are one line with their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from seenheard.timescales.domain.events import KINDS

if TYPE_CHECKING:
    from seenheard.timescales.domain.clock import Clock

COLUMNS = ("child_id", "rule", "missing", "act_by_on", "due_on", "from_on", "until_on", "number")
NEVER = date.max  # the end of what has not ended
DAY = timedelta(days=1)


def lines(child_id: int, clocks: Iterable[Clock]) -> Iterator[str]:
    """The tallies of one child, as COPY reads and writes them, in the order of `COLUMNS`, without line ends."""
    counted = Counter(chain.from_iterable(map(_told, clocks)))
    for told, number in counted.items():
        yield f"{child_id}\t{told}\t{number}"


def first_days(clocks: Iterable[Clock]) -> set[tuple[str, date]]:
    """The rule and the first day of every span over which these stand in lists."""
    spans = (told.split("\t") for told in chain.from_iterable(map(_told, clocks)))
    return {(rule, date.fromisoformat(from_on)) for rule, _, _, _, from_on, _ in spans}


def _told(clock: Clock) -> tuple[str, ...]:
    """How one clock stands in lists: pressing, not to be judged, or first the one and then the other."""
    begins, ends = clock.started_on, clock.ended_on or NEVER
    if not clock.unjudged:
        return _span(clock, "", begins, ends)
    if clock.unjudged in KINDS and clock.due_on:
        passed = clock.due_on + DAY
        before = _span(clock, "", begins, min(ends, passed))
        return before + _span(clock, clock.unjudged, max(begins, passed), ends)
    return _span(clock, clock.unjudged, begins, ends)


def _span(clock: Clock, missing: str, begins: date, ends: date) -> tuple[str, ...]:
    if begins >= ends:
        return ()
    due_on, local = clock.due_on, clock.local_due_on
    due = due_on.isoformat() if due_on else "\\N"
    act_by = due if local is None or (due_on and due_on <= local) else local.isoformat()
    if act_by == "\\N" and not missing:
        return ()
    return (f"{clock.rule}\t{missing}\t{act_by}\t{due}\t{begins.isoformat()}\t{ends.isoformat()}",)
