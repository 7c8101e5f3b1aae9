"""My work as prompts: whose they are, and what a press on one of their buttons does."""

import re
from datetime import date

import pytest

from seenheard.accounts.models import Cover
from seenheard.prompts.models import Message, Prompt
from seenheard.record import operations as record
from seenheard.trail.models import Entry
from tests import cast
from tests.pages.desk.conftest import ash, looked_after, take

__all__ = ["ash", "take"]
pytestmark = pytest.mark.django_db


def prompt_of(child):
    return Prompt.objects.get(child=child, cause="LR-01")


def press(who, prompt, said, **more):
    return cast.signed_in(who).post("/prompts/answer/", {"prompt": prompt.pk, "answer": said, **more})


def names_on(who):
    return set(re.findall(r"(Ash|Rowan|Robin) Underwood", cast.signed_in(who).get("/my-work/").content.decode()))


def test_seen_is_noted_once_and_leads_back_to_the_list(ash, at):
    prompt = prompt_of(ash)
    assert "1 is new." in cast.signed_in("maya").get("/my-work/").content.decode()
    for _ in range(20):
        answer = press("maya", prompt, "seen", back="/my-work/?page=2")
        assert (answer.status_code, answer["Location"]) == (302, "/my-work/?page=2")
    prompt.refresh_from_db()
    assert (prompt.seen_at, prompt.seen_by) == (at, str(cast.maya().public_id))
    assert [step.what for step in prompt.steps.all()] == ["seen"]
    assert Entry.objects.filter(what="saw_prompt", children=[str(ash.public_id)]).count() == 1
    assert "is new" not in cast.signed_in("maya").get("/my-work/").content.decode()


def test_what_came_of_it_stands_on_the_list_and_closes_nothing(ash):
    press("maya", prompt_of(ash), "arranged")
    text = cast.signed_in("maya").get("/my-work/").content.decode()
    assert "Maya Ashworth has arranged it (31 March 2026 at midday)." in text
    assert "29 days late" in text


def test_two_who_answer_at_once_are_both_in_the_history(ash):
    press("maya", prompt_of(ash), "mine")
    press("tom", prompt_of(ash), "arranged")
    assert [step.outcome for step in prompt_of(ash).steps.order_by("id")] == ["mine", "arranged"]


def test_a_child_of_whom_one_may_not_know_has_no_prompt(ash):
    assert press("otto", prompt_of(ash), "seen").status_code == 404
    assert prompt_of(ash).seen_at is None
    assert not Entry.objects.filter(what="saw_prompt").exists()


@pytest.mark.parametrize(
    ("number", "said"),
    [("1", "never"), ("x", "seen"), ("-1", "seen"), ("1", ""), ("9" * 30, "seen"), ("٣", "seen"), (["1"] * 51, "seen")],
)
def test_nonsense_is_refused_and_changes_nothing(ash, number, said):
    assert cast.signed_in("maya").post("/prompts/answer/", {"prompt": number, "answer": said}).status_code == 400
    assert prompt_of(ash).seen_at is None


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "javascript:1", "my-work/", ""])
def test_nobody_is_led_away_from_here(ash, back):
    assert press("maya", prompt_of(ash), "seen", back=back)["Location"] == "/"


def test_an_answer_that_comes_after_the_cause_is_gone_is_no_fault(ash, at):
    from seenheard.prompts import operations

    prompt = prompt_of(ash)
    operations.causes_of_child(child_id=ash.pk, giver="duties", causes=[], at=at)
    assert press("maya", prompt, "done").status_code == 302
    assert [step.what for step in prompt.steps.all()] == ["closed"]


def test_no_row_no_answer(ash, monkeypatch):
    def refuse(**entry):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr("seenheard.trail.operations.write", refuse)
    client = cast.signed_in("maya", raise_request_exception=False)
    assert client.post("/prompts/answer/", {"prompt": prompt_of(ash).pk, "answer": "seen"}).status_code == 500
    assert prompt_of(ash).seen_at is None


