"""Small numbers: which cells of a table are hidden, so that no count of 1 to 5 can be worked out from it.

A table with its totals is a net of pipes: the total runs into the rows, from each row into its cells, from the cells
into the columns and back. What nobody may know of a hidden cell is how much runs there; what can still run there, while
every figure that is shown stays as it is, is found by sending more or less round the net. That is exact in both
directions (the bounds of a flow are whole numbers), so a cell called safe has two tables behind it that a reader cannot
tell apart.

Whoever reads knows all of this: that hidden means 1 or more (nought is shown), and how cells are chosen.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

SMALLEST_SHOWN = 6  # Department for Education: 1 to 5 is replaced by "c"
WIDTH = 3  # the highest a hidden count can be is at least this much more than the lowest

Cell = tuple[int, int]  # row, column; TOTAL in either place for a total
Place = tuple[str, int]  # a place of the net: a row, a column, or where the total begins and ends
TOTAL = -1
UNBOUNDED = 1_000_000_000  # more than there are people
GRAND: Cell = (TOTAL, TOTAL)
IN: Place = ("total", 0)
OUT: Place = ("total", 1)


@dataclass(frozen=True)
class Counts:
    """What was counted: `cells[row][column]`, none below nought.

    `adds_down`: the columns have totals, for each thing is in one row. Where it is False every row counts the same
    children anew (what they said about health, about school), and every row has the same total.

    `floors`: by column, what a reader knows from another table that no count in it can be below: how many children
    are in each of its cells for that reason alone. What is above it is a count of children too. `among`: of how many
    children the total is a part, where another table tells: those who are not in it are a count as well. `mosts`: by
    cell or total, what a reader knows from another table that it cannot be above. `also`: what is hidden whatever it
    is, for what it would tell beside an earlier report.
    """

    cells: tuple[tuple[int, ...], ...]
    adds_down: bool = True
    floors: tuple[int, ...] = ()
    among: int | None = None
    mosts: Mapping[Cell, int] = field(default_factory=dict)
    also: frozenset[Cell] = frozenset()

    def __post_init__(self) -> None:
        if any(number < 0 for row in self.cells for number in row):
            raise ValueError("A count cannot be below nought.")
        if len({len(row) for row in self.cells}) != 1:
            raise ValueError("Every row has the same columns, and there is one row at least.")
        if not self.adds_down and len({sum(row) for row in self.cells}) != 1:
            raise ValueError("Rows that count the same children have the same total.")

    @property
    def total(self) -> int:
        """Of all that is counted; of the children, where each row counts them anew."""
        return sum(map(sum, self.cells)) if self.adds_down else sum(self.cells[0])


@dataclass
class Pipe:
    """A figure of the table between two places of the net.

    `least`, `most`: what a reader knows of it where it is hidden. `above`: how much of it is told by no other table.
    """

    begins: Place
    ends: Place
    value: int
    least: int = 1
    most: int = UNBOUNDED
    above: int = 0
    is_hidden: bool = False
    may_hide: bool = True

    @property
    def can_fall(self) -> int:
        return self.value - self.least

    @property
    def can_rise(self) -> int:
        return self.most - self.value


Net = dict[Cell, Pipe]


class CannotProtect(Exception):
    """No choice of hidden cells keeps the small counts from being worked out."""


def hidden_cells(counts: Counts) -> frozenset[Cell]:
    """The cells and totals to hide; raises `CannotProtect`."""
    left_out = 0 if counts.among is None else counts.among - counts.total
    if _is_small(counts.total) or _is_small(left_out):
        raise CannotProtect
    net = net_of(counts)
    small = [place for place, pipe in net.items() if pipe.least and (_is_small(pipe.value) or _is_small(pipe.above))]
    small += sorted(place for place in counts.also if place not in small and net[place].value)
    for place in small:
        if not net[place].may_hide:
            raise CannotProtect
        net[place].is_hidden = True
    for place in sorted(small, key=lambda one: net[one].value):
        _protect(net, net[place])
    _show_what_need_not_be_hidden(net, set(small))
    if not _all_safe(net):  # what was hidden for the small counts is worked out as they are, over the finished table
        raise CannotProtect
    return frozenset(place for place, pipe in net.items() if pipe.is_hidden and pipe.least)


def _is_small(number: int) -> bool:
    return 0 < number < SMALLEST_SHOWN


def net_of(counts: Counts) -> Net:
    """The table as a net, nothing hidden yet but what is never told (columns that have no totals)."""
    net: Net = {GRAND: Pipe(OUT, IN, sum(map(sum, counts.cells)), may_hide=False)}
    for i, row in enumerate(counts.cells):
        net[i, TOTAL] = Pipe(IN, ("row", i), sum(row), may_hide=counts.adds_down)
        for j, number in enumerate(row):
            floor = counts.floors[j] if counts.floors else 0
            net[i, j] = Pipe(("row", i), ("column", j), number, least=max(1, floor), above=number - floor)
    for j, numbers in enumerate(zip(*counts.cells, strict=True)):
        untold = not counts.adds_down
        net[TOTAL, j] = Pipe(("column", j), OUT, sum(numbers), least=0 if untold else 1, is_hidden=untold)
    for place, most in counts.mosts.items():
        net[place].most = most
    return net


def highest(counts: Counts, hidden: frozenset[Cell], column: int) -> int:
    """The most that every row's cell of a column can be for whoever reads the table: the least of these."""
    net = net_of(counts)
    for place in hidden:
        net[place].is_hidden = True
    cells = [net[i, column] for i in range(len(counts.cells))]
    return min(bounds(net, pipe)[1] if pipe.is_hidden else pipe.value for pipe in cells)


