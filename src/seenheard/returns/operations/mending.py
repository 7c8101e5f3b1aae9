"""An analyst opens one child's rows of one import, to mend it: with a reason, and never without a trail row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from seenheard.accounts.permissions import NotAllowed
from seenheard.lib.sight import seeing_everything
from seenheard.record import queries as record
from seenheard.record.domain.objects import FIELDS
from seenheard.trail import operations as trail
from seenheard.trail.domain.reasons import is_too_short
from seenheard.ui.dates import LONDON

from .. import permissions
from ..domain import landing, spec
from ..models import Run
from .keeping import kept_reading

WHY_NEEDED = "Say why you need to see this child’s rows. The reason is written in the trail."


@dataclass(frozen=True, slots=True)
class RowOfChild:
    """One row of the files as it was read: where it stands and what it says, field by field."""

    object: str
    file: str
    line: int
    values: tuple[tuple[str, str], ...]


@transaction.atomic
@seeing_everything("whose file nobody opens is told from a child who is new to the record")
def open_one_child(*, run: Run, local_id: str, why: str, by, at: datetime) -> tuple[RowOfChild, ...]:
    """The rows that this run's files have about one child. Raises NotAllowed, NotKept.

    A child closed by adoption, restricted, or known to the person answers as one that the files do not name. The trail
    row names the child, and by a keyed hash the identifier asked for: a child whom the record does not hold yet can be
    found there too.
    """
    permissions.check_can_mend(by)
    if is_too_short(why):
        raise NotAllowed(WHY_NEEDED)
    reading = kept_reading(run)
    child = record.identifiers()[0].get(local_id)
    hidden = child is not None and _is_hidden(child, by, at)
    rows = () if hidden else _rows_of(reading, local_id)
    shown = list(record.public_ids([child]).values()) if rows and child is not None else []
    trail.write(
        what="looked_at_child_to_mend_import",
        by=by,
        at=at,
        children=shown,
        about=f"{run.public_id} {salted_hmac('returns.mend', local_id).hexdigest()[:16]}",
        why=why.strip(),
    )
    return rows


def _is_hidden(child: int, by, at: datetime) -> bool:
    hidden = record.not_counted_for(viewer=by, on=at.astimezone(LONDON).date())
    return hidden.filter(pk=child).exists()


def _rows_of(reading, local_id: str) -> tuple[RowOfChild, ...]:
    return tuple(
        RowOfChild(
            fact.object,
            fact.file,
            fact.line,
            tuple(
                (name, str(value))
                for name, value in zip(FIELDS[fact.object], fact.values, strict=True)
                if value is not None
            ),
        )
        for fact in landing.land_all(reading, spec.load(reading.return_name))
        if fact.child == local_id
    )
