"""A report: its measures on one day or two, for one reader; every way it is shown asks here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..domain import measures as m
from ..domain.measures import Plain, Row
from ..domain.reports import LISTED, Kind, Table, across_in, measures_of, table
from .as_at import EVERYBODY, AsAt, Of
from .counting import crossed


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants reported. `as_at`: the day; `against`: an earlier day beside it. `category`: one category
    alone. `across`: by what; None as the report has it. `only`: one measure alone."""

    kind: Kind
    as_at: date
    against: date | None = None
    across: str | None = None
    of: Of = EVERYBODY
    category: str = ""
    only: str = ""

    @property
    def by(self) -> str:
        """By what it is crossed."""
        return self.kind.across if self.across is None else self.across


@dataclass(frozen=True, slots=True)
class Report:
    """What was asked, the tables, how many children it is about on each day, and the children it lists, by row."""

    asked: Asked
    days: tuple[date, ...]
    children: tuple[int, ...]
    tables: tuple[Table, ...]
    listed: tuple[Row, ...]

    @property
    def is_of_nobody(self) -> bool:
        """Whether it is about a team or a worker of whom its reader may see no child, on any of its days."""
        return self.asked.kind.about in (m.TEAM, m.WORKER) and not any(self.children)


def report(*, viewer, on: date, asked: Asked) -> Report:
    """A report as this person may see it on the day `on`; a past day with what was known then. No child is named."""
    days = _days(viewer, on, asked)
    wanted = measures_of(asked.kind, compares=asked.against is not None, across=asked.by, only=asked.only)
    tables = tuple(_table(one.key, days, asked) for one in wanted)
    listed = tuple(_listed(days[0], asked))
    return Report(asked, tuple(day.as_at for day in days), tuple(len(day.children) for day in days), tables, listed)


def rows(*, viewer, on: date, asked: Asked, measure: str) -> list[Row]:
    """The rows behind one table on its day, for those who may see the children."""
    return [Row(*plain) for plain in _rows(_days(viewer, on, asked)[0], measure, asked)]


def _days(viewer, on: date, asked: Asked) -> list[AsAt]:
    """The day and, where two are compared, the earlier one."""
    later = AsAt(viewer=viewer, on=on, as_at=asked.as_at, since=asked.against, of=asked.of)
    if not asked.against:
        return [later]
    as_long = asked.against - (asked.as_at - asked.against)  # the time reported on is as long on both days
    return [later, AsAt(viewer=viewer, on=on, as_at=asked.against, since=as_long, of=asked.of)]


def _table(key: str, days: list[AsAt], asked: Asked) -> Table:
    """Of a measure that compares two days by itself, the later one alone."""
    measure = m.MEASURES[key]
    across = across_in(measure, asked.by)
    counted = []
    for day in days[:1] if key == "change" else days:
        found = crossed(day, key, _rows(day, key, asked), [across] if across else [])
        counted.append({(one.by[0] if across else "", one.outcome): one.many for one in found})
    return table(measure, across, counted)


def _rows(day: AsAt, key: str, asked: Asked) -> Iterator[Plain]:
    rows = day.each(key)
    about = m.MEASURES[key].about
    if not asked.category or m.CATEGORY not in about:
        return rows
    place = about.index(m.CATEGORY)
    return (row for row in rows if row[1][place] == asked.category)


def _listed(day: AsAt, asked: Asked) -> list[Row]:
    key = asked.kind.lists
    return [row for row in day.rows(key) if row.outcome in LISTED[key]] if key else []
