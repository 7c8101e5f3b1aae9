"""Files to a Reading: weigh, decode, cut, recognise, understand, settle the year, check."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from seenheard.returns.domain import check, check_years, spec, years
from seenheard.returns.domain.decode import NotTextError, decode
from seenheard.returns.domain.normalise import Normaliser
from seenheard.returns.domain.problems import Problems, refused
from seenheard.returns.domain.recognise import Recognised, Unrecognised, recognise
from seenheard.returns.domain.sheet import BadSheetError, Sheet, headings, read_sheet
from seenheard.returns.domain.spec import ReturnSpec, TableSpec
from seenheard.returns.domain.types import FileRead, Question, Reading, RowRead, Upload
from seenheard.returns.domain.weigh import Member, members

PASSED_OVER = ("md", "pdf", "json", "toml", "yml", "yaml", "log", "doc", "docx", "sql", "png", "jpg", "jpeg")


@dataclass(slots=True)
class _File:
    """One recognised file on its way to rows."""

    read: FileRead
    found: Recognised
    cells: Normaliser
    rows: list[RowRead] = field(default_factory=list)


def read(uploads: Sequence[Upload], answers: Mapping[str, str] | None = None) -> Reading:
    """Read an upload. Raises Refused when the container itself cannot be opened; everything else is in the Reading.

    `answers` holds what a person said to earlier questions, by question key.
    """
    return _Reader(answers or {}).read(uploads)


class _Reader:
    """One upload being read."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.problems = Problems()
        self.questions: list[Question] = []
        self.passed: list[FileRead] = []

    def read(self, uploads: Sequence[Upload]) -> Reading:
        files = self._files(uploads)
        specs = {file.found.spec.name: file.found.spec for file in files}
        if len(specs) > 1:
            self.problems.add("two_returns", names=", ".join(sorted(one.title for one in specs.values())))
        if len(specs) != 1 or self._refused():
            return self._reading(next(iter(specs), ""), None, files, {})
        (found,) = specs.values()
        self.questions = [question for file in files for question in file.cells.questions]
        year = self._year(found, files)
        if self.questions or self._refused():
            return self._reading(found.name, year, files, {})
        for file in files:
            file.rows = file.cells.rows(file.read.year)
            file.read = replace(file.read, left_out=file.cells.left_out)
        tables = self._tables(found, files)
        self._check(found, files, tables, year)
        return self._reading(found.name, year, files, tables)

    def _refused(self) -> bool:
        return any(problem.level == "refuse" for problem in self.problems.listed())

    def _reading(
        self, name: str, year: int | None, files: Sequence[_File], tables: dict[str, list[RowRead]]
    ) -> Reading:
        read = [*(file.read for file in files), *self.passed]
        return Reading(
            return_name=name,
            year=year,
            files=tuple(sorted(read, key=lambda one: one.name)),
            tables=tables,
            problems=self.problems.listed(),
            questions=sorted(self.questions, key=lambda question: question.key),
        )

    # From bytes to recognised sheets

    def _files(self, uploads: Sequence[Upload]) -> list[_File]:
        files: list[_File] = []
        names: set[str] = set()
        any_csv = False
        for member in members(uploads):
            if _passed_over(member):
                self._pass(member, "left_out")
                continue
            any_csv = True
            member = Member(_unlike(member.name, names), member.data)
            file = self._file(member, hashlib.sha256(member.data).hexdigest())
            if file and any(_same(file, other) for other in files):
                self._pass(member, "file_twice")
            elif file:
                files.append(file)
        if not any_csv:
            raise refused("nothing_found")
        return sorted(files, key=lambda file: file.read.name)

    def _pass(self, member: Member, code: str) -> None:
        self.problems.add(code, member.name)
        self.passed.append(FileRead(member.name, size=len(member.data)))

    def _file(self, member: Member, digest: str) -> _File | None:
        """One file as far as its sheet; None when it is refused or left out, and then the problems say why."""
        read = FileRead(member.name, size=len(member.data), sha256=digest)
        try:
            text = decode(member.data)
            found = recognise(headings(text.text), member.name, map(spec.load, spec.NAMES))
            if isinstance(found, Unrecognised):
                raise NotTextError(found.code, 1 if found.code == "no_heading" else None, **found.words)
            sheet = read_sheet(text.text, found.delimiter)
        except (NotTextError, BadSheetError) as no:
            self.problems.add(no.code, member.name, [no.line] if no.line else (), **no.words)
            self.passed.append(read)
            return None
        if text.note:
            self.problems.add(text.note, member.name)
        self._look_over(member.name, found, sheet)
        read = replace(
            read,
            table=found.table.name,
            encoding=text.encoding,
            delimiter=found.delimiter,
            missing=found.missing,
            extra=tuple(found.extra),
        )
        return _File(read, found, Normaliser(member.name, found, sheet, self.answers, self.problems))

    def _look_over(self, name: str, found: Recognised, sheet: Sheet) -> None:
        """What can be said of a sheet before its cells are understood."""
        table = found.table
        if sheet.ends_cut:
            self.problems.add("cut_short", name, [sheet.uneven[-1][0]], table=table.name)
        elif sheet.uneven:
            for have in {cells for _, cells in sheet.uneven}:
                lines = [line for line, cells in sheet.uneven if cells == have]
                self.problems.add("short_line", name, lines, table=table.name, have=have, want=len(sheet.heading))
        if not sheet.rows:
            self.problems.add("no_rows", name, table=table.name)
        missing = [column for column in found.missing if not table.columns[table.index[column]].optional]
        if missing:
            self.problems.add("columns_missing", name, table=table.name, columns=", ".join(missing))
        if found.extra:
            self.problems.add("columns_aside", name, table=table.name, count=len(found.extra))
        for column in ("LA", "YEAR"):
            place = found.extra.get(column)
            if place is not None and len({row[place].strip() for row in sheet.rows}) > 1:
                self.problems.add("regional_file", name, column=column, table=table.name)

    # From sheets to rows

    def _year(self, found: ReturnSpec, files: Sequence[_File]) -> int | None:
        """Settle the year of a yearly return and of each of its files, or ask."""
        if not found.years or self.questions:
            return None
        dated = [
            years.Dated(file.read.name, file.found.table, file.cells.year_counts(), rows=len(file.cells.lines))
            for file in files
        ]
        try:
            year = years.settle(dated, self.answers, found.years, found.telling)
        except years.YearsRefusedError as no:
            self.problems.add(no.code, no.file, **no.words)
            return None
        except years.UndecidedError as doubt:
            if not any(file.rows for file in dated):
                return None  # nothing to say of any year
            self.questions += [_which_year(name, found) for name in doubt.names or ("",)]
            return None
        self.problems.add("year_read", year=years.span(year))
        for file, one in zip(files, dated, strict=True):
            file.read = replace(file.read, period=one.period, year=one.year)
        return year

    def _tables(self, found: ReturnSpec, files: Sequence[_File]) -> dict[str, list[RowRead]]:
        """Rows by table, in the order of the spec; this year's before last year's."""
        tables: dict[str, list[RowRead]] = {}
        for name, table in found.tables.items():
            mine = sorted(
                (file for file in files if file.found.table.name == name), key=lambda file: file.read.last_year
            )
            for period in ("", "this", "last"):
                if sum(file.read.period == period for file in mine) > 1:
                    self.problems.add("table_in_parts", table=table.title)
            for file in mine:
                self._before_its_year(file, table)
                file.read = replace(file.read, rows=len(file.rows))
                tables.setdefault(name, []).extend(file.rows)
        return tables

    def _before_its_year(self, file: _File, table: TableSpec) -> None:
        if table.first_year and file.read.year and file.read.year < table.first_year:
            year = years.span(table.first_year)
            self.problems.add("table_before_its_year", file.read.name, table=table.title, year=year)

    def _check(
        self, found: ReturnSpec, files: Sequence[_File], tables: Mapping[str, list[RowRead]], year: int | None
    ) -> None:
        if not found.years:
            check.check(found, tables, None, self.problems)
            return
        last_names = {file.read.name for file in files if file.read.last_year}
        this = {name: [row for row in rows if row.file not in last_names] for name, rows in tables.items()}
        last = {name: [row for row in rows if row.file in last_names] for name, rows in tables.items()}
        this = {name: rows for name, rows in this.items() if rows}
        last = {name: rows for name, rows in last.items() if rows}
        check.check(found, this, year, self.problems)
        if last and year:
            check.check(found, last, year - 1, self.problems)
            check_years.check_years(found, this, last, self.problems)


