"""The pages on which a service manager names who opens a file that adoption has closed, and ends it."""

from datetime import date, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record import operations
from seenheard.record.models import Child, EndedAccess, NamedAccess
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
WHY = "The adoption agency asks for her early health record"
DONE = "The agency has had its answer by now"
OTHERS = ("maya", "tom", "ines", "ana", "adam")


@pytest.fixture
def adopted():
    """A child who left by adoption, and the people."""
    facts = {"cla_episode": {"from_on": date(2020, 5, 1), "until_on": date(2021, 5, 1), "end_reason": "E11"}}
    child = made.make_child(local_id="A1", born_on=date(2018, 5, 4), forename="Fern", surname="Quill", facts=facts)
    for who in ("sara", *OTHERS):
        cast.person(who)
    return child


@pytest.fixture
def sara(adopted):
    return cast.signed_in("sara")


def name(browser, **changes):
    """Fill in the form as a service manager would."""
    filled = {"child": "A1", "person": "maya@fenmarsh.example", "why": WHY}
    until = {"until_on_day": "1", "until_on_month": "5", "until_on_year": "2026"}
    shown = [str(one.public_id) for one in Child.objects.filter(now__local_id=changes.get("child", "A1"))]
    return browser.post("/closed-files/name/", filled | until | {"shown_before": "".join(shown[:1])} | changes)


def end_address(child):
    return f"/closed-files/{child.public_id}/{cast.maya().public_id}/end/"


def opens(child, who="maya"):
    return cast.signed_in(who).get(f"/children/{child.public_id}/").status_code == 200


def test_naming_opens_the_file_to_that_person_alone(sara, adopted):
    assert "Nobody has been named" in sara.get("/closed-files/").content.decode()
    assert name(sara)["Location"] == "/closed-files/"
    assert opens(adopted)
    assert not any(opens(adopted, who) for who in ("sara", "tom", "ines", "ana", "adam"))


def test_the_file_is_shown_by_number_and_by_name_to_who_opens_it_before_anybody_is_named(sara, adopted):
    page = name(sara, shown_before="", why="short").content.decode()
    for words in (
        "The file with this number",
        "A1",
        "You do not see this child",
        "Check that this is the child you mean",
    ):
        assert words in page
    assert "Fern" not in page and not NamedAccess.objects.exists()
    tom = cast.person("tom")
    for person in (cast.sara(), tom):
        operations.name_person_for_closed_file(
            child=adopted,
            person_public_id=str(person.public_id),
            from_on=date(2026, 3, 31),
            until_on=date(2026, 5, 1),
            why=WHY,
            by=SYSTEM,
            at=made.AT,
        )
    page = name(sara, shown_before="00000000-0000-4000-8000-000000000000").content.decode()
    assert "Fern Quill" in page and "Sara Okafor" in page and "Tom Hale" in page
    assert NamedAccess.objects.count() == 2


def test_the_list_says_who_until_when_why_and_by_whom_and_nothing_of_the_file(sara, adopted):
    name(sara)
    page = sara.get("/closed-files/").content.decode()
    for words in ("Maya Ashworth", "A1", "From 31 March 2026 until 1 May 2026", WHY, "Sara Okafor, 31 March 2026"):
        assert words in page
    assert "Fern" not in page and "2018" not in page


def test_ending_closes_it_at_once_and_both_stay_on_the_list(sara, adopted):
    name(sara)
    asked = sara.get(end_address(adopted)).content.decode()
    assert "Maya Ashworth" in asked and WHY in asked
    assert sara.post(end_address(adopted), {"why": DONE})["Location"] == "/closed-files/"
    assert not opens(adopted)
    page = sara.get("/closed-files/").content.decode()
    assert f"Ended early on 31 March 2026 by Sara Okafor: {DONE}." in page and WHY in page
    assert end_address(adopted) not in page
    assert sara.get(end_address(adopted)).status_code == 404, "there is nothing to end any more"


def test_ending_ends_every_naming_of_that_person_that_is_not_over(sara, adopted):
    name(sara)
    name(sara, until_on_month="6")
    name(sara, person="tom@fenmarsh.example")
    sara.post(end_address(adopted), {"why": DONE})
    assert EndedAccess.objects.count() == 2
    assert not opens(adopted) and opens(adopted, "tom")


def test_who_was_shut_out_can_be_named_again(sara, adopted):
    name(sara)
    sara.post(end_address(adopted), {"why": DONE})
    assert name(sara)["Location"] == "/closed-files/"
    assert opens(adopted)
    assert NamedAccess.objects.count() == 2


