"""A child's door in another language: nobody is shown a sentence of it until somebody named has read all of it over."""

import pytest

from seenheard.accounts.permissions import NotAllowed
from seenheard.voices import operations, queries
from seenheard.voices.domain.door_words import isolated, problem, put, texts
from seenheard.voices.domain.wordings import AUDIENCES
from seenheard.voices.models import ChildCode
from seenheard.voices.operations import doors
from seenheard.voices.queries import door_words
from tests import cast

SAMPLES = ("ar", "cy", "pl")
INTERPRETER = {"name": "Ewa Nowak", "role": "interpreter"}


@pytest.mark.parametrize("code", SAMPLES)
def test_a_sample_has_every_sentence_with_its_blanks_and_telephone_numbers(code):
    told = door_words.shipped(code)
    assert set(told) == set(door_words.every_text()) and door_words.is_whole(told)
    assert [wrong for text, said in told.items() if (wrong := problem(text, said))] == []


def test_each_sentence_is_asked_for_once_and_those_before_the_door_opens_not_at_all():
    pages = {
        "code": {"title": "Hello", "wrong": "No."},
        "sent": {"title": "Thank you", "says": ["Sent.", "Go on"]},
        "told": {"button": "Go on"},
    }
    assert texts(pages, {"5-10": ("Yes", "No")}) == ("Yes", "No", "Thank you", "Sent.", "Go on")
    assert put(pages, {"Hello": "Cześć", "Go on": "Dalej"}) == {
        "code": {"title": "Hello", "wrong": "No."},
        "sent": {"title": "Thank you", "says": ["Sent.", "Dalej"]},
        "told": {"button": "Dalej"},
    }


@pytest.mark.parametrize(
    ("english", "words", "wrong"),
    [
        ("Call {night}.", "Zadzwoń: {night}.", ""),
        ("Call {night}.", "Zadzwoń.", "filled in later"),
        ("Call {night}.", "Zadzwoń: {noc}.", "filled in later"),
        ("Call {night}.", "Zadzwoń: {night} {0!r}.", "filled in later"),
        ("Hello", "Cześć {", "filled in later"),
        ("Call 999.", "Zadzwoń pod 998.", "telephone number"),
        ("Childline on 0800 1111.", "Childline: 0800 111.", "telephone number"),
        ("You have 15 minutes.", "Masz kwadrans.", ""),
        ("Hello", "a" * 501, "At most 500 letters"),
    ],
)
def test_what_is_filled_in_and_telephone_numbers_stay(english, words, wrong):
    assert wrong in problem(english, words) and bool(problem(english, words)) == bool(wrong)


def test_a_telephone_number_reads_from_left_to_right_among_words_that_do_not():
    assert isolated("على 0800 1111.", "rtl") == "على \u20660800 1111\u2069."
    assert isolated("on 0800 1111.", "ltr") == "on 0800 1111."


@pytest.fixture
def keep(council, at):
    """`keep(reviewed_by, …)`: all words of the Polish door, as somebody sends them."""

    def door(reviewed_by="", **changed):
        words = door_words.shipped("pl") | changed
        operations.word_door(language="pl", words=words, reviewed_by=reviewed_by, by=council, at=at)

    return door


def read_over_every_question(form, council, at):
    for key, words in queries.languages()["pl"].questions.items():
        if queries.category_called(key, on=at.date()):
            wanted = {"key": key, "audience": form, "language": "pl", "words": words[form]}
            operations.word_category(**wanted, reviewed_by="Ewa Nowak", by=council, at=at)


def test_a_child_is_asked_in_a_language_once_all_of_it_is_read_over_and_else_in_english(keep, council, asked, at):
    form, on, keys = "5-10", at.date(), asked.categories

    def door(of=form, **more):
        return door_words.told_in("pl", form=of, keys=keys, on=on, **more)

    assert door().code == "en" and door(with_samples=True).code == "pl", "a sample is shown in a demo alone"
    keep()
    read_over_every_question(form, council, at)
    assert door().code == "en", "the door is read over by nobody"
    with pytest.raises(NotAllowed, match="once every sentence has words"):
        keep("Ewa Nowak", **{"Thank you": " "})
    keep("Ewa Nowak", Yes="Jasne")
    told = door()
    assert (told.code, told.answers[form][0]) == ("pl", "Jasne")
    assert told.pages["sent"]["title"] == "Dziękujemy" and told.pages["code"]["title"] == "Hello"
    assert door("11-17").code == "en", "the questions of the other form are read over by nobody"
    keep(Yes="Pewnie")
    assert door().answers[form][0] == "Jasne", "until somebody has read over the new words"
    operations.add_category(name="Pets", words=dict.fromkeys(AUDIENCES, "Pets"), by=council, at=at)
    assert door_words.unread("pl", form, [*keys, "pets"], on=on) == ["pets"]


def test_words_for_a_sentence_that_has_changed_since_are_not_shown(keep, monkeypatch, at):
    keep("Ewa Nowak")
    assert door_words.written(on=at.date(), code="pl")["pl"].read_over
    every = door_words.every_text()
    monkeypatch.setattr(door_words, "every_text", lambda: (*every, "We do not keep this secret."))
    assert door_words.written(on=at.date(), code="pl")["pl"].read_over is None


def test_who_is_asked_in_english_instead_has_an_interpreter_recorded(keep, asked, ash, at):
    way = {"child": ash, "kind": "code", "form": "11-17", "language": "pl", "by": cast.maya(), "at": at}
    with pytest.raises(NotAllowed, match="Name the interpreter"):
        doors.make_child_way(**way, helpers=[{"name": "Ruth", "role": "advocate"}])
    assert not ChildCode.objects.exists()
    assert doors.make_child_way(**way, helpers=[INTERPRETER]).code.helpers == [INTERPRETER]


def test_only_who_sets_the_voices_words_the_door_and_never_in_english(council, at):
    for by, language in ((cast.maya(), "pl"), (council, "en"), (council, "tlh")):
        with pytest.raises(NotAllowed):
            operations.word_door(language=language, words={}, reviewed_by="", by=by, at=at)
