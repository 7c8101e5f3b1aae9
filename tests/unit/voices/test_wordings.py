"""No child and no carer is shown words that nobody named has read over."""

import pytest

from seenheard.voices import operations, queries
from seenheard.voices.domain.wordings import language
from tests import cast

pytestmark = pytest.mark.django_db
SAMPLE = {
    "language": "cy",
    "name": "Welsh",
    "direction": "ltr",
    "made": "made by a machine",
    "answers": {"5-10": ["a", "b", "c", "d"]},
    "category": {"health": {"worker": "gweithiwr", "carer": "gofalwr", "11-17": "hŷn", "5-10": "iau"}},
}


@pytest.fixture
def welsh(monkeypatch):
    english = queries.languages()["en"]
    from seenheard.voices.queries import wordings

    def use(**more):
        found = {"en": english, "cy": language(SAMPLE | more)}
        monkeypatch.setattr(wordings, "languages", lambda: found)
        monkeypatch.setattr(queries, "languages", lambda: found)

    use()
    return use


def test_a_translation_nobody_has_read_over_falls_back_to_english(welsh, at):
    told = queries.asked_in("cy", audience="5-10", on=at.date())
    assert (told["health"].words, told["health"].language) == ("My body feels well.", "en")
    assert queries.asked_in("cy", audience="worker", on=at.date())["health"].words == "gweithiwr"


def test_a_demo_may_show_samples(welsh, at):
    told = queries.asked_in("cy", audience="5-10", on=at.date(), with_samples=True)
    assert (told["health"].words, told["health"].language) == ("iau", "cy")


def test_once_somebody_named_has_read_it_over_it_is_shown(welsh, at):
    welsh(reviewed_by="Nia Prys, translator")
    assert queries.asked_in("cy", audience="5-10", on=at.date())["health"].words == "iau"
    assert queries.asked_in("cy", audience="5-10", on=at.date())["home"].language == "en", "what is missing is English"


def test_the_councils_own_words_go_before_those_that_ship(welsh, at):
    sara = cast.sara()
    operations.choose_pack(pack="five", by=sara, at=at)

    def word(words, reviewed_by):
        operations.word_category(
            key="health", audience="11-17", language="cy", words=words, reviewed_by=reviewed_by, by=sara, at=at
        )

    word("heb ei ddarllen", "")
    assert queries.asked_in("cy", audience="11-17", on=at.date())["health"].language == "en"
    word("wedi’i ddarllen", "Nia Prys")
    assert queries.asked_in("cy", audience="11-17", on=at.date())["health"].words == "wedi’i ddarllen"


def test_an_unknown_language_is_english(at):
    assert queries.asked_in("tlh", audience="carer", on=at.date())["health"].language == "en"


def test_a_file_with_an_audience_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no audience is called babies"):
        language(SAMPLE | {"category": {"health": {"babies": "goo"}}})
