"""What people say, on pages: asked, answered, blind before and open after, and under bad luck."""

import re
import uuid
from datetime import date, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.config import clock
from seenheard.desk.presenters import voice_words
from seenheard.trail.models import Entry
from seenheard.voices import operations, queries
from seenheard.voices.models import Category, Rating, Reply, ReplyDraft, Round, RoundEnd
from tests import cast
from tests.pages.desk.conftest import looked_after
from tests.unit.voices.conftest import INBOX, NIGHT

pytestmark = pytest.mark.django_db


@pytest.fixture
def ash(ash, at):
    """In care, in a council that asks the twelve of everybody."""
    sara = cast.sara()
    operations.choose_pack(pack="twelve", by=sara, at=at)
    for name, value in (("duty_inbox", INBOX), ("night_inbox", INBOX), ("night_number", NIGHT)):
        operations.set_voices(name=name, value=value, by=sara, at=at)
    return ash


@pytest.fixture
def asked(ash, at):
    return operations.open_round(child=ash, by=cast.maya(), at=at)


@pytest.fixture
def maya(db, stopped_clock):
    return cast.signed_in("maya")


def text(response) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words)


def hidden(response, name) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def form_of(asked, client, **said):
    """The form as it is opened, filled in."""
    opened = client.get(f"/rounds/{asked.public_id}/answer/")
    return {"version": hidden(opened, "version"), "page": hidden(opened, "page"), "do": "send"} | said


def ones(key="health", answer="green", why="All checks are done"):
    return {f"{key}-answer": answer, f"{key}-comment": why}


def send(asked, client, **said):
    return client.post(f"/rounds/{asked.public_id}/answer/", form_of(asked, client, **said))


def child_said(asked, *, form="11-17", colour=1, keys=("home",), **more):
    """As the child's door, or whoever saw something, writes it."""
    voice, by = ("child", "child") if form != "observed" else ("child", str(cast.maya().public_id))
    reply = Reply.objects.create(
        child=asked.child,
        round=asked,
        voice=voice,
        said_by=by,
        form=form,
        best_thing="Football on Tuesdays",
        sent_at=asked.at,
        key=str(uuid.uuid4()),
    )
    for key in keys:
        Rating.objects.create(
            child=asked.child,
            reply=reply,
            category=Category.objects.get(key=key),
            voice=voice,
            said_by=by,
            colour=colour,
            step=4 if form != "observed" else None,
            chosen="Really not OK" if form != "observed" else "",
            said_on=asked.opened_on,
            **more,
        )
    return reply


def test_the_childs_page_says_in_short_how_it_stands(maya, ash, at):
    page = f"/children/{ash.public_id}/"
    assert "Nobody has been asked yet. Ask now, and what is asked" in text(maya.get(page))
    maya.post(f"{page}voices/ask/")
    said = text(maya.get(page))
    assert "Open since Tuesday 31 March 2026, until the end of Monday 27 April 2026." in said
    assert "Nobody has answered yet. Not yet: the social worker, the carer and the child." in said
    assert "Give your answer" in said and "Give your answer" not in text(cast.signed_in("tom").get(page))


def test_it_says_why_it_was_opened(maya, ash, at):
    voices = f"/children/{ash.public_id}/voices/"
    operations.open_rounds(reviews={ash.pk: date(2026, 7, 22)}, by=SYSTEM, at=at)
    assert "Time to ask again." in text(maya.get(voices)) and "Before the review" not in text(maya.get(voices))
    operations.close_round(public_id=Round.objects.get().public_id, why="Enough", by=cast.maya(), at=at)
    near = at + timedelta(days=90)
    operations.open_rounds(reviews={ash.pk: date(2026, 7, 22)}, by=SYSTEM, at=near)
    (now, _) = queries.rounds_of(viewer=SYSTEM, child=ash, on=near.date())
    assert voice_words.why_words(now) == "Before the review due by Wednesday 22 July 2026."


