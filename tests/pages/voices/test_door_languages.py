"""A child's pages in another language: once all of them are read over, and until then in English."""

import html
import re
from datetime import date

import pytest

from seenheard.voices import operations as voices
from seenheard.voices import queries
from seenheard.voices.forms.door_words import DoorWordsForm
from seenheard.voices.models import DoorWords, Rating, Reply
from seenheard.voices.operations import doors
from seenheard.voices.queries import door_words
from tests import cast
from tests.pages.desk.conftest import looked_after
from tests.pages.voices.door import HELP, Child, council_that_asks

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
LANGUAGES = "/voices/languages/"
FORM = "11-17"
EWA = {"name": "Ewa Nowak", "role": "interpreter"}


@pytest.fixture
def asked(db, stopped_clock, at):
    council_that_asks(at, pack="five")
    return voices.open_round(child=looked_after(born_on=date(2012, 5, 4)), by=cast.maya(), at=at)


def lets_in(asked, at, code) -> Child:
    way = {"kind": "code", "form": FORM, "language": code, "helpers": [EWA], "by": cast.maya(), "at": at}
    return Child(doors.make_child_way(child=asked.child, **way).secret)


def reads_over(code, at) -> None:
    """Somebody has read over every question that a young person is asked, on their pages."""
    for key, words in queries.languages()[code].questions.items():
        if queries.category_called(key, on=at.date()):
            wanted = {"audience": FORM, "language": code, "words": words[FORM], "reviewed_by": "Ewa Nowak"}
            voices.word_category(key=key, **wanted, by=cast.sara(), at=at)


def said(answer) -> str:
    words = re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main", 1)[1])
    return " ".join(html.unescape(words).split())


def test_a_service_manager_reads_the_door_over_and_the_child_is_asked_in_its_language(asked, at):
    sara = cast.signed_in("sara")
    page = said(sara.get(LANGUAGES))
    assert page.count("Not yet: door and answers, 5 questions") == 6 and "Read over by nobody" in page
    form = sara.get(f"{LANGUAGES}ar/").content.decode()
    assert "لست في أمان" in form and "Who has read exactly these words over?" in form
    sent = DoorWordsForm.holding(door_words.shipped("ar"), "Nour Haddad, translator")
    broken = DoorWordsForm.holding({"Call our night team on {night}.": "اتصل"}, "")
    answer = sara.post(f"{LANGUAGES}ar/", sent | {key: words for key, words in broken.items() if words})
    assert "What stands in {} is filled in later" in said(answer) and not DoorWords.objects.exists()
    sara.post(f"{LANGUAGES}ar/", sent)
    reads_over("ar", at)
    page = said(sara.get(LANGUAGES))
    assert "Arabic Yes Not yet: 5 questions" in page and "Read over by Nour Haddad, translator on 31 March 2026" in page
    assert sara.get(f"{LANGUAGES}en/").status_code == sara.get(f"{LANGUAGES}tlh/").status_code == 404
    child = lets_in(asked, at, "ar")
    mine = child.sees()
    assert '<html lang="ar" dir="rtl">' in mine and "هل هذه الصفحة لك؟" in mine
    who = child.presses("mine")
    assert "\u206601632 960 001\u2069" in who and "\u20660800 1111\u2069" in who
    question = child.presses("who")
    assert "These words are in English" not in question and "Save and go on" not in question
    assert "لست في أمان؟" in child.client.get(HELP).content.decode()
    child.presses("health", answer="1")
    assert "شكرًا" in child.presses("check", go="send")
    tongue, rating = queries.languages()["ar"], Rating.objects.get()
    assert (rating.asked, rating.chosen) == (tongue.questions["health"][FORM], tongue.answers[FORM][0])
    assert Reply.objects.get().language == "ar"


def test_until_then_the_child_reads_english_and_what_is_kept_says_so(asked, at):
    reads_over("pl", at)
    child = lets_in(asked, at, "pl").begins()
    page = child.sees()
    assert '<html lang="en-GB" dir="ltr">' in page and "I feel well" in page
    assert "These words are in English. You can ask a person" in page
    child.presses("check", go="send")
    assert Reply.objects.get().language == "en" and Reply.objects.get().helpers == [EWA]
