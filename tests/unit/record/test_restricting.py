"""Restricting a child to named people: who sees the child then, and what is refused."""

from datetime import date, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations, queries
from seenheard.record.models import EndedRestriction, Restriction
from seenheard.record.permissions import NoSuchChild
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.at_once import at_once
from tests.factories.record import AT, add, make_child

pytestmark = pytest.mark.django_db
ON = AT.date()
WHY = "The father works in the next office"
EVERYBODY = ("maya", "tom", "ines", "sara", "ana", "adam", "dev", "grace", "otto")


@pytest.fixture
def child():
    """Looked after, in Maya's and Tom's team."""
    made = make_child(local_id="500001", forename="Fern", surname="Quill")
    add("involvement", made, professional_ref="P0002", team_ref="T02", from_on=date(2025, 1, 1))
    add("cla_episode", made, from_on=date(2025, 5, 1), start_reason="S")
    return made


def restrict(child, *people, by="sara", from_on=ON, until_on=None, why=WHY):
    return operations.restrict_child(
        child=child,
        people=[cast.person(who) for who in people],
        from_on=from_on,
        until_on=until_on,
        why=why,
        by=cast.person(by),
        at=AT,
    )


def end(restriction, *, by="sara", on=ON, why="The father has left the council"):
    return operations.end_restriction(restriction=restriction, on=on, why=why, by=cast.person(by), at=AT)


def see(child, on=ON):
    """Who sees the child on the day; every way of asking has to agree."""
    seeing = set()
    for who in EVERYBODY:
        viewer = cast.person(who)
        listed = queries.children_now(viewer=viewer, on=on).filter(pk=child.pk).exists()
        assert queries.visible_children(viewer=viewer, on=on).filter(pk=child.pk).exists() == listed
        hidden = queries.hidden_from(viewer=viewer, on=on)
        assert hidden is None or hidden.filter(pk=child.pk).exists() != listed
        try:
            queries.child_for(viewer=viewer, public_id=child.public_id, on=on)
            assert listed
        except NoSuchChild:
            assert not listed
        seeing |= {who} if listed else set()
    return seeing


def test_a_restricted_child_is_seen_by_the_people_named_and_by_nobody_else(child):
    assert see(child) == {"maya", "tom", "ines", "sara"}
    restrict(child, "maya", "otto")
    assert see(child) == {"maya", "otto"}


def test_it_is_so_for_its_days_and_not_before_or_after(child):
    restrict(child, "maya", from_on=ON + timedelta(days=2), until_on=ON + timedelta(days=4))
    everybody = {"maya", "tom", "ines", "sara"}
    seen = [see(child, ON + timedelta(days=days)) for days in range(6)]
    assert seen == [everybody, everybody, {"maya"}, {"maya"}, everybody, everybody]


def test_ending_it_lets_everybody_see_again_and_both_stay_written(child):
    ended = end(restrict(child, "maya"))
    assert see(child) == {"maya", "tom", "ines", "sara"}
    assert ended.restriction.people == [str(cast.maya().public_id)]
    assert [row.what for row in Entry.objects.order_by("pk")] == ["restricted_child", "ended_restriction"]
    assert Entry.objects.filter(children=[str(child.public_id)], why__startswith="The father").count() == 2


def test_a_new_list_of_people_takes_the_place_of_the_one_before(child):
    restrict(child, "maya", "tom")
    restrict(child, "tom", why="Maya is on another team from today on")
    assert see(child) == {"tom"}
    assert (Restriction.objects.count(), EndedRestriction.objects.count()) == (2, 1)


def test_the_same_again_is_written_once(child):
    restrict(child, "maya", "tom")
    with pytest.raises(NotAllowed, match="already"):
        restrict(child, "tom", "maya")
    assert (Restriction.objects.count(), Entry.objects.count()) == (1, 1)


def test_an_analyst_neither_counts_nor_mends_a_restricted_child(child):
    ana = cast.ana()
    why = "two children with one UPN"
    assert queries.child_to_mend(viewer=ana, public_id=child.public_id, on=ON, why=why) == child
    restrict(child, "maya")
    with pytest.raises(NoSuchChild):
        queries.child_to_mend(viewer=ana, public_id=child.public_id, on=ON, why=why)
    assert queries.not_counted_for(viewer=ana, on=ON).filter(pk=child.pk).exists()


def test_adoption_stays_stronger_whoever_was_named_for_the_restriction(child):
    restrict(child, "maya")
    add("cla_episode", child, source="ssda903", from_on=date(2020, 5, 1), until_on=date(2021, 5, 1), end_reason="E11")
    assert see(child) == set()


