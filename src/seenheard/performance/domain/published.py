"""Published tables: a fixed list, one report a quarter, small counts hidden, and what is compared with reports before.

There is nothing to choose in a published report: no filter, no other day, no list behind a figure. Each table stands
alone: apart from how many children there are, which is always shown, no two of them count the same thing, so nothing
can be subtracted across them. Tables of what happened count one quarter each and overlap in nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from .measures import CURRENT_DAYS
from .protecting import GRAND, SMALLEST_SHOWN, TOTAL, CannotProtect, Counts, hidden_cells

VERSION = "2026-1"
QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
TOO_FEW = "Not published: it would be about fewer than six."
CANNOT = "Not published: the small numbers in it could not be hidden well enough."
TOO_LITTLE_CHANGED = (
    "Not published: so little has changed since a report before that the difference would tell about few children."
)

Figure = int | None  # None: hidden


@dataclass(frozen=True)
class Definition:
    """One table: what it is called, what it counts, its columns. Another meaning is another key.

    `adds_down`: each thing counted is in one row. `of_a_day`: children as they stand on the last day of the quarter;
    else it counts what happened in the quarter. `by`: whose ratings are counted; who has not answered has rated
    nothing, which is the one thing that two tables tell together. `apart`: the last column is in no share.
    """

    key: str
    caption: str
    counts: str
    rows: str
    columns: tuple[str, ...]
    adds_down: bool
    of_a_day: bool
    by: str = ""
    apart: bool = False

    @property
    def share_is_of(self) -> str:
        """What the first column's share is a share of, in words; of colours none is better than its number."""
        return "" if self.by else "of those due" if self.apart else "of all"


COLOURS = ("Red", "Amber", "Green", "No rating")
OF_ALL = "Children whom the council asked on the last day of the quarter"
CURRENT = f"the {CURRENT_DAYS} days up to it"
DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "assessed",
        "Children with a current assessment by their worker and by their carers",
        f"{OF_ALL}: whether this voice has answered in {CURRENT}.",
        "By",
        ("Current", "Not current"),
        adds_down=False,
        of_a_day=True,
    ),
    Definition(
        "own_views",
        "Children whose own views were recorded",
        f"{OF_ALL}, by age: whether the child has answered in {CURRENT}. What others observed does not count.",
        "Age",
        ("Recorded", "Not recorded"),
        adds_down=True,
        of_a_day=True,
    ),
    *(
        Definition(
            f"said_by_{voice}",
            f"What {whose} said",
            f"{OF_ALL}: the colour that {whose} chose in the latest round, where they answered in {CURRENT}.",
            "Part of the child’s life",
            COLOURS,
            adds_down=False,
            of_a_day=True,
            by=voice,
        )
        for voice, whose in (("worker", "social workers"), ("carer", "carers"), ("child", "children"))
    ),
    Definition(
        "mismatches",
        "Children about whose life worker, carer and child said different things",
        "Each child once who had such a difference in its latest round, if that was opened in the quarter: by the "
        "highest level of it, and whether each of them was followed up by the last day: talked about, and the child "
        "told what came of it.",
        "Highest level",
        ("All followed up", "Some open"),
        adds_down=True,
        of_a_day=False,
    ),
    Definition(
        "prompts",
        "What needed doing, and whether it was done in time",
        "Prompts that were raised in the quarter about these children, as they stood on its last day.",
        "What about",
        ("Done in time", "Done late", "Not done", "Not due yet"),
        adds_down=True,
        of_a_day=False,
        apart=True,
    ),
)
BY_KEY = {definition.key: definition for definition in DEFINITIONS}


@dataclass(frozen=True)
class Table:
    """A table as it is published: `figures` has a total at each row's end and, where it adds down, a last row of them.

    `rows`: key and name, as they were called that day. `why_not`: why it is not published; then it has no figures.
    """

    key: str
    rows: tuple[tuple[str, str], ...] = ()
    figures: tuple[tuple[Figure, ...], ...] = ()
    why_not: str = ""


