"""Whatever comes next for an import: the one job, the whole of it for a command, and what a crash left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.lib import jobs
from seenheard.record.domain.changes import BuiltUpon, NotTaken

from ..models import Run, State
from . import keeping
from .applying import apply
from .asking import answer
from .comparing import compare_quietly
from .proposing import propose
from .reading import read
from .receiving import receive
from .steps import NotNow
from .undoing import undo

STOPPED = (NotNow, keeping.NotKept, BuiltUpon, NotTaken)
STEPS_AT_MOST = 4  # receiving, reading, proposing, applying: a run never goes round

CRASHED = {
    State.READING: (
        State.RECEIVING,
        "The system stopped while these files were being read. Nothing was changed; they are read again.",
    ),
    State.APPLYING: (
        State.PROPOSED,
        "The system stopped while this import was being applied. Nothing of it was kept; you can apply it again.",
    ),
    State.UNDOING: (
        State.APPLIED,
        "The system stopped while this import was being undone. It is still applied; you can undo it again.",
    ),
}
# The job asks whether the person may still import. Between the yes and the job a role can change.
MAY_NO_LONGER = {
    State.RECEIVING: (
        State.RECEIVING,
        "Whoever handed these files in may no longer import. Nothing was changed. You can have them read.",
    ),
    State.READING: (
        State.RECEIVING,
        "Whoever handed these files in may no longer import. Nothing was changed. You can have them read.",
    ),
    State.APPLYING: (
        State.PROPOSED,
        "Whoever said yes may no longer import. Nothing was changed. You can read the proposal and say yes yourself.",
    ),
    State.UNDOING: (
        State.APPLIED,
        "Whoever asked to undo this import may no longer do so. It is still applied. You can undo it yourself.",
    ),
}


def carry_on(*, run_id: str, by, at: datetime) -> Run:
    """Do what comes next until a person has to decide. Safe to run twice.

    What stops it and is meant for a person stands on the run (`says`), and is no failure of the job.
    """
    try:
        return _carry_on(run_id, by, at)
    except NotAllowed:
        return _leave_to_others(run_id)
    except STOPPED:
        return Run.objects.get(public_id=run_id)


@transaction.atomic
def _leave_to_others(run_id: str) -> Run:
    """The run waits again where a person decides, and says why; whoever may import goes on from there."""
    run = Run.objects.select_for_update().get(public_id=run_id)
    if run.state in MAY_NO_LONGER:
        run.state, run.says = MAY_NO_LONGER[State(run.state)]
        run.save(update_fields=["state", "says"])
    return run


def _carry_on(run_id: str, by, at: datetime) -> Run:
    run = Run.objects.get(public_id=run_id)
    for _ in range(STEPS_AT_MOST):
        if run.state == State.RECEIVING:
            run = read(run=run, by=by, at=at)
        elif run.state == State.READING:
            run = propose(run=run, by=by, at=at) if run.read_at else read(run=run, by=by, at=at)
        elif run.state == State.APPLYING:
            run = apply(run=run, by=by, at=at)
            compare_quietly(by=by, at=at)
        elif run.state == State.UNDOING:
            run = undo(run=run, by=by, at=at, force=bool(run.counts.get("undo_force")))
            compare_quietly(by=by, at=at)
        else:
            break
    return run


def import_now(
    *,
    files: Sequence[tuple[str, bytes]],
    answers: Mapping[str, str] | None = None,
    go_on: bool = True,
    complete_for_year: bool = False,
    take_corrections: bool = True,
    by,
    at: datetime,
) -> Run:
    """Receive, read, propose and, if `go_on`, apply: the command line's import. Stops where a person has to decide.

    `answers` are {question key: option}.
    """
    run = receive(files=files, complete_for_year=complete_for_year, take_corrections=take_corrections, by=by, at=at)
    run = read(run=run, by=by, at=at, keep=False)
    run = _answered(run, answers, by, at)
    if run.state != State.READING:
        return run
    run = propose(run=run, by=by, at=at)
    run = _answered(run, answers, by, at)
    if run.state == State.READING:
        run = propose(run=run, by=by, at=at)
    if go_on and run.state == State.PROPOSED:
        run = apply(run=run, by=by, at=at)
        compare_quietly(by=by, at=at)
    return run


def after_a_crash(*, at: datetime) -> list[str]:
    """At every start: runs that were being worked on go back to where they stood; a sentence for each.

    A run that another process is still working on is locked by it, and left alone; so is one whose job waits in the
    queue: a yes given while no worker ran was not interrupted, and is carried out.
    """
    sentences = []
    with transaction.atomic():
        for run in Run.objects.select_for_update(skip_locked=True).filter(state__in=CRASHED):
            if run.state == State.READING:
                jobs.defer("returns.carry_on", run=str(run.public_id), by=run.started_by)
            if run.state == State.READING and run.read_at:
                continue  # read, and waiting for its proposal: nothing was cut short
            if run.state != State.READING and jobs.waits("returns.carry_on", run=str(run.public_id)):
                continue
            run.state, run.says = CRASHED[State(run.state)]
            run.save(update_fields=["state", "says"])
            sentences.append(f"Import {str(run.public_id)[:8]}: {run.says}")
    keeping.sweep()
    return sentences


def _answered(run: Run, answers: Mapping[str, str] | None, by, at: datetime) -> Run:
    given = {q["key"]: answers[q["key"]] for q in run.questions if q["key"] in answers} if answers else {}
    if run.state != State.ASKING or not given:
        return run
    in_hand, run = run.in_hand, answer(run=run, answers=given, by=by, at=at)
    if run.state == State.RECEIVING:
        return read(run=run, by=by, at=at, keep=False)
    run.in_hand = in_hand
    return run
