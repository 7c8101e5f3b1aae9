"""Finding a child, and the comparison of due dates; where each person begins."""

from datetime import date

import pytest

from seenheard.duties.models import Comparison
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made
from tests.pages.desk.conftest import looked_after

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def test_the_children_one_may_see_by_name(ash):
    looked_after(forename="Rowan", worker="P0099", team=cast.OTHER_TEAM)
    page = text(cast.signed_in("maya").get("/children/"))
    assert "1 child whom you hold." in page
    assert "Ash Underwood" in page
    assert "Rowan" not in page


def test_a_search_is_posted_so_that_no_name_stands_in_an_address(ash):
    rowan = looked_after(forename="Rowan")
    client = cast.signed_in("maya")
    page = text(client.post("/children/", {"words": "rowan"}))
    assert "1 child found." in page and "Rowan Underwood" in page and "Ash Underwood" not in page
    assert "Rowan" not in text(client.get("/children/?words=rowan")).partition("<form")[0]
    look = Entry.objects.get(what="searched_for_children")
    assert look.children == [str(rowan.public_id)]
    assert "rowan" not in str(vars(look)).lower()


def test_a_result_says_why_it_was_found(ash):
    client = cast.signed_in("maya")
    made.add("person_name", ash, source="cin", forename="Ashley", surname="Oldfield", name_used="Lee")
    made.add("person_name", ash, source="ssda903", name_used="Leo")
    for typed, says in (
        ("ashley", "Also recorded as: Ashley Oldfield"),
        ("leo", "Known as: Leo"),
        ("ash udnerwood", "Spelt otherwise"),
        (ash.now.local_id, "1 child found."),
    ):
        assert says in text(client.post("/children/", {"words": typed})), typed
    assert "sh-tag" not in text(client.post("/children/", {"words": "lee under"}))


def test_only_the_nearest_fifty_are_shown_and_all_are_counted(db, stopped_clock):
    for _ in range(51):
        looked_after()
    page = text(cast.signed_in("maya").post("/children/", {"words": "underwood"}))
    assert "51 children found." in page and "Only the nearest fifty are shown." in page
    assert page.count("Ash Underwood") == 50


def test_a_search_for_nothing_says_what_to_enter(ash):
    page = text(cast.signed_in("maya").post("/children/", {"words": " "}))
    assert "Enter part of a name" in page
    assert "Ash Underwood" not in page


def test_a_search_without_a_find_says_so(ash):
    assert "No child fits what you asked for." in text(cast.signed_in("maya").post("/children/", {"words": "zzz"}))


def test_children_of_one_standing(ash):
    client = cast.signed_in("maya")
    assert "Ash Underwood" in text(client.get("/children/?with_us=looked_after"))
    assert "Ash Underwood" not in text(client.get("/children/?with_us=protection"))


def test_due_dates_side_by_side(ash, take):
    made.add("cla_review", ash, due_on=date(2026, 3, 10))
    take()
    page = text(cast.signed_in("tom").get("/due-dates/"))
    assert "How often they agree" in page
    assert "Ash Underwood" in page
    assert "10 March 2026" in page and "8 days later than ours" in page


def test_an_analyst_gets_the_counts_and_no_child(ash, take):
    made.add("cla_review", ash, due_on=date(2026, 3, 10))
    take()
    page = text(cast.signed_in("ana").get("/due-dates/"))
    assert "How often they agree" in page
    assert "Ash" not in page
    assert "The dates of single children are not shown to you." in page
    assert cast.signed_in("adam").get("/due-dates/").status_code == 403


def test_a_file_that_adoption_has_closed_is_not_among_the_counts_of_an_analyst(take):
    child = made.make_child(born_on=date(2018, 5, 4))
    made.add("cla_episode", child, from_on=date(2026, 1, 5), until_on=date(2026, 3, 2), end_reason="E11")
    made.add("cla_review", child, held_on=date(2026, 1, 20), due_on=date(2026, 1, 27))
    take()
    assert Comparison.objects.filter(child=child).exists()
    page = text(cast.signed_in("ana").get("/due-dates/"))
    assert "No file that we hold gives the council’s own due dates." in page


def test_no_dates_of_the_councils_own_is_said(ash):
    assert "No file that we hold gives the council’s own due dates." in text(cast.signed_in("tom").get("/due-dates/"))


@pytest.mark.parametrize(
    ("who", "begins"),
    [
        ("maya", "/my-work/"),
        ("tom", "/my-work/"),
        ("ines", "/my-work/"),
        ("sara", "/my-work/"),
        ("ana", "/imports/"),
        ("adam", "/people/"),
    ],
)
def test_where_each_person_begins(db, stopped_clock, who, begins):
    assert cast.signed_in(who).get("/").headers["Location"] == begins
