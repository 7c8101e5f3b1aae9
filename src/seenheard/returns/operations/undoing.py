"""Taking an import back: what was current before it is current again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from seenheard.lib import jobs
from seenheard.record import operations as record
from seenheard.record import queries as record_queries
from seenheard.trail import operations as trail

from .. import permissions, queries
from ..models import Run, State
from .comparing import forget_comparison
from .steps import NotNow, claim, one_at_a_time, set_back, step

FAILED = "The import could not be undone because of a fault in this system. Nothing was changed. You can try again."
ALREADY = "This import was undone already. Nothing was changed."
LATER = (
    "Later imports of this return were compared with what this one brought. Undo those first, or undo this one anyway."
)


@transaction.atomic
def ask_to_undo(*, run: Run, force: bool = False, by, at: datetime) -> Run:
    """A person's wish to take the import back; a job does it."""
    permissions.check_can_import(by)
    with step(run, allowed=[State.APPLIED], done=[State.UNDOING, State.UNDONE]) as locked:
        if locked.state == State.APPLIED:
            locked.state, locked.says = State.UNDOING, ""
            locked.counts = {**locked.counts, "undo_force": force}
            locked.save()
            trail.write(what="asked_to_undo_import", by=by, at=at, about=str(run.public_id))
            jobs.defer("returns.carry_on", run=str(run.public_id), by=str(by.public_id))
        return locked


def undo(*, run: Run, by, at: datetime, force: bool = False) -> Run:
    """Make current again what was current before the run. Who asks while another undoes it gets the same answer.

    Raises NotNow when it was undone before, or when later imports of the return stand; and
    `record.domain.changes.BuiltUpon`, which says what later changes touched the same rows: with `force` those rows
    stay as they left them. Raises NotAllowed.
    """
    permissions.check_can_import(by)
    if run.state == State.UNDONE:
        raise NotNow(ALREADY)
    claim(run, before=[State.APPLIED], working=State.UNDOING)
    with (
        set_back(run, working=State.UNDOING, to=State.APPLIED, says=FAILED),
        step(run, allowed=[State.APPLIED, State.UNDOING], done=[State.UNDONE]) as locked,
    ):
        if locked.state == State.UNDONE:
            return locked
        one_at_a_time()
        if not force and queries.later_runs(locked):
            raise NotNow(LATER)
        return _undo(locked, by, at, force)


def _undo(run: Run, by, at: datetime, force: bool) -> Run:
    run_id = str(run.public_id)
    before = set(record_queries.changed_by(run_id=run_id))
    forget_comparison()
    counts = record.undo(run_id=run_id, by=by, at=at, force=force)
    run.state, run.says = State.UNDONE, ""
    run.undone_by, run.undone_at = str(by.public_id), at
    run.counts = {**run.counts, "undone": counts}
    run.save()
    trail.write(
        what="undid_import",
        by=by,
        at=at,
        about=run_id,
        children=sorted({*before, *record_queries.changed_by(run_id=run_id)}),
        counts=counts,
    )
    return run
