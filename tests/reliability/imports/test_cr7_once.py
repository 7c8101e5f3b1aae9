"""CR7 and the last of CR8: the same yes twenty times at once, two imports at once, an import while people read."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries as record
from seenheard.record.models import Child, ClaReview
from seenheard.returns import operations
from seenheard.returns.models import Run, State
from seenheard.trail.models import Entry
from tests.factories.returns import imported, moment, proposed, reading

pytestmark = pytest.mark.django_db(transaction=True)


def upload(*names, said="PN1"):
    header = [{"CHILD": name, "SEX": "F", "DOB": "2015-05-01", "ETHNIC": "WBRI"} for name in names]
    reviews = [{"CHILD": name, "REVIEW": "2026-01-05", "REVIEW_CODE": said} for name in names]
    return reading("ssda903", {"header": header, "reviews": reviews})


def at_once(times, do):
    """Call `do(n)` from as many threads, all starting together; what each gave, or raised."""
    start = threading.Barrier(times)

    def each(number):
        try:
            start.wait(timeout=30)
            return do(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(each, range(times)))


def test_the_same_yes_twenty_times_at_once_is_one_import():
    run = proposed(upload("A1", "A2"))
    answers = at_once(20, lambda _: operations.apply(run=Run.objects.get(pk=run.pk), by=SYSTEM, at=moment()).state)
    assert answers == [State.APPLIED] * 20
    assert (Child.objects.count(), ClaReview.objects.count()) == (2, 2)
    assert Entry.objects.filter(what="applied_import").count() == 1


def test_the_same_undo_ten_times_at_once_is_one_undo():
    run = imported(upload("A1"))
    # Each has the page open before anybody presses; whoever opens it later is told that it was undone already.
    opened = [Run.objects.get(pk=run.pk) for _ in range(10)]
    answers = at_once(10, lambda n: operations.undo(run=opened[n], by=SYSTEM, at=moment()).state)
    assert answers == [State.UNDONE] * 10
    assert Entry.objects.filter(what="undid_import").count() == 1
    assert not ClaReview.objects.filter(known_until=None).exists()


def test_two_imports_at_once_of_the_same_rows_write_them_once():
    runs = [proposed(upload("A1", "A2")) for _ in range(2)]
    answers = at_once(2, lambda n: operations.apply(run=runs[n], by=SYSTEM, at=moment()))
    assert sorted(type(answer).__name__ for answer in answers) == ["ProposedAnew", "Run"]
    assert ClaReview.objects.filter(known_until=None).count() == 2 and Child.objects.count() == 2
    late = Run.objects.get(state=State.PROPOSED)
    assert "read the new proposal" in late.says
    again = operations.apply(run=late, by=SYSTEM, at=moment())
    assert again.counts["written"]["inserted"] == 0


def test_six_imports_at_once_never_wait_for_each_other_for_ever():
    runs = [proposed(upload(f"A{n}", f"B{n}")) for n in range(6)]

    def until_applied(number):
        run = runs[number]
        for _ in range(20):
            try:
                return operations.apply(run=run, by=SYSTEM, at=moment()).state
            except operations.ProposedAnew:
                run = Run.objects.get(pk=run.pk)
        return "never"

    assert at_once(6, until_applied) == [State.APPLIED] * 6
    assert Child.objects.count() == 12 and ClaReview.objects.count() == 12


def test_whoever_reads_during_an_import_sees_before_or_after():
    imported(upload("A1", "A2"))
    run = proposed(upload("A1", "A2", said="PN7"))
    seen, done = [], threading.Event()

    def act(number):
        if number == 0:
            try:
                return operations.apply(run=run, by=SYSTEM, at=moment()).state
            finally:
                done.set()
        while not done.is_set() or not seen:
            seen.append(
                tuple(sorted(ClaReview.objects.filter(known_until=None).values_list("participation", flat=True)))
            )
        return "read"

    answers = at_once(4, act)
    assert answers[0] == State.APPLIED and set(answers[1:]) == {"read"}
    assert set(seen) <= {("PN1", "PN1"), ("PN7", "PN7")}
    assert {row[2] for row in record.current_rows(source="ssda903", object="cla_review").values()}
