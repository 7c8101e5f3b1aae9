"""Whose the reviewing of a child's plan is: told by a file, or named here; and nobody sees a child by it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations, queries
from seenheard.record.models import ChildNow
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.record import add, make_child

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
ON = date(2026, 3, 30)
SINCE = date(2025, 1, 1)


@pytest.fixture
def child():
    """A looked after child of Maya's."""
    facts = {
        "involvement": {"professional_ref": "P0002", "team_ref": "T02", "role": "CW", "from_on": SINCE},
        "cla_episode": {"from_on": SINCE, "start_reason": "S"},
    }
    return make_child(facts=facts)


def name(child, officer, *, by=SYSTEM, on=ON, key="form-1"):
    facts = {"officer": str(officer.public_id)}
    operations.record_event(child=child, kind="reviewing_officer_named", on=on, key=key, by=by, at=AT, facts=facts)


def reviewer(child):
    return ChildNow.objects.get(child=child).reviewer_ref


def test_a_file_tells_it_by_role_and_half_open(child):
    assert reviewer(child) is None
    add("involvement", child, professional_ref="P0010", role="IRO", from_on=SINCE, until_on=ON)
    assert reviewer(child) is None
    add("involvement", child, professional_ref="P0011", role="IRO", from_on=ON)
    assert reviewer(child) == "P0011"
    assert ChildNow.objects.get(child=child).worker_ref == "P0002"


def test_whoever_was_named_here_reviews_until_another_is_named(child):
    ines, iris = cast.ines(), cast.newcomer("reviewing_officer")
    add("involvement", child, professional_ref="P0011", role="IRO", from_on=SINCE)
    name(child, ines, by=cast.maya(), on=ON - timedelta(days=3))
    assert reviewer(child) == str(ines.public_id)
    name(child, iris, key="form-2")
    assert reviewer(child) == str(iris.public_id)
    people = queries.whole_child(viewer=SYSTEM, child=child, on=AT.date()).people
    assert [(one.name, one.role, one.current) for one in people if one.role == "IRO"] == [
        ("Noor New", "IRO", True),
        (None, "IRO", True),
        ("Ines Duarte", "IRO", False),
    ]
    operations.withdraw(name="event", child=child, key="form-2", why="It was another child", by=SYSTEM, at=AT)
    assert reviewer(child) == str(ines.public_id)


def test_a_file_that_names_another_later_is_believed_from_then(child):
    name(child, cast.ines(), on=ON - timedelta(days=3))
    add("involvement", child, professional_ref="P0011", role="IRO", from_on=ON)
    assert reviewer(child) == "P0011"


@pytest.mark.parametrize("who", ["maya", "otto", "tom", "ana"])
def test_nobody_is_named_who_does_not_review_plans_so_nobody_sees_a_child_by_it(child, who):
    someone = cast.person(who)
    with pytest.raises(NotAllowed, match="Choose a reviewing officer"):
        name(child, someone, by=cast.maya())
    assert reviewer(child) is None


def test_whoever_was_named_and_then_does_other_work_sees_no_child_by_it(child):
    ines = cast.ines()
    name(child, ines)
    ines.role = "social_worker"
    ines.save()
    assert not queries.sees(viewer=ines, child=child, on=AT.date())


def test_the_trail_names_the_officer_and_her_looks_are_those_of_her_work(child):
    name(child, cast.ines(), by=cast.maya())
    (entry,) = Entry.objects.filter(what="recorded_event")
    assert entry.counts == {"kind": "reviewing_officer_named", "officer": str(cast.ines().public_id)}


def test_the_lines_made_anew_name_the_same(child):
    name(child, cast.ines())
    kept = list(ChildNow.objects.values())
    operations.refresh_now(on=AT.date())
    assert list(ChildNow.objects.values()) == kept
