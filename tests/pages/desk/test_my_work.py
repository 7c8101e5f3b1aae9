"""My work: what needs this person, for which child, why, by when."""

import re
from datetime import date

import pytest

from seenheard.accounts.operations import set_cover
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made
from tests.pages.desk.conftest import MAYA, looked_after

pytestmark = pytest.mark.django_db


def test_it_says_which_child_what_why_and_by_when(ash):
    answer = cast.signed_in("maya").get("/my-work/")
    text = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        "Ash Underwood",
        "aged 13 years",
        "Overdue",
        "29 days late",
        "Due Monday 2 March 2026: 20 working days",
    ):
        assert words in text
    assert f"/children/{ash.public_id}/" in text


def test_what_cannot_be_judged_is_one_line_a_child(ash):
    text = cast.signed_in("maya").get("/my-work/").content.decode()
    assert text.count("cannot be judged: ") == 1


def test_nothing_due_is_said(db, stopped_clock):
    text = cast.signed_in("maya").get("/my-work/").content.decode()
    assert "Nothing needs you today." in text


def test_a_list_of_one_part_of_life(ash):
    client = cast.signed_in("maya")
    assert "Ash Underwood" in client.get("/my-work/?part=reviews").content.decode()
    assert "Ash Underwood" not in client.get("/my-work/?part=adoption").content.decode()


def test_hers_and_not_her_colleagues(ash, take):
    looked_after(worker="P0045", forename="Rowan")
    take()
    assert "Rowan" not in cast.signed_in("maya").get("/my-work/").content.decode()
    assert "Rowan" in cast.signed_in("tom").get("/my-work/").content.decode()  # whose worker has no account


def test_a_child_whom_one_covers_says_whose_it_is(db, stopped_clock, take, on, at):
    made.add("professional", None, professional_ref=MAYA, name="M. Ashworth")
    looked_after()
    looked_after(worker=cast.PEOPLE["otto"][2][0], forename="Rowan", team="T99")
    take()
    days = {"from_on": on, "until_on": date(2026, 4, 7), "on": on}
    set_cover(covered=cast.maya(), cover=cast.otto(), by=cast.tom(), at=at, **days)
    of_ash, of_rowan = re.split('<div class="sh-child"', cast.signed_in("otto").get("/my-work/").content.decode())[1:]
    assert "Ash Underwood" in of_ash and "M. Ashworth" in of_ash
    assert "Rowan Underwood" in of_rowan and "Lind" not in of_rowan
    assert "M. Ashworth" not in cast.signed_in("maya").get("/my-work/").content.decode()


def test_the_reviewing_officer_has_the_duties_of_a_reviewing_officer(ash):
    text = cast.signed_in("ines").get("/my-work/").content.decode()
    assert "Ash Underwood" in text
    assert "For the social worker" not in text


def test_every_list_is_written_down_with_all_it_shows(ash):
    maya = cast.maya()
    cast.signed_in(maya).get("/my-work/")
    look = Entry.objects.get(what="looked_at_list")
    assert (look.by, look.children, look.about) == (str(maya.public_id), [str(ash.public_id)], "my_work")


@pytest.mark.parametrize("address", ["/my-work/", "/my-team/", "/children/", "/due-dates/"])
def test_no_row_no_page(ash, monkeypatch, address):
    def refuse(**entry):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr("seenheard.trail.operations.write", refuse)
    answer = cast.signed_in("sara", raise_request_exception=False).get(address)
    assert answer.status_code == 500
    assert "Ash" not in answer.content.decode()


def test_those_who_see_no_child_are_told_so(ash):
    for who in ("ana", "adam"):
        answer = cast.signed_in(who).get("/my-work/")
        assert answer.status_code == 403
        assert "Your role sees no list of children" in answer.content.decode()


def test_it_is_read_and_never_written_to(ash):
    assert cast.signed_in("maya").post("/my-work/").status_code == 405


def test_one_factor_opens_nothing(ash):
    assert cast.signed_in("maya", factors=1).get("/my-work/").status_code == 302


def test_fifty_to_a_page(db, stopped_clock, take):
    for _ in range(51):
        looked_after()
    take()
    client = cast.signed_in("maya")
    first, second = (client.get(f"/my-work/?page={number}").content.decode() for number in (1, 2))
    assert "Showing 1 to 50 of" in first
    assert "Showing 51 to" in second


def test_a_team_and_who_carries_what(ash):
    text = cast.signed_in("tom").get("/my-team/").content.decode()
    assert "Who carries what" in text
    assert MAYA in text
    assert cast.signed_in("maya").get("/my-team/").status_code == 403


