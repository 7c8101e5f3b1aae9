"""A child's door: opened once, by a code or a link; every question kept where nobody reads it; sent once."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from seenheard.accounts.permissions import NotAllowed
from seenheard.config import clock
from seenheard.record.models import ChildNow
from seenheard.trail.models import Entry
from seenheard.voices import operations as voices
from seenheard.voices.models import Alarm, Rating, Reply, ReplyDraft, Sitting, UsedCode, WrongTry
from seenheard.voices.operations import doors
from tests import cast
from tests.pages.desk.conftest import looked_after
from tests.pages.voices.door import GO, HELLO, HELP, LEAVE, Child, council_that_asks, draft_of, way

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
WRONG = "That code does not work"


@pytest.fixture
def ash(db, stopped_clock):
    return looked_after(born_on=date(2012, 5, 4))


@pytest.fixture
def asked(ash, at):
    council_that_asks(at)
    return voices.open_round(child=ash, by=cast.maya(), at=at)


@pytest.fixture
def later(monkeypatch, at):
    """`later(minutes=16)`: the clock moves."""

    def move(**by):
        monkeypatch.setattr(clock, "now", lambda: at + timedelta(**by))
        return at + timedelta(**by)

    return move


def test_a_child_opens_the_door_answers_and_sends(asked, ash, at):
    child = Child(way(ash, at, helpers=[{"name": "Ruth", "role": "advocate"}]))
    assert "Is this page for you?" in child.sees()
    who = child.presses("mine")
    assert "Who will see what you say" in who
    assert (
        "If you tell us that you or someone else is not safe, we have to do something, and a person whose job is to "
        "keep children safe will read it." in who
    )
    assert "999" in who and "0800 1111" in who and "01632 960 001" in who
    first = child.presses("who")
    assert "I feel well, and I get help when I don’t." in first and "No one reads it yet." in first
    child.presses("health", answer="2", carer="yes")
    child.presses("feelings", answer="unsaid")
    child.presses("hard_times", go="skip")
    child.presses("home", answer="4", not_worker="yes")
    child.presses("best_thing", words="My dog.", carer="yes")
    child.presses("one_thing", words="See Jo more.", not_worker="yes")
    assert not Reply.objects.exists()
    check = child.presses("anything_else", words="")
    assert "My dog." in check and "You skipped this" in check and "Really not OK" in check
    assert "Thank you" in child.presses("check", go="send", chose="with help", helper="Ruth")
    reply = Reply.objects.get()
    assert (reply.voice, reply.said_by, reply.form, reply.best_thing) == ("child", "child", "11-17", "My dog.")
    assert reply.choices["one_thing"] == {"show_carer": False, "not_my_worker": True}
    assert [one["role"] for one in reply.helpers] == ["advocate", "helped, says the child"]
    assert [dict(zip(asked.categories, reply.colours, strict=True))[key] for key in ("health", "home", "safety")] == [
        3,
        1,
        0,
    ]
    found = {one.category.key: one for one in Rating.objects.select_related("category")}
    assert (found["health"].colour, found["health"].step, found["health"].chosen) == (3, 2, "OK")
    assert found["health"].show_carer and not found["health"].not_my_worker
    assert (found["feelings"].colour, found["feelings"].state) == (None, "did not want to say")
    assert (found["home"].colour, found["home"].not_my_worker) == (1, True)
    assert "hard_times" not in found
    assert not ReplyDraft.objects.exists() and not Alarm.objects.exists()


def test_each_step_has_its_colour_and_its_words(asked, ash, at):
    child = Child(way(ash, at, form="5-10")).begins()
    assert child.sees().count("<svg") == 4
    child.answers(health=1, feelings=2, hard_times=3, home=4)
    child.presses("check", go="send")
    told = Rating.objects.order_by("step").values_list("step", "colour", "chosen", "asked")
    assert [one[:3] for one in told] == [(1, 3, "Yes"), (2, 3, "Mostly"), (3, 2, "Not much"), (4, 1, "No")]
    assert told[0][3] == "My body feels well."


def test_answers_any_or_none(asked, ash, at):
    child = Child(way(ash, at)).begins()
    assert "Thank you" in child.presses("check", go="send")
    assert Reply.objects.count() == 1 and not Rating.objects.exists()
    assert "| What a child answers | 0 |" in (Path(__file__).parents[3] / "docs" / "recording.md").read_text()


def test_the_same_form_twenty_times_is_one(asked, ash, at):
    child = Child(way(ash, at)).begins()
    for _ in range(20):
        child.presses("health", answer="3")
    assert len(draft_of(asked)["answers"]) == 1
    for _ in range(20):
        child.presses("check", go="send")
    assert (Reply.objects.count(), Rating.objects.count()) == (1, 1)
    child.presses("health", answer="1")
    assert Rating.objects.get().step == 3, "what was sent stays"


def test_two_tabs_keep_what_each_says(asked, ash, at):
    child = Child(way(ash, at)).begins()
    child.presses("health", answer="1")
    child.presses("feelings", answer="2")
    child.presses("health", answer="4")  # the tab that still shows the first question
    assert {key: one["answer"] for key, one in draft_of(asked)["answers"].items()} == {"health": "4", "feelings": "2"}


def test_a_code_works_once_and_a_new_one_goes_on_with_the_draft(asked, ash, at):
    code = way(ash, at)
    first = Child(code).begins().answers(health=3)
    other = Child()
    assert WRONG in other.types(code).content.decode() and not other.is_in
    again = Child(way(ash, at))
    assert "Is this page for you?" in again.sees(), "nothing kept is shown before somebody says that it is theirs"
    again.presses("mine")
    assert "3" in draft_of(asked)["answers"]["health"]["answer"]
    assert "This page is closed" in first.sees(), "the browser before is shut out"


def what_is_said(answer) -> tuple[int, str]:
    """The status and the page, but for the token of its form."""
    return answer.status_code, re.sub(r'value="[^"]{60,}"', "", answer.content.decode())


def test_the_answer_to_whatever_is_wrong_is_the_same(asked, ash, at, later):
    used, good = way(ash, at), way(ash, at)
    Child(used)
    answers = {what_is_said(Child().types(code)) for code in (used, "CDFH3479", "", "é🙂")}
    later(minutes=15)
    answers.add(what_is_said(Child().types(good)))
    assert len(answers) == 1 and WRONG in answers.pop()[1]
    assert UsedCode.objects.count() == 1


def test_a_code_is_read_however_it_is_typed(asked, ash, at):
    code = way(ash, at)
    assert Child(f" {code[:4].lower()}-{code[4:].lower()} ").is_in


def test_looking_at_a_link_uses_nothing_up_and_pressing_does(asked, ash, at, later):
    token = way(ash, at, kind="link")
    child = Child()
    for _ in range(3):
        assert "Open my page" in child.client.get(f"/hello/{token}/").content.decode()
    assert "Is this page for you?" in child.client.post(f"/hello/{token}/", follow=True).content.decode()
    assert WRONG in Child().client.post(f"/hello/{token}/").content.decode()
    late = way(ash, at, kind="link")
    later(minutes=15)
    assert WRONG in Child().client.post(f"/hello/{late}/").content.decode()


def test_a_link_is_no_code_and_a_code_is_no_link(asked, ash, at):
    assert not Child(way(ash, at, kind="link")).is_in
    child = Child()
    child.client.post(f"/hello/{way(ash, at)}/")
    assert not child.is_in


def test_ten_wrong_tries_close_the_address_for_an_hour(asked, ash, at, later):
    child = Child()
    for _ in range(10):
        assert WRONG in child.types("CDFH3479").content.decode()
    code = way(ash, at)
    assert "try again in one hour" in child.types(code).content.decode() and not child.is_in
    assert Child(code, REMOTE_ADDR="192.0.2.7").is_in, "another address is not closed"
    assert WrongTry.objects.count() == 10
    then = later(minutes=61)
    assert Child(way(ash, then)).is_in


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(asked, ash, at, settings):
    """What a browser itself says before that is not believed."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "http")
    for number in range(10):
        Child(HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 192.0.2.9").types("CDFH3479")
    code = way(ash, at)
    assert not Child(code, HTTP_X_FORWARDED_FOR="10.1.1.1, 192.0.2.9").is_in
    assert Child(code, HTTP_X_FORWARDED_FOR="192.0.2.8").is_in


def test_fifty_used_codes_open_nothing(asked, ash, at):
    code = way(ash, at)
    Child(code)
    for number in range(50):
        assert not Child(code, REMOTE_ADDR=f"192.0.2.{number}").is_in
    assert Sitting.objects.count() == 1


@pytest.mark.night
def test_a_thousand_used_codes_open_nothing(asked, ash, at):
    code, link = way(ash, at), way(ash, at, kind="link")
    Child(code)
    Child().client.post(f"/hello/{link}/")
    before = Sitting.objects.count()
    for number in range(1_000):
        child = Child(REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}")
        child.types(code) if number % 2 else child.client.post(f"/hello/{link}/")
        assert not child.is_in
    assert Sitting.objects.count() == before


def test_it_ends_after_fifteen_minutes_without_a_press(asked, ash, at, later):
    child = Child(way(ash, at)).begins().answers(health=3)
    later(minutes=14)
    child.answers(feelings=3)
    later(minutes=28)
    assert "Number 3" in child.sees()
    later(minutes=29)
    assert "No one pressed a button for 15 minutes" in child.sees()
    assert draft_of(asked)["answers"].keys() == {"health", "feelings"}


def test_it_opens_for_the_browser_that_opened_it_alone(asked, ash, at):
    child = Child(way(ash, at)).begins()
    assert Child().client.get(GO)["Location"] == "/today/"
    stranger = Child()
    stranger.client.cookies["page"] = "x" * 43
    assert "This page is closed" in stranger.client.get(GO).content.decode()
    cookie = child.answer.wsgi_request.COOKIES["page"]
    assert cookie not in Sitting.objects.get().token_hash


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(asked, ash, at):
    child = Child(way(ash, at))
    cookie = child.client.cookies["page"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (True, "Strict", "", "")


def test_leaving_ends_it_and_leads_to_a_page_about_nothing(asked, ash, at):
    child = Child(way(ash, at)).begins()
    token = child.client.cookies["page"].value
    answer = child.client.post(LEAVE)
    assert answer["Location"] == "/today/" and not child.is_in
    assert child.client.get(GO)["Location"] == "/today/"
    child.client.cookies["page"] = token
    assert "This page is closed" in child.client.get(GO).content.decode()
    child.client.cookies["page"] = token
    assert child.client.get("/today/").cookies["page"].value == ""


def test_a_brother_says_that_it_is_not_his_and_sees_nothing(asked, ash, at):
    Child(way(ash, at)).begins().presses("best_thing", words="Zqdyeword")
    brother = Child(way(ash, at))
    assert "Zqdyeword" not in brother.sees()
    assert "Thank you for saying so" in brother.presses("mine", go="no")
    assert not brother.is_in
    assert draft_of(asked)["free"]["best_thing"]["words"] == "Zqdyeword"


def test_the_link_of_another_child_leads_to_that_child_alone(asked, ash, at):
    sister = looked_after(born_on=date(2014, 5, 4))
    hers = voices.open_round(child=sister, by=cast.maya(), at=at)
    Child(way(sister, at)).begins().answers(health=4)
    Child(way(ash, at)).begins().answers(health=1)
    assert draft_of(hers)["answers"]["health"]["answer"] == "4"
    assert draft_of(asked)["answers"]["health"]["answer"] == "1"


def test_whoever_turned_18_yesterday_is_not_let_in_and_what_was_begun_is_not_sent(asked, ash, at):
    inside = Child(way(ash, at)).begins().answers(health=3)
    code = way(ash, at)
    ChildNow.objects.filter(child=ash).update(born_on=date(2008, 3, 30))
    assert WRONG in Child().types(code).content.decode()
    assert "This page is closed" in inside.presses("check", go="send")
    assert not Reply.objects.exists()


def test_a_care_leaver_is_let_in_where_they_are_asked(asked, ash, at):
    voices.set_voices(name="who_is_asked", value=["care_leavers"], by=cast.sara(), at=at)
    ChildNow.objects.filter(child=ash).update(born_on=date(2008, 3, 30), care_leaver=True)
    assert Child(way(ash, at)).is_in


def test_when_the_round_is_over_nothing_is_sent_and_it_is_said_kindly(asked, ash, at, later):
    child = Child(way(ash, at)).begins().answers(health=3)
    voices.close_round(public_id=asked.public_id, why="She has moved.", by=cast.maya(), at=at)
    assert "You have not done anything wrong." in child.presses("check", go="send")
    assert not Reply.objects.exists()


def test_a_category_retired_meanwhile_is_still_asked_and_kept(asked, ash, at):
    child = Child(way(ash, at)).begins()
    voices.retire_category(key="friends", why="We ask elsewhere.", by=cast.sara(), at=at)
    child.answers(friends=3)
    child.presses("check", go="send")
    assert Rating.objects.get().category.key == "friends"


def test_answers_that_somebody_else_chose_are_no_answer_of_the_childs(asked, ash, at):
    child = Child(way(ash, at)).begins().answers(health=1)
    child.presses("check", go="send", chose="somebody else", helper="A carer")
    reply = Reply.objects.get()
    assert reply.form == "observed" and reply.helpers == [{"name": "A carer", "role": "chose the answers"}]
    own = Child(way(ash, at)).begins().answers(health=4)
    own.presses("check", go="send", chose="i did")
    assert sorted(Reply.objects.values_list("form", flat=True)) == ["11-17", "observed"]


def test_fifty_thousand_letters_are_not_kept_and_an_emoji_is(asked, ash, at):
    child = Child(way(ash, at)).begins()
    assert "Can you make it shorter?" in child.presses("best_thing", words="a" * 50_000)
    child.presses("best_thing", words="🐶")
    assert draft_of(asked)["free"]["best_thing"]["words"] == "🐶"


def test_what_a_form_should_not_hold_is_no_answer(asked, ash, at):
    child = Child(way(ash, at)).begins()
    child.presses("health", answer="9")
    child.presses("nonsense", answer="1")
    child.presses("safety", answer="1", carer="yes", about="the queen")
    kept = draft_of(asked)["answers"]
    assert kept == {"safety": {"answer": "1", "carer": False, "not_worker": False, "about": ""}}


def test_whoever_was_signed_in_on_this_browser_is_not_any_more(asked, ash, at):
    child = Child()
    cast.sign_in(child.client, cast.maya())
    child.types(way(ash, at))
    assert child.client.get("/my-work/").status_code == 302


def test_each_look_and_each_act_has_its_row(asked, ash, at):
    child = Child(way(ash, at)).begins()
    child.presses("check", go="send")
    told = Entry.objects.filter(by__startswith="door:").values_list("what", "children")
    assert {what for what, _ in told} == {"opened_the_door", "kept_child_draft", "looked_at_own_answers", "sent_reply"}
    assert all(children == [str(ash.public_id)] for _, children in told)


@pytest.mark.parametrize(
    ("born_on", "says"),
    [(date(2021, 4, 1), "under five"), (date(2008, 3, 31), "18 or over")],
)
def test_who_is_not_asked_gets_no_code(asked, ash, at, born_on, says):
    ChildNow.objects.filter(child=ash).update(born_on=born_on)
    with pytest.raises(NotAllowed, match=says):
        way(ash, at)


def test_no_code_before_a_red_reaches_somebody_without_a_round_or_twice(ash, at):
    sara = cast.sara()
    voices.choose_pack(pack="twelve", by=sara, at=at)
    with pytest.raises(NotAllowed, match="who reads a red on safety at once"):
        way(ash, at)
    council_that_asks(at)
    with pytest.raises(NotAllowed, match="No round is open"):
        way(ash, at)
    voices.open_round(child=ash, by=cast.maya(), at=at)
    Child(way(ash, at)).begins().presses("check", go="send")
    with pytest.raises(NotAllowed, match="has answered this round already"):
        way(ash, at)


def test_no_page_here_tells_whose_it_is(asked, ash, at, settings):
    settings.COUNCIL_NAME = "Zqcouncil"
    child = Child(way(ash, at)).begins()
    pages = [
        child.client.get(where, follow=True).content.decode() for where in (HELLO, GO, HELP, "/today/", "/hello/x/")
    ]
    pages.append(Child(enforce_csrf_checks=True).client.post(GO, {"page": "mine"}).content.decode())
    for page in pages:
        for word in ("Zqcouncil", "Seen", "Heard", "Ash", "Underwood", "seenheard"):
            assert word not in page
        assert str(ash.public_id) not in page


def test_codes_have_eight_letters_that_are_told_apart():
    assert not set(doors.LETTERS) & set("0O1IL5S8B6G2ZUV") and len(set(doors.LETTERS)) == 18
