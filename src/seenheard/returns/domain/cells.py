"""What the cells of one column mean, kind by kind. Only distinct texts are read, so ten thousand rows cost little.

Each reader takes one trimmed text that is not empty and answers (value, code of a problem or "").
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from seenheard.returns.domain.codes import Code, CodeLists, from_words
from seenheard.returns.domain.dates import look
from seenheard.returns.domain.decode import HIDDEN
from seenheard.returns.domain.spec import ColumnSpec

UPN = re.compile(r"[A-Z]\d{11}[\dA-Z]\Z")
UPN_UNKNOWN = re.compile(r"UN[1-7]\Z")
SPOILT_NUMBER = re.compile(r"\d[.,]\d*E\+?\d+\Z|\d+E\+\d+\Z")
SUSPECT_NUMBER = re.compile(r"\d+E\d+\Z")
POINT_NOUGHT = re.compile(r"(\d+)\.0+\Z")
PART_DATE = re.compile(r"[\dZX?]{1,2}/[\dZX?]{1,2}/[\dZX?]{4}\Z")
WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?\Z")
FIGURE = re.compile(r"\d{1,9}(?:\.\d{1,9})?\Z")
POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\Z")
YES = frozenset({"Y", "YES", "1", "TRUE", "T", "1.0"})
NO = frozenset({"N", "NO", "0", "FALSE", "F", "0.0"})
SUITABLE = {"1": "t", "2": "f", "SUITABLE": "t", "UNSUITABLE": "f", "NOT SUITABLE": "f"}
DEEPEST_JSON = 2_000  # letters of one cell; SSD's own are under 1,000

#: Problems after which the value is unknown and the text is kept aside, under its heading.
KEPT_ASIDE = frozenset(
    {"unknown_code", "not_a_number", "not_a_figure", "not_yes_no", "not_json", "bad_upn", "bad_date_aside"}
)


@dataclass(slots=True)
class CellsRead:
    """How the distinct texts of one column were read: text to value, and per problem's code the texts that have it."""

    meaning: dict[str, str | None]
    odd: dict[str, set[str]] = field(default_factory=dict)


def read_cells(column: ColumnSpec, texts: Iterable[str], codes: CodeLists, year: int | None) -> CellsRead:
    """Read the distinct, trimmed texts of a column that is not a date."""
    reader = _reader(column, codes, year)
    read = CellsRead({"": None})
    for text in texts:
        if not text:
            continue
        value, problem = reader(text)
        read.meaning[text] = value
        if problem:
            read.odd.setdefault(problem, set()).add(text)
    return read


def _reader(column: ColumnSpec, codes: CodeLists, year: int | None) -> Callable[[str], tuple[str | None, str]]:
    if column.kind == "code":
        return lambda text: _code(text, codes[column.list], column.list, year)
    if column.kind == "codes":
        return lambda text: _codes(text, codes[column.list], year)
    if column.kind == "whole":
        return lambda text: _whole(text, column.least or 0, column.most or 0)
    return READERS[column.kind]


def plain(text: str) -> str:
    """An identifier or code as it is compared: upper case, no invisible signs, no spaces around it."""
    return HIDDEN.sub("", text).strip().upper()


def _text(text: str) -> tuple[str | None, str]:
    return text, "hidden_marks" if HIDDEN.search(text) else ""


def _id(text: str) -> tuple[str | None, str]:
    if text.isdecimal() and text.isascii():
        return text, ""
    value = plain(text)
    if SPOILT_NUMBER.match(value):
        return None, "spoilt_identifier"
    if match := POINT_NOUGHT.match(value):
        return match[1], "point_nought"
    if SUSPECT_NUMBER.match(value):
        return value, "suspect_identifier"
    return value or None, "hidden_marks" if HIDDEN.search(text) else ""


def _upn(text: str) -> tuple[str | None, str]:
    value = plain(text)
    if UPN.match(value) or UPN_UNKNOWN.match(value):
        return value, ""
    return None, "bad_upn"


def _code(text: str, codes: Mapping[str, Code], name: str, year: int | None) -> tuple[str | None, str]:
    value = plain(text)
    code = codes.get(value) or codes.get(POINT_NOUGHT.sub(r"\1", value)) or codes.get(from_words(name, value) or "")
    if code is None:
        return None, "unknown_code"
    kept = code.kept_as(year)
    if kept != code.code:
        return kept, "old_code"
    if code.in_force(year):
        return kept, ""
    return kept, "early_code" if year is not None and year < code.first_year else "old_code"