def test_the_children_without_a_worker_can_be_read_too(ash, take):
    made.add("cla_episode", made.make_child(born_on=date(2012, 5, 4), forename="Rowan"), from_on=date(2026, 2, 2))
    take()
    client = cast.signed_in("sara")
    assert 'href="/my-team/?worker=nobody"' in client.get("/my-team/").content.decode()
    text = client.get("/my-team/?worker=nobody").content.decode()
    assert "Rowan" in text and "Ash Underwood" not in text
    assert "Rowan" not in client.get(f"/my-team/?worker={MAYA}").content.decode()


def test_who_answers_for_all_teams_may_choose_a_part_of_life_alone(ash):
    client = cast.signed_in("sara")
    asked = "Choose a worker or a part of life to read what is due for each child."
    every, part, other = (
        client.get(f"/my-team/{query}").content.decode() for query in ("", "?part=reviews", "?part=adoption")
    )
    assert asked in every and "Ash Underwood" not in every
    assert "Ash Underwood" in part and asked not in part
    assert "1 duty is overdue" in part and "The longest overdue first." in part
    assert "Nothing is due in this part of life (adoption)" in other


@pytest.mark.parametrize(("who", "words"), [("sara", "All teams"), ("tom", "My team")])
def test_the_navigation_calls_the_page_what_its_heading_does(ash, who, words):
    text = cast.signed_in(who).get("/my-team/").content.decode()
    assert re.search(rf'aria-current="page"[^>]*>\s*{words}\s*</a>', text)
    assert re.search(rf"<h1[^>]*>.*{words}.*</h1>", text, re.DOTALL)


def test_what_due_soon_means_is_said_where_it_stands(ash, take):
    assert "“Due soon”" not in cast.signed_in("maya").get("/my-work/").content.decode()  # only what is overdue
    looked_after(since=date(2026, 3, 27), forename="Rowan")
    take()
    text = cast.signed_in("maya").get("/my-work/").content.decode()
    assert "“Due soon” stands beside a duty from 14 days before its day" in text


def test_an_unborn_child_is_expected(db, stopped_clock, take):
    child = made.make_child(born_on=None, expected_on=date(2026, 6, 1), forename="Baby", surname="Underwood")
    made.add("cla_episode", child, from_on=date(2026, 2, 2), legal_code="C2", care_ref="C")
    made.add("involvement", child, professional_ref=MAYA, role="CW", team_ref=cast.TEAM, from_on=date(2026, 2, 2))
    made.loads("ssd", ["cla_review"])
    take()
    assert "expected 1 June 2026" in cast.signed_in("maya").get("/my-work/").content.decode()


def test_the_number_of_queries_does_not_grow(ash, take, count_queries):
    client = cast.signed_in("maya")
    client.get("/my-work/")  # the first request of a session also notes when it began
    few = count_queries(lambda: client.get("/my-work/"))
    for _ in range(10):
        looked_after()
    take()
    assert count_queries(lambda: client.get("/my-work/")) == few <= 15


def test_a_review_dated_tomorrow_leaves_what_is_overdue_today(ash, take):
    made.add("cla_review", ash, held_on=date(2026, 4, 1))
    take()
    text = cast.signed_in("maya").get("/my-work/").content.decode()
    assert "1 thing needs you, for 1 child. 1 is past its day." in text
    assert "29 days late" in text


def told_by_903_alone(since):
    child = made.make_child(source="ssda903", born_on=date(2012, 5, 4))
    made.add("cla_episode", child, source="ssda903", from_on=since, legal_code="C2", place_code="U6")
    made.add(
        "involvement", child, source="ssda903", professional_ref=MAYA, team_ref=cast.TEAM, role="CW", from_on=since
    )


def test_silence_is_not_called_nothing(db, stopped_clock, take):
    told_by_903_alone(date(2026, 2, 2))
    take()
    text = cast.signed_in("maya").get("/my-work/").content.decode()
    assert "Of what can be judged, nothing needs you today." in text
    assert "cannot be judged: no file tells us of" in text


def test_what_is_still_to_come_is_due_though_no_file_will_tell_when_it_is_done(db, stopped_clock, take):
    told_by_903_alone(date(2026, 3, 27))
    take()
    text = cast.signed_in("maya").get("/my-work/").content.decode()
    assert "Due Friday 3 April 2026: 1 week after 27 March 2026." in text
    assert (
        "Once that day has passed nobody can say: no file we hold about this child says when a child in care is visited."
        in text
    )
    assert "due in 3 days" in text


@pytest.mark.parametrize("asked", ["page=99999999999999999999", "page=-1", "page=x", "worker=%00", "part=%00"])
def test_nonsense_in_the_address_is_passed_over(ash, asked):
    answer = cast.signed_in("tom").get(f"/my-team/?{asked}")
    assert answer.status_code == 200
    assert "Ash Underwood" in answer.content.decode()
