"""kill -9 while an import is applied: all of it or nothing, the next start says which, and the next try goes through.

Each landing is counted: the process was killed after it had begun and before it said that it was done.
"""

import os
import random
import signal
import time
from collections import Counter

import pytest
from django.db import connection, connections

from seenheard.accounts.domain import SYSTEM
from seenheard.record.models import Child, ClaReview
from seenheard.returns import operations
from seenheard.returns.models import KeptFile, Run, State
from seenheard.trail.models import Entry
from tests.factories.returns import moment, proposed, reading

pytestmark = pytest.mark.django_db(transaction=True)
CHILDREN = 15  # fewer than what makes a file look like another authority’s
BEGUN, DONE = b"b", b"d"


def upload(number):
    names = [f"K{number}-{child}" for child in range(CHILDREN)]
    header = [{"CHILD": name, "SEX": "F", "DOB": "2015-05-01", "ETHNIC": "WBRI"} for name in names]
    reviews = [
        {"CHILD": name, "REVIEW": f"2026-01-{day:02}", "REVIEW_CODE": "PN1"} for name in names for day in (5, 6, 7)
    ]
    return reading("ssda903", {"header": header, "reviews": reviews})


def applied_elsewhere(run, kill_after):
    """Apply in a process of its own and kill it after so many seconds; whether it was killed before it was done."""
    return done_elsewhere(lambda: operations.apply(run=run, by=SYSTEM, at=moment()), kill_after)


def done_elsewhere(do, kill_after):
    """Do it in a process of its own and kill that after so many seconds; whether it was killed before it was done."""
    connections.close_all()
    reads, writes = os.pipe()
    child = os.fork()
    if not child:  # never return into pytest
        try:
            os.write(writes, BEGUN)
            do()
            os.write(writes, DONE)
        finally:
            os._exit(0)
    os.close(writes)
    assert os.read(reads, 1) == BEGUN
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    finished = os.read(reads, 1) == DONE
    os.close(reads)
    return not finished


def brought(run):
    return (
        ClaReview.objects.filter(run_id=str(run.public_id), known_until=None).count(),
        Child.objects.filter(first_run=str(run.public_id)).count(),
    )


def wait_for_the_dead(run):
    """PostgreSQL may need a moment to see that the client is gone: its transaction holds the run's row until then."""
    from django.db import transaction

    with transaction.atomic():
        return Run.objects.select_for_update().get(pk=run.pk)


def kill_until(landings):
    chance, landed, number, states = random.Random(), 0, 0, set()
    started = time.monotonic()
    assert not applied_elsewhere(proposed(upload("first")), None)
    takes = time.monotonic() - started
    while landed < landings:
        number += 1
        assert number < landings * 20, "too few kills landed: the test kills too late or too early"
        run = proposed(upload(number))
        killed = applied_elsewhere(run, chance.uniform(0, takes))
        found = wait_for_the_dead(run)
        whole = found.state == State.APPLIED
        assert brought(run) == ((CHILDREN * 3, CHILDREN) if whole else (0, 0)), f"half an import, after {found.state}"
        assert Entry.objects.filter(what="applied_import", about=str(run.public_id)).count() == whole
        if not killed:
            assert whole
            continue
        landed += 1
        states.add(found.state)
        sentences = operations.after_a_crash(at=moment())
        assert bool(sentences) == (found.state == State.APPLYING), "the next start says which import was cut short"
        again = operations.apply(run=Run.objects.get(pk=run.pk), by=SYSTEM, at=moment())
        assert again.state == State.APPLIED and brought(run) == (CHILDREN * 3, CHILDREN)
        assert Entry.objects.filter(what="applied_import", about=str(run.public_id)).count() == 1
    return states


def test_twenty_kills_that_landed_leave_all_or_nothing():
    assert State.APPLYING in kill_until(20), "no kill fell into the work itself"


