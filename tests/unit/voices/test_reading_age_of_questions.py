"""What a child reads in a round, question and answers: a reading age of nine or less, each sentence by itself."""

import pytest

from seenheard.voices import queries
from seenheard.voices.domain.wordings import OLDER, YOUNGER

from .reading import age_of

OLDEST_READER = 9
FORMS = (YOUNGER, OLDER)
ENGLISH = queries.languages()["en"]
QUESTIONS = [(key, form) for key in ENGLISH.questions for form in FORMS]


@pytest.mark.parametrize(("key", "form"), QUESTIONS)
def test_a_question_is_read_at_nine(key, form):
    assert age_of(ENGLISH.questions[key][form]) <= OLDEST_READER


@pytest.mark.parametrize("form", FORMS)
def test_the_answers_are_read_at_nine_and_the_whole_form_at_less(form):
    answers = " ".join(f"{one}." for one in ENGLISH.answers[form])  # one word alone has no reading age
    assert age_of(answers) <= OLDEST_READER
    whole = " ".join([*(words[form] for words in ENGLISH.questions.values()), answers])
    assert age_of(whole) <= OLDEST_READER - 1


def test_every_category_of_every_pack_is_among_them():
    assert {one.key for pack in queries.packs() for one in pack.categories} == {key for key, _ in QUESTIONS}


def test_a_workers_sentence_is_found_too_hard():
    hard = "Identity, faith, language, culture, disability, life story: known and respected."
    assert age_of(hard) > OLDEST_READER
