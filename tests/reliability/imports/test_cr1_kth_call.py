"""CR1 on imports: the k-th call of apply and of undo fails, once and then for ever. Before or after, never between.

Every statement, COPY, commit and file call is counted. After each failure the import is tried again and succeeds,
and the trail has one row for it.
"""

import pytest
from django.db import connection

from seenheard.accounts.domain import SYSTEM
from seenheard.config.connections import give_up_what_is_broken
from seenheard.record.models import Child, ClaReview, LinkedIdentifier, Person
from seenheard.returns import operations
from seenheard.returns.models import Run, State
from seenheard.trail.models import Entry
from tests.factories.returns import moment, proposed, read_run, reading
from tests.reliability.imports.faults import SAID, Faults, planted

pytestmark = pytest.mark.django_db(transaction=True)
FACTS = (Person, LinkedIdentifier, ClaReview)


def upload(name):
    header = {"CHILD": name, "SEX": "F", "DOB": "2015-05-01", "ETHNIC": "WBRI"}
    return reading(
        "ssda903", {"header": [header], "reviews": [{"CHILD": name, "REVIEW": "2026-01-05", "REVIEW_CODE": "PN1"}]}
    )


def brought(run):
    """Open facts of the run, and children it made: what a half-written import would show."""
    run_id = str(run.public_id)
    facts = sum(model.objects.filter(run_id=run_id, known_until=None).count() for model in FACTS)
    return facts, Child.objects.filter(first_run=run_id).count()


def told(run, what):
    return Entry.objects.filter(what=what, about=str(run.public_id)).count()


def apply(run):
    return operations.apply(run=run, by=SYSTEM, at=moment())


def undo(run):
    return operations.undo(run=run, by=SYSTEM, at=moment(), force=True)


def propose(run):
    return operations.propose(run=run, by=SYSTEM, at=moment())


def ready_to_apply(name):
    return Run.objects.get(pk=proposed(upload(name)).pk)


def ready_to_undo(name):
    return apply(ready_to_apply(name))


def ready_to_propose(name):
    return Run.objects.get(pk=read_run(upload(name)).pk)


OPERATIONS = {
    # verb: make ready, do, trail row, states before, state after, what stands before and after
    "apply": (ready_to_apply, apply, "applied_import", {State.PROPOSED, State.APPLYING}, State.APPLIED, (0, 0), (3, 1)),
    "undo": (ready_to_undo, undo, "undid_import", {State.APPLIED, State.UNDOING}, State.UNDONE, (3, 1), (0, 1)),
    "propose": (
        ready_to_propose,
        propose,
        "proposed_import",
        {State.READING, State.RECEIVING},
        State.PROPOSED,
        (0, 0),
        (0, 0),
    ),
}


def sweep(verb, *, for_ever, stride, kind=None):
    """Fail call 1, 1 + stride, … until the verb gets through; how many failures landed."""
    ready, do, trail_row = OPERATIONS[verb][:3]
    faults, landed, call = Faults(), 0, 1
    with planted(faults):
        while True:
            run = ready(f"{verb}{for_ever}{kind}{call}")
            faults.arm(call, for_ever=for_ever, kind=kind)
            failed = attempt(do, run)
            assert faults.landed or not failed, f"{verb}, call {call}: failed by itself: {failed!r}"
            faults.disarm()
            look_after(verb, run, call)
            if not faults.landed:
                return landed
            landed += 1
            assert told(run, trail_row) == 1
            call += stride


def attempt(do, run):
    """What the verb raised, or None."""
    try:
        do(run)
    except BaseException as error:
        return error
    return None


def look_after(verb, run, call):
    """The state is before or after; trying again succeeds, and leaves one trail row."""
    _, do, trail_row, before_states, after_state, before, after = OPERATIONS[verb]
    give_up_what_is_broken()  # as between any two requests or jobs
    found = Run.objects.get(pk=run.pk)
    done = found.state == after_state
    where = f"{verb}, call {call}: {found.state}"
    assert done or found.state in before_states, where
    assert brought(run) == (after if done else before), where
    assert told(run, trail_row) == done, where
    assert SAID not in found.says, "a sentence for a person never holds what an exception said"
    if found.state == State.RECEIVING:
        Run.objects.filter(pk=run.pk).update(state=State.READING)
        found.refresh_from_db()
    if not done:
        found = do(found)
    assert found.state == after_state and brought(run) == after and told(run, trail_row) == 1, where


@pytest.mark.parametrize("verb", OPERATIONS)
def test_one_failing_call_leaves_before_or_after(verb):
    assert sweep(verb, for_ever=False, stride=3) >= 5


@pytest.mark.parametrize("verb", ["apply", "undo"])
def test_calls_that_fail_for_ever_leave_before_or_after(verb):
    assert sweep(verb, for_ever=True, stride=7) >= 5


def test_no_memory_leaves_before_or_after():
    assert sweep("apply", for_ever=False, stride=9, kind=MemoryError) >= 5


@pytest.mark.night
@pytest.mark.parametrize("for_ever", [False, True])
@pytest.mark.parametrize("kind", [None, MemoryError])
@pytest.mark.parametrize("verb", OPERATIONS)
def test_every_single_call(verb, kind, for_ever):
    assert sweep(verb, for_ever=for_ever, stride=1, kind=kind) >= 15


def test_the_sweep_would_notice_a_half_written_import(monkeypatch):
    """A planted fault: an apply that commits its facts before it says so on the run."""
    from seenheard.returns.operations import applying

    real = applying._take_in

    def early(*args):
        counts = real(*args)
        connection.connection.execute("COMMIT")
        return counts

    monkeypatch.setattr(applying, "_take_in", early)
    with pytest.raises(AssertionError):
        sweep("apply", for_ever=True, stride=1)
