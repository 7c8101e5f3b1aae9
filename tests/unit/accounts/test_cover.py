"""Cover with dates: who sets it, who then stands in, and that it ends by itself."""

from datetime import date, timedelta

import pytest

from seenheard.accounts import operations, queries
from seenheard.accounts.models import Cover, EndedCover, User
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import queries as record
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.at_once import at_once
from tests.factories.record import AT, add, make_child

pytestmark = pytest.mark.django_db
ON = AT.date()
WEEK = timedelta(days=7)


@pytest.fixture
def children():
    """Maya's own child, a colleague's of her team, one in care elsewhere, one of nobody."""
    made = {name: make_child(local_id=name) for name in ("mayas", "team", "care", "nobody")}
    add("involvement", made["mayas"], professional_ref="P0002", team_ref="T02", from_on=date(2025, 1, 1))
    add("involvement", made["team"], professional_ref="P0005", team_ref="T02", from_on=date(2025, 1, 1))
    add("cla_episode", made["care"], from_on=date(2025, 5, 1), start_reason="S")
    return made


def cover(covered="maya", by_whom="otto", *, by="tom", from_on=ON, until_on=ON + WEEK, on=ON):
    return operations.set_cover(
        covered=cast.person(covered),
        cover=cast.person(by_whom),
        from_on=from_on,
        until_on=until_on,
        on=on,
        by=cast.person(by),
        at=AT,
    )


def seen(who, on=ON):
    return {line.local_id for line in record.children_now(viewer=cast.person(who), on=on)}


def test_the_cover_sees_the_childrens_of_the_covered_for_these_days_and_no_others(children):
    assert seen("otto") == set()
    cover(from_on=ON + timedelta(days=1), until_on=ON + timedelta(days=3))
    assert [seen("otto", ON + timedelta(days=day)) for day in range(5)] == [set(), {"mayas"}, {"mayas"}, set(), set()]


@pytest.mark.parametrize(
    ("covered", "by", "lent"),
    [
        ("maya", "tom", {"mayas"}),
        ("tom", "sara", {"mayas", "team"}),
        ("ines", "sara", {"care"}),
        ("sara", "sara", set()),
    ],
)
def test_what_is_lent_is_the_persons_own_work_and_never_every_child(children, covered, by, lent):
    cover(covered, by=by)
    assert seen("otto") == lent


def test_what_somebody_covers_is_not_lent_on(children):
    cover("maya", "otto")
    cover("otto", "mona", by="mona")
    assert seen("mona") == set()
    assert seen("otto") == {"mayas"}


def test_a_manager_who_covers_stays_a_manager_of_their_own_teams_only(children):
    cover("tom", "mona", by="sara")
    assert seen("mona") == {"mayas", "team"}
    assert not queries.people_to_cover(viewer=cast.person("mona")).filter(pk=cast.maya().pk).exists()


def test_somebody_switched_off_neither_lends_nor_sees(children):
    cover()
    User.objects.filter(pk=cast.otto().pk).update(is_active=False)
    assert seen("otto") == set()
    assert queries.covers(ON) == {str(cast.maya().public_id): ()}


def test_who_covers_for_whom_on_a_day(children):
    maya, otto, mona = (str(cast.person(who).public_id) for who in ("maya", "otto", "mona"))
    cover("maya", "otto")
    cover("maya", "mona", until_on=ON + timedelta(days=2))
    assert queries.covers(ON) == {maya: (otto, mona)}
    assert queries.covers(ON + timedelta(days=2)) == {maya: (otto,)}
    assert queries.covers(ON + WEEK) == {} == queries.covers(ON - timedelta(days=1))


def test_ended_early_it_is_over_that_day(children):
    one = cover()
    operations.end_cover(cover=one, on=ON, by=cast.tom(), at=AT)
    assert seen("otto") == set() and queries.covers(ON) == {}
    with pytest.raises(NotAllowed, match="over already"):
        operations.end_cover(cover=one, on=ON, by=cast.tom(), at=AT)
    assert [row.what for row in Entry.objects.filter(about=str(one.public_id)).order_by("pk")] == [
        "set_cover",
        "ended_cover",
    ]


@pytest.mark.parametrize(
    ("covered", "by_whom", "changes", "sentence"),
    [
        ("maya", "otto", {"by": "maya"}, "Only a manager"),
        ("maya", "otto", {"by": "adam"}, "Only a manager"),
        ("maya", "otto", {"by": "ines"}, "Only a manager"),
        ("maya", "otto", {"by": "mona"}, "your own teams"),
        ("ines", "otto", {"by": "tom"}, "your own teams"),
        ("maya", "maya", {}, "themselves"),
        ("maya", "adam", {}, "opens no child"),
        ("maya", "dev", {}, "opens no child"),
        ("ana", "otto", {"by": "sara"}, "works with no children"),
        ("maya", "otto", {"from_on": ON - timedelta(days=1)}, "today or later"),
        ("maya", "otto", {"until_on": ON}, "has to come after"),
    ],
)
def test_what_is_refused_leaves_nothing(covered, by_whom, changes, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        cover(covered, by_whom, **changes)
    assert not Cover.objects.exists() and not Entry.objects.exists()


def test_another_manager_does_not_end_it():
    one = cover()
    with pytest.raises(NotAllowed, match="not yours"):
        operations.end_cover(cover=one, on=ON, by=cast.person("mona"), at=AT)
    assert not EndedCover.objects.exists()


def test_the_same_again_is_written_once_and_longer_is_more():
    cover()
    for until in (ON + WEEK, ON + timedelta(days=3)):
        with pytest.raises(NotAllowed, match="already"):
            cover(until_on=until)
    cover(until_on=ON + 2 * WEEK)
    assert Cover.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_set_by_two_at_once_it_is_set_once():
    for who in ("maya", "otto", "tom", "sara"):
        cast.person(who)
    outcomes = at_once(cover, lambda: cover(by="sara"))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Cover", "NotAllowed"]
    assert Cover.objects.count() == 1
