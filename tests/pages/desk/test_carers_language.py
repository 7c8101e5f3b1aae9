"""A carer is asked in another language as far as somebody with a name has read over its words; the rest is English."""

import pytest

from seenheard.voices import operations, queries
from seenheard.voices.models import Reply, ReplyDraft
from tests import cast
from tests.pages.desk.test_caring import carl
from tests.pages.desk.test_voices import ash, asked, hidden, ones, text

__all__ = ["ash", "asked", "carl"]
pytestmark = pytest.mark.django_db
WORDS = "يحصلون على العلاج"


def word(at, *, reviewed_by, language="ar", words=WORDS):
    said = {"key": "health", "audience": "carer", "language": language, "words": words, "reviewed_by": reviewed_by}
    operations.word_category(**said, by=cast.sara(), at=at)


def test_no_language_is_offered_and_none_is_shown_until_somebody_has_read_its_words_over(carl, asked, at):
    page = f"/caring/{asked.public_id}/"
    word(at, reviewed_by="")
    shown = carl.get(f"{page}?language=ar").content.decode()
    assert (
        WORDS not in shown and "Languages of the questions" not in shown and hidden(carl.get(page), "language") == "en"
    )
    assert [one.code for one in queries.languages_for("carer", on=at.date())] == ["en"]


def test_read_over_it_is_asked_kept_and_sent_in_that_language(carl, asked, at):
    page = f"/caring/{asked.public_id}/"
    word(at, reviewed_by="Huda Karim, translator")
    first = carl.get(page)
    assert WORDS not in first.content.decode() and "?language=ar" in first.content.decode()
    chosen = carl.get(f"{page}?language=ar")
    assert f'lang="ar" dir="rtl">{WORDS}' in chosen.content.decode()
    assert "nobody has read over their words in that language yet" in text(chosen), "eleven others are in English"
    form = {"version": hidden(chosen, "version"), "page": hidden(chosen, "page"), "language": "ar"}
    assert carl.post(f"{page}keep/", form | ones()).status_code == 204
    assert WORDS in carl.get(page).content.decode(), "as it was chosen before"
    again = (
        form | ones() | ones("home", "green", "Settled") | {"version": ReplyDraft.objects.get().version, "do": "send"}
    )
    assert carl.post(page, again).status_code == 302
    sent = Reply.objects.get()
    home = queries.asked_in("en", audience="carer", on=at.date())["home"].words
    assert sent.language == "ar"
    assert dict(sent.ratings.values_list("category__key", "asked")) == {"health": WORDS, "home": home}
    assert carl.get(f"{page}?language=xx", follow=True).status_code == 200


@pytest.mark.browser
def test_the_form_in_two_languages_is_sound(carl, asked, at):
    from tests import browser

    word(at, reviewed_by="Huda Karim, translator")
    with browser.showing({"/form/": carl.get(f"/caring/{asked.public_id}/?language=ar").content.decode()}) as look:
        browser.is_sound(look, "/form/", "caring-arabic")
