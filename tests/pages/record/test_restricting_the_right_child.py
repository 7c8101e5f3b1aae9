"""Restricting a child: which child it is, and who would be shut out, is shown before anything is done."""

import re
from datetime import date

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from seenheard.record import operations
from seenheard.record.models import Restriction
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
ADDRESS = "/restricted/new/"
WHY = "The father works in the next office"
FILLED = {"child": "500001", "people": "Ines Duarte", "why": WHY}


@pytest.fixture
def child():
    for who in ("maya", "tom", "otto", "ines"):
        cast.person(who)
    facts = {
        "involvement": {"professional_ref": "P0002", "team_ref": "T02", "from_on": date(2025, 1, 1)},
        "address": {"postcode": "FE1 2AB", "area": "FE1", "kind": "home", "from_on": date(2025, 1, 1)},
    }
    made.add("professional", None, professional_ref="P0002", name="Maya Ashworth")
    made.add("department", None, team_ref="T02", name="Children in care 1")
    return made.make_child(local_id="500001", forename="Fern", surname="Quill", born_on=date(2016, 5, 1), facts=facts)


@pytest.fixture
def sara():
    return cast.signed_in("sara")


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def shown(answer) -> dict[str, str]:
    """What the page showed, as the form sends it back."""
    return {"shown_before": re.search(r'name="shown_before" value="([^"]*)"', answer.content.decode())[1]}


def test_the_child_and_who_is_shut_out_are_shown_before_anything_is_done(child, sara):
    answer = sara.post(ADDRESS, FILLED)
    assert answer.status_code == 200 and not Restriction.objects.exists()
    page = text(answer)
    for words in (
        "Fern Quill",
        "500001",
        "9 years",
        "FE1",
        "Children in care 1",
        "Check that this is the child you mean",
    ):
        assert words in page, words
    assert "Maya Ashworth (social worker) and Tom Hale (team manager) work with this child" in page
    assert "Otto Lind" not in page and "Ines Duarte (" not in page
    assert Entry.objects.get().children == [str(child.public_id)]
    assert sara.post(ADDRESS, FILLED | shown(answer))["Location"] == "/restricted/"
    assert Restriction.objects.get().people == [str(cast.ines().public_id)]


def test_one_tick_lets_a_worker_go_on(child, sara):
    answer = sara.post(ADDRESS, FILLED)
    ticked = {"also": [str(cast.maya().public_id), str(cast.tom().public_id)]}
    assert all(f'value="{one}"' in text(answer) for one in ticked["also"])
    done = sara.post(ADDRESS, FILLED | shown(answer) | ticked, follow=True)
    assert set(Restriction.objects.get().people) == {str(cast.ines().public_id), *ticked["also"]}
    assert "Nobody but Ines Duarte, Maya Ashworth and Tom Hale sees that it is here" in text(done)


def test_a_tick_stays_while_something_else_is_put_right(child, sara):
    ticked = {"also": [str(cast.maya().public_id), str(cast.tom().public_id)]}
    page = text(sara.post(ADDRESS, FILLED | ticked | {"why": "short"}))
    assert page.count(" checked>") == 2 and "Whoever is not named" in page
    asked = text(sara.post(ADDRESS, FILLED | ticked | {"people": "ine"}))
    assert asked.count(" checked>") == 3, "whom one means by a beginning is asked beside them"


def test_nobody_is_let_in_by_a_tick_that_was_not_offered(child, sara):
    answer = sara.post(ADDRESS, FILLED)
    sara.post(ADDRESS, FILLED | shown(answer) | {"also": [str(cast.otto().public_id)]})
    assert Restriction.objects.get().people == [str(cast.ines().public_id)]


def test_another_number_is_another_child_and_asked_about_anew(child, sara):
    made.make_child(local_id="500002", forename="Ash", surname="Sedge")
    before = shown(sara.post(ADDRESS, FILLED))
    answer = sara.post(ADDRESS, FILLED | before | {"child": "500002"})
    assert "Ash Sedge" in text(answer) and "Fern" not in text(answer) and not Restriction.objects.exists()


def test_whoever_is_left_out_since_is_asked_about_anew(child, sara):
    before = shown(sara.post(ADDRESS, FILLED | {"people": "Ines Duarte, Maya Ashworth"}))
    answer = sara.post(ADDRESS, FILLED | before)
    assert "Maya Ashworth (social worker)" in text(answer) and not Restriction.objects.exists()


