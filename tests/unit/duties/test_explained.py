"""What people said of a delay is for those who may see the child, and costs a page one question."""

from datetime import date

import pytest

from seenheard.duties.models import Explanation
from seenheard.duties.queries.explained import explanations
from seenheard.record import queries
from tests import cast
from tests.factories.record import add, make_child

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 31)
WHY = "The family was away until Friday."


@pytest.fixture
def child(at):
    child = make_child(born_on=date(2015, 5, 4))
    add("involvement", child, professional_ref="P0002", team_ref="T02", role="CW", from_on=date(2025, 1, 1))
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


def test_a_record_opened_for_an_emergency_tells_none(child):
    maya = cast.maya()
    found = queries.child_for(viewer=maya, public_id=child.public_id, on=ON)
    found.opened = object()
    assert explanations(viewer=maya, child=found, on=ON) == {}
