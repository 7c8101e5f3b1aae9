"""A recognised sheet to rows: column by column, so that each distinct text is understood once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from seenheard.returns.domain.cells import KEPT_ASIDE, read_cells
from seenheard.returns.domain.dates import DatesRead, read_column
from seenheard.returns.domain.decode import SPOILT
from seenheard.returns.domain.problems import Problems
from seenheard.returns.domain.sheet import Sheet
from seenheard.returns.domain.spec import ColumnSpec, ReturnSpec, TableSpec
from seenheard.returns.domain.types import Question, RowRead

DROPS = frozenset({"blank_key", "bad_date", "date_left_out", "spoilt_identifier"})


@dataclass(slots=True)
class TableRead:
    """One file's rows, and the questions that stand in the way of the rest."""

    rows: list[RowRead]
    questions: list[Question] = field(default_factory=list)


@dataclass(slots=True)
class _Column:
    """One column under the knife: its texts as the file has them, and the values they came to."""

    spec: ColumnSpec
    texts: Sequence[str]
    values: list[str | None]
    odd: Mapping[str, set[str]]


class Normaliser:
    """Reads one sheet as one table of one return, and puts what it notices into `problems`."""

    def __init__(
        self,
        spec: ReturnSpec,
        table: TableSpec,
        name: str,
        year: int | None,
        answers: Mapping[str, str],
        problems: Problems,
    ) -> None:
        self.spec, self.table, self.name, self.year = spec, table, name, year
        self.answers, self.problems = answers, problems
        self.dropped: set[int] = set()
        self.aside: dict[int, dict[str, str]] = {}

    def read(self, sheet: Sheet, places: Mapping[str, int], extra: Mapping[str, int]) -> TableRead:
        """The rows of `sheet`. `places` says where each column of the table stands, `extra` where unknown ones do."""
        self.lines = sheet.lines
        cut = [list(map(str.strip, cells)) for cells in zip(*sheet.rows, strict=True)] or [[] for _ in sheet.heading]
        dates, questions = self._dates(cut, places)
        if questions:
            return TableRead([], questions)
        columns = [
            self._column(column, cut[places[column.name]] if column.name in places else None, dates)
            for column in self.table.columns
        ]
        for column in columns:
            self._note(column)
        self._blank_keys(columns)
        self._keep_extra(cut, extra)
        return TableRead(self._rows([column.values for column in columns]))

    def _dates(self, cut: list[list[str]], places: Mapping[str, int]) -> tuple[dict[str, DatesRead], list[Question]]:
        """Every date column read; when one of them turns out month first, undecided neighbours are asked about."""
        wanted = [column for column in self.table.columns if column.kind == "date" and column.name in places]
        read = {
            column.name: self._read_dates(set(cut[places[column.name]]), column, self.spec.dates) for column in wanted
        }
        if any("month first" in dates.form for dates in read.values()):
            for column in wanted:
                if "month first" not in read[column.name].form:
                    read[column.name] = self._read_dates(set(cut[places[column.name]]), column, "iso", self.spec.dates)
        questions = [self._question(name, dates) for name, dates in read.items() if dates.ask]
        return read, questions

    def _read_dates(self, texts: set[str], column: ColumnSpec, convention: str, usual: str = "") -> DatesRead:
        answers = [
            answer
            for kind in ("date_order", "date_serial")
            if (answer := self.answers.get(self._key(column.name, kind)))
        ]
        return read_column(
            texts, convention=convention, usual=usual or convention, answers=answers, stand_ins=self.spec.placeholders
        )

    def _key(self, column: str, kind: str) -> str:
        return f"{self.name}|{column}|{kind}"

    def _question(self, column: str, dates: DatesRead) -> Question:
        return Question(
            key=self._key(column, dates.ask),
            kind=dates.ask,
            says=f"The column {column} of {self.name} {dates.says}",
            options=dates.options,
            file=self.name,
            column=column,
            table=self.table.name,
        )

    def _column(self, spec: ColumnSpec, texts: list[str] | None, dates: Mapping[str, DatesRead]) -> _Column:
        if texts is None:
            return _Column(spec, (), [None] * len(self.lines), {})
        if spec.kind == "date":
            meaning, odd = self._date_cells(spec, dates[spec.name])
        else:
            read = read_cells(spec, set(texts), self.spec.codes, self.year)
            meaning, odd = read.meaning, dict(read.odd)
        values = [meaning.get(text) for text in texts]
        if spec.required and "" in meaning and not self._is_key(spec):
            self._say("blank", spec, [place for place, text in enumerate(texts) if not text])
        return _Column(spec, texts, values, odd)

    def _date_cells(self, spec: ColumnSpec, read: DatesRead) -> tuple[Mapping[str, str | None], dict[str, set[str]]]:
        if read.form:
            self.problems.add("dates_other_form", self.name, column=spec.name, table=self.table.name, form=read.form)
        odd = {
            "bad_date_aside" if spec.soft else "bad_date": set(read.bad),
            "date_left_out": set(read.left),
            "placeholder_date": set(read.stand_ins),
        }
        return read.meaning, {code: texts for code, texts in odd.items() if texts}

    def _is_key(self, spec: ColumnSpec) -> bool:
        """Whether a row without this column is nobody's, or no record in particular."""
        return spec.name in self.table.key or (spec.name == self.table.child and not self.table.via)

    def _blank_keys(self, columns: list[_Column]) -> None:
        for column in columns:
            if column.texts and self._is_key(column.spec):
                blank = [place for place, value in enumerate(column.values) if value is None]
                self._say("blank_key", column.spec, [place for place in blank if place not in self.dropped])

    def _note(self, column: _Column) -> None:
        for code, texts in column.odd.items():
            places = [place for place, text in enumerate(column.texts) if text in texts]
            self._say(code, column.spec, places)
            if code in KEPT_ASIDE:
                for place in places:
                    self.aside.setdefault(place, {})[column.spec.name] = column.texts[place]
        if column.spec.kind == "text":
            self._spoilt(column)

    def _spoilt(self, column: _Column) -> None:
        bad = {text for text in set(column.texts) if not text.isascii() and SPOILT.search(text)}
        if bad:
            self._say("spoilt_letters", column.spec, [place for place, text in enumerate(column.texts) if text in bad])

    def _say(self, code: str, spec: ColumnSpec, places: list[int]) -> None:
        if not places:
            return
        if code in DROPS or (code == "unknown_code" and spec.name in self.table.key):
            self.dropped.update(places)
        self.problems.add(
            code,
            self.name,
            [self.lines[place] for place in places],
            column=spec.name,
            table=self.table.name,
            list=spec.list,
            least=spec.least,
            most=spec.most,
        )

    def _keep_extra(self, cut: list[list[str]], extra: Mapping[str, int]) -> None:
        for heading, place in extra.items():
            for row, text in enumerate(cut[place]):
                if text:
                    self.aside.setdefault(row, {})[heading] = text

    def _rows(self, values: list[list[str | None]]) -> list[RowRead]:
        rows = zip(self.lines, zip(*values, strict=True), strict=True)
        if not self.dropped and not self.aside:
            return [RowRead(self.name, line, row) for line, row in rows]
        return [
            RowRead(self.name, line, row, self.aside.get(place))
            for place, (line, row) in enumerate(rows)
            if place not in self.dropped
        ]
