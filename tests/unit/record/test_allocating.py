"""Who may say who works with a child: nobody gets sight of a child by what they type themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations, queries
from seenheard.record.models import Event, Involved
from seenheard.record.permissions import NoSuchChild
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.record import add, make_child

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
ON = date(2026, 3, 30)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def child():
    """A child of Maya's and Tom's team."""
    child = make_child()
    add("involvement", child, professional_ref="P0002", team_ref="T02", role="CW", from_on=date(2025, 1, 1))
    return child


def say(child, by, kind="worker_allocated", *, key="form-1", at=AT, **facts):
    return operations.record_event(child=child, kind=kind, on=ON, key=key, by=by, at=at, facts=facts)


def see(child, *people):
    return [queries.sees(viewer=one, child=child, on=AT.date()) for one in people]


def test_a_manager_gives_a_child_of_theirs_to_a_worker_and_the_trail_names_both(child):
    tom, otto = cast.tom(), cast.otto()
    assert say(child, tom, worker="P0003", team="T03").written
    assert see(child, otto) == [True]
    (entry,) = Entry.objects.filter(what="recorded_event")
    assert (entry.by, entry.counts) == (
        str(tom.public_id),
        {"kind": "worker_allocated", "worker": "P0003", "team": "T03"},
    )


@pytest.mark.parametrize("who", ["otto", "mona"])
def test_somebody_who_does_not_see_the_child_cannot_give_it_to_themselves(child, who):
    me = cast.person(who)
    with pytest.raises(NoSuchChild):
        say(child, me, worker="P0003", team="T03")
    assert (see(child, me), Event.objects.count()) == ([False], 0)


@pytest.mark.parametrize("who", ["maya", "ines"])
def test_whoever_is_no_manager_says_it_of_nobody_not_even_of_a_child_they_see(child, who):
    add("cla_episode", child, from_on=ON, start_reason="S")
    for worker in ("P0002", "P0003", "P0010"):
        with pytest.raises(NotAllowed, match="Only a manager"):
            say(child, cast.person(who), worker=worker)
    assert not Event.objects.exists()


def test_a_manager_does_not_say_it_of_themselves(child):
    with pytest.raises(NotAllowed, match="Another manager"):
        say(child, cast.tom(), worker="P0008")


def test_a_manager_who_stands_in_for_a_while_does_not_keep_the_child_in_a_team_of_theirs(child):
    """Whoever sees a child for some days, as a cover, could otherwise see it for ever."""
    mona = cast.person("mona", team_refs=["T02", "T03"])
    with pytest.raises(NotAllowed, match="into their own team"):
        say(child, mona, worker="P0003", team="T03")
    assert say(child, mona, worker="P0003", team="T02").written


def test_taking_back_that_one_left_is_giving_oneself_the_child(child):
    add("involvement", child, professional_ref="P0008", team_ref="T02", role="CW", from_on=date(2025, 1, 1))
    tom = cast.tom()
    say(child, SYSTEM, "worker_left", worker="P0008")
    for act in (
        lambda: operations.withdraw(name="event", child=child, key="form-1", why="I am back again", by=tom, at=LATER),
        lambda: operations.correct_event(
            child=child, key="form-1", on=ON, facts={"worker": "P0002"}, why="It was Maya", by=tom, at=LATER
        ),
    ):
        with pytest.raises(NotAllowed, match="Another manager"):
            act()
    assert Event.objects.count() == 1


def test_a_worker_called_by_registration_is_the_one_of_the_staff_list(child):
    add("professional", None, professional_ref="P0003", registration_no="SW000003", name="Otto Lind")
    say(child, cast.tom(), worker="SW000003")
    assert Involved.objects.filter(child=child, professional_ref="P0003").exists()


def test_nobody_is_not_a_worker(child):
    with pytest.raises(NotAllowed, match="which worker or which team"):
        say(child, cast.tom(), role="CW")
    with pytest.raises(NotAllowed, match="Say which worker"):
        say(child, cast.tom(), "worker_left", team="T02")