@dataclass(frozen=True)
class Report:
    """What partners and scrutiny are shown of one quarter, whole; it is kept as it is and never counted again."""

    on: date
    version: str
    tables: tuple[Table, ...]

    def as_text(self) -> str:
        """The report in one fixed way of writing, of which the digest is taken."""
        return json.dumps(asdict(self), default=str, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def digest(self) -> str:
        """SHA-256 of the text: whoever was given the report can see that it is the same."""
        return sha256(self.as_text().encode()).hexdigest()


def read(text: str) -> Report:
    """A report from its text."""
    told = json.loads(text)
    tables = tuple(
        Table(one["key"], tuple(map(tuple, one["rows"])), tuple(map(tuple, one["figures"])), one["why_not"])
        for one in told["tables"]
    )
    return Report(date.fromisoformat(told["on"]), told["version"], tables)


def is_quarter_end(on: date) -> bool:
    """Whether reports of this day can be asked for: of any other, none can."""
    return (on.month, on.day) in QUARTER_ENDS


def first_day_of_quarter(on: date) -> date:
    """The first day of the quarter that ends on this day."""
    return date(on.year, on.month - 2, 1)


def last_quarter_end(on: date) -> date:
    """The last quarter end that is over on this day."""
    day = on - timedelta(days=1)
    while not is_quarter_end(day):
        day -= timedelta(days=1)
    return day


@dataclass(frozen=True)
class Counted:
    """What was counted for one table: each row's key and name, and its numbers."""

    rows: tuple[tuple[str, str], ...]
    cells: tuple[tuple[int, ...], ...]


def report_of(on: date, counted: Mapping[str, Counted], before: Iterable[Report]) -> Report:
    """The report of a quarter from what was counted (by the keys of `DEFINITIONS`), beside all that went before it."""
    earlier = [table for report in before for table in report.tables]
    tables = [
        beside(
            shown(definition, counted[definition.key], **_known_besides(definition, counted)),
            [table for table in earlier if table.key == definition.key],
        )
        for definition in DEFINITIONS
    ]
    return Report(on, VERSION, tuple(tables))


def _known_besides(definition: Definition, counted: Mapping[str, Counted]) -> dict[str, Any]:
    """What other tables tell of this one: who has no assessment has rated nothing, and whom it can be about."""
    if definition.key == "mismatches":
        return {"among": sum(counted["assessed"].cells[0])}
    if not definition.by:
        return {}
    if definition.by == "child":
        without = sum(cells[1] for cells in counted["own_views"].cells)
    else:
        by_voice = dict(zip((key for key, _ in counted["assessed"].rows), counted["assessed"].cells, strict=True))
        without = by_voice[definition.by][1]
    return {"floors": (0, 0, 0, without)}


def shown(definition: Definition, told: Counted, *, floors: tuple[int, ...] = (), among: int | None = None) -> Table:
    """The table with its small counts hidden, and others with them; or why it is not published."""
    counts = Counts(told.cells, definition.adds_down, floors, among)
    try:
        hidden = hidden_cells(counts)
    except CannotProtect:
        return Table(definition.key, why_not=TOO_FEW if counts.total < SMALLEST_SHOWN else CANNOT)
    figures = [
        tuple(_figure(number, (i, j), hidden) for j, number in [*enumerate(row), (TOTAL, sum(row))])
        for i, row in enumerate(counts.cells)
    ]
    if definition.adds_down:
        downs = [sum(column) for column in zip(*counts.cells, strict=True)]
        totals = [_figure(number, (TOTAL, j), hidden) for j, number in enumerate(downs)]
        figures.append((*totals, _figure(counts.total, GRAND, hidden)))
    return Table(definition.key, told.rows, tuple(figures))


def _figure(number: int, place: tuple[int, int], hidden: frozenset) -> Figure:
    return None if place in hidden else number


def beside(table: Table, before: Iterable[Table]) -> Table:
    """The table, or why it is not published beside those of other quarters that somebody may have kept.

    Two tables that differ, and that so few children could account for, would tell what became of those few.
    """
    definition = BY_KEY[table.key]
    if table.why_not or not definition.of_a_day:
        return table
    others = [other for other in before if not other.why_not and not _are_the_same(table, other)]
    if any(least_who_changed(table, other, definition) < SMALLEST_SHOWN for other in others):
        return Table(table.key, why_not=TOO_LITTLE_CHANGED)
    return table


def _are_the_same(table: Table, other: Table) -> bool:
    return (table.rows, table.figures) == (other.rows, other.figures)


def least_who_changed(table: Table, other: Table, definition: Definition) -> int:
    """The fewest children who could account for what differs in the figures that both tables show."""
    now, was = _by_row(table), _by_row(other)
    changes = [_changes(now[row], was[row]) for row in now if row in was]
    if not changes:
        return SMALLEST_SHOWN  # no row in common: nothing to subtract
    cells, totals = [change[:-1] for change in changes], [change[-1:] for change in changes]
    if not definition.adds_down:  # each row is about the same children
        return max(map(_fewest, [*cells, *totals]))
    *inner, all_of_them = cells
    *ends, whole = totals
    one_by_one = [[step for row in part for step in row] for part in (inner, ends)]
    return max(map(_fewest, [*one_by_one, all_of_them, whole]))


def _by_row(table: Table) -> dict[str, tuple[Figure, ...]]:
    keys = [key for key, _ in table.rows]
    return dict(zip([*keys, "total"][: len(table.figures)], table.figures, strict=True))


def _changes(now: Sequence[Figure], was: Sequence[Figure]) -> list[int]:
    """How much each figure that both show has changed; nothing is known of the others."""
    return [a - b if a is not None and b is not None else 0 for a, b in zip(now, was, strict=True)]


def _fewest(changes: Sequence[int]) -> int:
    """Whoever leaves one cell may come into another: as many as all that went up, or all that went down."""
    return max(sum(step for step in changes if step > 0), -sum(step for step in changes if step < 0))
