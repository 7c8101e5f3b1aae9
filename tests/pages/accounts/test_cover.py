"""The pages on which a manager says who covers for whom."""

from datetime import date

import pytest

from seenheard.accounts.models import Cover
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
DAYS = {
    "from_on_day": "31",
    "from_on_month": "3",
    "from_on_year": "2026",
    "until_on_day": "7",
    "until_on_month": "4",
    "until_on_year": "2026",
}


@pytest.fixture
def child():
    facts = {"involvement": {"professional_ref": "P0002", "team_ref": "T02", "from_on": date(2025, 1, 1)}}
    for who in ("maya", "otto", "ines"):
        cast.person(who)
    return made.make_child(local_id="500001", forename="Fern", surname="Quill", facts=facts)


def fill(browser, **changes):
    filled = {"covered": "maya@fenmarsh.example", "cover": "otto@fenmarsh.example", "why": "leave"}
    return browser.post("/cover/new/", filled | DAYS | changes)


def opens(who, child):
    return cast.signed_in(who).get(f"/children/{child.public_id}/").status_code == 200


def test_a_manager_sets_cover_and_the_cover_sees_the_children(child):
    tom = cast.signed_in("tom")
    assert "No cover has been set" in tom.get("/cover/").content.decode()
    assert not opens("otto", child)
    assert fill(tom)["Location"] == "/cover/"
    assert opens("otto", child)
    page = tom.get("/cover/").content.decode()
    for words in ("Maya Ashworth", "Otto Lind", "From 31 March 2026, back on 7 April 2026", "leave", "Tom Hale"):
        assert words in page
    assert Entry.objects.filter(what="set_cover").count() == 1


def test_the_children_stand_in_the_covers_own_list(child):
    fill(cast.signed_in("tom"))
    assert "Fern Quill" in cast.signed_in("otto").get("/children/?whose=all").content.decode()


def test_whole_names_and_addresses_need_no_second_press(child):
    newcomer = cast.newcomer()
    newcomer.name = "Otto Linden"
    newcomer.save()
    tom = cast.signed_in("tom")
    assert "Nobody here is called “tto”" in fill(tom, cover="tto").content.decode()
    assert fill(tom, covered="MAYA ASHWORTH", cover="otto lind")["Location"] == "/cover/"
    assert [(one.covered.name, one.cover.name) for one in Cover.objects.all()] == [("Maya Ashworth", "Otto Lind")]


def test_a_worker_of_the_files_without_an_account_is_said_to_have_none(child):
    made.add("professional", None, professional_ref="P0777", name="Noor Haddad")
    tom = cast.signed_in("tom")
    words = "“noor haddad” is known from files and has no account here"
    assert words in fill(tom, cover="noor haddad").content.decode() and not Cover.objects.exists()
    assert "Nobody here is called “Noor”" in fill(tom, cover="Noor").content.decode()


def test_whoever_is_away_reads_who_has_their_work(child):
    maya = cast.signed_in("maya")
    assert "has your work" not in maya.get("/my-work/").content.decode()
    fill(cast.signed_in("tom"))
    assert "Otto Lind has your work until 7 April 2026." in maya.get("/my-work/").content.decode()
    assert "has your work" not in cast.signed_in("otto").get("/my-work/").content.decode()
    account = cast.signed_in("adam").get(f"/people/{cast.maya().public_id}/").content.decode()
    assert "Otto Lind has their work until 7 April 2026" in account


def test_it_is_ended_early(child):
    tom = cast.signed_in("tom")
    fill(tom)
    address = f"/cover/{Cover.objects.get().public_id}/end/"
    assert address in tom.get("/cover/").content.decode()
    assert (
        "Otto Lind sees the children of Maya Ashworth no more, but for any whom their own work"
        in tom.get(address).content.decode()
    )
    assert tom.post(address)["Location"] == "/cover/"
    assert not opens("otto", child)
    assert tom.get(address).status_code == 404
    assert "Ended on 31 March 2026." in tom.get("/cover/").content.decode()


LATER = {"from_on_day": "1", "from_on_month": "4"}


def ending(browser):
    address = f"/cover/{Cover.objects.latest('pk').public_id}/end/"
    return address, browser.get(address).content.decode()


def test_what_has_not_begun_does_not_begin(child):
    tom = cast.signed_in("tom")
    fill(tom, **LATER)
    address, page = ending(tom)
    assert "has not begun: it was to begin on 1 April 2026" in page and "End it before it begins" in page
    assert "no more" not in page and "any more" not in page
    assert "The cover does not begin." in tom.post(address, follow=True).content.decode()
    assert "Ended on 31 March 2026. It did not begin." in tom.get("/cover/").content.decode()


@pytest.mark.parametrize("days", [{}, LATER])
@pytest.mark.parametrize(
    ("who", "still"),
    [
        ("tom", "are both in Children in care 1: Tom Hale goes on seeing its children"),
        ("sara", "Sara Okafor answers for every child here"),
        ("ines", "Ines Duarte goes on seeing the children in care"),
    ],
)
def test_who_sees_the_children_otherwise_is_not_said_to_see_them_no_more(child, who, still, days):
    made.add("department", None, team_ref="T02", name="Children in care 1")
    sara = cast.signed_in("sara")
    cast.person(who)
    fill(sara, cover=f"{who}@fenmarsh.example", **days)
    page = ending(sara)[1]
    assert still in page and "no more" not in page


def test_another_cover_of_the_same_two_is_said_to_stay(child):
    tom = cast.signed_in("tom")
    fill(tom)
    fill(tom, until_on_day="14")
    page = ending(tom)[1]
    assert "Another cover of the same two stays: from 31 March 2026, back on 7 April 2026" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"covered": ""}, "person who is away"),
        ({"covered": "nobody@fenmarsh.example"}, "Nobody here is called"),
        ({"cover": ""}, "person who covers"),
        ({"covered": "ines@fenmarsh.example"}, "people of your own teams"),
        ({"cover": "maya@fenmarsh.example"}, "Nobody covers for themselves"),
        ({"from_on_day": "30"}, "today or later"),
        ({"until_on_day": "31", "until_on_month": "3"}, "has to come after"),
        ({"until_on_month": "13"}, "must be a real date"),
    ],
)
def test_what_is_refused_is_said_and_leaves_nothing(child, changes, sentence):
    answer = fill(cast.signed_in("tom"), **changes)
    assert answer.status_code == 200 and sentence in answer.content.decode()
    assert not Cover.objects.exists() and not Entry.objects.exists()


def test_other_managers_and_everybody_else_see_no_cover_of_hers(child):
    fill(cast.signed_in("tom"))
    assert "Maya" not in cast.signed_in("mona").get("/cover/").content.decode()
    assert "Maya" in cast.signed_in("sara").get("/cover/").content.decode()