def test_asking_twice_opens_one_round_and_says_why_not(maya, ash):
    ask = f"/children/{ash.public_id}/voices/ask/"
    assert "until the end of Monday 27 April 2026: the social worker, the carer and the child." in text(
        maya.post(ask, follow=True)
    )
    assert "A round is open for this child already." in text(maya.post(ask, follow=True))
    assert Round.objects.count() == 1


def test_nothing_chosen_is_said_in_words(maya):
    child = looked_after()
    said = text(maya.post(f"/children/{child.public_id}/voices/ask/", follow=True))
    assert "a service manager has to choose the categories first" in said and "Nobody has been asked yet." in said


def test_blind_before_and_open_after(maya, asked):
    child_said(asked)
    page, rounds = f"/rounds/{asked.public_id}/", f"/children/{asked.child.public_id}/voices/"
    listed = text(maya.get(rounds))
    assert "See how this round stands" in listed and "Read what was said side by side" not in listed
    before = text(maya.get(page))
    assert "Nobody reads another’s answers before their own are sent" in before and "Nothing stands here yet" in before
    assert "Really not OK" not in before and "Football" not in before and "Answered: the child." in before
    ines = text(cast.signed_in("ines").get(page))
    assert "The answers open to you once the worker’s answer is sent" in ines and "Really not OK" not in ines
    tom = text(cast.signed_in("tom").get(page))
    assert "Really not OK" in tom and "please say nothing of it before" in tom and "Carer Has not answered yet." in tom
    response = send(asked, maya, **ones("home", "green", "She has settled"))
    assert response.status_code == 302 and response["Location"] == page
    assert "Read what was said side by side" in text(maya.get(rounds))
    after = text(maya.get(page))
    for who in ("maya", "tom", "ines"):
        shown = text(cast.signed_in(who).get(page))
        assert "Home Act The child is more worried, by two steps of two." in shown, who
        assert "The worker acts within 2 working days, and the manager sees it." in shown
        assert "“Really not OK”" in shown and "She has settled" in shown and "Football on Tuesdays" in shown
    assert "Of 12 parts: 1 to act on, 11 with nothing to compare." in after and "Silence is not agreement." in after
    order = re.findall(r'id="c-([a-z_]+)"', maya.get(page).content.decode())
    assert order[:2] == ["home", "health"], "the most pressing first"
    assert Entry.objects.filter(what="looked_at_columns", about=str(asked.public_id)).count() == 8


def test_safety_is_never_held_back(maya, asked):
    child_said(asked, keys=("home", "safety"))
    shown = text(maya.get(f"/rounds/{asked.public_id}/"))
    assert (
        "Safety Act today" in shown and "Red: the child." in shown and "Home" not in shown.split("Safety Act today")[1]
    )


def test_not_my_social_worker_tells_the_worker_nothing(maya, asked):
    child_said(asked, not_my_worker=True)
    send(asked, maya, **ones("home"))
    page = f"/rounds/{asked.public_id}/"
    shown = maya.get(page).content.decode()
    home = re.sub(r"<[^>]+>", " ", shown.split('id="c-home"')[1].split("</section>")[0])
    other = re.sub(r"<[^>]+>", " ", shown.split('id="c-friends"')[1].split("</section>")[0])
    silence = "No answer to be read here. That is not agreement."
    assert silence in home and silence in other and "Really not OK" not in shown
    assert "Really not OK" in text(cast.signed_in("ines").get(page))


def test_what_was_seen_is_labelled_and_never_the_childs_answer(maya, asked):
    child_said(asked, form="observed", comment="He hid under the table")
    send(asked, maya, **ones("home"))
    shown = text(maya.get(f"/rounds/{asked.public_id}/"))
    assert "What somebody saw, not the child’s answer Red" in shown and "Home Nothing to compare" in shown


