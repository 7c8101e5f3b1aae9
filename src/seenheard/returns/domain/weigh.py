"""Files out of folders and zips, weighed before they are opened: a zip's word is only believed downwards."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO

from seenheard.returns.domain.problems import refused
from seenheard.returns.domain.types import Upload

MEGABYTE = 1_000_000
MOST_BYTES = 400 * MEGABYTE  # all files of an upload, unpacked
MOST_BYTES_OF_A_FILE = 200 * MEGABYTE
MOST_ENTRIES = 2_000
MOST_RATIO = 100  # real returns pack to between a fifth and a thirtieth
RATIO_COUNTS_FROM = MEGABYTE  # a small file of one repeated word is no bomb
ZIP_MAGIC = b"PK\x03\x04"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
LOCAL_HEADER = 30
OPEN_ALREADY = "fd:"
NAMED_EARLY = 2_000
OFFICE_NAME = b"[Content_Types].xml"
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
CLUTTER = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the upload: the name to show and its bytes."""

    name: str
    data: bytes


def members(uploads: Sequence[Upload]) -> Iterator[Member]:
    """Every file handed in, folders and zips opened one level deep. Raises Refused for what is too heavy or odd."""
    budget = _Budget()
    for upload in uploads:
        for name, path in files_of(upload):
            yield from _members_of(name, path, budget)


class _Budget:
    """How much may still be read: entries and bytes, over all uploads together."""

    def __init__(self) -> None:
        self.bytes = MOST_BYTES
        self.entries = MOST_ENTRIES

    def spend(self, size: int, name: str) -> None:
        self.entries -= 1
        self.bytes -= size
        if self.entries < 0:
            raise refused("too_many_files", name, limit=MOST_ENTRIES)
        if size > MOST_BYTES_OF_A_FILE:
            raise refused("file_too_large", name, limit=MOST_BYTES_OF_A_FILE // MEGABYTE)
        if self.bytes < 0:
            raise refused("too_large", name, limit=MOST_BYTES // MEGABYTE)


def files_of(upload: Upload) -> Iterator[tuple[str, Path | int]]:
    """Each file of an upload with its name: its path, or its number when it is open already."""
    if upload.path.startswith(OPEN_ALREADY):
        yield clean_name(upload.name), int(upload.path.removeprefix(OPEN_ALREADY))
        return
    path = Path(upload.path)
    if not path.is_dir():
        yield clean_name(upload.name), path
        return
    for inside in sorted(path.rglob("*")):
        if not inside.is_dir() or inside.is_symlink():
            name = inside.relative_to(path).as_posix()
            if not CLUTTER.search(name):
                yield clean_name(name), inside


def _members_of(name: str, path: Path | int, budget: _Budget) -> Iterator[Member]:
    try:
        if isinstance(path, Path) and not stat.S_ISREG(path.lstat().st_mode):
            raise refused("not_a_file", name)
        with open(path, "rb") as opened:
            head = opened.read(4)
            opened.seek(0)
            if head in (ZIP_MAGIC, EMPTY_ZIP_MAGIC) and not _is_spreadsheet(opened):
                yield from _unzipped(name, opened, budget)
                return
            budget.spend(opened.seek(0, SEEK_END), name)
            opened.seek(0)
            yield Member(name, opened.read(MOST_BYTES_OF_A_FILE + 1))
    except OSError:
        raise refused("not_a_file", name) from None


def _is_spreadsheet(opened: BinaryIO) -> bool:
    """Whether a zip is an Office or OpenDocument file; those are left whole so that the reader can name them."""
    start = opened.read(NAMED_EARLY)
    if OFFICE_NAME in start or OPEN_DOCUMENT in start:
        return True
    try:
        with zipfile.ZipFile(opened) as archive:
            return OFFICE_NAME.decode() in (info.filename for info in archive.infolist()[:MOST_ENTRIES])
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def _unzipped(name: str, opened: BinaryIO, budget: _Budget) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(opened) as archive:
            entries = _weighed(name, archive, budget)
            for info in entries:
                yield Member(clean_name(info.filename), _read(name, archive, info))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, IndexError):
        raise refused("broken_zip", name) from None
    except (NotImplementedError, RuntimeError):
        raise refused("strange_zip", name) from None


def _weighed(name: str, archive: zipfile.ZipFile, budget: _Budget) -> list[zipfile.ZipInfo]:
    """The entries worth reading, after every entry was weighed by what the zip says of it."""
    everything = archive.infolist()
    if len(everything) > MOST_ENTRIES:
        raise refused("too_many_files", name, limit=MOST_ENTRIES)
    _refuse_overlaps(name, everything)
    entries = [info for info in everything if not info.is_dir() and not CLUTTER.search(info.filename)]
    packed = unpacked = 0
    for info in entries:
        if info.flag_bits & 0x1:
            raise refused("encrypted_zip", name)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise refused("not_a_file", name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refused("strange_zip", name)
        _refuse_density(name, info.file_size, info.compress_size)
        budget.spend(info.file_size, name)
        packed, unpacked = packed + info.compress_size, unpacked + info.file_size
    _refuse_density(name, unpacked, packed)
    return entries


def _refuse_density(name: str, unpacked: int, packed: int) -> None:
    if unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(packed, 1):
        raise refused("too_dense", name, limit=MOST_RATIO)


def _refuse_overlaps(name: str, entries: list[zipfile.ZipInfo]) -> None:
    end = 0
    for info in sorted(entries, key=lambda entry: entry.header_offset):
        if info.header_offset < end:
            raise refused("overlapping_zip", name)
        end = info.header_offset + LOCAL_HEADER + len(info.filename.encode()) + info.compress_size


def _read(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """One entry's bytes, never more than it said; a zip inside a zip is refused unless it is a spreadsheet."""
    with archive.open(info) as opened:
        data = opened.read(info.file_size + 1)
    if len(data) != info.file_size:
        raise refused("broken_zip", name)
    if data[:4] in (ZIP_MAGIC, EMPTY_ZIP_MAGIC) and OFFICE_NAME not in data and OPEN_DOCUMENT not in data[:NAMED_EARLY]:
        raise refused("nested_zip", name)
    return data


def clean_name(name: str) -> str:
    """A file's name fit to be shown: no control signs, no way up or out of its folder, at most 120 letters."""
    parts = [part for part in UNPRINTABLE.sub("", name).replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-120:] or "file"
