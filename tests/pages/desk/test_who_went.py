"""A visit that a colleague made, recorded as theirs: who typed it and who went are two things."""

import re

import pytest

from seenheard.record.models import Draft, Visit
from tests import cast
from tests.factories import record as made

from .test_recording import address, begin, hidden, one_visit, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya(db, stopped_clock):
    return cast.signed_in("maya")


def on_the_staff_list(ref, number, name):
    made.add("professional", None, professional_ref=ref, registration_no=number, name=name, row_key=ref)


def test_nobody_is_asked_who_went_where_there_is_nobody_else(maya, ash):
    assert 'name="made_by"' not in text(maya.get(begin(maya, ash)))


def test_a_colleague_of_the_team_went_and_the_visit_is_theirs(maya, ash):
    tom, otto = cast.tom(), cast.otto()
    draft = begin(maya, ash)
    page = text(maya.get(draft))
    assert "Maya Ashworth (you)" in page and "Tom Hale" in page and "Otto Lind" not in page
    maya.post(draft, one_visit(made_by=str(tom.public_id), made_with="The health visitor"))
    visit = Visit.objects.get()
    assert (visit.made_by, visit.recorded_by) == (str(tom.public_id), str(cast.maya().public_id))
    recorded = text(maya.get(address(ash, "recorded/")))
    assert "Tom Hale" in recorded and "Recorded by Maya Ashworth." in recorded and "The health visitor" in recorded
    draft = begin(maya, ash)
    assert maya.post(draft, one_visit(made_by=str(otto.public_id))).status_code == 200  # of another team
    assert Visit.objects.count() == 1


def test_it_is_the_visitors_registration_that_counts(maya, ash):
    tom = cast.tom()
    on_the_staff_list("P0002", "SW900001", "Maya Ashworth")
    on_the_staff_list("P0008", None, "Tom Hale")
    maya.post(begin(maya, ash), one_visit(made_by=str(tom.public_id)))
    assert Visit.objects.get().qualified is False
    assert "No social work registration of the visitor" in text(maya.get(address(ash, "recorded/")))
    # A correction of who went says it anew.
    link = re.search(r'href="([^"]+/recorded/visits/[^"]+)"', text(maya.get(address(ash, "recorded/"))))[1]
    form = text(maya.get(link))
    assert re.search(rf'<option value="{tom.public_id}" selected', form)
    said = one_visit(made_by=str(cast.maya().public_id), why="I went myself after all")
    maya.post(link, said | {"version": hidden(form, "version")})
    assert [row.qualified for row in Visit.objects.order_by("id")] == [False, True]


def test_a_correction_of_something_else_leaves_who_went_as_it_was(maya, ash):
    tom = cast.tom()
    maya.post(begin(maya, ash), one_visit(made_by=str(tom.public_id)))
    tom.is_active = False
    tom.save()
    link = re.search(r'href="([^"]+/recorded/visits/[^"]+)"', text(maya.get(address(ash, "recorded/"))))[1]
    said = one_visit(made_by=str(tom.public_id), why="It was at the school", place="school")
    maya.post(link, said)
    assert [(row.made_by, row.place) for row in Visit.objects.order_by("id")] == [
        (str(tom.public_id), "home"),
        (str(tom.public_id), "school"),
    ]


def test_the_draft_keeps_who_went(maya, ash):
    tom = cast.tom()
    draft = begin(maya, ash)
    maya.post(draft, one_visit(made_by=str(tom.public_id), do="keep"))
    assert Draft.objects.get().content["made_by"] == str(tom.public_id)
    assert re.search(rf'<option value="{tom.public_id}" selected', text(maya.get(draft)))


def test_it_adds_no_required_answer(maya, ash):
    cast.tom()
    draft = begin(maya, ash)
    assert maya.post(draft, one_visit()).status_code == 302
    assert Visit.objects.get().made_by == str(cast.maya().public_id)
