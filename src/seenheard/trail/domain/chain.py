"""How one trail row is bound to all the rows before it, and how a change shows.

Every sealed row carries SHA-256 over the hash before it, its own position and its own words. Whoever changes,
removes, adds or moves a row must therefore make every later hash anew; a head noted outside the database
tells even then.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

FIRST = bytes(32)
"""What stands before the first row: 32 zero bytes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One trail entry as the chain sees it. `xid` is the database transaction that wrote it."""

    id: int
    at: datetime
    by: str
    what: str
    children: tuple[str, ...]
    about: str
    why: str
    counts: Mapping[str, object] | None
    xid: int


@dataclass(frozen=True, slots=True)
class Link:
    """A seal as stored, and the row it seals (None when that row is gone)."""

    position: int
    entry_id: int
    hash: bytes
    previous_hash: bytes
    row: Row | None


@dataclass(frozen=True, slots=True)
class Head:
    """The hash at a position, as noted outside the database."""

    position: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the chain does not hold. `says` is for a person and holds no row's words."""

    position: int
    entry_id: int | None
    says: str


def link_hash(previous: bytes, position: int, row: Row) -> bytes:
    """The 32-byte hash that binds `row` at `position` to everything before it."""
    return hashlib.sha256(previous + _written_out(position, row)).digest()


def first_fault(links: Iterable[Link], heads: Mapping[int, bytes]) -> tuple[Fault | None, int]:
    """Walk the chain in order of position; return the first fault (or None) and the number of links walked.

    `heads` are the outside notes, position to hash. A rewrite that keeps the chain whole inside the database
    is found at the first note that disagrees.
    """
    previous, position = FIRST, 0
    for link in links:
        position += 1
        fault = _fault_in(link, position, previous, heads.get(position))
        if fault:
            return fault, position
        previous = link.hash
    return _missing_tail(position, heads), position


def _fault_in(link: Link, position: int, previous: bytes, noted: bytes | None) -> Fault | None:
    def fault(says: str) -> Fault:
        return Fault(position, link.entry_id, says)

    if link.position != position:
        return fault(f"position {position} is missing from the chain")
    if link.row is None:
        return fault("the row sealed here is gone")
    if link.previous_hash != previous:
        return fault("the link to the row before is broken")
    if link_hash(previous, position, link.row) != link.hash:
        return fault("the row does not match its seal: it, or the order of rows, was changed")
    if noted is not None and noted != link.hash:
        return fault("the chain up to here differs from the head noted outside the database: it was rewritten")
    return None


def _missing_tail(length: int, heads: Mapping[int, bytes]) -> Fault | None:
    beyond = [position for position in heads if position > length]
    if not beyond:
        return None
    says = f"the chain ends at {length}, but a head noted outside the database stands at {max(beyond)}: its end was cut"
    return Fault(length + 1, None, says)


def _written_out(position: int, row: Row) -> bytes:
    """All of a row as bytes. Each part carries its length, so that no two rows are written out alike."""
    parts = [
        str(position),
        str(row.id),
        row.at.astimezone(UTC).isoformat(),
        row.by,
        row.what,
        row.about,
        row.why,
        "" if row.counts is None else json.dumps(row.counts, sort_keys=True),
        str(row.xid),
        *row.children,
    ]
    return "".join(f"{len(part)}:{part}," for part in parts).encode()
