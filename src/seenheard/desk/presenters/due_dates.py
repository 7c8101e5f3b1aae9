"""The council's own due dates beside ours: how often they agree, and each one that does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.desk import permissions
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.duties import queries as duties_queries
from seenheard.duties.queries import Difference, DifferenceCount
from seenheard.record import queries as record_queries
from seenheard.timescales import queries as timescales_queries
from seenheard.timescales.domain.words import because
from seenheard.ui.dates import long, short, span
from seenheard.ui.paging import Paged
from seenheard.ui.parts import Cell, Filter


@dataclass(frozen=True)
class DueDates:
    """The page. Who sees no child sees the counts alone."""

    title: str
    heading: str
    caption: str
    counts_head: tuple[str | Cell, ...]
    counts: tuple[tuple[str | int | Cell, ...], ...]
    no_dates: str
    filters: tuple[Filter, ...]
    rows_head: tuple[str | Cell, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    paged: Paged | None
    no_rows: str
    public_ids: tuple[str, ...]


def due_dates(*, viewer, on: date, asked) -> DueDates:
    """Counts by rule for the children a viewer may see (for an analyst: for all), and the differences one by one."""
    counts = duties_queries.difference_counts(viewer=viewer, on=on)
    listed, rows, public_ids = _listed(viewer, on, asked) if permissions.can_see_children(viewer) else (None, (), ())
    return DueDates(
        title="The council’s own due dates and ours",
        heading="The council’s own due dates and ours",
        caption=long(on),
        counts_head=("Duty", *(Cell(text, numeric=True) for text in ("Same day", "Council earlier", "Council later"))),
        counts=tuple(_count_row(one) for one in counts),
        no_dates="" if counts else "No file that we hold gives the council’s own due dates.",
        filters=(_rule_filter(counts, asked.get("rule", "")),) if listed is not None else (),
        rows_head=("Child", "Duty", "Council’s date", "Our date and why"),
        rows=rows,
        paged=listed,
        no_rows="No date differs from ours."
        if listed is not None
        else "The dates of single children are not shown to you.",
        public_ids=public_ids,
    )


def _listed(viewer, on: date, asked) -> tuple[Paged, tuple, tuple[str, ...]]:
    rule = asked.get("rule", "")
    known = rule if rule in timescales_queries.rules() else None
    listed = duties_queries.differences(viewer=viewer, on=on, rule=known, page=asked.get("page"))
    ids = {one.owed.child_id for one in listed}
    children = {now.child_id: now for now in record_queries.children_now(viewer=viewer, on=on, child_ids=ids)}
    rows = tuple(_row(one, children[one.owed.child_id]) for one in listed)
    return listed, rows, tuple(str(now.child.public_id) for now in children.values())


def _row(one: Difference, now) -> tuple[str | Cell, ...]:
    clock = one.owed.clock
    way = f"{span(abs(one.days))} {'later' if one.days > 0 else 'earlier'} than ours"
    return (
        Cell(now.name or NAME_NOT_RECORDED, url=reverse("desk:child", args=[now.child.public_id])),
        Cell(one.owed.rule.title, standing=one.owed.standing),
        Cell(short(clock.council_due_on), note=way),
        Cell(short(clock.due_on), note=because(one.owed.clock, one.owed.rule)),
    )


def _count_row(one: DifferenceCount) -> tuple[str | int | Cell, ...]:
    return (Cell(one.rule.title, url=reverse("timescales:rule", args=[one.rule.id])), one.same, one.earlier, one.later)


def _rule_filter(counts: tuple[DifferenceCount, ...], chosen: str) -> Filter:
    return Filter("rule", "Duty", chosen, (("", "All"), *((one.rule.id, one.rule.title) for one in counts)))
