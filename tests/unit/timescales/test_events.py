"""The kinds of event: the record and the rules use the same ones, and a form can be made from them."""

import pytest

from seenheard.record.domain import happenings
from seenheard.timescales.domain.event_words import GROUPS, asked, group_of, kind_words
from seenheard.timescales.domain.events import (
    CHOICES,
    ENDINGS,
    HOURS,
    KINDS,
    NUMBERS,
    ONLY_HERE,
    ONLY_IN_FILES,
    VISITS,
    WHICH,
    YES_NO,
    misfit,
)

FACTS = {fact for facts in KINDS.values() for fact in facts}


def test_the_record_and_the_rules_know_the_same_kinds():
    assert set(happenings.KINDS) == set(KINDS)
    assert len(happenings.KINDS) == len(KINDS)


def test_every_kind_stands_under_one_heading():
    listed = [kind for kinds in GROUPS.values() for kind in kinds]
    assert sorted(listed) == sorted(KINDS)
    assert group_of("core_group_held") == "Protection plan"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_every_fact_of_it_can_be_asked_for_in_plain_words(kind):
    assert "_" not in kind_words(kind) and kind_words(kind)[0].isupper()
    for fact in KINDS[kind]:
        words = asked(kind, fact)
        assert "_" not in words and words[0].isupper() and len(words) < 60


def test_a_fact_is_one_kind_of_value():
    kinds_of_value = [YES_NO, HOURS, NUMBERS, frozenset(CHOICES), frozenset(WHICH)]
    for number, one in enumerate(kinds_of_value):
        assert one <= FACTS
        assert not any(one & other for other in kinds_of_value[number + 1 :])
        assert not any(fact.endswith("_on") for fact in one)


def test_a_question_of_yes_or_no_ends_in_a_question_mark():
    for kind, facts in KINDS.items():
        assert [fact for fact in facts if fact in YES_NO and not asked(kind, fact).endswith("?")] == []


def test_what_one_is_meant_can_be_found_among_beginnings_that_carry_its_name():
    for fact, kinds in WHICH.items():
        assert [kind for kind in kinds if fact not in KINDS[kind]] == []


def test_an_ending_says_which_spell_it_ends():
    for kind, fact in ENDINGS.items():
        assert fact is None or fact in KINDS[kind]


@pytest.mark.parametrize(
    ("fact", "fits", "does_not"),
    [
        ("seen", True, "yes"),
        ("hour", "16:30", "4.30 pm"),
        ("contact_led_to", "advice", "tea"),
        ("score", 14, "14"),
        ("score", 0, True),
        ("placement", "p1", None),
    ],
)
def test_a_value_fits_its_fact_or_is_refused_with_a_reason(fact, fits, does_not):
    assert misfit(fact, fits) == misfit(fact, None) == ""
    assert does_not is None or misfit(fact, does_not)


def test_lists_of_kinds_hold_kinds():
    assert set(KINDS) >= ONLY_HERE | ONLY_IN_FILES | VISITS
    assert not ONLY_HERE & (ONLY_IN_FILES | VISITS)
