"""The pages of what follows: an alarm taken and settled, an answer read, a talk, the child told, the list and the card."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from seenheard.prompts.models import Prompt
from seenheard.record.models import ChildAction
from seenheard.voices import operations
from seenheard.voices.domain.answers import Colour
from seenheard.voices.models import Alarm, AlarmStep, FirstReading, Talk, ToldBack
from seenheard.voices.presenters import talking as presenter
from tests import cast
from tests.factories import voices as made
from tests.unit.voices.conftest import ash, asked, council, says  # noqa: F401
from tests.unit.voices.test_following import child_said

pytestmark = pytest.mark.django_db
DAY = {"day": "31", "month": "3", "year": "2026"}


def on_day(name):
    return {f"{name}_{place}": part for place, part in DAY.items()}


@pytest.fixture
def said(asked, stopped_clock, at):  # noqa: F811
    for who in ("tom", "otto", "sara", "dev"):
        cast.person(who)
    return child_said(asked, key="safety", at=at, one_thing="More time with my brother.")


def page(who, address):
    answer = cast.signed_in(who).get(address)
    return answer.status_code, answer.content.decode()


def address(name, *args):
    return reverse(f"voices:{name}", args=args)


def test_an_alarm_is_red_everywhere_until_somebody_says_what_was_done(said):
    one = Alarm.objects.get()
    where = address("alarm", one.public_id)
    for who, work in (("maya", "/my-work/"), ("tom", "/my-work/"), ("tom", "/my-team/"), ("dev", "/alarms/")):
        status, words = page(who, work)
        assert status == 200 and "Red on safety" in words and where in words, who
    status, words = page("otto", "/alarms/")
    assert status == 200 and "Nothing said about safety waits" in words
    assert page("otto", where)[0] == 404
    tom = cast.signed_in("tom")
    assert "I have this" in page("dev", where)[1]
    assert tom.post(address("take_alarm", one.public_id)).status_code == 302
    assert "Say what was done" in tom.post(address("finish_alarm", one.public_id), {"words": ""}).content.decode()
    assert tom.post(address("finish_alarm", one.public_id), {"words": "Seen at school."}).status_code == 302
    assert [step.what for step in AlarmStep.objects.order_by("id")][-2:] == ["has this", "done"]
    assert "Red on safety" not in page("tom", "/my-work/")[1]
    assert "Seen at school." in page("maya", where)[1]


def test_whom_it_is_about_finds_it_on_no_page(asked, stopped_clock, at):  # noqa: F811
    child_said(asked, key="safety", at=at, about="worker")
    where = address("alarm", Alarm.objects.get().public_id)
    assert "Red on safety" in page("tom", "/my-work/")[1]
    for work in ("/my-work/", "/alarms/", address("said_and_done", asked.child.public_id)):
        words = page("maya", work)[1]
        assert "Red on safety" not in words and "Really not OK" not in words and where not in words
    assert page("maya", where)[0] == 404
    assert cast.signed_in("maya").post(address("take_alarm", Alarm.objects.get().public_id)).status_code == 404


def test_what_is_to_be_done_says_of_which_part_of_life(said):
    listed = page("tom", "/my-work/")[1]
    assert "Act today on “Safety”: the child says red" in listed


def test_an_answer_is_read_with_a_press(said):
    where = address("reply", said.public_id)
    assert "I have read it" in page("tom", where)[1] and "I have read it" not in page("maya", where)[1]
    assert cast.signed_in("tom").post(where).status_code == 302
    assert FirstReading.objects.get().by == str(cast.tom().public_id)
    assert "Read first by Tom Hale" in page("tom", where)[1]


def test_talked_about_told_and_on_the_card(said, asked, at):  # noqa: F811
    maya = cast.signed_in("maya")
    where = address("talk", asked.public_id, "safety")
    assert "Really not OK" in page("maya", where)[1]
    words = {"with_whom": "Maya with Ash", "decided": "We ask the school.", "for_child": "We ask your school for you."}
    form = words | on_day("held_on") | {"what": "none", "why": "All of it is in place.", "key": ""}
    assert "Choose what follows" in maya.post(where, form | {"what": ""}).content.decode()
    assert maya.post(where, form).status_code == 302
    talk = Talk.objects.get()
    told = on_day("told_on") | {"how": "Face to face", "words": "Your school helps now."}
    assert maya.post(address("told", talk.public_id), told).status_code == 302
    assert ToldBack.objects.count() == 1
    listed = page("maya", address("said_and_done", asked.child.public_id))[1]
    for part in ("Really not OK", "We ask the school.", "We ask your school for you.", "Your school helps now."):
        assert part in listed, part
    card = page("maya", address("card", asked.child.public_id))[1].partition("<main")[2]
    assert "We ask your school for you." in card and "Your school helps now." in card
    assert "Ash" not in card and "Underwood" not in card and "We ask the school." not in card
    seen = {"viewer": cast.maya(), "child": asked.child}
    for days, is_there in ((180, True), (183, False)):
        later = presenter.card(**seen, on=at.date() + timedelta(days=days))
        assert bool(later.answers) is is_there, "a card holds what is new of the last half year"


def test_a_wish_becomes_an_action_and_comes_back(said, asked, at):  # noqa: F811
    tom = cast.signed_in("tom")
    form = {"words": "Ring his carer.", "owned_by": str(cast.tom().public_id)} | on_day("due_on")
    assert tom.post(address("change", said.public_id), form).status_code == 302
    told = on_day("told_on") | {"how": "By phone", "words": "He comes on Sunday."}
    assert tom.post(address("wish_told", said.public_id), told).status_code == 302
    listed = page("tom", address("said_and_done", asked.child.public_id))[1]
    for part in ("More time with my brother.", "Ring his carer.", "He comes on Sunday."):
        assert part in listed, part
    assert "More time" not in page("maya", address("said_and_done", asked.child.public_id))[1]  # blind still


def offered(content):
    return re.findall(r'<option value="([^"]+)"', content)


@pytest.mark.parametrize(
    ("talker", "more", "left_out"),
    [
        ("tom", {"about": "worker"}, "maya"),
        ("tom", {"not_my_worker": True}, "maya"),
        ("maya", {"about": "manager"}, "tom"),
        ("tom", {}, ""),
    ],
)
def test_nobody_is_offered_an_action_about_what_the_child_keeps_from_them(
    asked,  # noqa: F811
    says,  # noqa: F811
    stopped_clock,
    at,
    talker,
    more,
    left_out,
):
    for who in ("maya", "tom"):
        cast.person(who)
    keys = {who: str(cast.person(who).public_id) for who in ("maya", "tom")}
    reply = child_said(asked, key="home", at=at, one_thing="More time.", choices={"one_thing": more}, **more)
    operations.send_worker_reply(public_id=asked.public_id, given=says(home="green"), key="1", by=cast.maya(), at=at)
    browser = cast.signed_in(talker)
    forms = {
        address("talk", asked.public_id, "home"): {"with_whom": "Tom with Ash", "decided": "We ask.", "what": "act"}
        | {"for_child": "We ask for you."}
        | on_day("held_on"),
        address("change", reply.public_id): {},
    }
    for where, rest in forms.items():
        assert set(offered(browser.get(where).content.decode())) == {keys[one] for one in keys if one != left_out}
        form = rest | {"words": "Ring the school.", "key": where[-20:]} | on_day("due_on")
        if left_out:
            refused = browser.post(where, form | {"owned_by": keys[left_out]})
            assert refused.status_code == 200 and not ChildAction.objects.filter(owned_by=keys[left_out]).exists()
            assert "Nobody is in it from whom the child keeps this." in refused.content.decode()
        assert browser.post(where, form | {"owned_by": keys[talker]}).status_code == 302
    actions = ChildAction.objects.filter(child=asked.child)
    assert actions.count() == 2
    for row in actions:
        where = reverse("desk:action", args=[asked.child.public_id, row.row_key])
        assert (keys.get(left_out) in offered(browser.get(where).content.decode())) is False


def test_an_answer_in_which_nothing_is_said_leaves_nobody_anything_to_read(asked, says, stopped_clock, at):  # noqa: F811
    """A child may send just that. What an earlier version gave people to read is gone with the next night."""
    for who in ("tom", "sara", "ines"):
        cast.person(who)
    sent = made.said(asked, "child", at)
    waits = {"giver": "voices", "cause": "answer_unread", "key": str(sent.public_id), "owner": "social worker"}
    days = {"opens_on": at.date(), "act_by_on": at.date(), "at_once": False, "given_at": at}
    facts = {"reply": str(sent.public_id)}
    Prompt.objects.create(child=asked.child, facts=facts, **waits, **days)
    pages = (
        "/my-work/",
        address("said_and_done", asked.child.public_id),
        reverse("desk:round", args=[asked.public_id]),
    )
    assert "Nobody has read an answer yet" in page("maya", "/my-work/")[1]
    assert operations.follow_actions(at=at) == 1 == operations.follow_actions(at=at) + 1
    assert not Prompt.objects.filter(cause="answer_unread", gone_at=None).exists()
    given = says(home="green")
    operations.send_worker_reply(public_id=asked.public_id, given=given, key="1", by=cast.maya(), at=at)
    for who in ("maya", "tom", "ines", "sara"):
        told = [page(who, where) for where in pages]
        assert {status for status, _ in told} == {200} and "Nobody has read an answer" not in told[0][1], who
        assert "Sent without an answer to be read here. That is not agreement." in told[2][1], who
    assert not Prompt.objects.filter(cause="answer_unread", gone_at=None).exists()


def test_who_is_shown_nothing_of_an_answer_reads_the_same_as_if_nothing_were_in_it(asked, says, stopped_clock, at):  # noqa: F811
    for who in ("tom", "sara"):
        cast.person(who)
    made.said(asked, "child", at, home=(Colour.RED, {"not_my_worker": True}))
    operations.send_worker_reply(public_id=asked.public_id, given=says(home="green"), key="1", by=cast.maya(), at=at)
    where = reverse("desk:round", args=[asked.public_id])
    nothing = "Sent without an answer to be read here."
    assert nothing in page("maya", where)[1] and nothing not in page("tom", where)[1]