@pytest.mark.night
def test_two_hundred_kills_that_landed_leave_all_or_nothing():
    assert State.APPLYING in kill_until(200)


FILES = [
    ("header.csv", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n" + "".join(f"K{n},F,01/05/2015,WBRI,,,\n" for n in range(15))),
    ("reviews.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\n" + "".join(f"K{n},01/05/2015,05/01/2026,PN1\n" for n in range(15))),
]  # fmt: skip


def from_the_first_byte_to_undone():
    run = operations.receive(files=[(name, text.encode()) for name, text in FILES], by=SYSTEM, at=moment())
    operations.apply(run=gone_on(run), by=SYSTEM, at=moment())
    operations.undo(run=Run.objects.get(pk=run.pk), by=SYSTEM, at=moment())


def gone_on(run):
    """The run as far as it comes without a person."""
    return operations.carry_on(run_id=str(run.public_id), by=SYSTEM, at=moment())


def kill_anywhere(kills, own_files):
    """Kill the whole way of an import at a random moment, begin again as the next start does, and bring it to its end."""
    chance, states = random.Random(), Counter()
    started = time.monotonic()
    assert not done_elsewhere(from_the_first_byte_to_undone, None)
    takes = time.monotonic() - started
    for _ in range(kills):
        known = set(Run.objects.values_list("pk", flat=True))
        done_elsewhere(from_the_first_byte_to_undone, chance.uniform(0, takes))
        run = Run.objects.exclude(pk__in=known).first()
        if run is not None:
            wait_for_the_dead(run)
        operations.after_a_crash(at=moment())
        for path in own_files.iterdir():  # an hour later
            os.utime(path, (1, 1))
        operations.after_a_crash(at=moment())
        named = set(KeptFile.objects.filter(deleted=False).values_list("stored_as", flat=True))
        assert {path.name for path in own_files.iterdir()} - {"key", "swept"} == named
        states[brought_to_its_end(run)] += 1
    return states


def brought_to_its_end(run):
    """The state in which the next start found the run, after going on from there until it was undone."""
    if run is None:
        return "nothing"
    run.refresh_from_db()
    found = run.state
    assert found in (State.RECEIVING, State.READING, State.PROPOSED, State.APPLIED, State.UNDONE), found
    assert ClaReview.objects.filter(known_until=None).count() == (15 if found == State.APPLIED else 0)
    run = gone_on(run)
    if run.state == State.PROPOSED:
        run = operations.apply(run=run, by=SYSTEM, at=moment())
    if run.state == State.APPLIED:
        run = operations.undo(run=run, by=SYSTEM, at=moment())
    assert run.state == State.UNDONE and not ClaReview.objects.filter(known_until=None).exists()
    for what in ("received_import", "read_import", "applied_import", "undid_import"):
        assert Entry.objects.filter(what=what, about=str(run.public_id)).count() == 1, what
    return found


def test_a_kill_anywhere_between_the_first_byte_and_the_undo_leaves_nothing_by_halves(own_files):
    states = kill_anywhere(12, own_files)
    assert len(states) >= 3, states


@pytest.mark.night
def test_a_hundred_kills_anywhere_leave_nothing_by_halves(own_files):
    states = kill_anywhere(100, own_files)
    assert {State.RECEIVING, State.PROPOSED, State.APPLIED} <= set(states), states


def test_files_that_no_row_names_are_swept_at_the_next_start(own_files):
    run = operations.receive(files=[("a.csv", b"x")], by=SYSTEM, at=moment())
    stray = own_files / ("0" * 40)
    stray.write_bytes(b"left by a crash between the file and its row")
    operations.after_a_crash(at=moment())
    assert stray.exists(), "a file that has only just come may still get its row"
    os.utime(stray, (1, 1))
    operations.after_a_crash(at=moment())
    assert not stray.exists() and (own_files / run.kept.get().stored_as).exists()
    assert connection.connection is not None
