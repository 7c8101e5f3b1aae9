"""What a proposal would change, field by field: kept encrypted beside the files until somebody has decided.

The values are for the page of the person who decides. They stand in no row of the database, no trail and no log.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date

from seenheard.record import queries as record

from .. import permissions
from ..domain import differing
from ..domain.differing import Field, Line, Part
from ..domain.proposing import Proposal
from ..models import Kind, Run
from . import keeping


@dataclass(frozen=True, slots=True)
class Differences:
    """The first lines of a proposal, and how many there are altogether."""

    lines: tuple[Line, ...] = ()
    total: int = 0


def keep_differences(run: Run, proposal: Proposal) -> None:
    """Store what the proposal would change, in place of what an earlier one left."""
    keeping.discard(run, Kind.CHANGES)
    lines, total = differing.first_changes(proposal)
    if not lines:
        return
    values = {
        name: record.row_values(object=name, fact_ids=ids) for name, ids in differing.facts_to_read(lines).items()
    }
    whose = {child for changes in lines for change in changes for child in (change.child, change.taken_from)}
    local_ids = record.local_ids([child for child in whose if child is not None])
    told = {"total": total, "lines": [asdict(line) for line in differing.tell(lines, values, local_ids)]}
    with suppress(keeping.NotKept):  # no room: the page says where to look, and the import goes on
        keeping.keep(run, Kind.CHANGES, zlib.compress(json.dumps(told, ensure_ascii=False, default=str).encode(), 1))


def differences(run: Run, *, viewer, on: date) -> Differences:
    """What the run's proposal would change, without restricted children and files that adoption has closed since.

    Nothing, where it could not be kept: the page then says only where to look. Two queries. Raises NotAllowed.
    """
    permissions.check_can_import(viewer)
    kept = run.kept.filter(kind=Kind.CHANGES, deleted=False).first()
    if kept is None:
        return Differences()
    try:
        told = json.loads(zlib.decompress(keeping.opened(kept)))
    except keeping.NotKept:
        return Differences()
    lines = tuple(_line(**line) for line in told["lines"])
    named = {child for line in lines for child in line.children}
    shown = record.counted_among(viewer=viewer, on=on, child_ids=named)
    return Differences(tuple(line for line in lines if line.children <= shown), told["total"])


def _line(*, parts: list[dict], others: Sequence[int] = (), **place) -> Line:
    return Line(parts=tuple(_part(**part) for part in parts), others=tuple(others), **place)


def _part(*, fields: list[list], **what) -> Part:
    return Part(fields=tuple(Field(*field) for field in fields), **what)
