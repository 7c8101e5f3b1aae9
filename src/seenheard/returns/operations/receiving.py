"""Taking files from a person: kept as they are, encrypted, nothing in them looked at yet."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path

from django.db import transaction

from seenheard.trail import operations as trail

from .. import permissions
from ..cage import MOST_OPEN as MOST_FILES
from ..models import Run
from .keeping import NotKept, keep_uploads, setting

LONGEST_NAME = 200


@transaction.atomic
def receive(
    *,
    files: Sequence[tuple[str, bytes]],
    complete_for_year: bool = False,
    take_corrections: bool = True,
    by,
    at: datetime,
) -> Run:
    """Begin an import with these (name, content) files. Raises NotAllowed, or NotKept with a sentence."""
    permissions.check_can_import(by)
    _check_size([len(content) for _, content in files])
    run = Run.objects.create(
        files=[_described(name, content) for name, content in files],
        complete_for_year=complete_for_year,
        take_corrections=take_corrections,
        started_by=str(by.public_id),
        started_at=at,
    )
    keep_uploads(run, (content for _, content in files))
    trail.write(what="received_import", by=by, at=at, about=str(run.public_id), counts={"files": len(files)})
    return run


def files_of(paths: Iterable[str | Path]) -> list[tuple[str, bytes]]:
    """The files that a command line names: files as they are, folders with all that lies in them.

    A file's name keeps its folder ("prev/header.csv"), because a return's last year often lies in one. All are weighed
    before one is read; links in a folder are not followed. Raises NotKept, or OSError where a path is none.
    """
    found = list(islice(_named(map(Path, paths)), MOST_FILES + 1))
    sizes = [_size(path) for _, path in found]
    _check_size(sizes)
    return [(name, path.read_bytes()) for name, path in found]


def _named(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Each file with its name, folders taken apart."""
    for path in paths:
        if not path.is_dir():
            yield path.name, path
            continue
        for inside in sorted(path.rglob("*")):
            if not inside.is_dir() and not inside.is_symlink() and not inside.name.startswith("."):
                yield str(inside.relative_to(path)), inside


def _size(path: Path) -> int:
    """How large a file is; a pipe or a device has no size, and reading it no end."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise NotKept(f"{path.name} is not an ordinary file. Name the CSV file itself.")
    return found.st_size


def _check_size(sizes: Sequence[int]) -> None:
    if not sizes:
        raise NotKept("No file was chosen. Choose at least one CSV file, or a zip of them.")
    if len(sizes) > MOST_FILES:
        raise NotKept(f"There are more than {MOST_FILES} files. Load only the files of the return.")
    largest = setting("FILES_LARGEST_BYTES")
    if sum(sizes) > largest:
        raise NotKept(f"These files are larger than {largest // 1_000_000} MB together. Load them in parts.")


def _described(name: str, content: bytes) -> dict[str, object]:
    shown = "".join(letter if letter.isprintable() else "?" for letter in name)[:LONGEST_NAME] or "file"
    return {"name": shown, "size": len(content), "sha256": sha256(content).hexdigest()}