def bounds(net: Net, pipe: Pipe) -> tuple[int, int]:
    """The lowest and the highest that a hidden figure can be for whoever reads all that is shown."""
    fall = min(pipe.can_fall, _more(net, pipe, pipe.begins, pipe.ends))
    rise = min(pipe.can_rise, _more(net, pipe, pipe.ends, pipe.begins))
    return pipe.value - fall, pipe.value + rise


def is_safe(net: Net, pipe: Pipe) -> bool:
    """Whether a hidden figure can be any of enough numbers."""
    lowest, highest = bounds(net, pipe)
    return highest - lowest >= WIDTH


def _all_safe(net: Net) -> bool:
    return all(is_safe(net, pipe) for pipe in net.values() if pipe.is_hidden and pipe.least)


def _more(net: Net, without: Pipe, begins: Place, ends: Place) -> int:
    """How much more can run from one place to another through what is hidden: Ford and Fulkerson's flow."""
    pipes = [pipe for pipe in net.values() if pipe.is_hidden and pipe is not without]
    shifted = dict.fromkeys(map(id, pipes), 0)
    sent = 0
    while way := _way(pipes, shifted, begins, ends):
        room = [
            pipe.can_rise - shifted[id(pipe)] if forward else pipe.can_fall + shifted[id(pipe)] for pipe, forward in way
        ]
        step = min(room)
        if step > UNBOUNDED // 2:  # only upwards all the way: cannot be, for each round goes through the shown total
            raise AssertionError("A table's total is never hidden.")
        for pipe, forward in way:
            shifted[id(pipe)] += step if forward else -step
        sent += step
    return sent


def _way(pipes: list[Pipe], shifted: dict[int, int], begins: Place, ends: Place) -> list[tuple[Pipe, bool]]:
    """One way along which something more can run: up any hidden pipe, or back along one that can hold less."""
    reached: dict[Place, list[tuple[Pipe, bool]]] = {begins: []}
    open_places = [begins]
    while open_places and ends not in reached:
        here = open_places.pop(0)
        for pipe in pipes:
            if pipe.begins == here and pipe.ends not in reached and pipe.can_rise - shifted[id(pipe)] > 0:
                reached[pipe.ends] = [*reached[here], (pipe, True)]
                open_places.append(pipe.ends)
            if pipe.ends == here and pipe.begins not in reached and pipe.can_fall + shifted[id(pipe)] > 0:
                reached[pipe.begins] = [*reached[here], (pipe, False)]
                open_places.append(pipe.begins)
    return reached.get(ends, [])


def _protect(net: Net, pipe: Pipe) -> None:
    """Hides the cheapest round through this pipe along which `WIDTH` can be sent."""
    if is_safe(net, pipe):
        return
    rounds = [_cheapest(net, pipe, pipe.ends, pipe.begins)] if pipe.can_rise >= WIDTH else []
    if pipe.can_fall >= WIDTH:
        rounds.append(_cheapest(net, pipe, pipe.begins, pipe.ends))
    found = [one for one in rounds if one]
    if not found:
        raise CannotProtect
    for other in min(found, key=lambda one: one[0])[1]:
        other.is_hidden = True


def _cheapest(net: Net, without: Pipe, begins: Place, ends: Place) -> tuple[tuple[int, int], list[Pipe]] | None:
    """The way that hides the fewest cells, then the smallest (Dijkstra), and what it hides."""
    ticket = count()  # heapq compares what comes next where two cost the same
    queue: list = [((0, 0), next(ticket), begins, [])]
    done: set[Place] = set()
    while queue:
        cost, _, here, way = heapq.heappop(queue)
        if here == ends:
            return cost, way
        if here in done:
            continue
        done.add(here)
        for there, pipe in _steps(net, without, here):
            price = (cost[0] + (not pipe.is_hidden), cost[1] + (0 if pipe.is_hidden else pipe.value))
            heapq.heappush(queue, (price, next(ticket), there, [*way, pipe]))
    return None


def _steps(net: Net, without: Pipe, here: Place) -> Iterator[tuple[Place, Pipe]]:
    for pipe in net.values():
        if pipe is without or not (pipe.is_hidden or (pipe.may_hide and pipe.value)):
            continue
        if pipe.begins == here and pipe.can_rise >= WIDTH:
            yield pipe.ends, pipe
        elif pipe.ends == here and pipe.can_fall >= WIDTH:
            yield pipe.begins, pipe


def _show_what_need_not_be_hidden(net: Net, small: set[Cell]) -> None:
    """What was hidden for one cell may not be needed once more was hidden for another: largest first."""
    for place in sorted(net, key=lambda one: net[one].value, reverse=True):
        pipe = net[place]
        if not pipe.is_hidden or place in small or not pipe.least:
            continue
        pipe.is_hidden = False
        if not _all_safe(net):
            pipe.is_hidden = True
