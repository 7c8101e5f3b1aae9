"""All 64 combinations of worker, carer and child, for an ordinary category and for safety; all 16 of the plan."""

from itertools import product

import pytest

from seenheard.voices.domain.answers import CHILD_STEPS, Colour, State, Voice, read
from seenheard.voices.domain.mismatch import Level, compare, pattern
from seenheard.voices.domain.plans import Rater, compare_plan
from tests.unit.voices.mismatch_table import SIXTEEN, SIXTY_FOUR, rows

ANSWERS = {"R": Colour.RED, "A": Colour.AMBER, "G": Colour.GREEN, "-": State.NOT_ANSWERED}
LEVELS = {
    "nothing": Level.NOTHING_TO_COMPARE,
    "same": Level.SAME,
    "talk": Level.TALK,
    "act": Level.ACT,
    "today": Level.ACT_TODAY,
}
VOICES = {"w": Voice.WORKER, "c": Voice.CARER, "k": Voice.CHILD}
RATERS = {"w": Rater.WORKER, "o": Rater.OFFICER, "-": None}
TABLE = rows(SIXTY_FOUR)


def answers(*letters):
    return dict(zip(VOICES.values(), map(ANSWERS.get, letters), strict=True))


def who(letters):
    return tuple(VOICES[letter] for letter in letters if letter != "-")


def number(word):
    return None if word == "-" else int(word)


def test_the_table_holds_each_combination_once():
    assert sorted(row[:3] for row in TABLE) == sorted(product("RAG-", repeat=3))
    assert sorted(row[:2] for row in rows(SIXTEEN)) == sorted(product("RAG-", repeat=2))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: "".join(row[:3]))
def test_what_three_answers_mean(row):
    *letters, ordinary, safety, worried, steps, red, happier = row
    for level, is_safety in ((ordinary, False), (safety, True)):
        told = compare(answers(*letters), safety=is_safety)
        assert told.level is LEVELS[level]
        assert told.more_worried == who(worried)
        assert told.steps == number(steps)
        assert told.red == who(red)
        assert told.happier_than_us == (happier == "happier")
        assert told.silent == tuple(VOICES[key] for key, letter in zip("wck", letters, strict=True) if letter == "-")


@pytest.mark.parametrize("row", rows(SIXTEEN), ids=lambda row: "".join(row[:2]))
def test_what_two_ratings_of_the_plan_mean(row):
    worker, officer, differs, worried, steps = row
    told = compare_plan(ANSWERS[worker], ANSWERS[officer])
    assert told.differs == {"yes": True, "no": False, "?": None}[differs]
    assert told.more_worried == RATERS[worried]
    assert told.steps == number(steps)


def test_gaps_are_against_the_worker_and_below_nought_is_more_worried():
    assert compare(answers("G", "A", "R")).gaps == {Voice.CARER: -1, Voice.CHILD: -2}
    assert compare(answers("-", "A", "R")).gaps == {}


@pytest.mark.parametrize("state", State)
def test_no_state_is_a_colour_or_agreement(state):
    told = compare({Voice.WORKER: Colour.GREEN, Voice.CHILD: state})
    assert told.level is Level.NOTHING_TO_COMPARE
    assert told.silent == (Voice.CHILD,)


def test_a_voice_that_was_not_asked_is_not_silent():
    assert compare({Voice.WORKER: Colour.GREEN}).silent == ()


@pytest.mark.parametrize("parent", [*Colour, State.NOT_ANSWERED])
def test_a_parent_is_a_voice_of_their_own_never_the_carer_and_in_no_comparison(parent):
    others = answers("G", "-", "A")
    assert compare({**others, Voice.PARENT: parent}, safety=True) == compare(others, safety=True)
    assert compare({Voice.WORKER: Colour.GREEN, Voice.PARENT: parent}).level is Level.NOTHING_TO_COMPARE


def test_a_happier_child_asks_for_a_conversation_only_while_nobody_is_more_worried_than_the_worker():
    assert compare(answers("R", "-", "G")).conversation_only
    assert not compare(answers("R", "R", "G"), safety=True).conversation_only
    assert not compare(answers("A", "-", "G")).conversation_only


def test_two_rounds_running_are_a_pattern():
    assert pattern({"health": Level.TALK}, {"health": Level.ACT}).again == ("health",)
    assert not pattern({"health": Level.TALK}, {"health": Level.SAME})
    assert not pattern({"health": Level.SAME}, {"health": Level.ACT})
    assert not pattern({"health": Level.TALK}, None)
    assert not pattern({"health": Level.NOTHING_TO_COMPARE}, {"health": Level.NOTHING_TO_COMPARE})


def test_three_categories_in_one_round_are_a_pattern():
    three = {"health": Level.TALK, "home": Level.ACT, "school": Level.ACT_TODAY}
    assert pattern(three, None).several
    assert not pattern(three | {"school": Level.SAME}, None)


def test_a_childs_first_two_answers_are_green_and_the_words_tell_them_apart():
    assert [CHILD_STEPS[step] for step in (1, 2, 3, 4)] == [Colour.GREEN, Colour.GREEN, Colour.AMBER, Colour.RED]


def test_words_of_a_file():
    assert read("Red") is Colour.RED
    assert read(" green ") is Colour.GREEN
    assert read("did not want to say") is State.DID_NOT_WANT_TO_SAY
    assert read(None) is State.NOT_ANSWERED
    with pytest.raises(ValueError, match="neither a colour"):
        read("orange")