def test_who_does_not_see_the_child_is_shown_the_number_and_who_is_named_alone(child, sara):
    operations.restrict_child(
        child=child, people=[cast.otto()], from_on=made.AT.date(), until_on=None, why=WHY, by=cast.sara(), at=made.AT
    )
    page = text(sara.post(ADDRESS, FILLED))
    assert (
        "You do not see this child" in page
        and "Otto Lind (social worker) works with this child or is named now" in page
    )
    for words in ("Fern", "Quill", "Maya", "Tom Hale", "FE1"):
        assert words not in page
    assert "500001" not in text(sara.get(f"{ADDRESS}?child={child.public_id}"))


def test_who_said_that_they_know_the_family_is_not_offered(child, sara):
    operations.declare_conflict(child=child, kind="family", words="", by=cast.maya(), at=made.AT)
    page = text(sara.post(ADDRESS, FILLED))
    assert "Tom Hale (team manager) works" in page and "Maya Ashworth (" not in page


def test_the_childs_page_leads_a_service_manager_there_with_the_number_filled_in(child, sara):
    page = f"/children/{child.public_id}/"
    address = f"{ADDRESS}?child={child.public_id}"
    assert address in text(sara.get(page)) and ADDRESS not in text(cast.signed_in("maya").get(page))
    assert 'value="500001"' in text(sara.get(address))
    made.make_child(local_id="500001")
    assert f'value="{child.public_id}"' in text(sara.get(address)), "two have the number"
    for words in ("", "nobody", "00000000-0000-4000-8000-000000000000"):
        assert sara.get(f"{ADDRESS}?child={words}").status_code == 200


def test_those_named_read_on_the_childs_page_that_it_is_restricted_and_since_when(child, sara):
    maya = cast.signed_in("maya")
    page = f"/children/{child.public_id}/"
    assert "Restricted to named people" not in text(maya.get(page))
    filled = FILLED | {"people": "Maya Ashworth"}
    sara.post(ADDRESS, filled | shown(sara.post(ADDRESS, filled)))
    assert "Restricted to named people" in text(maya.get(page)) and "Since 31 March 2026. You are named" in text(
        maya.get(page)
    )
    operations.end_restriction(
        restriction=Restriction.objects.get(), on=made.AT.date(), why=WHY, by=cast.sara(), at=made.AT
    )
    assert "Restricted to named people" not in text(maya.get(page))


def by_a_file(child):
    made.add("involvement", child, row_key="iro", professional_ref="P0010", role="IRO", from_on=date(2025, 6, 2))


def typed(child):
    said = {"kind": "reviewing_officer_named", "on": date(2025, 6, 2), "key": "iro"}
    officer = {"officer": str(cast.ines().public_id)}
    operations.record_event(child=child, facts=officer, **said, by=cast.person("tom"), at=made.AT)


@pytest.mark.parametrize("name", [by_a_file, typed])
def test_the_reviewing_officer_named_for_the_child_is_said_can_be_ticked_and_is_told(child, sara, name):
    """She sees the child by her role, and stands on the child's page as who works with the child."""
    made.add("cla_episode", child, from_on=date(2025, 5, 1), start_reason="S")
    name(child)
    filled = FILLED | {"people": "Maya Ashworth"}
    answer = sara.post(ADDRESS, filled)
    assert "Ines Duarte (reviewing officer) and Tom Hale (team manager) work with this child" in text(answer)
    ines = str(cast.ines().public_id)
    assert f'value="{ines}"' in text(answer)
    sara.post(ADDRESS, filled | shown(answer))
    assert ines in {job.args["person"] for job in ProcrastinateJob.objects.filter(task_name="record.tell_shut_out")}


def test_the_reviewing_officer_who_is_ticked_goes_on(child, sara):
    made.add("cla_episode", child, from_on=date(2025, 5, 1), start_reason="S")
    typed(child)
    filled = FILLED | {"people": "Maya Ashworth"}
    answer = sara.post(ADDRESS, filled)
    sara.post(ADDRESS, filled | shown(answer) | {"also": [str(cast.ines().public_id)]})
    assert set(Restriction.objects.get().people) == {str(one().public_id) for one in (cast.ines, cast.maya)}


def test_a_reviewing_officer_of_before_is_not_said(child, sara):
    made.add("cla_episode", child, from_on=date(2025, 5, 1), start_reason="S")
    over = {"role": "IRO", "from_on": date(2025, 6, 2), "until_on": date(2026, 1, 5)}
    made.add("involvement", child, row_key="iro", professional_ref="P0010", **over)
    page = text(sara.post(ADDRESS, FILLED | {"people": "Maya Ashworth"}))
    assert "Tom Hale (team manager)" in page and "Ines Duarte (" not in page