def test_each_act_and_each_look_is_in_the_trail(sara, adopted):
    name(sara)
    sara.get("/closed-files/")
    sara.get(end_address(adopted))
    sara.post(end_address(adopted), {"why": DONE})
    manager, public_id = str(cast.sara().public_id), str(adopted.public_id)
    rows = Entry.objects.filter(children=[public_id]).order_by("pk")
    named, listed, asked, ended = rows
    assert [row.by for row in rows] == [manager] * 4
    assert (named.what, named.why) == ("named_person_for_closed_file", WHY)
    assert {listed.about, asked.about} == {"named_for_closed_files"}
    assert (ended.what, ended.why, ended.about) == (
        "ended_naming_for_closed_file",
        DONE,
        str(cast.maya().public_id),
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"child": ""}, "own number for the child"),
        ({"child": "Z9"}, "No file that adoption has closed"),
        ({"child": "OPEN"}, "No file that adoption has closed"),
        ({"child": "TWICE"}, "Several closed files"),
        ({"person": ""}, "the person’s name"),
        ({"person": "nobody@fenmarsh.example"}, "Nobody here is called"),
        ({"person": "ana@fenmarsh.example"}, "opens no child’s page"),
        ({"person": "sara@fenmarsh.example"}, "Nobody names themselves"),
        ({"until_on_day": "31", "until_on_month": "3"}, "after the day on which it opens"),
        ({"until_on_day": "32"}, "must be a real date"),
        ({"until_on_year": ""}, "must include a year"),
        ({"why": "because"}, "20 letters or more"),
        ({"why": " " * 40}, "Say why this person"),
    ],
)
def test_what_is_refused_is_said_and_leaves_nothing(sara, adopted, changes, sentence):
    made.make_child(local_id="OPEN")
    for source in ("ssd", "ssda903"):
        child = made.make_child(local_id="TWICE", source=source)
        made.add("cla_episode", child, from_on=date(2020, 5, 1), until_on=date(2021, 5, 1), end_reason="E12")
    answer = name(sara, **changes)
    assert answer.status_code == 200 and sentence in answer.content.decode()
    assert not NamedAccess.objects.exists()
    assert not Entry.objects.filter(what="named_person_for_closed_file").exists()


def test_asking_for_a_closed_file_by_number_is_in_the_trail_though_nobody_was_named(sara, adopted):
    name(sara, why="because")
    assert Entry.objects.get().children == [str(adopted.public_id)]


def test_a_number_that_several_closed_files_have_is_in_the_trail_with_each_of_them(sara, adopted):
    child = made.make_child(local_id="A1", source="ssda903")
    made.add("cla_episode", child, from_on=date(2020, 5, 1), until_on=date(2021, 5, 1), end_reason="E12")
    assert "Several closed files" in name(sara).content.decode()
    assert sorted(Entry.objects.get().children) == sorted([str(adopted.public_id), str(child.public_id)])


def test_a_naming_for_a_file_that_is_closed_no_longer_is_listed_and_can_be_ended(sara):
    """The import that told of the adoption was undone; with the next that tells of it the naming opens the file again."""
    child = made.make_child(local_id="U1")
    gone = {"from_on": date(2020, 5, 1), "until_on": date(2021, 5, 1), "end_reason": "E11"}
    made.add("cla_episode", child, run_id="adoption", **gone)
    name(sara, child="U1")
    operations.undo(run_id="adoption", by=SYSTEM, at=made.AT + timedelta(minutes=1))
    assert end_address(child) in sara.get("/closed-files/").content.decode()
    assert sara.post(end_address(child), {"why": DONE}).status_code == 302
    assert EndedAccess.objects.count() == 1


def test_a_naming_for_a_child_of_whom_nothing_is_known_any_more_is_listed_by_the_public_id(sara):
    gone = {"from_on": date(2020, 5, 1), "until_on": date(2021, 5, 1), "end_reason": "E11"}
    child = made.make_child(local_id="U1", run_id="all of it", facts={"cla_episode": gone})
    name(sara, child="U1")
    operations.undo(run_id="all of it", by=SYSTEM, at=made.AT + timedelta(minutes=1))
    listed = sara.get("/closed-files/")
    assert listed.status_code == 200 and str(child.public_id) in listed.content.decode()
    assert sara.get(end_address(child)).status_code == 200


def test_twice_is_written_once(sara, adopted):
    name(sara)
    assert "Nothing was changed" in name(sara).content.decode()
    assert NamedAccess.objects.count() == 1


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_learns_of_the_file(who, sara, adopted):
    name(sara)
    other = cast.signed_in(who)
    assert other.get("/closed-files/").status_code == 403
    assert other.get("/closed-files/name/").status_code == 403
    assert name(other).status_code == 403
    there = other.get(end_address(adopted))
    nowhere = other.get(end_address(made.make_child()))
    assert there.status_code == nowhere.status_code == 404
    assert other.post(end_address(adopted), {"why": DONE}).status_code == 404
    assert not EndedAccess.objects.exists()


def test_an_open_file_has_no_such_page(sara):
    assert sara.get(end_address(made.make_child())).status_code == 404


def test_the_role_that_serves_may_do_all_of_it_and_change_none_of_it(sara, adopted, as_web_role):
    assert name(sara).status_code == 302
    assert sara.post(end_address(adopted), {"why": DONE}).status_code == 302
