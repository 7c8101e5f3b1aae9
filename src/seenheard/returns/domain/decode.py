"""Bytes to text, honestly: what is not text is named, what is not UTF-8 is said, what was spoilt before is flagged."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

SNIFFED = 1_024
ENCODINGS = ("utf-8", "utf-16", "cp1252")  # all that is ever tried

# How the first bytes look of things that people upload in place of a CSV file.
OFFICE = ((b"[Content_Types].xml", b"xl/workbook.bin", "Excel binary"), (b"[Content_Types].xml", b"xl/", "Excel"))
MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet", "old Excel, or locked"),
    (b"%PDF", "not_csv", "a PDF"),
    (b"{\\rtf", "not_csv", "a text document"),
    (b"\x1f\x8b", "not_csv", "a packed file (gzip)"),
    (b"7z\xbc\xaf", "not_csv", "a packed file (7z)"),
    (b"Rar!", "not_csv", "a packed file (rar)"),
    (b"\x89PNG", "not_csv", "a picture"),
    (b"\xff\xd8\xff", "not_csv", "a picture"),
    (b"GIF8", "not_csv", "a picture"),
    (b"SQLite format 3", "not_csv", "a database"),
    (b"PAR1", "not_csv", "a Parquet file"),
)
MARKUP = re.compile(rb"\s*<(!doctype\s+html|html|table|head|body|meta|style|div)", re.IGNORECASE)
XML = re.compile(rb"\s*<(\?xml|!--|!doctype|\w+[\s>])", re.IGNORECASE)
JSON = re.compile(rb"\s*[\[{]\s*[\[{\"]")

# UTF-8 read as Windows-1252 and saved again: one accented letter has become two or three signs.
SPOILT = re.compile(r"[ÃÂÅÄ][\u0080-¿ŒœŠšŽžŸƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|â€[\u0080-¿œ™˜“”¦¢]|\ufffd")
# Zero-width signs, marks of writing direction, byte order marks inside the text, soft hyphens.
HIDDEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Text(NamedTuple):
    """A file's text, the encoding it was read in, and the code of a problem to note ("" when all is well)."""

    text: str
    encoding: str
    note: str


class NotTextError(Exception):
    """Bytes that are not the text of a CSV file: a problem's code, words for its sentence, and the line if any."""

    def __init__(self, code: str, line: int | None = None, **words: str) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.words = words


def decode(data: bytes) -> Text:
    """The text of `data`. Raises NotTextError when it is something else or its letters cannot be told."""
    _refuse_other_kinds(data)
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise NotTextError("unknown_encoding")
    if data.startswith(codecs.BOM_UTF8):
        return Text(_strict(data[3:], "utf-8"), "UTF-8", "")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Text(_strict(data, "utf-16"), "UTF-16", "read_as_utf16")
    if b"\0" in data:
        raise NotTextError("zero_bytes", _line_of(data, data.index(b"\0")))
    try:
        return Text(data.decode("utf-8"), "UTF-8", "")
    except UnicodeDecodeError:
        return _windows(data)


def _windows(data: bytes) -> Text:
    """Text that is not UTF-8, as Windows-1252; refused when some of its lines are UTF-8 after all."""
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.isascii() and _is_utf8(line):
            raise NotTextError("mixed_encoding", number)
    return Text(_strict(data, "cp1252"), "Windows-1252", "read_as_cp1252")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotTextError("unknown_encoding", _line_of(data, error.start)) from None
    if "\0" in text:
        raise NotTextError("zero_bytes", text.count("\n", 0, text.index("\0")) + 1)
    return text


def _line_of(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


def _refuse_other_kinds(data: bytes) -> None:
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise NotTextError("empty_file")
    for magic, code, kind in MAGIC:
        if data.startswith(magic):
            raise NotTextError(code, kind=kind)
    if data.startswith(b"PK\x03\x04"):
        raise _office(data)
    head = data[:SNIFFED]
    if MARKUP.match(head):
        raise NotTextError("spreadsheet", kind="a web page with a spreadsheet's name")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise NotTextError("spreadsheet", kind="Excel XML")
    if XML.match(head):
        raise NotTextError("not_csv", kind="XML")
    if JSON.match(head):
        raise NotTextError("not_csv", kind="JSON")


def _office(data: bytes) -> NotTextError:
    if b"opendocument.spreadsheet" in data[:200]:
        return NotTextError("spreadsheet", kind="OpenDocument")
    for first, second, kind in OFFICE:
        if first in data and second in data:
            return NotTextError("spreadsheet", kind=kind)
    return NotTextError("not_csv", kind="an office document")
