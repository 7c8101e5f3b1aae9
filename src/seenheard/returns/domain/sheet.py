"""Text to cells: the heading, the rows, and for each row the line on which a person sees it begin."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

DELIMITERS = (",", ";", "\t")
LONGEST_CELL = 100_000
MOST_COLUMNS = 1_000
MOST_LINES = 3_000_000  # a large authority's six years of one SSD table are a tenth of that
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}


@dataclass(slots=True)
class Sheet:
    """The cells of one file. `lines[i]` is where `rows[i]` begins; the heading is the first line that is not empty.

    `uneven` holds (line, number of cells) of lines that do not fit the heading; they are in no row.
    """

    heading: list[str]
    delimiter: str
    rows: list[Sequence[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    uneven: list[tuple[int, int]] = field(default_factory=list)
    ends_cut: bool = False


class BadSheetError(Exception):
    """Text whose cells cannot be told apart: a problem's code and the line."""

    def __init__(self, code: str, line: int | None, **words: Any) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.words = words


def headings(text: str) -> dict[str, list[str]]:
    """The first line that is not empty, cut at each delimiter that it could have, most cells first."""
    first = next((line for line in _lines(text) if line.strip()), "")
    if max(map(first.count, DELIMITERS)) >= MOST_COLUMNS:
        raise BadSheetError("too_many_columns", 1, limit=MOST_COLUMNS)
    cut = {mark: _cut(first, mark) for mark in DELIMITERS}
    return dict(sorted(cut.items(), key=lambda pair: -len(pair[1])))


def _lines(text: str) -> Iterator[str]:
    """The lines of `text` with their ends, one at a time (a StringIO would hold all of it four times over)."""
    return (match[0] for match in LINE.finditer(text))


def _cut(line: str, delimiter: str) -> list[str]:
    csv.field_size_limit(LONGEST_CELL)
    try:
        return [cell.strip() for cell in next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter))]
    except (csv.Error, StopIteration):
        return []


def read_sheet(text: str, delimiter: str) -> Sheet:
    """All cells of `text`. Raises BadSheetError for an open or stray quotation mark or a cell that is too long."""
    if text.count("\n") + text.count("\r") > 2 * MOST_LINES:
        raise BadSheetError("too_many_lines", None, limit=MOST_LINES)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    sheet, begins = Sheet([], delimiter), 1
    rows, lines, width = sheet.rows, sheet.lines, 0
    try:
        for row in reader:
            if not width and any(cell.strip() for cell in row):
                sheet.heading, width = [cell.strip() for cell in row], len(row)
            elif len(row) == width and width > 0:
                rows.append(row)
                lines.append(begins)
            elif row and any(row):
                _fit(sheet, row, width, begins)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _named(error, begins) from None
    _drop_blank(sheet)
    uneven_to_the_end = bool(sheet.uneven) and sheet.uneven[-1][0] == _last_line(sheet)
    sheet.ends_cut = uneven_to_the_end and not text.endswith(("\n", "\r"))
    return sheet


def _fit(sheet: Sheet, row: list[str], width: int, line: int) -> None:
    """Take a longer line whose surplus cells are all empty (spreadsheets write those); any other is uneven."""
    if len(row) > width and not any(row[width:]):
        sheet.rows.append(row[:width])
        sheet.lines.append(line)
    else:
        sheet.uneven.append((line, len(row)))


def _drop_blank(sheet: Sheet) -> None:
    """Leave out lines that hold only delimiters and spaces."""
    blank = {place for place, row in enumerate(sheet.rows) if not row[0] and not any(cell.strip() for cell in row)}
    if blank:
        sheet.rows = [row for place, row in enumerate(sheet.rows) if place not in blank]
        sheet.lines = [line for place, line in enumerate(sheet.lines) if place not in blank]


def _last_line(sheet: Sheet) -> int:
    return max([0, *sheet.lines[-1:], *(line for line, _ in sheet.uneven[-1:])])


def _named(error: csv.Error, line: int) -> BadSheetError:
    said = str(error)
    if "field larger" in said:
        return BadSheetError("cell_too_long", line, limit=LONGEST_CELL)
    if "unexpected end" in said:
        return BadSheetError("unclosed_quote", line)
    return BadSheetError("stray_quote", line)