@pytest.mark.parametrize("who", ["otto", "mona", "dev", "ana", "adam", "grace"])
def test_for_everybody_else_there_is_nothing(asked, who, stopped_clock):
    other = cast.signed_in(who)
    for page in ("", "answer/", "close/"):
        assert other.get(f"/rounds/{asked.public_id}/{page}").status_code == 404
    assert other.post(f"/rounds/{asked.public_id}/answer/keep/").status_code == 404
    assert other.get(f"/children/{asked.child.public_id}/voices/").status_code == 404
    assert other.get(f"/rounds/{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize("who", ["tom", "ines", "sara"])
def test_only_the_social_worker_answers_as_the_social_worker(asked, who, stopped_clock):
    other = cast.signed_in(who)
    assert other.get(f"/rounds/{asked.public_id}/answer/").status_code == 403
    assert other.post(f"/rounds/{asked.public_id}/answer/", ones()).status_code == 403
    assert not Reply.objects.exists() and not ReplyDraft.objects.exists()


def test_the_duties_stand_beside_and_the_order_of_answers_never_varies(maya, asked, ash, at):
    shown = maya.get(f"/rounds/{asked.public_id}/answer/").content.decode()
    health = shown.split('id="c-health"')[1].split("</section>")[0]
    assert "Physical health needs are known and met." in health and "Duties, as they stand today" in health
    assert "/rules/LH-0" in health
    friends = shown.split('id="c-friends"')[1].split("</section>")[0]
    assert "Duties, as they stand today" not in friends, "none belongs to it, and nothing is written out twelve times"
    orders = {tuple(re.findall(r'value="([^"]+)"', part)[:5]) for part in shown.split("<section")[1:13]}
    assert orders == {("green", "amber", "red", "cannot say yet", "does not apply")}
    assert not re.search(r'name="L[A-Z]-\d', shown), "nobody rates a duty"


def test_the_order_of_parts_stays_for_a_person_and_differs_for_another(maya, asked, at):
    def order(client):
        page = client.get(f"/rounds/{asked.public_id}/answer/").content.decode()
        return re.findall(r'<section class="sh-group" id="c-([a-z_]+)"', page)

    mine = order(maya)
    assert len(mine) == 12 and mine == order(maya)
    assert mine != order(cast.signed_in(cast.person("otto", team_refs=[cast.TEAM])))


def test_wrong_is_said_beside_its_category_and_nothing_is_lost(maya, asked):
    said = {
        **ones("home", "red", ""),
        **ones("health", "", "Words without an answer"),
        **ones("friends", "amber", "🙂🙂🙂"),
    }
    response = send(asked, maya, **said, anything_else="Also this")
    page = response.content.decode()
    home, health = (page.split(f'id="c-{key}"')[1].split("</section>")[0] for key in ("home", "health"))
    assert "Choose an answer to go with your words" in health and "Words without an answer" in health
    assert "<title>Error: " in page and "There is a problem" in page
    response = send(
        asked, maya, **ones("home", "red", ""), **ones("friends", "amber", "🙂🙂🙂"), anything_else="Also this"
    )
    page = response.content.decode()
    home, friends = (page.split(f'id="c-{key}"')[1].split("</section>")[0] for key in ("home", "friends"))
    assert (
        "Say why it is red, in words." in home and "Say why it is amber, in words." in friends and "🙂🙂🙂" in friends
    )
    assert "Also this" in page and not Reply.objects.exists()
    assert ReplyDraft.objects.get().content["anything_else"] == "Also this"
    assert '<a href="#id_home-comment">Home: Say why it is red, in words.</a>' in page


def test_fifty_thousand_letters_are_said_to_be_too_many_and_stay(maya, asked):
    page = text(send(asked, maya, **ones(why="a" * 50_000)))
    assert "The comment has 50,000 letters. 5,000 is the most: shorten it." in page and "a" * 50_000 in page
    said = form_of(asked, maya, **ones(why="a" * 100_001))
    assert maya.post(f"/rounds/{asked.public_id}/answer/keep/", said).status_code == 413
    assert "100,000 letters" in text(maya.post(f"/rounds/{asked.public_id}/answer/", said))


def test_nothing_filled_in_is_not_sent(maya, asked):
    assert "Answer at least one part before you send." in text(send(asked, maya))


def test_the_same_form_twenty_times_is_one_reply(maya, asked):
    said = form_of(asked, maya, **ones())
    for _ in range(20):
        response = maya.post(f"/rounds/{asked.public_id}/answer/", said)
        assert (response.status_code, response["Location"]) == (302, f"/rounds/{asked.public_id}/")
    assert (Reply.objects.count(), Rating.objects.count()) == (1, 1)


def test_of_two_windows_the_older_writes_nothing_over_and_a_sent_answer_stands(maya, asked):
    address = f"/rounds/{asked.public_id}/answer/"
    old, new = form_of(asked, maya, **ones(why="The old words")), form_of(asked, maya, **ones(why="The new words"))
    kept = maya.post(f"{address}keep/", new)
    assert (kept.status_code, kept["X-Draft-Version"]) == (204, "1")
    assert maya.post(f"{address}keep/", new).status_code == 204, "a window's own saves may overtake one another"
    assert maya.post(f"{address}keep/", old).status_code == 409
    page = maya.post(address, old)
    assert "You have kept something newer of this answer elsewhere" in text(page) and "The old words" in text(page)
    assert not Reply.objects.exists()
    assert maya.post(address, new).status_code == 302
    page = text(maya.post(address, old))
    assert "This was sent already, and stands as it was sent." in page and "The old words" in page
    assert Rating.objects.get().comment == "The new words"
    assert maya.post(f"{address}keep/", old).status_code == 404
    assert "Nothing more can be sent to this round" in text(maya.get(address, follow=True))


def test_a_draft_is_kept_without_script_and_read_by_nobody_else(maya, asked):
    address = f"/rounds/{asked.public_id}/answer/"
    said = form_of(asked, maya, **ones("home", "amber", "Not sure yet")) | {"do": "keep", "nothing-of-ours": "x"}
    assert maya.post(address, said)["Location"] == f"/children/{asked.child.public_id}/voices/"
    assert set(ReplyDraft.objects.get().content) == {"home-answer", "home-comment", "page"}
    assert "Not sure yet" in text(maya.get(address))
    assert "Go on with your answer" in text(maya.get(f"/rounds/{asked.public_id}/"))
    for who in ("tom", "ines"):
        other = cast.signed_in(who)
        for page in (f"/rounds/{asked.public_id}/", f"/children/{asked.child.public_id}/voices/"):
            assert "Not sure yet" not in text(other.get(page))


def test_a_green_shows_the_words_of_last_time_and_keeps_them_by_a_press(maya, asked, ash, at, monkeypatch):
    send(asked, maya, **ones(), **ones("home", "amber", "Not sure yet"))
    operations.close_round(public_id=asked.public_id, why="Enough", by=cast.maya(), at=at)
    later = at + timedelta(days=90)
    monkeypatch.setattr(clock, "now", lambda: later)
    again, maya = operations.open_round(child=ash, by=cast.maya(), at=later), cast.signed_in("maya")
    page = maya.get(f"/rounds/{again.public_id}/answer/").content.decode()
    health, home = (page.split(f'id="c-{key}"')[1].split("</section>")[0] for key in ("health", "home"))
    assert "Last time, Tuesday 31 March 2026: green" in health and "All checks are done" in health
    assert "Health is still green: keep these words" in health and 'name="home-keeps"' not in home
    assert "Last time, Tuesday 31 March 2026: amber" in home
    assert "Say why, in words." in text(send(again, maya, **ones(why="")))
    assert send(again, maya, **ones(why=""), **{"health-keeps": "on"}).status_code == 302
    kept = Rating.objects.get(reply__round=again)
    assert kept.comment == "All checks are done" and kept.kept_from is not None
    assert "Words kept from before." in text(maya.get(f"/rounds/{again.public_id}/"))


def test_a_category_retired_or_renamed_meanwhile_is_still_answered_under_its_name(maya, asked, at):
    said = form_of(asked, maya, **ones("friends"))
    operations.retire_category(key="friends", why="We ask elsewhere.", by=cast.sara(), at=at)
    assert "Friends and fun" in text(maya.get(f"/rounds/{asked.public_id}/answer/"))
    assert maya.post(f"/rounds/{asked.public_id}/answer/", said).status_code == 302
    assert "Friends and fun" in text(maya.get(f"/rounds/{asked.public_id}/"))


def test_a_round_that_is_over_takes_nothing_more_and_loses_no_word(maya, asked, at):
    said = form_of(asked, maya, **ones(why="Words too late"))
    operations.close_round(public_id=asked.public_id, why="She has moved today.", by=cast.tom(), at=at)
    page = text(maya.post(f"/rounds/{asked.public_id}/answer/", said))
    assert "This round is over, so nothing more can be sent to it" in page and "Words too late" in page
    assert maya.post(f"/rounds/{asked.public_id}/answer/keep/", said).status_code == 404
    assert maya.get(f"/rounds/{asked.public_id}/answer/").status_code == 302
    shown = text(maya.get(f"/children/{asked.child.public_id}/voices/"))
    assert "somebody closed it before its last day" in shown and "Why it was closed: She has moved today." in shown


def test_closing_asks_for_why(maya, asked):
    address = f"/rounds/{asked.public_id}/close/"
    assert "Once it is closed nothing more can be sent" in text(maya.get(address))
    assert "Say why the round is closed before its last day" in text(maya.post(address, {"why": " "}))
    assert maya.post(address, {"why": "She has moved today."}).status_code == 302
    assert "This round is over already. Nothing was changed." in text(maya.post(address, {"why": "Again"}))
    assert RoundEnd.objects.count() == 1


@pytest.mark.parametrize("which", ["rounds/{}/", "rounds/{}/answer/"])
def test_fifteen_queries_at_most_whatever_was_said(maya, asked, at, count_queries, which):
    child_said(asked, keys=[one.key for one in Category.objects.all()])
    operations.save_worker_draft(public_id=asked.public_id, content={}, based_on=None, by=cast.maya(), at=at)
    address = f"/{which.format(asked.public_id)}"
    assert maya.get(address).status_code == 200
    assert count_queries(lambda: maya.get(address)) <= 15


def test_the_list_and_the_childs_page_ask_as_little(maya, asked, at, count_queries):
    for address in (f"/children/{asked.child.public_id}/voices/", f"/children/{asked.child.public_id}/"):
        maya.get(address)
        assert count_queries(lambda: maya.get(address)) <= 15  # noqa: B023


def test_what_is_required_is_what_docs_recording_counts(maya, asked, ash, at, monkeypatch):
    page = maya.get(f"/rounds/{asked.public_id}/answer/").content.decode()
    keys = re.findall(r'<textarea[^>]*name="([a-z_]+)-comment"', page)
    assert len(keys) == len(set(re.findall(r'<input[^>]*type="radio"[^>]*', page))) / 5 == 12
    everything = {name: said for key in keys for name, said in ones(key).items()}
    left_out = [{**everything, name: ""} for name in everything]
    assert len(everything) == 24 and all(send(asked, maya, **said).status_code == 200 for said in left_out[:4])
    assert send(asked, maya, **everything).status_code == 302
    operations.close_round(public_id=asked.public_id, why="Enough", by=cast.maya(), at=at)
    for days, said in ((90, {f"{key}-{name}": what for key in keys for name, what in KEPT}), (180, LEAST)):
        later = at + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda later=later: later)
        again, maya = operations.open_round(child=ash, by=cast.maya(), at=later), cast.signed_in("maya")
        assert send(again, maya, **said).status_code == 302
        operations.close_round(public_id=again.public_id, why="Enough", by=cast.maya(), at=later)


KEPT = (("answer", "green"), ("keeps", "on"))
LEAST = {"home-answer": "cannot say yet"}


def test_no_title_and_no_address_names_the_child(maya, asked):
    for page in (
        f"/rounds/{asked.public_id}/",
        f"/rounds/{asked.public_id}/answer/",
        f"/rounds/{asked.public_id}/close/",
    ):
        assert "Ash" not in re.search(r"<title>(.*?)</title>", maya.get(page).content.decode())[1]


def test_a_child_of_four_is_not_asked_and_the_page_says_why(maya, ash):
    small = looked_after(born_on=date(2022, 1, 1), forename="Bo")
    said = text(maya.post(f"/children/{small.public_id}/voices/ask/", follow=True))
    assert "The child is not asked: it is younger than five" in said
