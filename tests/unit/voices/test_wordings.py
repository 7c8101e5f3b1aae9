"""No child and no carer is shown words that nobody named has read over."""

import pytest

from seenheard.voices import operations, queries
from seenheard.voices.domain.wordings import SPOKEN_TO, language
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


SAMPLES = ("ar", "cy", "pl")


@pytest.mark.parametrize("code", SAMPLES)
def test_a_sample_that_ships_is_whole_says_what_it_is_and_is_read_over_by_nobody(code):
    sample, english = queries.languages()[code], queries.languages()["en"]
    assert "made by a machine" in sample.made and "nobody has read it over" in sample.made
    assert not sample.reviewed_by
    assert {key: set(words) for key, words in sample.questions.items()} == {
        key: set(words) for key, words in english.questions.items()
    }
    assert {form: len(words) for form, words in sample.answers.items()} == {"5-10": 4, "11-17": 4}
    assert sample.direction == ("rtl" if code == "ar" else "ltr")


@pytest.mark.parametrize("audience", sorted(SPOKEN_TO))
@pytest.mark.parametrize("code", SAMPLES)
def test_no_child_and_no_carer_is_asked_in_a_sample(code, audience, at):
    told = queries.asked_in(code, audience=audience, on=at.date())
    assert {one.language for one in told.values()} == {"en"}
    english = queries.asked_in("en", audience=audience, on=at.date())
    assert {key: one.words for key, one in told.items()} == {key: one.words for key, one in english.items()}


def test_what_sets_the_words_tells_the_latest_and_those_that_are_asked(at):
    sara = cast.sara()
    operations.choose_pack(pack="five", by=sara, at=at)

    def now(audience, code):
        one = queries.worded(on=at.date())["health"][audience, code]
        asked = queries.asked_in(code, audience=audience, on=at.date())["health"]
        assert one.asked == (asked.words if asked.language == code else "")
        return one

    def word(audience, code, words, reviewed_by=""):
        operations.word_category(
            key="health", audience=audience, language=code, words=words, reviewed_by=reviewed_by, by=sara, at=at
        )

    assert now("5-10", "en").is_asked and not now("5-10", "en").is_own
    assert not now("5-10", "pl").asked and now("worker", "pl").is_asked
    word("5-10", "pl", "Zdrowie.")
    assert (now("5-10", "pl").words, now("5-10", "pl").asked) == ("Zdrowie.", "")
    word("5-10", "pl", "Jest mi dobrze.", "Ewa Nowak, translator")
    assert now("5-10", "pl").is_asked and now("5-10", "pl").reviewed_by == "Ewa Nowak, translator"
    word("5-10", "pl", "Inaczej.")
    assert (now("5-10", "pl").words, now("5-10", "pl").asked) == ("Inaczej.", "Jest mi dobrze.")
    word("5-10", "en", "I am well.")
    assert now("5-10", "en").asked == "My body feels well."
    word("worker", "en", "Health is looked after.")
    assert now("worker", "en").is_asked
