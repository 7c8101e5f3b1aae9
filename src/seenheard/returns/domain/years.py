"""Which collection year a file is about, and which of two files of one table is last year's. Asked when in doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from seenheard.returns.domain.spec import TableSpec
from seenheard.returns.domain.types import RowRead

THIS = frozenset({"this", "current", "thisyear", "currentyear", "cy"})
LAST = frozenset({"last", "prev", "previous", "prior", "lastyear", "prevyear", "previousyear", "py"})
SPAN = re.compile(r"(?<!\d)(20\d\d)[-_/ ]?(?:to[-_ ]?)?(?:20)?(\d\d)(?!\d)")
SINGLE = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
SHARE = 50  # a year counts when at least one date in so many lies in it: a slip of the pen does not make a year
YEAR_ENDS = "-03-31"


def collection_year(iso: str) -> int:
    """The collection year of a day: 2026 is 1 April 2025 to 31 March 2026."""
    year = int(iso[:4])
    return year + 1 if iso[5:7] >= "04" else year


def year_end(year: int) -> str:
    """The last day of a collection year, as an ISO date."""
    return f"{year}{YEAR_ENDS}"


def name_says(name: str, table: TableSpec) -> tuple[str, int | None]:
    """("this", "last" or "", collection year or None) as far as a file's folder and name tell."""
    text = name.casefold().rsplit(".", 1)[0] if "." in name.rsplit("/", 1)[-1] else name.casefold()
    for known in sorted((table.name, table.title.casefold(), *table.also_called), key=len, reverse=True):
        text = text.replace(known, " ").replace(known.replace("_", " "), " ").replace(known.replace("_", "-"), " ")
    words = re.split(r"[^a-z]+", text)
    joined = {first + second for first, second in pairwise(words)} | set(words)
    period = "last" if joined & LAST else "this" if joined & THIS else ""
    return period, _year_in(text)


def _year_in(text: str) -> int | None:
    for match in SPAN.finditer(text):
        if (int(match[1]) + 1) % 100 == int(match[2]):
            return int(match[1]) + 1
    found = SINGLE.findall(text)
    return int(found[-1]) if found else None


def year_of(table: TableSpec, rows: Iterable[RowRead]) -> int | None:
    """The newest collection year that a fair share of the table's telling dates lies in; None when it has none."""
    counts = year_counts(table, rows)
    total = sum(counts.values())
    telling = [year for year, count in counts.items() if count * SHARE >= total]
    return max(telling, default=None)


def year_counts(table: TableSpec, rows: Iterable[RowRead]) -> Counter[int]:
    """How many of the table's telling dates lie in each collection year."""
    places = [table.index[column] for column in table.counted]
    days = Counter(row.values[place] for row in rows for place in places)
    counts: Counter[int] = Counter()
    for day, count in days.items():
        if day:
            counts[collection_year(day)] += count
    return counts


@dataclass(slots=True)
class Dated:
    """One file on its way to a year: what its name says, what its dates say, and what was decided."""

    name: str
    table: TableSpec
    rows: Sequence[RowRead]
    period: str = ""
    year: int | None = None
    named: int | None = None


class UndecidedError(Exception):
    """A file whose year cannot be told; a person must say. Holds the file's name ("" for the whole upload)."""


class YearsRefusedError(Exception):
    """The years of the files do not make one return: a problem's code and words."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def settle(files: Sequence[Dated], answers: Mapping[str, str], first: int, last: int) -> int:
    """Decide the year of every file (in place) and of the upload. Raises UndecidedError or YearsRefusedError."""
    for file in files:
        said = answers.get(f"{file.name}||which_year")
        period, file.named = name_says(file.name, file.table)
        file.period = said if said in ("this", "last") else period
        file.year = year_of(file.table, file.rows)
    _year_by_name(files)
    _split_pairs(files)
    year = _year_of_upload(files, answers)
    if not first <= year <= last:
        raise YearsRefusedError("unknown_year", year=span(year), first=span(first), last=span(last))
    for file in files:
        _place(file, year)
    return year


def _year_by_name(files: Sequence[Dated]) -> None:
    """A file without telling dates takes the year in its name, as its dated neighbours of that name do."""
    meant = {file.named: file.year for file in files if file.named and file.year}
    for file in files:
        if file.year is None and file.named:
            file.year = meant.get(file.named, file.named)


def _place(file: Dated, year: int) -> None:
    """Give a file its period and year, once the year of the upload is known."""
    file.period = file.period or "this"
    file.year = year if file.period == "this" else year - 1


def _year_of_upload(files: Sequence[Dated], answers: Mapping[str, str]) -> int:
    if (answers.get("|year|year") or "").isdigit():
        return int(answers["|year|year"])
    told: Counter[int] = Counter()
    for file in files:
        if file.year is not None:
            told[file.year + (1 if file.period == "last" else 0)] += max(len(file.rows), 1)
    if not told:
        raise UndecidedError("")
    newest = max(told)
    if {year for year, count in told.items() if year < newest - 1 and count * SHARE >= sum(told.values())}:
        raise YearsRefusedError("too_many_years")
    return newest


def _split_pairs(files: Sequence[Dated]) -> None:
    """Where one table comes twice, tell last year's file from this year's by its name, or by what its dates say."""
    by_table: dict[str, list[Dated]] = {}
    for file in files:
        by_table.setdefault(file.table.name, []).append(file)
    for group in by_table.values():
        open_ = [file for file in group if not file.period]
        if len(group) < 2 or not open_:
            continue
        years = sorted({file.year for file in group if file.year is not None})
        if len(years) > 2:
            raise YearsRefusedError("too_many_years")
        named = {file.period for file in group} - {""}
        if len(named) == 1 and len(open_) == 1:
            open_[0].period = "last" if named == {"this"} else "this"
        elif any(file.year is None for file in open_):
            _by_company(group, files)
        elif len(years) == 2:
            if years[1] - years[0] != 1:
                raise YearsRefusedError("years_apart")
            for file in open_:
                file.period = "this" if file.year == years[1] else "last"


def _by_company(group: Sequence[Dated], files: Sequence[Dated]) -> None:
    """Two files without telling dates (two headers): last year's is the one whose neighbours are; otherwise ask."""
    for file in group:
        if file.period or file.year is not None:
            continue
        folder = file.name.rpartition("/")[0]
        near = {other.year for other in files if other.year is not None and other.name.rpartition("/")[0] == folder}
        years = {other.year for other in files if other.year is not None}
        if len(near) == 1 and len(years) == 2 and folder:
            file.period = "this" if near == {max(years)} else "last"
        else:
            raise UndecidedError(file.name)


def span(year: int) -> str:
    """A collection year in words: 2026 is "2025-26"."""
    return f"{year - 1}-{year % 100:02}"
