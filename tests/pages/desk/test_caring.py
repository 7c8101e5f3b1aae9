"""Carers: invited on a page, answering on theirs, and shut out of every other."""

import uuid
from datetime import timedelta

import pytest

from seenheard.accounts.models import User
from seenheard.config import clock
from seenheard.trail.models import Entry
from seenheard.voices.models import Member, Reply, ReplyDraft
from tests import cast
from tests.pages.desk.test_voices import ash, asked, child_said, hidden, ones, send, text
from tests.unit.voices.test_carers import came_in, invite
from tests.unit.voices.test_doors import end_episode

__all__ = ["ash", "asked"]
pytestmark = pytest.mark.django_db
INVITED = {"name": "Carl Brightwater", "email": "carl@carers.example", "kind": "family"}


@pytest.fixture
def carl(asked, at, stopped_clock):
    """Invited, set up, and signed in with both factors."""
    return cast.signed_in(came_in(invite(asked.child, at=at).person, at))


def answer(asked, client, **said):
    page = f"/caring/{asked.public_id}/"
    opened = client.get(page)
    given = {"version": hidden(opened, "version"), "page": hidden(opened, "page"), "do": "send"} | said
    return client.post(page, given, follow=True)


# --- inviting -----------------------------------------------------------------------------------------------------------


def test_a_worker_invites_and_ends(ash, stopped_clock):
    maya, page = cast.signed_in("maya"), f"/children/{ash.public_id}/carers/"
    assert "Who looks after the child and may answer" in text(maya.get(f"/children/{ash.public_id}/voices/"))
    assert "Nobody is invited to answer" in text(maya.get(page))
    wrong = text(maya.post(page, INVITED | {"email": "carl"}))
    assert "Enter an e-mail address in the right form" in wrong and not Member.objects.exists()
    done = text(maya.post(page, INVITED, follow=True))
    assert "A link to set up their account is on its way" in done and "Has not signed in yet" in done
    assert "Where does the child live?" not in done
    person = Member.objects.get().person
    end = f"{page}{person}/end/"
    assert "Say why" in text(maya.post(end, {"reason": ""}))
    assert "does not answer for this child any more" in text(maya.post(end, {"reason": "Moved out"}, follow=True))
    assert "Moved out" in text(maya.get(page)) and maya.get(end).status_code == 404
    written = Entry.objects.filter(what__in=["invited_carer", "invited_to_answer", "ended_answering"])
    assert written.count() == 3 and "Brightwater" not in str(list(written.values()))


def test_an_address_of_staff_is_refused(ash, stopped_clock):
    page = f"/children/{ash.public_id}/carers/"
    said = text(cast.signed_in("maya").post(page, INVITED | {"email": cast.tom().email}))
    assert "Somebody who works here signs in with this address" in said and not Member.objects.exists()


def test_whoever_reviews_sees_who_may_answer_and_invites_nobody(ash, stopped_clock):
    page, ines = f"/children/{ash.public_id}/carers/", cast.signed_in("ines")
    assert "Invite a named person" not in text(ines.get(page))
    assert ines.post(page, INVITED).status_code == 403
    assert cast.signed_in("otto").get(page).status_code == 404


# --- the carer's pages --------------------------------------------------------------------------------------------------


def test_begins_with_a_first_name_and_whether_a_round_waits(carl, asked):
    response = carl.get("/", follow=True)
    said = text(response)
    assert response.redirect_chain[-1][0] == "/caring/" and "Children placed with you" in said
    assert "Ash" in said and "Underwood" not in said and str(asked.child.public_id) not in response.content.decode()
    assert "You are asked, until the end of Monday 27 April 2026." in said
    assert "Rules" not in said and "Register of rules" not in said
    row = Entry.objects.filter(what="looked_at_caring").latest("id")
    assert str(asked.child.public_id) in str(row.children)


def test_the_form_asks_in_a_carers_words_and_names_nobody(carl, asked):
    response = carl.get(f"/caring/{asked.public_id}/")
    said = text(response)
    assert "How is it for Ash?" in said and "They get the checks and the treatment they need." in said
    assert "Underwood" not in said and "2012" not in said and "About five minutes" in said and "999" in said
    assert "Duties" not in said


def test_sent_once_and_read_afterwards(carl, asked):
    said = text(answer(asked, carl, **ones("health", "green", "All checks are done"), anything_else="She sings."))
    assert "Sent by you on Tuesday 31 March 2026" in said and "All checks are done" in said and "She sings." in said
    again = text(carl.get(f"/caring/{asked.public_id}/", follow=True))
    assert "Sent by you" in again and Reply.objects.count() == 1
    assert "What you said on Tuesday 31 March 2026" in text(carl.get("/caring/"))


