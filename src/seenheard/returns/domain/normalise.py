"""A recognised sheet to rows: column by column, so that each distinct text is understood once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seenheard.returns.domain.cells import KEPT_ASIDE, read_cells
from seenheard.returns.domain.dates import DatesRead, read_column
from seenheard.returns.domain.decode import SPOILT
from seenheard.returns.domain.problems import Problems
from seenheard.returns.domain.recognise import Recognised
from seenheard.returns.domain.sheet import Sheet
from seenheard.returns.domain.spec import ColumnSpec
from seenheard.returns.domain.types import Question, RowRead
from seenheard.returns.domain.years import collection_year

DROPS = frozenset({"blank_key", "bad_date", "date_left_out", "spoilt_identifier"})


@dataclass(slots=True)
class _Column:
    """One column under the knife: its texts as the file has them, and the values they came to."""

    spec: ColumnSpec
    texts: Sequence[str]
    values: list[str | None]
    odd: Mapping[str, set[str]]


class Normaliser:
    """Reads one sheet as one table of one return, and puts what it notices into `problems`.

    Dates come first: they may raise `questions`, and they tell the year that codes are then judged by.
    """

    def __init__(
        self, name: str, found: Recognised, sheet: Sheet, answers: Mapping[str, str], problems: Problems
    ) -> None:
        self.spec, self.table, self.name = found.spec, found.table, name
        self.places, self.extra = found.places, found.extra
        self.answers, self.problems, self.lines = answers, problems, sheet.lines
        self.year: int | None = None
        self.dropped: set[int] = set()
        self.uneven = bool(sheet.uneven)
        self.left_out: tuple[str | None, ...] = ()
        self.aside: dict[int, dict[str, str]] = {}
        self.cut = [list(map(str.strip, cells)) for cells in zip(*sheet.rows, strict=True)]
        self.cut = self.cut or [[] for _ in sheet.heading]
        for column in self.places if self.spec.blanks else ():
            self._empty_words(column)
        self.dates = self._dates()
        self.questions = [self._question(column, read) for column, read in self.dates.items() if read.ask]

    def year_counts(self) -> Counter[int]:
        """How many of the table's telling dates lie in each collection year."""
        counts: Counter[int] = Counter()
        for column in self.table.counted:
            if column in self.dates:
                meaning = self.dates[column].meaning
                for text, count in Counter(self.cut[self.places[column]]).items():
                    if day := meaning.get(text):
                        counts[collection_year(day)] += count
        return counts

    def rows(self, year: int | None) -> list[RowRead]:
        """The rows, codes judged by the list of `year` (None: today's). Call once, when no question is open."""
        self.year = year
        columns = [self._column(column) for column in self.table.columns]
        for column in columns:
            self._note(column)
        self._blank_keys(columns)
        self._keep_extra()
        self.left_out = self._whose_left_out(columns)
        return self._rows([column.values for column in columns])

    def _dates(self) -> dict[str, DatesRead]:
        """Every date column read; when one turns out month first, undecided neighbours are asked about."""
        wanted = [column for column in self.table.columns if column.kind == "date" and column.name in self.places]
        read = {column.name: self._read_dates(column, self.spec.dates) for column in wanted}
        if any("month first" in dates.form for dates in read.values()):
            for column in wanted:
                if "month first" not in read[column.name].form:
                    read[column.name] = self._read_dates(column, "iso")
        return read

    def _empty_words(self, column: str) -> None:
        """Make empty what only stands for an empty cell, and say so."""
        texts = self.cut[self.places[column]]
        if blank := [place for place, text in enumerate(texts) if text in self.spec.blanks]:
            for place in blank:
                texts[place] = ""
            lines = [self.lines[place] for place in blank]
            self.problems.add("word_for_blank", self.name, lines, column=column, table=self.table.name)

    def _read_dates(self, column: ColumnSpec, convention: str) -> DatesRead:
        answers = [
            answer
            for kind in ("date_order", "date_serial")
            if (answer := self.answers.get(self._key(column.name, kind)))
        ]
        return read_column(
            set(self.cut[self.places[column.name]]),
            convention=convention,
            usual=self.spec.dates,
            answers=answers,
            stand_ins=self.spec.placeholders,
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

    def _column(self, spec: ColumnSpec) -> _Column:
        if spec.name not in self.places:
            return _Column(spec, (), [None] * len(self.lines), {})
        texts = self.cut[self.places[spec.name]]
        if spec.kind == "date":
            meaning, odd = self._date_cells(spec, self.dates[spec.name])
        else:
            read = read_cells(spec, set(texts), self.spec.codes, self.year)
            meaning, odd = read.meaning, read.odd
        values = list(map(meaning.get, texts))
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

    def _whose_left_out(self, columns: list[_Column]) -> tuple[str | None, ...]:
        """The children of the rows left out, each once; None is among them where one cannot be told."""
        of = [column.values for column in columns if column.spec.name == self.table.child]
        whose = {values[place] for values in of for place in self.dropped}
        if self.uneven or (self.dropped and not of):
            whose.add(None)
        return tuple(sorted(whose, key=lambda child: child or ""))

    def _keep_extra(self) -> None:
        for heading, place in self.extra.items():
            for row, text in enumerate(self.cut[place]):
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
