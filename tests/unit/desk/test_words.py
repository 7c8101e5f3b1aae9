"""Every kind of thing that can happen has a plain sentence."""

from datetime import date

import pytest

from seenheard.desk import words
from seenheard.desk.untold import CARRIED
from seenheard.timescales import queries
from seenheard.timescales.domain.events import KINDS, ONLY_HERE

VALUES = {
    "no_further_action": True,
    "led_to_plan": False,
    "transfer_in": True,
    "continued": True,
    "seen": True,
    "seen_alone": False,
    "bedroom_seen": True,
    "up_to_date": False,
    "score": 14,
    "sdq_score": 9,
    "teeth_check": True,
    "health_assessment": False,
    "immunisations": True,
    "intentions": ("LTFOST18",),
    "interview_offered": "Y",
    "interview_accepted": "N",
    "council_due_on": date(2026, 4, 29),
    "year_ends_on": date(2026, 3, 31),
    "arranged_for_on": date(2026, 4, 14),
    "contact_led_to": "referral",
    "referral_led_to": "assessment",
    "referrer_told": True,
    "conference": "initial",
    "term": "autumn",
    "led_to_enquiry": False,
    "everyone_told": True,
    "agreed": False,
    "consent_given": True,
    "accepted": True,
    "provided_by_authority": True,
    "hour": "16:30",
}


def label(code_list, code):
    return f"Words for {code}" if code else ""


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_told_with_all_its_facts_and_with_none(kind):
    full = {fact: VALUES.get(fact, "X1") for fact in KINDS[kind]}
    for facts in (full, dict.fromkeys(KINDS[kind]), {}):
        said, more = words.sentence(kind, facts, label), words.more(kind, facts, label)
        assert said[0].isupper() and not said.endswith((".", " ", ":"))
        assert more == more.strip()
        assert not more or more[0].isupper()
        assert "None" not in said + more
    assert words.group(kind) in words.GROUPS


def test_no_sentence_is_kept_for_a_kind_that_cannot_happen():
    assert set(words.KINDS) == set(KINDS)


def test_every_group_of_the_filter_holds_something():
    assert {words.group(kind) for kind in KINDS} == set(words.GROUPS)


def test_a_visit_says_only_what_is_recorded():
    def told(**facts):
        return words.more("protection_visit_made", facts, label)

    assert told(seen=True, seen_alone=True, bedroom_seen=True) == "The child was seen alone and the bedroom was seen"
    assert told(seen=True) == "The child was seen"
    assert told(seen=False, seen_alone=None) == "The child was not seen"
    assert told() == "Whether the child was seen is not recorded"


def test_a_code_is_told_in_words():
    assert words.sentence("legal_status_started", {"legal": "C2"}, label) == "Legal status: words for C2"
    assert words.sentence("legal_status_started", {}, label) == "Legal status began, not recorded which"
    assert words.sentence("went_missing", {"kind": "A"}, label) == "Away from placement without leave"


def test_what_cannot_be_judged_names_what_no_file_carries():
    assert words.missing(["care_visit_made"]) == "no file tells us of visits while looked after"
    assert words.missing(["born_on"]) == "the date of birth is not recorded"
    assert words.missing(["dental_check_held", "born_on", "care_visit_made"]) == (
        "no file tells us of visits while looked after or dental checks and the date of birth is not recorded"
    )


def test_whatever_a_file_must_tell_for_a_duty_has_a_noun():
    meets = {kind for kinds in queries.rules().met_kinds.values() for kind in kinds}
    assert meets - ONLY_HERE == set(CARRIED)