def test_a_worker_who_is_away_has_her_cover_and_one_who_left_her_manager(ash, at):
    maya, otto, tom = cast.maya(), cast.person("otto"), cast.tom()
    assert (names_on("maya"), names_on("otto"), names_on("tom")) == ({"Ash"}, set(), set())
    Cover.objects.create(
        covered=maya, cover=otto, from_on=date(2026, 3, 30), until_on=date(2026, 4, 10), by=str(tom.public_id), at=at
    )
    assert (names_on("maya"), names_on("otto"), names_on("tom")) == (set(), {"Ash"}, set())
    otto.is_active = False
    otto.save()
    assert names_on("tom") == {"Ash"}
    tom.is_active = False
    tom.save()
    assert names_on("sara") == {"Ash"}


def test_a_child_without_a_worker_is_the_managers_and_of_no_managed_team_the_service_managers(db, stopped_clock, take):
    looked_after(worker=None, forename="Rowan")
    looked_after(worker=None, team="T99", forename="Robin")
    take()
    ines = cast.ines()
    assert names_on("tom") == names_on("sara") == names_on("maya") == set()  # a review is the reviewing officer's
    ines.is_active = False
    ines.save()
    assert (names_on("tom"), names_on("sara"), names_on("maya")) == ({"Rowan"}, {"Robin"}, set())


def test_several_are_answered_in_one_press_and_nothing_ticked_is_said(ash, take):
    looked_after(forename="Rowan")
    take()
    both = list(Prompt.objects.filter(cause="LR-01").values_list("pk", flat=True))
    client = cast.signed_in("ines")
    assert client.post("/prompts/answer/", {"prompt": both, "answer": "mine"}).status_code == 302
    assert set(Prompt.objects.filter(pk__in=both).values_list("outcome", flat=True)) == {"mine"}
    client.post("/prompts/answer/", {"answer": "seen", "back": "/my-work/"})
    assert "Nothing was ticked, so nothing was said." in client.get("/my-work/").content.decode()


def test_of_several_one_that_is_not_theirs_to_know_leaves_all_unanswered(ash, take):
    other = looked_after(forename="Rowan", worker="P0003", team=cast.OTHER_TEAM)
    take()
    asked = {"prompt": [prompt_of(ash).pk, prompt_of(other).pk], "answer": "mine"}
    assert cast.signed_in("maya").post("/prompts/answer/", asked).status_code == 404
    assert not Prompt.objects.exclude(outcome="").exists()


def test_a_message_that_did_not_go_is_shown_to_its_reader_and_to_the_administrator(ash, at, on):
    maya = cast.maya()
    cast.person("adam")
    fields = {"kind": "digest", "on": on, "counts": {}, "made_at": at, "failed_at": at, "tries": 1}
    Message.objects.create(key="one", person=str(maya.public_id), why="ConnectionRefusedError", **fields)
    Message.objects.create(key="two", person=str(maya.public_id), sent_at=at, **fields)
    assert "1 message to you could not be sent" in cast.signed_in("maya").get("/my-work/").content.decode()
    assert "could not be sent" not in cast.signed_in("tom").get("/my-work/").content.decode()
    text = cast.signed_in("adam").get("/prompts/messages/").content.decode()
    assert "Maya Ashworth" in text and "ConnectionRefusedError" in text and "Underwood" not in text
    assert text.count("Maya Ashworth") == 1


def test_what_nobody_is_there_to_have_is_told_loudly(ash, at):
    for who in ("maya", "tom", "ines", "sara"):
        somebody = cast.person(who)
        somebody.is_active = False
        somebody.save()
    text = cast.signed_in("adam").get("/prompts/messages/").content.decode()
    assert "1 prompt has no owner" in text
    assert "Every message of the last seven days was sent." in text


def test_what_somebody_knows_the_family_of_is_the_managers(ash, at):
    maya = cast.maya()
    cast.tom()
    ines = cast.ines()
    for person in (maya, ines):
        record.declare_conflict(child=ash, kind="family", words="", by=person, at=at)
    assert (names_on("maya"), names_on("ines"), names_on("tom")) == (set(), set(), {"Ash"})
