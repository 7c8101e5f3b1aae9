"""Counts of a measure across whatever its rows and their children are about; every row is in exactly one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ..domain.measures import MEASURES, Measure, Plain
from .as_at import EVERYBODY, AsAt, Of


class Counted(NamedTuple):
    """How many rows with this outcome there are where the dimensions asked for have these values, in their order."""

    by: tuple[str, ...]
    outcome: str
    many: int


def counts(
    *,
    measure: str,
    viewer,
    on: date,
    as_at: date | None = None,
    by: Sequence[str] = (),
    since: date | None = None,
    of: Of = EVERYBODY,
) -> list[Counted]:
    """The counts of a measure on a day as known then (`as_at`; without one, on the day `on`), by these dimensions.

    `by`: some of `MEASURES[measure].dimensions`: "team" and "worker" are the record's keys ("" for nobody), "category"
    the category's key, "voice" the voice's word. Only what was found is there: nothing counts as 0. Raises KeyError
    for a measure or a dimension that is none. No child is named.
    """
    day = AsAt(viewer=viewer, on=on, as_at=as_at or on, since=since, of=of)
    return crossed(day, measure, day.each(measure), by)


def crossed(day: AsAt, measure: str, rows: Iterable[Plain], by: Sequence[str]) -> list[Counted]:
    """The same of rows that the caller has; they are gone through once, and none is kept."""
    definition = MEASURES[measure]
    if unknown := set(by) - set(definition.dimensions):
        raise KeyError(f"{definition.name} cannot be crossed by {', '.join(sorted(unknown))}.")
    found: dict[tuple[tuple[str, ...], str], int]
    asked = [_value_of(day, definition, name) for name in by]
    if len(asked) == 1:  # hundreds of thousands of rows: no list is made for each
        (only,) = asked
        counted = Counter((only(child, about), outcome) for child, about, outcome in rows)
        found = {((value,), outcome): many for (value, outcome), many in counted.items()}
    else:
        found = Counter((tuple([one(child, about) for one in asked]), outcome) for child, about, outcome in rows)
    return sorted(Counted(values, outcome, many) for (values, outcome), many in found.items())


def _value_of(day: AsAt, definition: Measure, name: str) -> Callable[[int, tuple[str, ...]], str]:
    """Tells the value of one dimension from a row's child and what the row is about."""
    if name in definition.about:
        place = definition.about.index(name)
        return lambda child, about: about[place]
    of_child = day.about_children(name)
    return lambda child, about: of_child.get(child, "")
