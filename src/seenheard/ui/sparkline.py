"""A short line of steps as SVG: no axis, no script; the words that belong to it stand beside it and are its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

STEP, EDGE, HEIGHT = 14, 7, 34  # units, as pixels on a page
LEVELS = {1: 27, 2: 17, 3: 7}  # the higher step stands higher; shapes differ, so that colour is never alone
SHAPES = {1: "red", 2: "amber", 3: "green"}


@dataclass(frozen=True)
class Mark:
    """One answer: where it stands, and its look by name."""

    x: int
    y: int
    look: str


@dataclass(frozen=True)
class Sparkline:
    """Marks, the lines between those that follow each other, and what it says to who does not see it."""

    width: int
    height: int
    lines: tuple[str, ...]
    marks: tuple[Mark, ...]
    label: str


def sparkline(steps: Sequence[int | None], label: str) -> Sparkline:
    """Steps 1 to 3 in order of time; None leaves a gap."""
    placed = [(EDGE + STEP * number, LEVELS[step] if step else 0, step) for number, step in enumerate(steps)]
    width = 2 * EDGE + STEP * max(len(steps) - 1, 0)
    marks = tuple(Mark(x, y, SHAPES[step]) for x, y, step in placed if step)
    return Sparkline(width, HEIGHT, tuple(_lines(placed)), marks, label)


def _lines(placed: Sequence[tuple[int, int, int | None]]) -> Iterator[str]:
    for there, run in groupby(placed, key=lambda one: one[2] is not None):
        points = [f"{x},{y}" for x, y, _ in run] if there else []
        if len(points) > 1:
            yield " ".join(points)
