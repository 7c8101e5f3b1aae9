"""The council's own due dates beside ours: how often they agree, and each one that does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.desk import permissions
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED, address_of
from seenheard.duties import queries as duties_queries
from seenheard.duties.domain.comparisons import only_held
from seenheard.duties.queries import Difference, DifferenceCount, Owed
from seenheard.record import queries as record_queries
from seenheard.timescales import queries as timescales_queries
from seenheard.timescales.domain.words import because_on
from seenheard.ui.dates import long, short, span
from seenheard.ui.paging import Paged
from seenheard.ui.parts import Cell, Filter, Link

WAYS = ("Same day", "Council earlier", "Council later", "Only the day it was held")
COUNTS_HEAD = ("Duty", *(Cell(text, numeric=True) for text in WAYS))
HELD = "The date in the file is the day it was held, so it tells nothing of when it was due."


@dataclass(frozen=True)
class DueDates:
    """The page. Who sees no child sees the counts alone."""

    title: str
    heading: str
    caption: str
    back: Link | None
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
    """Counts by rule for the children a viewer may see (for an analyst: of all open files), and the differences."""
    counts = duties_queries.difference_counts(viewer=viewer, on=on)
    listed, rows, public_ids = (
        _listed(viewer, on, asked, counts) if permissions.can_see_children(viewer) else (None, (), ())
    )
    return DueDates(
        title="The council’s own due dates and ours",
        heading="The council’s own due dates and ours",
        caption=long(on),
        back=None,
        counts_head=COUNTS_HEAD,
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


def of_child(*, viewer, child, on: date) -> DueDates:
    """The same for one child: the dates of this child alone, counted and one by one."""
    every = duties_queries.clocks_of_child(viewer=viewer, child=child, on=on)
    owed = [one for one in every if one.clock.council_due_on]
    differ = [one for one in owed if one.clock.council_due_on != one.clock.due_on]
    return DueDates(
        title="The council’s own due dates and ours",
        heading="The council’s own due dates and ours",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
        counts_head=COUNTS_HEAD,
        counts=tuple(_counts(owed)),
        no_dates="" if owed else "No file that we hold gives the council’s own due dates for this child.",
        filters=(),
        rows_head=("Duty", "Council’s date", "Our date and why"),
        rows=tuple(_row_of_child(one, on) for one in sorted(differ, key=_council_due_on, reverse=True)),
        paged=None,
        no_rows="No date differs from ours.",
        public_ids=(str(child.public_id),),
    )


def _council_due_on(one: Owed) -> date:
    return one.clock.council_due_on or date.min


def _counts(owed: Iterable[Owed]) -> Iterator[tuple[str | int | Cell, ...]]:
    """A line for each rule."""
    by_rule: dict[str, list[Owed]] = {}
    for one in owed:
        by_rule.setdefault(one.rule.id, []).append(one)
    for _, ones in sorted(by_rule.items()):
        held = sum(only_held(one.clock) for one in ones)
        apart = [_days_apart(one.clock) for one in ones if one.clock.due_on and not only_held(one.clock)]
        ways = (sum(days == 0 for days in apart), sum(days < 0 for days in apart), sum(days > 0 for days in apart))
        yield _count_row(DifferenceCount(ones[0].rule, *ways, held))


def _listed(viewer, on: date, asked, counts) -> tuple[Paged, tuple, tuple[str, ...]]:
    rule = asked.get("rule", "")
    known = rule if rule in timescales_queries.rules() else None
    listed = duties_queries.differences(viewer=viewer, on=on, rule=known, page=asked.get("page"), counts=counts)
    ids = {one.owed.child_id for one in listed}
    children = {now.child_id: now for now in record_queries.children_now(viewer=viewer, on=on, child_ids=ids)}
    rows = tuple(_row(one, children[one.owed.child_id], on) for one in listed)
    return listed, rows, tuple(str(now.public_id) for now in children.values())


def _row(one: Difference, now, on: date) -> tuple[str | Cell, ...]:
    child = Cell(now.name or NAME_NOT_RECORDED, url=address_of(now.public_id))
    return (child, *_row_of_child(one.owed, on))


def _row_of_child(owed: Owed, on: date) -> tuple[Cell, ...]:
    clock = owed.clock
    return (
        Cell(owed.rule.title, standing=owed.standing),
        Cell(short(clock.council_due_on), note=_way(clock)),
        Cell(short(clock.due_on), note=because_on(clock, owed.rule, on)),
    )


def _way(clock) -> str:
    """How the council's own date differs from ours, or that it is no due date at all."""
    if only_held(clock):
        return HELD
    days = _days_apart(clock)
    return f"{span(abs(days))} {'later' if days > 0 else 'earlier'} than ours" if days else ""


def _days_apart(clock) -> int:
    """The council's date less ours."""
    return (clock.council_due_on - clock.due_on).days if clock.due_on else 0


def _count_row(one: DifferenceCount) -> tuple[str | int | Cell, ...]:
    rule = Cell(one.rule.title, url=reverse("timescales:rule", args=[one.rule.id]))
    return rule, one.same, one.earlier, one.later, one.held


def _rule_filter(counts: tuple[DifferenceCount, ...], chosen: str) -> Filter:
    return Filter("rule", "Duty", chosen, (("", "All"), *((one.rule.id, one.rule.title) for one in counts)))
