"""The council's own due dates of one child beside ours, counted by rule: as recorded, so no day is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from seenheard.timescales.domain.clock import Clock

SAME, EARLIER, LATER, HELD, UNDATED = range(5)
COLUMNS = ("child_id", "rule", "same", "earlier", "later", "held", "undated")


def lines(
    child_id: int, clocks: Iterable[Clock], before: Mapping[str, Sequence[int]] = MappingProxyType({})
) -> Iterator[str]:
    """The comparisons of one child, as COPY reads and writes them, in the order of `COLUMNS`, without line ends.

    `before`: what was counted of other clocks of the child.
    """
    for rule, numbers in counted(clocks, before).items():
        yield "\t".join(map(str, (child_id, rule, *numbers)))


def counted(
    clocks: Iterable[Clock], before: Mapping[str, Sequence[int]] = MappingProxyType({})
) -> dict[str, list[int]]:
    """For each rule, how many dates are the same, earlier, later, held and undated."""
    numbers = {rule: list(of_rule) for rule, of_rule in before.items()}
    for clock in clocks:
        if clock.council_due_on:
            numbers.setdefault(clock.rule, [0] * 5)[_compared(clock, clock.council_due_on)] += 1
    return numbers


def only_held(clock: Clock) -> bool:
    """Whether the council's own date is the day the duty was done: it then tells nothing of when it was due."""
    council = clock.council_due_on
    return bool(council) and clock.ended_how == "met" and council == clock.ended_on and council != clock.due_on


def _compared(clock: Clock, council: date) -> int:
    if only_held(clock):
        return HELD
    if clock.due_on is None:
        return UNDATED
    if council == clock.due_on:
        return SAME
    return EARLIER if council < clock.due_on else LATER
