"""What people said of a delay is for those who may see the child, and costs a page one question."""

from datetime import date

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations
from seenheard.duties.domain.causes import key_of, said_of
from seenheard.duties.models import Clock, Explanation, Tally
from seenheard.duties.queries.explained import explained_late, explanations, unjudged_and_reasons
from seenheard.record import operations as record
from seenheard.record import queries
from seenheard.record.domain.openings import BREAK_GLASS
from tests import cast
from tests.factories.record import add, make_child

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 31)
WHY = "The family was away until Friday."


@pytest.fixture
def child(at):
    child = make_child(born_on=date(2015, 5, 4))
    add("involvement", child, professional_ref="P0002", team_ref="T02", role="CW", from_on=date(2025, 1, 1))
    Clock.objects.create(
        child=child,
        rule="LV-02",
        started_on=date(2026, 3, 2),
        started_ref="x",
        due_on=date(2026, 3, 9),
        to_the_day=False,
        because={},
    )
    for why in ("Nobody was in on Tuesday.", WHY):
        Explanation.objects.create(child=child, rule="LV-02", key="2026-03-02 x", why=why, by="somebody", at=at)
    return child


def test_the_latest_reason_is_told_with_one_question_to_who_has_just_found_the_child(child, django_assert_num_queries):
    maya = cast.maya()
    found = queries.child_for(viewer=maya, public_id=child.public_id, on=ON)
    with django_assert_num_queries(1):
        told = explanations(viewer=maya, child=found, on=ON)
    assert told["LV-02", "2026-03-02 x"].why == WHY


def test_who_may_not_see_the_child_is_told_nothing_though_handed_it(child):
    assert explanations(viewer=cast.ana(), child=child, on=ON) == {}
    assert explanations(viewer=cast.maya(), child=child, on=ON) != {}


def test_whoever_has_opened_the_record_in_an_emergency_reads_it_for_as_long_as_it_is_open(child, at):
    otto, said = cast.otto(), {"because": "danger", "why": "A neighbour heard the child cry for hours"}
    assert explanations(viewer=otto, child=child, on=ON) == {}
    record.open_record(child=child, kind=BREAK_GLASS, by=otto, on=ON, at=at, **said)
    found = queries.child_to_look_at(viewer=otto, public_id=child.public_id, on=ON, at=at)
    assert found.opened and explanations(viewer=otto, child=found, on=ON)["LV-02", "2026-03-02 x"].why == WHY


# --- another source tells since what began it -----------------------------------------------------------------------

DAY = date(2026, 1, 5)


@pytest.fixture
def late(at):
    """A child looked after since January, as it was typed, whose first review is late, and why."""
    child = make_child(born_on=date(2012, 5, 4), tables=["cla_episode", "cla_review"])
    add("involvement", child, professional_ref="P0002", team_ref="T02", role="CW", from_on=date(2025, 1, 1))
    typed = {"kind": "became_looked_after", "on": DAY, "key": "ours", "facts": {"care": "ours"}}
    record.record_event(child=child, by=SYSTEM, at=at, **typed)
    operations.take_changes(by=SYSTEM, at=at)
    clock = Clock.objects.get(child=child, rule="LR-01")
    operations.explain_delay(child=child, rule="LR-01", key=key_of(clock), why=WHY, by=cast.maya(), at=at)
    add("cla_episode", child, from_on=DAY, care_ref="CARE", start_reason="S", at=at)
    record.withdraw(name="event", child=child, key="ours", why="A file tells of it", by=SYSTEM, at=at)
    operations.take_changes(by=SYSTEM, at=at)
    now = key_of(Clock.objects.get(child=child, rule="LR-01"))
    assert now != key_of(clock)
    return child, now


def test_what_was_said_of_a_delay_is_found_again_when_a_file_tells_what_began_it(late):
    child, key = late
    found = queries.child_for(viewer=cast.maya(), public_id=child.public_id, on=ON)
    assert explanations(viewer=cast.maya(), child=found, on=ON)["LR-01", key].why == WHY
    ((owed, said),) = explained_late(viewer=cast.tom(), on=ON)
    assert (key_of(owed.clock), said.why) == (key, WHY)


TYPED, OURS, FILE = ((1, "LV-02", f"2026-01-05 {ref}") for ref in ("event/typed/a", "event/typed/b", "visit/ssd/9"))


def test_what_was_said_of_one_clock_is_not_said_of_another_of_its_day():
    assert said_of([TYPED, FILE], {TYPED: "why"}) == {TYPED: "why"}


def test_of_one_taken_back_nothing_is_said_of_what_the_same_source_tells_besides():
    assert said_of([OURS], {TYPED: "of another referral"}) == {}


def test_of_two_that_came_instead_nobody_can_tell_which_was_meant():
    assert said_of([FILE, (*FILE[:2], "2026-01-05 visit/ssd/10")], {TYPED: "why"}) == {}


@pytest.mark.parametrize("other", [(1, "LV-02", "2026-01-06 visit/ssd/9"), (1, "LV-03", FILE[2]), (2, *FILE[1:])])
def test_nor_is_it_said_of_one_of_another_day_rule_or_child(other):
    assert said_of([FILE], {TYPED: "why"}) == {FILE: "why"}
    assert said_of([other], {TYPED: "why"}) == {}


def test_the_latest_stands_though_it_was_said_of_what_another_source_told():
    assert said_of([FILE], {OURS: "older", TYPED: "latest"}) == {FILE: "latest"}
    assert said_of([FILE], {TYPED: "older", FILE: "its own"}) == {FILE: "its own"}


def test_a_list_is_told_the_latest_reasons_with_what_cannot_be_judged(child, at, django_assert_num_queries):
    Tally.objects.create(
        child=child, rule="LR-01", missing="care_review_held", from_on=date(2026, 3, 1), until_on=date.max, number=2
    )
    Explanation.objects.create(child=child, rule="LV-01", key="2026-03-02 x", why="No such duty.", by="x", at=at)
    with django_assert_num_queries(1):
        unjudged, said = unjudged_and_reasons(on=ON, child_ids=[child.pk])
    assert unjudged == {child.pk: {"care_review_held": 2}}
    assert {cause: one.why for cause, one in said.items()} == {(child.pk, "LV-02", "2026-03-02 x"): WHY}
    assert unjudged_and_reasons(on=ON, child_ids=[]) == ({}, {})
