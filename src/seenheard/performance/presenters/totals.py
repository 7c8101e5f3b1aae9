"""The service in totals, for a director: every measure of the whole service, today and at the last quarter's end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from seenheard.ui.dates import long, short
from seenheard.ui.parts import Cell
from seenheard.ui.words import capital

from ..domain.measures import MEASURES, NOT_BUILT
from ..domain.published import last_quarter_end
from ..domain.reports import KINDS
from ..queries import Asked
from ..queries.quarter import whole_service
from .reports import plain


@dataclass(frozen=True)
class Total:
    """One measure: a row for each of the two days."""

    caption: str
    counts: str
    head: tuple[str | Cell, ...]
    rows: tuple[tuple[str | Cell, ...], ...]


@dataclass(frozen=True)
class TotalsPage:
    """Every measure of the service. No row leads to a child, and none is named."""

    as_at: str
    tables: tuple[Total, ...]

    title = heading = "The service in totals"
    not_built = NOT_BUILT
    says = (
        "For the council’s own use: small numbers are not hidden here. What others read is under Published reports. "
        "Each figure counts what is said below it, with what was known at the end of its day."
    )


def totals(*, on: date) -> TotalsPage:
    """Counted over every child, and without one: the same measures as everywhere."""
    asked = Asked(KINDS["service"], as_at=on, against=last_quarter_end(on), across="")
    told = plain(whole_service(on=on, asked=asked))
    return TotalsPage(f"As at {long(on)}", tuple(_table(one) for one in told["tables"]))


def _table(told: Mapping[str, Any]) -> Total:
    measure = MEASURES[told["measure"]]
    share = [Cell(f"Share {' or '.join(one for one in measure.outcomes if one in measure.good)}", numeric=True)]
    heads = [Cell(capital(outcome), numeric=True) for outcome in measure.outcomes]
    return Total(
        caption=told["name"],
        counts=f"{measure.counts} Among: {measure.among}",
        head=("On", *heads, *(share if measure.good else [])),
        rows=tuple(
            (short(date.fromisoformat(day)), *_figures(one, bool(measure.good))) for day, one in told["total"].items()
        ),
    )


def _figures(told: Mapping[str, Any], has_share: bool) -> Iterator[Cell]:
    for many in told["outcomes"].values():
        yield Cell(f"{many:,}", numeric=True)
    if has_share:
        yield Cell(f"{told['count'] / told['of']:.0%}" if told["of"] else "–", numeric=True)
