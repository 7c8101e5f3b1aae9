"""Who went and who types it are two people: a visit is the visitor's, the record of it the writer's."""

from datetime import UTC, date, datetime, timedelta

import pytest

from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations
from seenheard.record.models import Visit
from seenheard.record.operations import Part
from tests import cast
from tests.factories.record import add, make_child

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
ON = date(2026, 3, 30)


@pytest.fixture
def child():
    child = make_child(born_on=date(2015, 5, 4))
    add("involvement", child, professional_ref="P0002", team_ref="T02", role="CW", from_on=date(2025, 1, 1))
    return child


def record(child, made_by="", key="visit-1"):
    part = Part(child=child, seen=True, seen_alone=True)
    said = {"visited_on": ON, "place": "home", "key": key, "by": cast.maya(), "at": AT, "made_by": made_by}
    return operations.record_visit(parts=[part], **said)


@pytest.mark.parametrize("who", ["ana", "adam", "grace"])
def test_nobody_but_who_works_with_children_has_visited(child, who):
    with pytest.raises(NotAllowed, match="Choose who went"):
        record(child, str(cast.person(who).public_id))
    assert not Visit.objects.exists()


def test_somebody_who_has_left_has_not_visited(child):
    tom = cast.tom()
    tom.is_active = False
    tom.save()
    with pytest.raises(NotAllowed, match="Choose who went"):
        record(child, str(tom.public_id))


def test_the_same_form_of_another_visitor_is_another_visit_and_refused(child):
    record(child, str(cast.tom().public_id))
    with pytest.raises(NotAllowed, match="said something else then"):
        record(child)
    assert Visit.objects.get().made_by == str(cast.tom().public_id)


def test_a_correction_that_names_no_visitor_leaves_who_went(child):
    record(child, str(cast.tom().public_id))
    (row,) = Visit.objects.all()
    part = Part(child=child, seen=True, seen_alone=True, noticed="Tidy")
    said = {"visited_on": ON, "place": "home", "why": "Something was left out", "by": cast.maya()}
    operations.correct_visit(child=child, key=row.row_key, part=part, at=AT + timedelta(hours=1), **said)
    assert {one.made_by for one in Visit.objects.all()} == {str(cast.tom().public_id)}
