"""Counts of a measure across whatever its rows and their children are about; every row is in exactly one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..domain.measures import MEASURES, OF_CHILD, Row
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
    return crossed(day, measure, day.rows(measure), by)


def crossed(day: AsAt, measure: str, rows: Sequence[Row], by: Sequence[str]) -> list[Counted]:
    """The same of rows that the caller has."""
    definition = MEASURES[measure]
    if unknown := set(by) - set(definition.dimensions):
        raise KeyError(f"{definition.name} cannot be crossed by {', '.join(sorted(unknown))}.")
    places = [definition.about.index(name) if name in definition.about else None for name in by]
    children = [day.about_children(name) if name in OF_CHILD else {} for name in by]
    found = Counter(
        (
            tuple(
                [
                    known.get(child, "") if place is None else about[place]
                    for place, known in zip(places, children, strict=True)
                ]
            ),
            outcome,
        )
        for child, about, outcome in rows
    )
    return sorted(Counted(values, outcome, many) for (values, outcome), many in found.items())
