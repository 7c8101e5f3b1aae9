"""Which collection year a file is about, and which of two files of one table is last year's. Asked when in doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from seenheard.returns.domain.spec import TableSpec

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


def newest(counts: Counter[int]) -> int:
    """The newest year that holds a fair share of the dates; a slip of the pen into the future does not count."""
    total = sum(counts.values())
    return max(year for year, count in counts.items() if count * SHARE >= total)


@dataclass(slots=True)
class Dated:
    """One file on its way to a year: what its name says, what its dates say, and what was decided."""

    name: str
    table: TableSpec
    counts: Counter[int]  # how many telling dates lie in each collection year
    rows: int
    period: str = ""
    year: int | None = None
    named: int | None = None
    answered: bool = False


class UndecidedError(Exception):
    """Files whose year cannot be told; a person must say. `names` are the files (none: the whole upload)."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        super().__init__()
        self.names = tuple(names)


class YearsRefusedError(Exception):
    """The years of the files do not make one return: a problem's code, words, and the file that shows it, if any."""

    def __init__(self, code: str, file: str = "", **words: Any) -> None:
        super().__init__(code)
        self.code = code
        self.file = file
        self.words = words


def settle(files: Sequence[Dated], answers: Mapping[str, str], known: tuple[int, int], telling: Sequence[str]) -> int:
    """Decide the year of every file (in place) and of the upload. Raises UndecidedError or YearsRefusedError.

    `known` is the first and last year that the spec knows; `telling` the tables whose dates are believed, best first.
    """
    for file in files:
        said = answers.get(f"{file.name}||which_year")
        file.period, file.named = name_says(file.name, file.table)
        if said in ("this", "last"):
            file.period, file.answered = said, True
    for company in _companies(files):
        year = _told(company, telling)
        for file in company:
            file.year = year
    _split_pairs(files)
    year = _year_of_upload(files, answers, telling)
    if not known[0] <= year <= known[1]:
        teller = next((file.name for file in files if file.counts.get(year)), "")
        raise YearsRefusedError("unknown_year", teller, year=span(year), first=span(known[0]), last=span(known[1]))
    for file in files:
        file.period = file.period or "this"
        file.year = year if file.period == "this" else year - 1
    return year


def _companies(files: Sequence[Dated]) -> list[list[Dated]]:
    """Files that were plainly put together: one folder, one year and one period in their names, each table once."""
    together: dict[tuple, list[Dated]] = {}
    for file in files:
        together.setdefault((file.name.rpartition("/")[0], file.named, file.period), []).append(file)
    companies: list[list[Dated]] = []
    for company in together.values():
        once = len({file.table.name for file in company}) == len(company)
        companies += [company] if once else [[file] for file in company]
    return companies


def _told(files: Sequence[Dated], telling: Sequence[str]) -> int | None:
    """The year that some files tell: by the dates of the best table among them, failing that by their names."""
    for name in telling:
        counts: Counter[int] = Counter()
        for file in files:
            if file.table.name == name:
                counts += file.counts
        if counts:
            return newest(counts)
    return max((file.named for file in files if file.named), default=None)


def _year_of_upload(files: Sequence[Dated], answers: Mapping[str, str], telling: Sequence[str]) -> int:
    said = answers.get("|year|year", "")
    if said.isdigit():
        return int(said)
    this = _told([file for file in files if file.period != "last"], telling)
    last = _told([file for file in files if file.period == "last"], telling)
    if this is not None:
        return this
    if last is None:
        raise UndecidedError
    return last + 1


def _split_pairs(files: Sequence[Dated]) -> None:
    """Where one table comes twice, tell last year's file from this year's by name or dates; ask when neither does."""
    by_table: dict[str, list[Dated]] = {}
    for file in files:
        by_table.setdefault(file.table.name, []).append(file)
    for group in by_table.values():
        if len(group) > 1:
            _split(group, [file for file in group if not file.period])


def _split(group: Sequence[Dated], unsaid: Sequence[Dated]) -> None:
    years = sorted({file.year for file in group if file.year is not None})
    if len(years) > 2:
        raise YearsRefusedError("too_many_years")
    said = {file.period for file in group if not file.answered} - {""}
    if len(said) == 1 and len(unsaid) == 1 and len(group) == 2:
        unsaid[0].period = "last" if said == {"this"} else "this"
    elif any(file.year is None and file.rows for file in unsaid):
        raise UndecidedError([file.name for file in unsaid if file.rows])
    elif unsaid and len(years) == 2:
        if years[1] - years[0] != 1:
            raise YearsRefusedError("years_apart")
        for file in unsaid:  # a file without rows is of either year: nobody is asked about it
            file.period = "this" if file.year in (years[1], None) else "last"


def span(year: int) -> str:
    """A collection year in words: 2026 is "2025-26"."""
    return f"{year - 1}-{year % 100:02}"