def test_whoever_restricts_may_stay_and_whoever_was_left_out_cannot_let_themselves_in(child):
    restrict(child, "maya", "sara")
    assert see(child) == {"maya", "sara"}
    restrict(child, "maya", why="Nobody but her own worker from now on")
    with pytest.raises(NotAllowed, match="themselves"):
        restrict(child, "maya", "sara", why="I would like to see it again")
    assert see(child) == {"maya"}


@pytest.mark.parametrize(
    ("people", "changes", "sentence"),
    [
        (("maya",), {"by": "tom"}, "Only a service manager"),
        (("maya",), {"by": "dev"}, "Only a service manager"),
        (("maya",), {"by": "grace"}, "Only a service manager"),
        ((), {}, "at least one person"),
        (("adam",), {}, "opens no child"),
        (("dev",), {}, "opens no child"),
        (("maya",), {"why": "because"}, "20 letters"),
        (("maya",), {"until_on": ON}, "after the day"),
    ],
)
def test_what_is_refused_leaves_nothing(child, people, changes, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        restrict(child, *people, **changes)
    assert not Restriction.objects.exists() and not Entry.objects.exists()
    assert see(child) == {"maya", "tom", "ines", "sara"}


def test_only_a_service_manager_ends_it_and_only_once(child):
    restriction = restrict(child, "maya")
    with pytest.raises(NotAllowed, match="Only a service manager"):
        end(restriction, by="tom")
    end(restriction)
    with pytest.raises(NotAllowed, match="over already"):
        end(restriction)
    assert EndedRestriction.objects.count() == 1


def test_a_service_manager_who_knows_the_family_neither_lists_nor_ends_nor_changes_it(child):
    restriction, sara = restrict(child, "maya"), cast.sara()
    operations.declare_conflict(child=child, kind="relative", words="", by=sara, at=AT)
    assert not queries.restrictions(viewer=sara).exists()
    with pytest.raises(NoSuchChild):
        queries.restriction_to_end(viewer=sara, public_id=restriction.public_id, on=ON)
    with pytest.raises(NoSuchChild):
        queries.child_to_restrict(viewer=sara, called="500001")
    with pytest.raises(NoSuchChild):
        end(restriction)
    with pytest.raises(NoSuchChild):
        restrict(child, "tom")


@pytest.mark.django_db(transaction=True)
def test_two_who_restrict_at_once_leave_one_list_of_people_that_holds():
    child = make_child(local_id="500001")
    for who in ("sara", "maya", "tom"):
        cast.person(who)
    outcomes = at_once(lambda: restrict(child, "maya"), lambda: restrict(child, "tom"))
    assert [type(one).__name__ for one in outcomes] == ["Restriction", "Restriction"]
    assert EndedRestriction.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_ended_by_two_at_once_it_is_ended_once():
    child = make_child(local_id="500001")
    cast.person("maya")
    restriction = restrict(child, "maya")
    outcomes = at_once(lambda: end(restriction), lambda: end(restriction))
    assert sorted(type(one).__name__ for one in outcomes) == ["EndedRestriction", "NotAllowed"]
    assert EndedRestriction.objects.count() == 1


# --- who is told -----------------------------------------------------------------------------------------------------


def told(child, *named, **said):
    """Who is to be told of a restriction to these people, in the same transaction."""
    people = {str(cast.person(who).public_id): who for who in EVERYBODY}
    about = str(restrict(child, *named, **said).public_id)
    jobs = ProcrastinateJob.objects.filter(task_name="record.tell_shut_out", args__restriction=about)
    return {people[job.args["person"]] for job in jobs}


def test_whoever_worked_with_the_child_and_is_not_named_is_told(child):
    assert told(child, "otto") == {"maya", "tom"}


def test_whoever_is_named_is_not_told_and_nobody_else_either(child):
    assert told(child, "maya", "otto") == {"tom"}
    assert told(child, "maya", "tom", "otto") == set()  # Otto and Maya saw the child before, and see it still


def test_whoever_was_shut_out_already_is_not_told_again_and_whoever_was_named_is(child):
    told(child, "otto")
    assert told(child, "maya") == {"otto"}


def test_whoever_restricts_a_child_is_not_told_of_it(child):
    told(child, "sara", "maya")
    assert told(child, "maya") == set()


def test_a_restriction_that_is_refused_tells_nobody(child):
    with pytest.raises(NotAllowed):
        restrict(child, "otto", why="")
    assert not ProcrastinateJob.objects.exists()


def test_whoever_knows_the_family_is_not_told(child):
    operations.declare_conflict(child=child, kind="family", words="My sister's child", by=cast.tom(), at=AT)
    assert told(child, "otto") == {"maya"}
