"""Two who say at once who must not know an address; a note saved meanwhile; and calls of the database that fail."""

import threading
from datetime import date, timedelta

import pytest
from django.db import OperationalError, connection, transaction

from seenheard.record import operations, queries
from seenheard.record.models import Event, Issue
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made
from tests.unit.record.test_at_once import in_threads
from tests.unit.record.test_every_call_may_fail import Fails, failing

pytestmark = pytest.mark.django_db(transaction=True)
AT = made.AT
WHERE = {"kind": "home", "lines": "14 Rowan Road", "postcode": "PE30 1AA", "from_on": date(2025, 1, 1)}


@pytest.fixture
def child():
    involved = {"professional_ref": "P0002", "team_ref": "T02", "role": "CW", "from_on": date(2025, 1, 1)}
    return made.make_child(forename="Ash", facts={"involvement": involved, "address": WHERE})


def protect(child, by, **more):
    said = {"who": "her father", "why": "He has found them before", "from_on": AT.date(), "key": "one", "at": AT} | more
    return operations.protect_address(children=[child], by=by, **said)


def kinds(outcomes):
    return sorted(type(one).__name__ for one in outcomes)


def test_two_who_say_the_same_at_once_leave_one(child):
    maya, tom = cast.maya(), cast.tom()
    outcomes = in_threads(lambda: protect(child, maya), lambda: protect(child, tom, key="two"))
    assert kinds(outcomes) == ["SaidAlready", "tuple"]
    assert Event.objects.count() == Entry.objects.filter(what="protected_address").count() == 1


def test_one_form_sent_twice_at_once_leaves_one(child):
    maya = cast.maya()
    outcomes = in_threads(lambda: protect(child, maya), lambda: protect(child, maya))
    assert sorted(saved.written for (saved,) in outcomes) == [False, True]
    assert Event.objects.count() == 1


def test_two_who_end_it_at_once_leave_one_end(child):
    maya, tom = cast.maya(), cast.tom()
    protect(child, maya)
    said = {"child": child, "protection": "one", "why": "The order was lifted", "at": AT}
    outcomes = in_threads(
        lambda: operations.end_protection(key="a", by=maya, **said),
        lambda: operations.end_protection(key="b", by=tom, **said),
    )
    assert kinds(outcomes) == ["NotThere", "Saved"]
    assert Event.objects.filter(kind="address_protection_ended").count() == 1


def test_a_note_that_waits_for_the_protection_is_refused_by_it(child):
    """There is no moment between: who writes next reads what has just been said."""
    maya, tom, begun = cast.maya(), cast.tom(), threading.Event()

    def write():
        begun.wait(10)
        said = {"words": "Noise at 14 Rowan Road", "on": AT.date(), "key": "worry", "by": tom, "at": AT}
        return operations.raise_issue(child=child, **said)

    def say():
        with transaction.atomic():
            protect(child, maya)
            begun.set()
            waits_for_a_lock()

    outcomes = in_threads(say, write)
    assert kinds(outcomes) == ["NoneType", "TellsAddress"], outcomes
    assert not Issue.objects.exists()


WHY = "The family has asked at 14 Rowan Road"
REASONS = {
    "a restriction": lambda child: operations.restrict_child(
        child=child, people=[cast.maya()], from_on=AT.date(), until_on=None, why=WHY, by=cast.sara(), at=AT
    ),
    "a conflict": lambda child: operations.declare_conflict(
        child=child, kind="family", words=WHY, by=cast.tom(), at=AT
    ),
}


@pytest.mark.parametrize("reason", REASONS.values(), ids=REASONS)
def test_a_reason_that_waits_for_the_protection_is_refused_by_it(child, reason):
    maya, begun = cast.maya(), threading.Event()
    cast.sara(), cast.tom()

    def write():
        begun.wait(10)
        return reason(child)

    def say():
        with transaction.atomic():
            protect(child, maya)
            begun.set()
            waits_for_a_lock()

    assert kinds(in_threads(say, write)) == ["NoneType", "TellsAddress"]
    assert not Entry.objects.filter(why=WHY).exists()


def waits_for_a_lock():
    """Until somebody waits for what this transaction holds."""
    pause = threading.Event()
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
        pause.wait(0.05)
    raise AssertionError("nobody waited")


ACTS = {
    "saying it": lambda child, by: protect(child, by, key="another", who="her uncle"),
    "correcting it": lambda child, by: operations.correct_protection(
        child=child, protection="one", who="her uncle", reason="He has found them before", from_on=AT.date(),
        why="It was the uncle", by=by, at=AT + timedelta(hours=1),
    ),
    "answering after a move": lambda child, by: operations.protection_holds(
        child=child, protection="one", key="held", by=by, at=AT + timedelta(hours=1)
    ),
    "ending it": lambda child, by: operations.end_protection(
        child=child, protection="one", why="The order was lifted", key="end", by=by, at=AT + timedelta(hours=1)
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_whichever_call_fails_all_or_nothing_is_kept_and_it_protects(act, child, monkeypatch):
    maya = cast.maya()
    protect(child, maya)
    made.add("address", child, row_key="moved", at=AT + timedelta(minutes=1), **WHERE | {"lines": "3 Birch Close"})
    before = everything()
    for kth in range(1, 60):
        fails = Fails(kth, OperationalError, for_ever=False)
        try:
            with failing(fails, monkeypatch):
                act(child, maya)
        except OperationalError:
            assert everything() == before, f"call {kth}"
            whole = queries.whole_child(viewer=maya, child=child, on=AT.date())
            assert whole.address_protected == "her father"
        else:
            break
    assert fails.calls > 5 and everything() != before


def everything():
    rows = Event.objects.order_by("pk").values_list("pk", "row_key", "known_until")
    return list(rows), list(Entry.objects.order_by("pk").values_list("what", "why"))
