"""The yes: all of a proposal into the record, in one transaction, or none of it."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.db import transaction

from seenheard.lib import jobs
from seenheard.lib.collecting import many_rows
from seenheard.record import operations as record
from seenheard.record import queries as record_queries
from seenheard.record.domain.changes import Changes, Incoming, NotAsProposed
from seenheard.trail import operations as trail

from .. import permissions, queries
from ..domain import differing
from ..domain.gathering import keys_seen
from ..domain.proposing import Proposal
from ..models import Kind, RowsSeen, Run, State
from .comparing import forget_comparison
from .keeping import discard, setting
from .proposing import note, totals, work_out
from .steps import NotNow, ProposedAnew, claim, one_at_a_time, set_back, step

FAILED = "The import could not be applied because of a fault in this system. Nothing was changed. You can try again."
ANEW = (
    "The record has changed since this proposal was made. Nothing was applied: read the new proposal and decide again."
)
UNANSWERED = "This import still has a question for you. Answer it first."


@transaction.atomic
def agree(*, run: Run, token: str, take_corrections: bool = True, by, at: datetime) -> Run:
    """A person's yes to the proposal that `token` names: a job applies it. Saying it twice is saying it once.

    Raises ProposedAnew when the proposal that the person read is no longer the one that stands.
    """
    permissions.check_can_import(by)
    with step(run, allowed=[State.PROPOSED], done=[State.APPLYING, State.APPLIED]) as locked:
        if locked.state == State.PROPOSED:
            if token != locked.state_token:
                raise ProposedAnew(ANEW)
            locked.state, locked.says, locked.take_corrections = State.APPLYING, "", take_corrections
            locked.save()
            trail.write(what="agreed_to_import", by=by, at=at, about=str(run.public_id))
            jobs.defer("returns.carry_on", run=str(run.public_id), by=str(by.public_id))
        return locked


def apply(*, run: Run, by, at: datetime) -> Run:
    """Write the proposal into the record. Applied already: the same answer, nothing done again.

    Raises ProposedAnew when the record is not the one that the person decided about, NotAllowed, NotNow.
    What this process has just worked out (`run.prepared`) is used if the record is still the same.
    """
    permissions.check_can_import(by)
    claim(run, before=[State.PROPOSED], working=State.APPLYING)
    with set_back(run, working=State.APPLYING, to=State.PROPOSED, says=FAILED):
        done = _apply(run, by, at)
    if done.state != State.APPLIED:
        raise ProposedAnew(done.says)
    return done


def _apply(run: Run, by, at: datetime) -> Run:
    with step(run, allowed=[State.PROPOSED, State.APPLYING], done=[State.APPLIED]) as locked:
        if locked.state == State.APPLIED:
            return locked
        one_at_a_time()
        agreed_to = locked.state_token
        if queries.state_token(queries.known()) != agreed_to:
            note(locked, work_out(locked))
            locked.says = ANEW
            locked.save(update_fields=["says"])
            return locked
        with many_rows():
            prepared = locked.prepared
            proposal = prepared if prepared and prepared.against == agreed_to else work_out(locked)
            if proposal.questions:
                raise NotNow(UNANSWERED)
            return _write(locked, proposal, by, at)


def _write(run: Run, proposal: Proposal, by, at: datetime) -> Run:
    forget_comparison()
    counts = _take_in(run, proposal, by, at)
    if proposal.upload and not proposal.changes_nothing:  # else every key is remembered by the run that brought it
        seen = keys_seen(proposal.upload).items()
        RowsSeen.objects.bulk_create(RowsSeen(run=run, name=name, hashes=hashes) for name, hashes in seen)
    run.counts = {
        **run.counts,
        "objects": proposal.counts,
        "new_children": len(proposal.new_children),
        "children": differing.changed_children(proposal),
        "written": counts,
    }
    run.state, run.says = State.APPLIED, ""
    run.applied_by, run.applied_at = str(by.public_id), at
    run.save()
    run.in_hand = run.prepared = None  # whoever goes on, counts clocks: with a hundred thousand rows at hand, slowly
    discard(run, Kind.CHANGES)
    if setting("FILES_AFTER_APPLY") == "delete":
        discard(run)
    trail.write(
        what="applied_import",
        by=by,
        at=at,
        about=str(run.public_id),
        children=record_queries.changed_by(run_id=str(run.public_id)),
        counts={**totals(run.counts), **counts},
    )
    return run


def _take_in(run: Run, proposal: Proposal, by, at: datetime) -> dict[str, int]:
    if proposal.changes_nothing:
        return {"inserted": 0, "closed": 0}
    changes = Changes(
        new_children=proposal.new_children,
        inserts=cast("dict[str, list[Incoming]]", proposal.inserts()),  # rows with the same fields, and one more
        closes=proposal.closes(),
        tables=tuple(proposal.objects),
    )
    try:
        return record.take_in(source=run.return_name, run_id=str(run.public_id), changes=changes, by=by, at=at)
    except NotAsProposed as error:
        raise NotNow(ANEW) from error