def _which_year(name: str, found: ReturnSpec) -> Question:
    """Ask for the year of an upload without telling dates, or which of two files is last year's."""
    if name:
        options = (("this", "The year the return is for"), ("last", "The year before it"))
        return Question(f"{name}||which_year", "which_year", f"Which year is {name} about?", options, file=name)
    first, last = found.years or (0, 0)
    choices = tuple((str(year), years.span(year)) for year in range(last, first - 1, -1))
    return Question("|year|year", "year", "No date in the files tells their year. Which year are they about?", choices)


def _passed_over(member: Member) -> bool:
    """Whether a file's ending says that it was never meant to be read (a README beside the tables)."""
    ending = member.name.rsplit(".", 1)[-1].casefold() if "." in member.name else ""
    return ending in PASSED_OVER or (ending == "txt" and not _is_table(member))


def _is_table(member: Member) -> bool:
    """Whether a text file is a table after all; some systems end their exports in .txt."""
    try:
        cut = headings(decode(member.data).text)
    except (NotTextError, BadSheetError):
        return False
    return isinstance(recognise(cut, member.name, map(spec.load, spec.NAMES)), Recognised)


def _same(file: _File, other: _File) -> bool:
    """Whether two files are one, handed in twice. Last year's and this year's may well be alike and are still two."""
    where = {
        (one.read.name.rpartition("/")[0], *years.name_says(one.read.name, one.found.table)) for one in (file, other)
    }
    return file.read.sha256 == other.read.sha256 and len(where) == 1


def _unlike(name: str, names: set[str]) -> str:
    """A name that no other file of the upload has."""
    unlike, number = name, 2
    while unlike in names:
        unlike, number = f"{name} ({number})", number + 1
    names.add(unlike)
    return unlike
