"""Files on disk: encrypted, under random names, never more than the quota, gone when the authority says so.

A name that a person gave a file is shown and otherwise never used. What is read of the files is kept the same way
until the import is applied, so that no step has to read them twice.
"""

from __future__ import annotations

import json
import os
import secrets
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache, partial
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction

from .. import cage, queries
from ..domain.types import FileRead, Problem, Question, Reading, RowRead
from ..models import KeptFile, Kind, Run

DEFAULTS = {
    "FILES_KEY": "",
    "FILES_AFTER_APPLY": "keep",
    "FILES_QUOTA_BYTES": 5_000_000_000,
    "FILES_LARGEST_BYTES": 400_000_000,
}


NAME_LENGTH = 40
SETTLED_SECONDS = 3_600


class NotKept(Exception):
    """The files cannot be kept, or are kept no longer. Its text is the sentence for the person."""


def setting(name: str):
    """A setting of ours, or its default."""
    return getattr(settings, name, DEFAULTS[name])


def folder() -> Path:
    """Where kept files lie: made on first use, for this system's user only."""
    place = Path(getattr(settings, "FILES_FOLDER", settings.ROOT / "var" / "files"))
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def keep_uploads(run: Run, contents: Iterable[bytes]) -> None:
    """Keep a run's files as they were handed in: all of them, or none if one cannot be kept. Raises NotKept."""
    kept: list[str] = []
    try:
        for place, content in enumerate(contents):
            kept.append(keep(run, Kind.UPLOAD, content, place).stored_as)
    except BaseException:
        _unlink(kept)
        raise


def keep(run: Run, kind: str, content: bytes, place: int = 0) -> KeptFile:
    """Encrypt and store. Raises NotKept. If the transaction does not come to pass, the next start sweeps the file."""
    sealed = _lock(str(folder())).encrypt(content)
    if queries.space_used() + len(sealed) > setting("FILES_QUOTA_BYTES"):
        raise NotKept("There is no room for more files. Ask the administrator to delete the files of old imports.")
    stored_as = secrets.token_hex(NAME_LENGTH // 2)
    path = folder() / stored_as
    try:
        _write(path, sealed)
        return KeptFile.objects.create(run=run, kind=kind, place=place, stored_as=stored_as, size=len(sealed))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def contents(run: Run) -> list[tuple[str, bytes]]:
    """The run's files as they were handed in, each under the name a person gave it."""
    kept = list(run.kept.filter(kind=Kind.UPLOAD, deleted=False).order_by("place"))
    if len(kept) != len(run.files):
        raise NotKept("The files of this import are no longer kept. Load them again.")
    return [(run.files[file.place]["name"], opened(file)) for file in kept]


def keep_reading(run: Run, reading: Reading) -> None:
    """Store what was read, in place of what an earlier reading left."""
    discard(run, Kind.READING)
    keep(run, Kind.READING, zlib.compress(json.dumps(_packed(reading), ensure_ascii=False).encode(), 1))


def kept_reading(run: Run) -> Reading:
    """What was read of the run's files; read again where only the files are kept."""
    kept = run.kept.filter(kind=Kind.READING, deleted=False).first()
    if kept is None:
        return cage.read_bytes(contents(run), answers=run.answers)
    return _unpacked(json.loads(zlib.decompress(opened(kept))))


def discard(run: Run, kind: str | None = None) -> None:
    """Delete a run's kept files once this transaction has come to pass."""
    kept = run.kept.filter(deleted=False)
    if kind is not None:
        kept = kept.filter(kind=kind)
    names = list(kept.values_list("stored_as", flat=True))
    kept.update(deleted=True)
    transaction.on_commit(partial(_unlink, names))


def sweep() -> int:
    """Remove files that no row names or that are to be gone: what a crash between the two can leave."""
    # An upload's row is written after its file: what is new may still get one. The disk's own clock says what is new.
    probe = folder() / "swept"
    probe.touch()
    old = probe.stat().st_mtime - SETTLED_SECONDS
    named = set(KeptFile.objects.filter(deleted=False).values_list("stored_as", flat=True))
    strays = [
        path
        for path in folder().iterdir()
        if len(path.name) == NAME_LENGTH and path.name not in named and path.stat().st_mtime < old
    ]
    _unlink([path.name for path in strays])
    return len(strays)


def _unlink(names: Iterable[str]) -> None:
    for name in names:
        (folder() / name).unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def opened(kept: KeptFile) -> bytes:
    """What a kept file holds. Raises NotKept."""
    try:
        return _lock(str(folder())).decrypt((folder() / kept.stored_as).read_bytes())
    except FileNotFoundError as error:
        raise NotKept("A file of this import is missing from the folder of kept files. Load it again.") from error
    except InvalidToken as error:
        raise NotKept("A kept file was encrypted with another key, or was changed. Load it again.") from error


@lru_cache(maxsize=2)
def _lock(place: str) -> Fernet:
    """The key: the setting's, or a key file that only this system's user can read, made on first use."""
    if key := setting("FILES_KEY"):
        return Fernet(key)
    path = Path(place) / "key"
    with suppress(FileExistsError):
        _write(path, Fernet.generate_key())
    return Fernet(path.read_bytes())


def _packed(reading: Reading) -> dict:
    return {
        "return_name": reading.return_name,
        "year": reading.year,
        "files": [asdict(file) for file in reading.files],
        "problems": [asdict(problem) for problem in reading.problems],
        "questions": [asdict(question) for question in reading.questions],
        "tables": reading.tables,
    }


def _unpacked(packed: dict) -> Reading:
    return Reading(
        return_name=packed["return_name"],
        year=packed["year"],
        files=tuple(FileRead(**_tuples(file)) for file in packed["files"]),
        problems=[Problem(**_tuples(problem)) for problem in packed["problems"]],
        questions=[Question(**_tuples(question)) for question in packed["questions"]],
        tables={table: _rows(rows) for table, rows in packed["tables"].items()},
    )


def _rows(rows: Sequence[Sequence]) -> list[RowRead]:
    return [RowRead(file, line, tuple(values), aside) for file, line, values, aside in rows]


def _tuples(fields: dict) -> dict:
    return {key: tuple(map(_tuple, value)) if isinstance(value, list) else value for key, value in fields.items()}


def _tuple(value):
    return tuple(value) if isinstance(value, list) else value
