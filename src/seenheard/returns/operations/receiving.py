"""Taking files from a person: kept as they are, encrypted, nothing in them looked at yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from seenheard.trail import operations as trail

from .. import permissions
from ..models import Kind, Run
from .keeping import NotKept, keep, setting

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
    _check_size(files)
    run = Run.objects.create(
        files=[_described(name, content) for name, content in files],
        complete_for_year=complete_for_year,
        take_corrections=take_corrections,
        started_by=str(by.public_id),
        started_at=at,
    )
    for place, (_, content) in enumerate(files):
        keep(run, Kind.UPLOAD, content, place)
    trail.write(what="received_import", by=by, at=at, about=str(run.public_id), counts={"files": len(files)})
    return run


def files_of(paths: Iterable[str | Path]) -> list[tuple[str, bytes]]:
    """The files that a command line names: files as they are, folders with all that lies in them.

    A file's name keeps its folder ("prev/header.csv"), because a return's last year often lies in one.
    """
    found: list[tuple[str, bytes]] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
            found += [(str(file.relative_to(path)), file.read_bytes()) for file in inside]
        else:
            found.append((path.name, path.read_bytes()))
    return found


def _check_size(files: Sequence[tuple[str, bytes]]) -> None:
    if not files:
        raise NotKept("No file was chosen. Choose at least one CSV file, or a zip of them.")
    largest = setting("FILES_LARGEST_BYTES")
    if sum(len(content) for _, content in files) > largest:
        raise NotKept(f"These files are larger than {largest // 1_000_000} MB together. Load them in parts.")


def _described(name: str, content: bytes) -> dict[str, object]:
    shown = "".join(letter if letter.isprintable() else "?" for letter in name)[:LONGEST_NAME] or "file"
    return {"name": shown, "size": len(content), "sha256": sha256(content).hexdigest()}
