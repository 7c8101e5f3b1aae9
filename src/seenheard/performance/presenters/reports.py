"""A report as a page, as rows of a file and as plain values: the same tables each time, never counted again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from seenheard.record import queries as record_queries
from seenheard.ui.dates import long, short
from seenheard.ui.paging import Paged, paged
from seenheard.ui.parts import Cell, Filter, Link
from seenheard.ui.words import capital, count

from ..domain import measures as m
from ..domain.measures import Measure, Row
from ..domain.reports import KINDS, Line, Table
from ..forms.reports import CROSSED, Chosen
from ..queries import Asked, Report, report, rows
from .labels import names_of

ADDRESS = "performance:reports"
NAME_NOT_RECORDED = "Name not recorded"
NOTE = (
    "Each figure counts what is said below its table, with what was known at the end of its day; what was entered or "
    "corrected later does not change it. It counts the children whom you may see today."
)
UNPROTECTED = "Small numbers are not protected here: what leaves the council is made with {made_with}."
NOBODYS = "No {about} “{called}” is known to have held, on {days}, the case of a child whom you may see."
FILE_HEAD = ("Measure", "Crossed by", "Of", "Outcome", "As at", "Count", "Of all", "Unknown", "Share")


@dataclass(frozen=True, slots=True)
class Shown:
    """One table, what it counts in words, and where its rows are."""

    caption: str
    head: tuple[Cell | str, ...]
    rows: tuple[tuple[Cell | str, ...], ...]
    counts: str
    among: str
    behind: Link | None
    empty: str


@dataclass(frozen=True)
class Page:
    """One report. `listed` are children, a page of fifty, and what was found of each."""

    title: str
    heading: str
    caption: str
    filters: tuple[Filter, ...]
    faults: tuple[str, ...]
    says: str
    about: str
    tables: tuple[Shown, ...]
    note: str
    listed_caption: str
    listed_head: tuple[str, ...]
    listed: tuple[tuple[Cell | str, ...], ...]
    paged: Paged
    files: tuple[Link, ...]
    public_ids: tuple[str, ...]

    reads = NOTE
    unprotected = UNPROTECTED.format(made_with="Published reports")
    nobody = "No child whom you may see was asked on that day, as it was known then."


def page(*, viewer, on: date, chosen: Chosen) -> Page:
    """The report that was chosen, and the form to choose another."""
    told = report(viewer=viewer, on=on, asked=chosen.asked) if chosen.asked else None
    if told and told.is_of_nobody:
        chosen, told = replace(chosen, asked=None, faults=(nobodys(told, chosen),)), None
    asked = chosen.asked
    listed, about = _listed(told, viewer, on, chosen)
    public_ids = {str(child.public_id) for child in listed.names.values()} | set(chosen.public_ids)
    return Page(
        title="Reports",
        heading="Reports",
        caption=f"{_of_whom(asked, chosen)}, as at {short(asked.as_at)}" if asked else "",
        filters=chosen.filters,
        faults=chosen.faults,
        says=asked.kind.says if asked else "",
        about=_about(told) if told else "",
        tables=tuple(_shown(one, told, chosen) for one in told.tables) if told else (),
        note=asked.kind.note if asked else "",
        listed_caption=about,
        listed_head=("Child", "Team", *(["About"] if listed.says_about else []), "Found"),
        listed=listed.cells,
        paged=listed.paged,
        files=_files(chosen) if told else (),
        public_ids=tuple(sorted(public_ids)),
    )


def nobodys(told: Report, chosen: Chosen) -> str:
    """What is said in place of a report on a team or a worker that held no case: the same whether there is none of that
    name, or none of whose children this reader may see any."""
    days = " and ".join(map(short, told.days))
    return NOBODYS.format(days=days, about=told.asked.kind.about, called=chosen.address["about"])


def _of_whom(asked: Asked, chosen: Chosen) -> str:
    """The report and whom it is about, also on paper, where what was chosen does not stand."""
    chosen_of = {m.TEAM: asked.of.teams, m.WORKER: asked.of.workers, m.CATEGORY: [asked.category]}.get(asked.kind.about)
    if chosen_of:
        return f"{asked.kind.name}: {', '.join(sorted(names_of(asked.kind.about, chosen_of, asked.as_at).values()))}"
    return f"{asked.kind.name}: number {chosen.address['about']}" if asked.kind.about else asked.kind.name


def file_rows(told: Report) -> Iterator[tuple[Any, ...]]:
    """Every figure of the report in a row of its own, under FILE_HEAD; a total is "All"."""
    for table in told.tables:
        across = CROSSED[table.across] if table.across else ""
        for name, line in _named_lines(table, told.days[0]):
            for day, outcomes, value in zip(told.days, line.days, line.values(table.measure), strict=False):
                known = sum(outcomes.values()) - value.unknown
                for outcome in table.measure.outcomes:
                    many = outcomes.get(outcome, 0)
                    is_known = known and outcome not in table.measure.unknown
                    share = f"{many / known:.4f}" if is_known else ""
                    yield table.measure.name, across, name, outcome, day.isoformat(), many, known, value.unknown, share


def plain(told: Report) -> dict[str, Any]:
    """The report as plain values, for the command line: no child is named."""
    asked = told.asked
    return {
        "report": asked.kind.key,
        "on": asked.as_at.isoformat(),
        "against": asked.against.isoformat() if asked.against else None,
        "children": dict(zip((day.isoformat() for day in told.days), told.children, strict=True)),
        "tables": [_plain_table(table, told.days) for table in told.tables],
        "note": asked.kind.note,
        "not_to_hand_on": UNPROTECTED.format(made_with="publish"),
    }


def _plain_table(table: Table, days: tuple[date, ...]) -> dict[str, Any]:
    return {
        "measure": table.measure.key,
        "name": table.measure.name,
        "across": table.across,
        "lines": [_plain_line(table, line, days) | {"by": line.by} for line in table.lines],
        "total": _plain_line(table, table.total, days),
    }


def _plain_line(table: Table, line: Line, days: tuple[date, ...]) -> dict[str, Any]:
    return {
        day.isoformat(): {
            "outcomes": {one: outcomes.get(one, 0) for one in table.measure.outcomes},
            "count": value.count,
            "of": value.of,
            "unknown": value.unknown,
        }
        for day, outcomes, value in zip(days, line.days, line.values(table.measure), strict=False)
    }


def _named_lines(table: Table, as_at: date) -> Iterator[tuple[str, Line]]:
    names = names_of(table.across, [line.by for line in table.lines], as_at)
    for line in sorted(table.lines, key=lambda one: names[one.by].casefold()):
        yield capital(names[line.by]), line
    yield "All", table.total


def _shown(table: Table, told: Report, chosen: Chosen) -> Shown:
    measure, two = table.measure, len(table.total.days) > 1
    heads = [Cell(capital(outcome), numeric=True) for outcome in measure.outcomes]
    shares = [Cell(_share_head(measure), numeric=True)] if measure.good else []
    across = CROSSED[table.across] if table.across else "All"
    rows_shown = tuple(
        (name, *(_many(line, outcome) for outcome in measure.outcomes), *_shares(line, measure))
        for name, line in _named_lines(table, told.days[0])
    )
    was = f", in brackets {short(told.days[1])}" if two else ""
    on = f"{short(told.days[1])} to {short(told.days[0])}" if measure.key == "change" else short(told.days[0])
    return Shown(
        caption=f"{measure.name}: {on}{was}",
        head=(capital(across), *heads, *shares),
        rows=rows_shown if sum(table.total.days[0].values()) or two else (),
        counts=measure.counts,
        among=measure.among,
        behind=_behind(measure, chosen),
        empty="There is nothing to count on that day.",
    )


def _share_head(measure: Measure) -> str:
    return f"Share {' or '.join(one for one in measure.outcomes if one in measure.good)}"


def _many(line: Line, outcome: str) -> Cell:
    now, *then = [outcomes.get(outcome, 0) for outcomes in line.days]
    return Cell(f"{now:,}" + "".join(f" ({one:,})" for one in then), numeric=True)


def _shares(line: Line, measure: Measure) -> tuple[Cell, ...]:
    if not measure.good:
        return ()
    now, *then = ["–" if one.share is None else f"{one.share:.0%}" for one in line.values(measure)]
    return (Cell(now + "".join(f" ({one})" for one in then), numeric=True),)


def _behind(measure: Measure, chosen: Chosen) -> Link:
    return Link("Show its rows", f"?{urlencode({**chosen.address, 'rows': measure.key})}#rows")


def _about(told: Report) -> str:
    now, *then = [f"{count(many, 'child', 'children')} on {long(day)}" for many, day in _by_day(told)]
    return "; ".join([now, *then]) + "."


def _by_day(told: Report) -> Iterator[tuple[int, date]]:
    return zip(told.children, told.days, strict=True)


def _files(chosen: Chosen) -> tuple[Link, ...]:
    asked = urlencode(chosen.address)
    return tuple(
        Link(words, f"{reverse(f'{ADDRESS}_{kind}')}?{asked}")
        for kind, words in (("csv", "Save the figures as a file (CSV)"), ("xlsx", "Save them for a spreadsheet (XLSX)"))
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    cells: tuple[tuple[Cell | str, ...], ...]
    paged: Paged
    names: Mapping[int, Any]
    says_about: bool


def _listed(told: Report | None, viewer, on: date, chosen: Chosen) -> tuple[_Listed, str]:
    """The children of the rows that were asked for, or that the report lists by itself."""
    found: list[Row] = []
    words = ""
    if told and chosen.rows:
        found = sorted(rows(viewer=viewer, on=on, asked=told.asked, measure=chosen.rows))
        words = f"The rows of “{m.MEASURES[chosen.rows].name}”"
    elif told and told.asked.kind.lists:
        found, words = sorted(told.listed), told.asked.kind.listed_as
    listed = paged(found, chosen.page, filters={**chosen.address, "rows": chosen.rows})
    shown = list(listed)
    lines = record_queries.children_now(viewer=viewer, on=on, child_ids={row.child_id for row in shown})
    names = {now.pk: now for now in lines}
    measure = chosen.rows or (told.asked.kind.lists if told else "")
    about = _names_of_rows(shown, measure, on)
    cells = tuple(_cells(row, names.get(row.child_id), about) for row in shown if row.child_id in names)
    return _Listed(cells, listed, names, bool(measure and m.MEASURES[measure].about)), words


def _cells(row: Row, now: Any, about: Mapping[tuple[int, str], str]) -> tuple[Cell | str, ...]:
    child = Cell(now.name or NAME_NOT_RECORDED, url=reverse("desk:child", args=[now.public_id]))
    said = [", ".join(about[place, key] for place, key in enumerate(row.about))] if row.about else []
    return (child, now.team_name or now.team_ref or "", *said, capital(row.outcome))


def _names_of_rows(shown: list[Row], measure: str, on: date) -> dict[tuple[int, str], str]:
    found: dict[tuple[int, str], str] = {}
    for place, dimension in enumerate(m.MEASURES[measure].about if measure else ()):
        keys = {row.about[place] for row in shown}
        found |= {(place, key): name for key, name in names_of(dimension, keys, on).items()}
    return found


__all__ = ["FILE_HEAD", "KINDS", "Page", "file_rows", "page", "plain"]
