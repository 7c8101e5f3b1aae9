"""A column of dates, read as one: what its cells can mean decides how all are read, and doubt becomes a question.

Nothing is guessed. A cell that can only be read one way is read that way; a column whose cells leave two ways open is
asked about once, unless the return's own guide settles it (903: day first).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?\Z",
    re.IGNORECASE,
)
SLASHED = re.compile(
    r"(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4}|\d\d)(?:[ T]+\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s*[AP]M)?)?\Z",
    re.IGNORECASE,
)
YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?:[ T]+00:00(?::00)?)?\Z")
BARE = re.compile(r"(\d{4})(\d\d)(\d\d)\Z")
WORDED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/]*([A-Za-z]{3,9})\.?,?[\s\-/]*(\d{4})(?:\s+00:00(?::00)?)?\Z", re.IGNORECASE
)
SERIAL = re.compile(r"(\d{4,6})(?:\.0+)?\Z")
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1,
    )
    for name in names.split()
}  # fmt: skip
EARLIEST, LATEST = 1900, 2100
PIVOT = 40  # two-figure years below this are 20yy, others 19yy; only ever used when a person has said so
EPOCHS = {"excel1900": date(1899, 12, 30), "excel1904": date(1904, 1, 1)}
FIRST_SAFE_SERIAL = 61  # Excel counts a 29 February 1900 that never was
SERIALS = range(3_000, 80_000)  # 1908 to 2119: no birth or event of anybody in these files is older
STRONG_MONTH_FIRST = 3  # cells that can only be month first before a column is read so without asking
FEW = 50  # one cell in so many that fits only the other order is a slip of the pen, not another order

ORDER_OPTIONS = (
    ("day_first", "Day first: 03/04/2025 is 3 April"),
    ("month_first", "Month first: 03/04/2025 is 4 March"),
    ("leave", "Leave these rows out"),
)
SERIAL_OPTIONS = (
    ("excel1900", "Numbers of days as Excel counts them (from 1900)"),
    ("excel1904", "Numbers of days as old Excel for Mac counted them (from 1904)"),
    ("leave", "Leave these rows out"),
)


class Cell(NamedTuple):
    """What one cell can be. `form` is iso, slashed, worded, serial or bad; a slashed cell may have two readings."""

    form: str
    whole: str | None = None  # the only reading
    day_first: str | None = None
    month_first: str | None = None
    short_year: bool = False


@dataclass(frozen=True, slots=True)
class DatesRead:
    """How one column was read. `meaning` maps each text to its ISO date; None is unknown (blank or stand-in).

    `bad` and `left` are the texts with no possible date, and those a person asked to leave out. `ask` is "date_order"
    or "date_serial" when a person must say; then nothing else counts.
    """

    meaning: Mapping[str, str | None]
    bad: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    stand_ins: frozenset[str] = frozenset()
    ask: str = ""
    says: str = ""
    options: tuple[tuple[str, str], ...] = ()
    form: str = ""  # how the dates were written, when not as the return's guide says


@lru_cache(maxsize=100_000)  # the same days come again in every table
def look(text: str) -> Cell:
    """What the text of one cell can mean, without looking at its neighbours."""
    if match := ISO.match(text):
        return _single(_iso(match))
    if match := SLASHED.match(text):
        return _slashed(match)
    if match := YEAR_FIRST.match(text):
        return _single(_day(match[1], match[3], match[4]))
    if match := WORDED.match(text):
        month = MONTHS.get(match[2].casefold())
        return _single(_day(match[3], month, match[1]) if month else None, "worded")
    if match := SERIAL.match(text):
        return Cell("serial") if int(match[1]) in SERIALS else _bare(text)
    return _bare(text)


def _bare(text: str) -> Cell:
    match = BARE.match(text)
    return _single(_day(match[1], match[2], match[3])) if match else Cell("bad")


def _single(iso: str | None, form: str = "iso") -> Cell:
    return Cell(form, whole=iso) if iso else Cell("bad")


def _iso(match: re.Match) -> str | None:
    """The London day of an ISO date or moment; a moment with an offset may fall on the next day in summer."""
    year, month, day, hour, minute, second, offset = match.groups()
    iso = _day(year, month, day)
    if iso is None or hour is None:
        return iso
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        return None
    if offset is None:
        return iso
    moment = datetime.fromisoformat(f"{iso}T{int(hour):02}:{minute}:00").replace(tzinfo=UTC) - _ahead(offset)
    return moment.astimezone(LONDON).date().isoformat()


def _ahead(offset: str) -> timedelta:
    if offset in "Zz":
        return timedelta()
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    return timedelta(hours=hours, minutes=minutes) * (-1 if offset[0] == "-" else 1)


def _slashed(match: re.Match) -> Cell:
    first, second, year = match[1], match[3], match[4]
    short = len(year) == 2
    if short:
        year = str(int(year) + (2000 if int(year) < PIVOT else 1900))
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if not day_first and not month_first:
        return Cell("bad")
    return Cell("slashed", day_first=day_first, month_first=month_first, short_year=short)


def _day(year: str | int, month: str | int, day: str | int) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if EARLIEST <= found.year <= LATEST else None


def read_column(
    texts: Collection[str],
    *,
    convention: str,
    usual: str = "",
    answers: Collection[str] = (),
    stand_ins: Collection[str] = (),
) -> DatesRead:
    """Read the distinct, trimmed texts of one column.

    `convention` is "day_first" (the guide settles 03/04/2025) or "iso" (it does not). `answers` are what a person said
    of this column: any of the option values above. `stand_ins` are ISO dates that mean "not known". `usual` is how the
    guide wants dates written, when that is not the convention to judge this column by.
    """
    stood = frozenset(text for text in texts if text[:10] in stand_ins)
    cells = {text: look(text) for text in texts if text and text not in stood}
    order, ask = _order(cells.values(), convention, answers)
    if ask:
        return _question("date_order", cells, ORDER_OPTIONS)
    serial = next((answer for answer in answers if answer in EPOCHS), "leave" if "leave" in answers else "")
    if not serial and any(cell.form == "serial" for cell in cells.values()):
        return _question("date_serial", cells, SERIAL_OPTIONS)
    read = _read(cells, order, serial, usual or convention, frozenset(stand_ins))
    return replace(read, meaning={**read.meaning, **dict.fromkeys(stood)}, stand_ins=read.stand_ins | stood)


def _question(kind: str, cells: Mapping[str, Cell], options: tuple[tuple[str, str], ...]) -> DatesRead:
    count = sum(cell.form == ("serial" if kind == "date_serial" else "slashed") for cell in cells.values())
    what = "serial" if kind == "date_serial" else "short" if any(c.short_year for c in cells.values()) else "order"
    says = ASKS_OF_ONE[what] if count == 1 else ASKS_OF_MANY[what].format(count=count)
    return DatesRead({}, ask=kind, says=says, options=options)


ASKS_OF_ONE = {
    "serial": "holds a plain number where a date should be. What is it?",
    "short": "holds a date with a two-figure year (39 would be 2039). How is it written?",
    "order": "holds a date that can be read day first or month first. How is it written?",
}
ASKS_OF_MANY = {
    "serial": "holds plain numbers where dates should be ({count} different ones). What are they?",
    "short": "holds dates with two-figure years ({count} different ones; 39 would be 2039). How are they written?",
    "order": "holds dates that can be read day first or month first ({count} different ones). How are they written?",
}


def _order(cells: Iterable[Cell], convention: str, answers: Collection[str]) -> tuple[str, bool]:
    """(order, whether to ask). The order is "day_first", "month_first" or "leave"."""
    said = [answer for answer in answers if answer in ("day_first", "month_first", "leave")]
    if said:
        return said[0], False
    slashed = [cell for cell in cells if cell.form == "slashed"]
    only_day = sum(not cell.month_first for cell in slashed)
    only_month = sum(not cell.day_first for cell in slashed)
    either = len(slashed) - only_day - only_month
    if any(cell.short_year for cell in slashed):
        return "", True
    if not only_month:
        settled = convention == "day_first" or only_day or not either or all(_same(cell) for cell in slashed)
        return "day_first", not settled
    if only_day >= only_month * FEW:
        return "day_first", False
    if only_day:
        return "", True
    return "month_first", only_month < STRONG_MONTH_FIRST or only_month * 10 < either


def _same(cell: Cell) -> bool:
    """Whether both orders mean the same day (04/04/2025)."""
    return cell.day_first == cell.month_first


def _read(cells: Mapping[str, Cell], order: str, serial: str, usual: str, stand_ins: frozenset[str]) -> DatesRead:
    meaning: dict[str, str | None] = {"": None}
    bad, left, stood, forms = set(), set(), set(), set()
    for text, cell in cells.items():
        iso = _meaning(text, cell, order, serial)
        if cell.form == "bad":
            bad.add(text)
        elif iso == "leave":
            left.add(text)
        elif iso is None:
            bad.add(text)
        elif iso in stand_ins:
            stood.add(text)
            meaning[text] = None
        else:
            meaning[text] = iso
            forms.add(order if cell.form == "slashed" else cell.form)
    odd = sorted(FORM_WORDS[form] for form in forms - {usual})
    return DatesRead(meaning, frozenset(bad), frozenset(left), frozenset(stood), form=" and ".join(odd))


FORM_WORDS = {
    "iso": "year first",
    "day_first": "day first with strokes",
    "month_first": "month first",
    "worded": "with the month in letters",
    "serial": "as numbers of days",
}


def _meaning(text: str, cell: Cell, order: str, serial: str) -> str | None:
    if cell.form == "slashed":
        if order == "leave" and not (_same(cell) and not cell.short_year):
            return "leave"
        return cell.month_first if order == "month_first" else cell.day_first
    if cell.form == "serial":
        return "leave" if serial == "leave" else _from_serial(_serial(text), serial)
    return cell.whole


def _serial(text: str) -> int:
    """The number in a text that looks like an Excel serial."""
    return int(text.split(".")[0])


def _from_serial(number: int, epoch: str) -> str | None:
    if epoch == "excel1900" and number < FIRST_SAFE_SERIAL:
        return None
    found = EPOCHS[epoch] + timedelta(days=number)
    return found.isoformat() if EARLIEST <= found.year <= LATEST else None
