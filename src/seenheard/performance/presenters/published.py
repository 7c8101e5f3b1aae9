"""Published reports in words: which there are, and one with its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.record.domain.days import day_of
from seenheard.ui.dates import moment, short
from seenheard.ui.parts import Cell, Link, Row

from .. import queries
from ..domain.measures import NOT_BUILT
from ..domain.published import (
    BY_KEY,
    Definition,
    Figure,
    Table,
    first_day_of_quarter,
    last_quarter_end,
    read,
)
from ..forms.published import WithdrawForm
from ..models import Published
from ..permissions import can_publish
from ..queries.quarter import begins_on

HIDDEN = "c"
WHAT_C_IS = (
    "“c” stands for a number that is hidden: one from 1 to 5, or another without which such a number could be worked "
    "out. Nought is shown. Nothing here can be filtered, and nothing leads to a list of children."
)
WHICH_COLOUR = (
    "The colour is that of the latest round that is open to read: where an answer is in a round that is not, the one "
    "before it stands."
)
SOMEBODY = "somebody who has left"
FILE_HEAD = ("Last day of the quarter", "Table", "Row", "Column", "Figure")
TOTAL = "Total"


@dataclass(frozen=True)
class PublishedPage:
    """Every report, and for who publishes the quarter that can be published next, if any."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    quarter: str
    ends_on: str

    title = heading = "Published reports"
    what_c_is = WHAT_C_IS


@dataclass(frozen=True)
class TableShown:
    """One table in words. `why_not`: why it is not published, then without rows."""

    caption: str
    counts: str
    head: tuple[str | Cell, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    why_not: str


@dataclass(frozen=True)
class ReportPage:
    """One report as it was published. Withdrawn it has no tables, and says why."""

    heading: str
    facts: tuple[Row, ...]
    withdrawn: str
    tables: tuple[TableShown, ...]
    file: str
    form: WithdrawForm | None
    action: str
    back: Link

    what_c_is = WHAT_C_IS
    not_built = NOT_BUILT

    @property
    def title(self) -> str:
        """As the browser's tab has it."""
        return self.heading


def published(*, viewer, on: date) -> PublishedPage:
    """The list, the latest quarter first."""
    every = queries.published()
    ends_on = last_quarter_end(on)
    begins = begins_on() if can_publish(viewer) else None
    is_next = begins is not None and begins <= ends_on and ends_on not in {one.on for one in every}
    return PublishedPage(
        head=("Quarter that ended on", "Published", "State"),
        rows=tuple(_line(one) for one in every),
        quarter=short(ends_on) if is_next else "",
        ends_on=ends_on.isoformat(),
    )


def _line(one: Published) -> tuple[str | Cell, ...]:
    state = "Withdrawn" if hasattr(one, "withdrawn") else "Published"
    return (
        Cell(short(one.on), url=reverse("performance:published_report", args=[one.public_id])),
        short(day_of(one.at)),
        state,
    )


def report(*, viewer, one: Published, form: WithdrawForm | None = None) -> ReportPage:
    """One report for one reader: all readers are shown the same figures."""
    withdrawn = getattr(one, "withdrawn", None)
    names = accounts.names({one.by, *([withdrawn.by] if withdrawn else [])})
    may_withdraw = can_publish(viewer) and not withdrawn
    return ReportPage(
        heading=f"Three voices: the quarter that ended on {short(one.on)}",
        facts=_facts(one, names),
        withdrawn=_why_withdrawn(withdrawn, names) if withdrawn else "",
        tables=() if withdrawn else tuple(_table(table) for table in read(one.text).tables),
        file="" if withdrawn else reverse("performance:published_file", args=[one.public_id]),
        form=(form or WithdrawForm()) if may_withdraw else None,
        action=reverse("performance:withdraw_published", args=[one.public_id]),
        back=Link("Published reports", reverse("performance:published")),
    )


def _facts(one: Published, names) -> tuple[Row, ...]:
    return (
        Row("Counts", f"{short(first_day_of_quarter(one.on))} to {short(one.on)}", "As was known on the last day."),
        Row("Published", moment(one.at), f"By {names.get(one.by, SOMEBODY)}."),
        Row("Mark", one.digest, "SHA-256 of the report: it is the same report as long as this is the same."),
    )


def _why_withdrawn(withdrawn, names) -> str:
    who = names.get(withdrawn.by, SOMEBODY)
    return f"Withdrawn on {short(day_of(withdrawn.at))} by {who}: {withdrawn.why}"


def _table(table: Table) -> TableShown:
    definition = BY_KEY[table.key]
    return TableShown(
        caption=definition.caption,
        counts=f"{definition.counts} {WHICH_COLOUR}" if definition.by else definition.counts,
        head=(definition.rows, *(Cell(one, numeric=True) for one in _columns(definition))),
        rows=tuple(
            (name, *(Cell(_figure(one), numeric=True) for one in (*figures, *_share(definition, figures))))
            for name, figures in named(table)
        ),
        why_not=table.why_not,
    )


def _columns(definition: Definition) -> tuple[str, ...]:
    share = [f"{definition.columns[0]}, % {definition.share_is_of}"] if definition.share_is_of else []
    return (*definition.columns, TOTAL, *share)


def named(table: Table) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """Each row with its name, and the last one, where the table adds down, as the total."""
    names = [name for _, name in table.rows]
    yield from zip([*names, TOTAL][: len(table.figures)], table.figures, strict=True)


def _share(definition: Definition, figures: Sequence[Figure]) -> Iterator[Figure | str]:
    """The first column's share, in whole per cent: shown where all that it is made of is, so that it tells nothing."""
    if definition.share_is_of:
        first, apart, total = figures[0], figures[-2] if definition.apart else 0, figures[-1]
        if first is None or apart is None or total is None:
            yield None
        else:
            yield f"{round(100 * first / (total - apart))}%" if total > apart else "–"


def _figure(one: Figure | str) -> str:
    if isinstance(one, int):
        return f"{one:,}"
    return one or HIDDEN


def file_rows(one: Published) -> Iterator[tuple[str, ...]]:
    """Every figure of a report in a line of its own; why a table is not published, in its place."""
    for table in read(one.text).tables:
        definition = BY_KEY[table.key]
        if table.why_not:
            yield one.on.isoformat(), definition.caption, "", "", table.why_not
        for name, figures in named(table):
            for column, figure in zip((*definition.columns, TOTAL), figures, strict=True):
                told = HIDDEN if figure is None else str(figure)
                yield one.on.isoformat(), definition.caption, name, column, told
