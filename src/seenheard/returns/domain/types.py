"""What reading a council's files gives: rows, problems, questions. Plain data, no values of a child in any sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

#: How bad a problem is. "refuse": the upload is not taken in. "row": this row is left out, the rest is taken.
#: "finding": the row is taken in and the oddness is kept beside it. "note": how we read it, nothing to do.
LEVELS = ("refuse", "row", "finding", "note")

#: How many line numbers a grouped problem carries. A finding carries more, so that each can be put to its own child.
LINES_SHOWN = 10
LINES_OF_A_FINDING = 5_000


class Refused(Exception):
    """An upload that cannot be read at all. `sentence` says what is wrong and what to do; it holds no cell's value."""

    def __init__(self, code: str, sentence: str, file: str = "") -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.file = file


class Upload(NamedTuple):
    """One thing handed in: the name a person knows it by, and where it lies.

    `path` is a file, a folder or a zip, or "fd:7" for the open file of that number.
    """

    name: str
    path: str


class RowRead(NamedTuple):
    """One data row. `values` follow the order of `TableSpec.columns`: ISO dates, today's codes, "t"/"f", or None.

    `line` is the line a person sees in the file (the header is 1; a quoted line break counts).
    `aside` holds the cells of columns the spec does not know, under the file's own headings; None when there are none.
    """

    file: str
    line: int
    values: tuple[str | None, ...]
    aside: Mapping[str, str] | None = None


class Landed(NamedTuple):
    """One fact as the record takes it. `values` follow `record.domain.objects.FIELDS[object]`.

    `child` is the council's own identifier of the child; None for facts that are not about one child, and for facts
    whose child only another fact names: then `via` is (object, field, value) of that fact, to look up in the record.
    `row_key` is the source's own key; when a file has one key twice, both come with the same key.
    """

    object: str
    row_key: str
    child: str | None
    file: str
    line: int
    values: tuple[str | list[str] | None, ...]
    aside_json: str | None = None
    last_year: bool = False
    via: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know about a file, once for all rows that have it. Never holds a cell's value."""

    code: str
    level: str
    says: str
    do: str = ""
    file: str = ""
    line: int | None = None
    column: str = ""
    table: str = ""
    count: int = 1
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can say, asked once for one file and column. Answer with `{question.key: option value}`.

    `kind` is "date_order", "date_serial", "year" or "which_year". Options are (value, words).
    """

    key: str
    kind: str
    says: str
    options: tuple[tuple[str, str], ...]
    file: str = ""
    column: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file of the upload as it was understood. `table` is "" when it was not recognised or not needed."""

    name: str
    table: str = ""
    rows: int = 0
    size: int = 0
    sha256: str = ""
    encoding: str = ""
    delimiter: str = ""
    period: str = ""  # "this" or "last" year of a return that has both; "" otherwise
    year: int | None = None
    missing: tuple[str, ...] = ()  # columns of the spec that the file lacks
    extra: tuple[str, ...] = ()  # columns kept aside
    # Whose rows were left out because they cannot be read: the council's identifiers, None where it cannot be told.
    left_out: tuple[str | None, ...] = field(default=(), repr=False)

    @property
    def last_year(self) -> bool:
        """Whether this file tells the year before the one that the upload is for."""
        return self.period == "last"


@dataclass(slots=True)
class Reading:
    """All that was read of one upload. Nothing may be taken in while `refused` or while `questions` are open."""

    return_name: str
    year: int | None
    files: tuple[FileRead, ...] = ()
    tables: dict[str, list[RowRead]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    cage: Mapping[str, object] = field(default_factory=dict)  # how the reader was confined, CPU seconds, peak memory

    @property
    def refused(self) -> bool:
        """Whether any problem forbids taking the upload in."""
        return any(problem.level == "refuse" for problem in self.problems)

    @property
    def rows(self) -> int:
        """Data rows read, all tables together."""
        return sum(len(rows) for rows in self.tables.values())
