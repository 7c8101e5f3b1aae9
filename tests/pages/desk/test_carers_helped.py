"""Who helped a carer to answer: named where they were, kept, shown beside the answers, and never asked for."""

import re
import uuid

import pytest
from django.urls import reverse

from seenheard.desk.forms.voices import CarersForm, WholeForm
from seenheard.desk.presenters.caring import NOT_FOR_YOU
from seenheard.ui.named_people import NAMED as PEOPLE
from seenheard.voices import operations
from seenheard.voices.models import Reply, ReplyDraft
from tests import browser, cast
from tests.pages.desk.test_carers_language import word
from tests.pages.desk.test_caring import answer, carl
from tests.pages.desk.test_voices import ash, asked, hidden, ones, send, text

__all__ = ["ash", "asked", "carl"]
pytestmark = pytest.mark.django_db
EWA = {"name": "Ewa Nowak", "role": "interpreter"}
NAMED = {"name_1": "Ewa Nowak", "role_1": "interpreter"}
SENTENCE = "Helped by Ewa Nowak (interpreter)."
FOLDED = re.compile(r'<details class="govuk-details" id="helped">')


def test_it_is_folded_away_and_says_that_nobody_answers_in_their_place(carl, asked):
    shown = carl.get(f"/caring/{asked.public_id}/")
    assert FOLDED.search(shown.content.decode())
    assert "Somebody helped me" in text(shown) and "Who helps you may not answer for you." in text(shown)
    assert NOT_FOR_YOU in text(shown)


def test_nothing_more_is_required():
    required = [{name for name, one in form().fields.items() if one.required} for form in (CarersForm, WholeForm)]
    assert required == [set(), set()] and CarersForm({}).is_valid()
    assert set(PEOPLE) == set(CarersForm().fields) - set(WholeForm().fields)


def test_a_name_needs_a_role_and_the_fold_stands_open_over_it(carl, asked):
    shown = answer(asked, carl, **ones(), name_1="Ewa Nowak")
    assert "Say as what they help" in text(shown) and not FOLDED.search(shown.content.decode())
    assert not Reply.objects.exists()


def test_kept_with_the_draft_and_there_again(carl, asked):
    page = f"/caring/{asked.public_id}/"
    kept = carl.post(f"{page}keep/", ones() | NAMED | {"version": "0", "page": str(uuid.uuid4())})
    assert kept.status_code == 204 and ReplyDraft.objects.get().content["name_1"] == "Ewa Nowak"
    shown = carl.get(page).content.decode()
    assert 'value="Ewa Nowak"' in shown and not FOLDED.search(shown)
    assert re.search(r'value="interpreter"[^>]*selected', shown)


def test_stands_on_their_own_page_and_beside_their_answers(carl, asked):
    own = text(answer(asked, carl, **ones(), **NAMED))
    assert Reply.objects.get().helpers == [EWA] and SENTENCE in own and "Who helped" in own
    maya = cast.signed_in("maya")
    send(asked, maya, **ones("health", "amber", "Not sure of it"))
    reply = reverse("voices:reply", args=[Reply.objects.get(voice="carer").public_id])
    for page in (f"/rounds/{asked.public_id}/", reply):
        assert text(maya.get(page, follow=True)).count(SENTENCE) == 1, page


def test_stands_in_what_was_said_and_done_and_in_the_pack(carl, asked, at):
    answer(asked, carl, **ones("health", "red", "No dentist yet"), **NAMED)
    maya = cast.signed_in("maya")
    send(asked, maya, **ones("health", "green", "All of it done"))
    operations.close_round(public_id=asked.public_id, why="She moves.", by=cast.maya(), at=at)
    done = text(maya.get(reverse("voices:said_and_done", args=[asked.child.public_id])))
    assert "The carer said" in done and SENTENCE in done
    assert SENTENCE not in text(maya.get(reverse("voices:card", args=[asked.child.public_id])))
    assert SENTENCE in text(maya.get(reverse("desk:review_pack", args=[asked.child.public_id])))


def test_where_the_words_are_in_english_it_is_offered_to_name_the_interpreter(carl, asked, at):
    page = f"/caring/{asked.public_id}/"
    assert 'href="#helped"' not in carl.get(page).content.decode()
    word(at, reviewed_by="Huda Karim, translator")
    shown = carl.get(f"{page}?language=ar")
    assert 'href="#helped"' in shown.content.decode() and hidden(shown, "language") == "ar"


@pytest.mark.browser
def test_folded_and_unfolded_it_is_sound(carl, asked):
    pages = {
        "/folded/": carl.get(f"/caring/{asked.public_id}/").content.decode(),
        "/open/": answer(asked, carl, **ones("home", "red", ""), name_1="Ewa Nowak").content.decode(),
        "/said/": answer(asked, carl, **ones(), **NAMED).content.decode(),
    }
    with browser.showing(pages) as look:
        for address in pages:
            browser.is_sound(look, address, f"caring-helped-{address.strip('/')}")
