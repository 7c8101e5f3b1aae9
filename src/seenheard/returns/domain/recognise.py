"""Which table of which return a file is: told by the names of its columns, with its file name as a second opinion."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seenheard.returns.domain.spec import ReturnSpec, TableSpec

#: A heading is believed to be one when this share of a table's columns is in it.
HALF = 0.5
LONGEST_HEADING = 64
PLAIN_HEADING = re.compile(r"[A-Za-z][\w .\-/()]*\Z")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The table a file is, where its columns stand, which are missing and which are not the return's."""

    spec: ReturnSpec
    table: TableSpec
    delimiter: str
    places: Mapping[str, int]
    missing: tuple[str, ...]
    extra: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """Why a file is no table we know: a problem's code and the words for its sentence."""

    code: str
    words: Mapping[str, Any]


def recognise(cut: Mapping[str, Sequence[str]], name: str, specs: Iterable[ReturnSpec]) -> Recognised | Unrecognised:
    """`cut` holds the first line cut at each delimiter. Returns the best match, or why there is none."""
    specs, says = tuple(specs), _file_says(name)
    ranked = [
        (*_rank(table, headings, says), spec, table, delimiter)
        for delimiter, headings in ((mark, {cell.casefold() for cell in cells}) for mark, cells in cut.items())
        for spec in specs
        for table in spec.tables.values()
    ]
    score, _, spec, table, delimiter = max(ranked, key=lambda one: one[:2])
    return _judged(score, _placed(spec, table, delimiter, cut[delimiter]), says, specs, cut[delimiter])


def _rank(table: TableSpec, headings: Collection[str], says: str) -> tuple[float, int]:
    """How well headings fit a table: the share of its columns found; a complete table beats every other."""
    found = {column for heading, column in table.headings.items() if heading in headings}
    named = says in (table.file, table.name, *table.also_called)
    complete = len(found) == len(table.columns)
    return len(found) / len(table.columns) + (0.5 if named and found else 0) + complete, len(found)


def _placed(spec: ReturnSpec, table: TableSpec, delimiter: str, heading: Sequence[str]) -> Recognised:
    places: dict[str, int] = {}
    extra: dict[str, int] = {}
    for place, cell in enumerate(heading):
        column = table.headings.get(cell.casefold())
        if column and (column not in places or cell.casefold() == column.casefold()):
            places[column] = place
        elif cell:
            extra[shown(cell, place)] = place
    missing = tuple(column.name for column in table.columns if column.name not in places)
    return Recognised(spec, table, delimiter, places, missing, extra)


def _judged(
    score: float, found: Recognised, says: str, specs: Sequence[ReturnSpec], heading: Sequence[str]
) -> Recognised | Unrecognised:
    if twice := _twice(heading, found):
        return Unrecognised("column_twice", {"column": twice})
    if found.spec.closed_world and not found.missing:
        return found
    keys = {*found.table.key, *([] if found.table.via else [found.table.child])} - {None}
    if not found.spec.closed_world and found.places and keys <= set(found.places) and score >= HALF:
        return found
    known = says.removeprefix("ssd_")
    for spec in specs:
        if known in spec.known and not keys <= set(found.places):
            return Unrecognised("known_not_taken", {})
    if score < HALF and len(found.places) < 2:
        code = "unknown_table" if all(PLAIN_HEADING.match(cell) for cell in heading if cell) else "no_heading"
        table = _named(says, specs) or found.table
        return Unrecognised(code, {"example": ", ".join(column.name for column in table.columns[:3])})
    if found.spec.closed_world and len(found.missing) == 1 and score >= HALF:
        return Unrecognised("column_missing", {"column": found.missing[0], "table": found.table.title})
    missing = [column for column in found.missing if found.spec.closed_world or column in keys]
    return Unrecognised("not_recognised", {"nearest": found.table.title, "missing": ", ".join(missing) or "its key"})


def _named(says: str, specs: Iterable[ReturnSpec]) -> TableSpec | None:
    """The table that a file's name says, whatever its columns are."""
    tables = (table for spec in specs for table in spec.tables.values())
    return next((table for table in tables if says in (table.file, table.name, *table.also_called)), None)


def _twice(heading: Sequence[str], found: Recognised) -> str:
    """The name of a column of the table that the heading has twice, or ""."""
    folded = [cell.casefold() for cell in heading]
    return next((column for column in found.places if folded.count(column.casefold()) > 1), "")


def _file_says(name: str) -> str:
    """A file's name without folder, ending, year or numbering: what table its maker thought it was."""
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0].casefold()
    return re.sub(r"^(\d{4}[-_ ])+|([-_ ]\(?\d+\)?)+$", "", stem).replace("-", "_").replace(" ", "_")


def shown(heading: str, place: int) -> str:
    """A heading fit to be shown and kept: plain and short, or only the number of its column."""
    heading = heading[:LONGEST_HEADING]
    return heading if PLAIN_HEADING.match(heading) else f"(column {place + 1})"
