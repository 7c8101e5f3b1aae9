"""Saying who works with a child, on the page of what happened: for managers, and for nobody else."""

import re

import pytest

from seenheard.prompts.models import Prompt
from seenheard.record.models import Event
from tests import cast
from tests.factories import record as made

pytestmark = pytest.mark.django_db
DAY = {"on_day": "30", "on_month": "3", "on_year": "2026"}
ALLOCATE, LEAVE = "record/worker_allocated/", "record/worker_left/"


def text(answer):
    return answer.content.decode()


@pytest.fixture
def tom(db, stopped_clock):
    made.add("department", None, team_ref="T03", name="Long-term team", row_key="T03")
    return cast.signed_in("tom")


def address(child, page=""):
    return f"/children/{child.public_id}/{page}"


def test_a_manager_is_offered_it_and_says_in_what_it_results(tom, ash):
    cast.maya()
    assert ALLOCATE in text(tom.get(address(ash, "record/")))
    page = text(tom.get(address(ash, ALLOCATE)))
    assert "Maya Ashworth" in page and "Long-term team" in page and "Tom Hale" not in page.partition("<form")[2]
    assert "sees the child’s record from that day" in page


def test_the_worker_who_was_chosen_has_the_child_on_her_list_at_once(tom, ash):
    otto = cast.signed_in("otto")
    assert otto.get(address(ash)).status_code == 404
    said = DAY | {"worker": "", "team": "T03", "role": "CW", "reason": "CHCHAN"}
    answer = tom.post(address(ash, ALLOCATE), said, follow=True)
    assert "Recorded: Worker allocated, 30 March 2026." in text(answer)
    assert otto.get(address(ash)).status_code == 200
    assert "Long-term team" in text(tom.get(address(ash, "recorded/")))


def test_whoever_left_sees_the_child_no_more_and_the_manager_who_passed_it_on_is_told_so(tom, ash):
    tom.post(address(ash, ALLOCATE), DAY | {"team": "T03"})
    answer = tom.post(address(ash, LEAVE), DAY | {"worker": "P0002"}, follow=True)
    assert answer.redirect_chain == [("/my-work/", 302)]
    assert "The child is no longer among those you see." in text(answer)
    assert tom.get(address(ash)).status_code == 404


def test_nobody_chosen_is_asked_for(tom, ash):
    assert "Choose a worker or a team" in text(tom.post(address(ash, ALLOCATE), DAY))
    assert "Choose who left" in text(tom.post(address(ash, LEAVE), DAY))
    assert not Event.objects.exists()


def test_a_worker_is_not_offered_it_and_finds_no_form(ash, stopped_clock):
    maya = cast.signed_in("maya")
    assert ALLOCATE not in text(maya.get(address(ash, "record/")))
    assert maya.get(address(ash, ALLOCATE)).status_code == 404
    assert maya.post(address(ash, ALLOCATE), DAY | {"worker": "P0002"}).status_code == 404


def test_taking_it_back_gives_the_child_back(tom, ash):
    tom.post(address(ash, ALLOCATE), DAY | {"team": "T03"})
    link = re.search(r'href="([^"]+/take-back/)"', text(tom.get(address(ash, "recorded/"))))[1]
    otto = cast.signed_in("otto")
    assert otto.get(address(ash)).status_code == 200
    tom.post(link, {"why": "It was another child"})
    assert otto.get(address(ash)).status_code == 404


def test_what_was_prompted_stands_for_the_new_worker(tom, ash):
    tom.post(address(ash, ALLOCATE), DAY | {"team": "T03"})
    assert Prompt.objects.filter(child=ash, gone_at=None).exists()
    assert "Ash" in text(cast.signed_in("mona").get("/my-work/"))


def test_a_reviewing_officer_who_was_named_has_the_reviews_of_the_child_alone(ash, stopped_clock):
    ines, iris = cast.ines(), cast.newcomer("reviewing_officer")
    assert "Ash" in text(cast.signed_in(iris).get("/my-work/"))
    maya = cast.signed_in("maya")
    form = text(maya.get(address(ash, "record/reviewing_officer_named/")))
    assert "Ines Duarte" in form and "Noor New" in form and "on their list alone" in form
    maya.post(address(ash, "record/reviewing_officer_named/"), DAY | {"officer": str(ines.public_id)})
    assert "Ash" in text(cast.signed_in(ines).get("/my-work/"))
    assert "Ash" not in text(cast.signed_in(iris).get("/my-work/"))
    assert "Ines Duarte" in text(maya.get(address(ash)))
