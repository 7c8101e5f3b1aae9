"""The chain's head, noted in files outside the database: one file a day, one line a sealing.

Point `TRAIL_HEADS_FOLDER` at another machine's disk and a database administrator who rewrites the whole chain
is still found out.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from seenheard.trail.domain.chain import Head


def note(head: Head, at: datetime) -> None:
    """Append the head to the day's file."""
    folder = Path(settings.TRAIL_HEADS_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{at.date().isoformat()}.heads").open("a", encoding="ascii") as file:
        file.write(f"{head.position} {head.hash.hex()} {at.isoformat()}\n")


def noted() -> dict[int, bytes]:
    """Every head noted so far, position to hash; the first note of a position stands."""
    heads: dict[int, bytes] = {}
    for file in sorted(Path(settings.TRAIL_HEADS_FOLDER).glob("*.heads")):
        for line in file.read_text(encoding="ascii").splitlines():
            position, digest = line.split()[:2]
            heads.setdefault(int(position), bytes.fromhex(digest))
    return heads
