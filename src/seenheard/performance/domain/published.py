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
from .protecting import GRAND, SMALLEST_SHOWN, TOTAL, CannotProtect, Cell, Counts, hidden_cells, highest

VERSION = "2026-2"  # of how the tables count: 2026-1 took a reply with nothing in it for a view
QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
TOO_FEW = "Not published: it would be about fewer than six."
ALL_ROWS = "total"
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
        "Each child once whose latest round had such a difference, or an earlier one still waits for a talk about one, "
        "that could be read for the first time in the quarter, the worker having sent or the round being over: by the "
        "highest level of it, and whether each of the child’s differences was followed up by the last day: talked "
        "about, and the child told what came of it.",
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
    tables: dict[str, Table] = {}
    for definition in sorted(DEFINITIONS, key=lambda one: not one.by):  # what was said first: it is known of the others
        known = _known_besides(definition, counted, tables)
        others = [table for table in earlier if table.key == definition.key]
        tables[definition.key] = shown_beside(definition, counted[definition.key], others, **known)
    return Report(on, VERSION, tuple(tables[definition.key] for definition in DEFINITIONS))


def _known_besides(
    definition: Definition, counted: Mapping[str, Counted], tables: Mapping[str, Table]
) -> dict[str, Any]:
    """What other tables tell of this one: who has no assessment has rated nothing, and whom it can be about.

    That works both ways: who has none is a floor of each "No rating", and each of these a ceiling of who has none.
    """
    if definition.key == "mismatches":
        return {"among": sum(counted["assessed"].cells[0])}
    if definition.by:
        *_, number = _unheard(definition.by, counted)
        return {"floors": (0, 0, 0, number)}
    mosts = {}
    for one in [one for one in DEFINITIONS if one.by]:
        key, place, _ = _unheard(one.by, counted)
        if key == definition.key and tables[one.key].figures:
            mosts[place] = _ceiling(counted[one.key], tables[one.key])
    return {"mosts": mosts}


def _unheard(voice: str, counted: Mapping[str, Counted]) -> tuple[str, Cell, int]:
    """The table and the place in it that tell of how many children this voice has said nothing, and how many."""
    if voice == "child":
        return "own_views", (TOTAL, 1), sum(cells[1] for cells in counted["own_views"].cells)
    row = [key for key, _ in counted["assessed"].rows].index(voice)
    return "assessed", (row, 1), counted["assessed"].cells[row][1]


def _ceiling(told: Counted, table: Table) -> int:
    """The most of whom a voice can have said nothing, by what is shown of what it said."""
    hidden = {(i, j) for i, row in enumerate(table.figures) for j, figure in enumerate(row) if figure is None}
    return highest(Counts(told.cells, adds_down=False), frozenset(hidden), len(COLOURS) - 1)


def shown(
    definition: Definition,
    told: Counted,
    *,
    floors: tuple[int, ...] = (),
    among: int | None = None,
    mosts: Mapping[Cell, int] | None = None,
    also: frozenset[Cell] = frozenset(),
) -> Table:
    """The table with its small counts and what is hidden `also`, and others with them; or why it is not published."""
    counts = Counts(told.cells, definition.adds_down, floors, among, mosts or {}, also)
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


def shown_beside(definition: Definition, told: Counted, before: Sequence[Table], **known: Any) -> Table:
    """The table as it is published beside those of other quarters: rows in which so few changed are hidden, too."""
    table = beside(shown(definition, told, **known), before)
    also: frozenset[Cell] = frozenset()
    while not table.why_not and (more := _changed_for_few(table, before) - also):
        also |= more
        table = shown(definition, told, **known, also=also)
        if table.why_not or all(figure is None for row in table.figures for figure in row[:-1]):
            return Table(table.key, why_not=TOO_LITTLE_CHANGED)
    return table


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


def _changed_for_few(table: Table, before: Iterable[Table]) -> frozenset[Cell]:
    """What both tables show of a row, a group of its own or a part of life, in which one to five could have changed.

    It does not help those few that in another row many did. How many children there are is told by every table.
    """
    definition, now, found = BY_KEY[table.key], _by_row(table), set()
    for was in [_by_row(other) for other in before if not other.why_not and definition.of_a_day]:
        changes = {key: _changes(now[key], was[key]) for key in now if key in was}
        for i, key in enumerate(now):
            *cells, total = changes.get(key, [0])
            if 0 < max(_fewest(cells), abs(total)) < SMALLEST_SHOWN:
                place = TOTAL if key == ALL_ROWS else i
                found |= {(place, j) for j, step in enumerate(cells) if step}
                if total and definition.adds_down and key != ALL_ROWS:
                    found.add((place, TOTAL))
        if ALL_ROWS in changes and now.keys() == was.keys():
            rest = [
                step - sum(row[j] for key, row in changes.items() if key != ALL_ROWS) if _both(now, was, j) else 0
                for j, step in enumerate(changes[ALL_ROWS][:-1])
            ]
            if 0 < _fewest(rest) < SMALLEST_SHOWN:  # taken from the total, the rows that are shown leave a few
                found |= {(TOTAL, j) for j, step in enumerate(rest) if step}
    return frozenset(found)


def _both(now: Mapping[str, Sequence[Figure]], was: Mapping[str, Sequence[Figure]], column: int) -> bool:
    """Whether both tables show the total of this column."""
    return now[ALL_ROWS][column] is not None and was[ALL_ROWS][column] is not None


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
    return dict(zip([*keys, ALL_ROWS][: len(table.figures)], table.figures, strict=True))


def _changes(now: Sequence[Figure], was: Sequence[Figure]) -> list[int]:
    """How much each figure that both show has changed; nothing is known of the others."""
    return [a - b if a is not None and b is not None else 0 for a, b in zip(now, was, strict=True)]


def _fewest(changes: Sequence[int]) -> int:
    """Whoever leaves one cell may come into another: as many as all that went up, or all that went down."""
    return max(sum(step for step in changes if step > 0), -sum(step for step in changes if step < 0))