def _codes(text: str, codes: Mapping[str, Code], year: int | None) -> tuple[str | None, str]:
    """A JSON list (or object with keys, or words with commas) of codes, as the codes with spaces between them."""
    found, worst = [], ""
    try:
        items = _json_items(text)
    except ValueError:
        return None, "not_json"
    for item in items:
        value, problem = _code(item, codes, "", year)
        worst = problem if problem == "unknown_code" else worst or problem
        if value and value not in found:
            found.append(value)
    return " ".join(sorted(found)), worst


def _json_items(text: str) -> list[str]:
    if text[0] not in "[{":
        return [part for part in re.split(r"[,;|\s]+", text) if part]
    loaded = _loaded(text)
    if isinstance(loaded, dict):
        return [str(key) for key, value in loaded.items() if str(value).strip().upper() not in NO]
    return [str(item) for item in loaded if isinstance(item, str | int)]


def _loaded(text: str) -> dict | list:
    """The JSON of one cell. Raises ValueError for anything too long, too deep or not a list or object."""
    if len(text) > DEEPEST_JSON * 10 or text.count("[") + text.count("{") > DEEPEST_JSON:
        raise ValueError
    try:
        loaded = json.loads(text)
    except RecursionError:
        raise ValueError from None
    if not isinstance(loaded, dict | list):
        raise ValueError
    return loaded


def _flags(text: str) -> tuple[str | None, str]:
    """A JSON object of Y and N, as the names that are set with spaces between them; {} says nothing at all."""
    try:
        loaded = _loaded(text)
    except ValueError:
        return None, "not_json"
    if isinstance(loaded, list):
        loaded = {str(name): "Y" for name in loaded}
    if not loaded:
        return None, ""
    names = sorted(_flag_name(name) for name, value in loaded.items() if str(value).strip().upper() in YES)
    return " ".join(names), ""


def _flag_name(name: str) -> str:
    return re.sub(r"\s+", "_", plain(name).removesuffix("_FLAG"))


def _address(text: str) -> tuple[str | None, str]:
    """An address in JSON, as its parts with commas between them and no postcode; other text stays as it is."""
    if text[0] != "{":
        return text, ""
    try:
        loaded = _loaded(text)
    except ValueError:
        return None, "not_json"
    named = loaded.items() if isinstance(loaded, dict) else ()
    parts = [str(part).strip() for name, part in named if name.upper() != "POSTCODE" and isinstance(part, str | int)]
    return ", ".join(part for part in parts if part) or None, ""


def _yes_no(text: str) -> tuple[str | None, str]:
    value = plain(text)
    if value in YES:
        return "t", ""
    return ("f", "") if value in NO else (None, "not_yes_no")


def _suitable(text: str) -> tuple[str | None, str]:
    value = SUITABLE.get(plain(text))
    return (value, "") if value else _yes_no(text)


def _whole(text: str, least: int, most: int) -> tuple[str | None, str]:
    match = WHOLE.match(plain(text))
    if match and least <= int(match[1]) <= most:
        return str(int(match[1])), ""
    return None, "not_a_number"


def _number(text: str) -> tuple[str | None, str]:
    value = plain(text)
    return (value, "") if FIGURE.match(value) else (None, "not_a_figure")


def _postcode(text: str) -> tuple[str | None, str]:
    value = plain(text)
    match = POSTCODE.match(value)
    return (f"{match[1]} {match[2]}" if match else re.sub(r"\s+", " ", value) or None), ""


def _part_date(text: str) -> tuple[str | None, str]:
    """A date, or the words of one that is known in part (ZZ/ZZ/2014)."""
    value = plain(text)
    cell = look(value)
    if cell.whole or cell.day_first:
        return cell.whole or cell.day_first, ""
    return (value, "") if PART_DATE.match(value) else (None, "bad_date_aside")


READERS: dict[str, Callable[[str], tuple[str | None, str]]] = {
    "text": _text,
    "id": _id,
    "upn": _upn,
    "flags": _flags,
    "address": _address,
    "yes_no": _yes_no,
    "suitable": _suitable,
    "number": _number,
    "postcode": _postcode,
    "part_date": _part_date,
}
