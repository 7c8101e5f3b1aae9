"""Which fact is believed when sources differ: one declared order, applied when facts are read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from operator import attrgetter
from typing import Any

from .objects import SOURCES

# One child's facts: object -> rows, each with id, source, row_key and the object's own fields.
Facts = Mapping[str, Sequence[Any]]

# Whether a spell of another source is the same as one of the believed source.
Same = Callable[[Any, Any], bool]

RANK = {source: place for place, source in enumerate(SOURCES)}


def by_source(rows: Iterable[Any]) -> list[Any]:
    """Rows in the order in which their sources are believed; within a source, the newest row first."""
    return sorted(rows, key=lambda row: (RANK[row.source], -row.id))


def first_value(rows: Sequence[Any], field: str) -> Any:
    """The value of the first source that has one; `rows` come from `by_source`."""
    return next((value for row in rows if (value := getattr(row, field)) is not None), None)


def standing(
    rows: Sequence[Any], start: str, *, end: str = "until_on", same: Same | None = None, undated: bool = False
) -> list[Any]:
    """Spells that stand: all of the first source that has any, and others' that begin after its latest start.

    With `same`, another source's later spell is no news while a spell of the first source is in force that is the
    same: sources date one thing differently. Sorted by start. A spell without a start cannot be placed in time and
    is left out, unless `undated`: then those of the first source come first.
    """
    if not rows:
        return []
    begins = attrgetter(start)
    dated = [row for row in rows if begins(row) is not None]
    first = min(RANK[row.source] for row in rows)
    own = [row for row in dated if RANK[row.source] == first]
    latest = max(map(begins, own), default=None)
    later = [row for row in dated if RANK[row.source] != first and latest is not None and begins(row) > latest]
    if same is not None:
        later = [row for row in later if not any(_in_force(one, end, begins(row)) and same(one, row) for one in own)]
    # On one day the believed source comes last, so that the latest spell is its.
    told = sorted([*own, *later], key=lambda row: (begins(row), -RANK[row.source], getattr(row, "told_by", ""), row.id))
    return [*(row for row in rows if undated and begins(row) is None and RANK[row.source] == first), *told]


def always(_own: Any, _other: Any) -> bool:
    """There is only one of these at a time: a plan, a period of care, an episode of being missing."""
    return True


def same_worker(own: Any, other: Any) -> bool:
    """The same professional. Registration numbers are resolved when facts are read."""
    return own.professional_ref is not None and own.professional_ref == other.professional_ref


def _in_force(row: Any, end: str, on: date) -> bool:
    """Whether a spell that began earlier has not ended by the day."""
    ended = getattr(row, end)
    return ended is None or ended > on


def overlapping(spells: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Neighbours of which the second begins before the first has ended; `spells` sorted by `from_on`."""
    return [(a, b) for a, b in pairwise(spells) if a.until_on is None or a.until_on > b.from_on]


def is_on(row: Any, on: date) -> bool:
    """Whether a spell covers a day; half-open, an unknown end has not come."""
    return (row.from_on is None or row.from_on <= on) and (row.until_on is None or row.until_on > on)