def test_pressed_twenty_times_it_is_one(carl, asked):
    opened = carl.get(f"/caring/{asked.public_id}/")
    given = {"version": hidden(opened, "version"), "page": hidden(opened, "page"), "do": "send"} | ones()
    for _ in range(3):
        assert carl.post(f"/caring/{asked.public_id}/", given).status_code == 302
    assert Reply.objects.count() == 1


def test_what_is_missing_is_said_beside_it_and_nothing_is_lost(carl, asked):
    said = text(answer(asked, carl, **ones("health", "red", "  "), **ones("home", "green", "It is home now")))
    assert "Say why it is red, in words." in said and "It is home now" in said
    assert not Reply.objects.exists() and ReplyDraft.objects.get().content["home-comment"] == "It is home now"


def test_kept_with_every_change_and_for_later(carl, asked):
    page = f"/caring/{asked.public_id}/"
    response = carl.post(f"{page}keep/", ones() | {"version": "0", "page": str(uuid.uuid4())})
    assert (response.status_code, response["X-Draft-Version"]) == (204, "1")
    old = carl.post(f"{page}keep/", ones() | {"version": "0", "page": str(uuid.uuid4())})
    assert old.status_code == 409
    assert "All checks are done" in text(carl.get(page)) and "Kept on the server" in text(carl.get(page))
    assert "Kept on the server" in text(answer(asked, carl, **ones(), do="keep"))


def test_another_of_the_household_reads_what_was_sent_and_no_draft(carl, asked, at):
    cleo = cast.signed_in(came_in(invite(asked.child, "cleo", at=at).person, at))
    carl.post(f"/caring/{asked.public_id}/keep/", ones() | {"version": "0", "page": str(uuid.uuid4())})
    assert "All checks are done" not in text(cleo.get(f"/caring/{asked.public_id}/"))
    answer(asked, carl, **ones())
    said = text(cleo.get(f"/caring/{asked.public_id}/", follow=True))
    assert "Sent by Carl Brightwater" in said and "All checks are done" in said


def test_of_the_child_only_what_it_lets_them_see_and_never_safety(carl, asked):
    child_said(asked, keys=("home", "safety"), show_carer=True, comment="DYE")
    before = text(answer(asked, carl, **ones("home", "green", "Settled")))
    assert "DYE" not in before and "nothing tells whether there are any" in before
    send(asked, cast.signed_in("maya"), **ones("home", "amber", "Not sure"))
    after = text(carl.get(f"/caring/{asked.public_id}/said/"))
    assert after.count("DYE") == 1 and "What the child lets you see" in after and "Not sure" not in after


def test_another_household_and_a_round_of_another_child(carl, asked, at):
    cato = cast.signed_in(cast.carer("cato"))
    assert "No child is placed with you" in text(cato.get("/caring/"))
    for path in ("", "said/"):
        assert cato.get(f"/caring/{asked.public_id}/{path}").status_code == 404
        assert carl.get(f"/caring/{uuid.uuid4()}/{path}").status_code == 404
    assert cato.post(f"/caring/{asked.public_id}/", ones()).status_code == 404
    assert cato.post(f"/caring/{asked.public_id}/keep/", ones()).status_code == 404


def test_the_placement_ended_yesterday(carl, asked, at):
    answer(asked, carl, **ones())
    end_episode(asked.child, at.date())
    assert "No child is placed with you" in text(carl.get("/caring/"))
    for path in ("", "said/", "keep/"):
        response = carl.get if path != "keep/" else carl.post
        assert response(f"/caring/{asked.public_id}/{path}").status_code == 404


def test_the_round_is_over(carl, asked, at, stop):
    stop(at + timedelta(days=28))
    carl = cast.signed_in(User.objects.get(role="carer"))
    assert "Nothing waits for you." in text(carl.get("/caring/"))
    said = text(carl.get(f"/caring/{asked.public_id}/", follow=True))
    assert "Nothing was sent for your household" in said


@pytest.fixture
def stop(monkeypatch):
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


def test_no_other_page_opens_and_it_says_so(carl, asked, ash):
    for page in ("/my-work/", "/children/", f"/children/{ash.public_id}/", f"/rounds/{asked.public_id}/"):
        response = carl.get(page)
        assert response.status_code == 403 and "This page is not for carers" in text(response), page
    assert carl.get(f"/children/{ash.public_id}/carers/").status_code == 403
    assert carl.get("/my-sign-in/", follow=True).status_code == 200


def test_the_worker_cannot_be_the_carer_nor_the_carer_the_worker(carl, asked):
    maya = cast.signed_in("maya")
    assert maya.get("/caring/").status_code == 403
    assert maya.post(f"/caring/{asked.public_id}/", ones()).status_code == 403
    assert carl.post(f"/rounds/{asked.public_id}/answer/", ones()).status_code == 403
    assert not Reply.objects.exists()
