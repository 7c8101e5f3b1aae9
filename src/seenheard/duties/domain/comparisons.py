"""The council's own due dates of one child beside ours, counted by rule: as recorded, so no day is asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from seenheard.timescales.domain.clock import Clock

SAME, EARLIER, LATER, UNDATED = range(4)
COLUMNS = ("child_id", "rule", "same", "earlier", "later", "undated")


def lines(child_id: int, clocks: Iterable[Clock]) -> Iterator[str]:
    """The comparisons of one child, as COPY reads and writes them, in the order of `COLUMNS`, without line ends."""
    numbers: dict[str, Counter] = {}
    for clock in clocks:
        if clock.council_due_on:
            numbers.setdefault(clock.rule, Counter())[_compared(clock.council_due_on, clock.due_on)] += 1
    for rule, counted in numbers.items():
        yield "\t".join(map(str, (child_id, rule, *(counted[which] for which in (SAME, EARLIER, LATER, UNDATED)))))


def _compared(council: date, ours: date | None) -> int:
    if ours is None:
        return UNDATED
    if council == ours:
        return SAME
    return EARLIER if council < ours else LATER
