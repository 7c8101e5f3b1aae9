"""The sentence that explains a clock: from references and numbers, and from nothing else."""

from datetime import date

import pytest

from seenheard.timescales import queries
from seenheard.timescales.domain.conditions import CONDITIONS
from seenheard.timescales.domain.events import ONLY_HERE
from seenheard.timescales.domain.words import (
    because,
    missing,
    named_holidays,
    own_standard,
    unjudged,
    working_day_before,
)
from tests.unit.timescales.made import clocks_of, event

RULES = queries.rules()


def test_the_clock_that_explains_itself():
    (clock,) = clocks_of("LR-01", event("became_looked_after", "2026-03-30"))
    assert because(clock, RULES["LR-01"]) == (
        "Due Wednesday 29 April 2026: 20 working days after 30 March 2026. "
        "Two bank holidays are not counted. Regulation 33(1)."
    )


def test_one_holiday_is_one_holiday():
    (clock,) = clocks_of("LR-01", event("became_looked_after", "2026-04-13"))
    assert "One bank holiday is not counted." in because(clock, RULES["LR-01"])


def test_no_holiday_is_not_spoken_of():
    (clock,) = clocks_of("LR-01", event("became_looked_after", "2026-06-08"))
    assert "bank holiday" not in because(clock, RULES["LR-01"])


def test_the_holidays_have_names():
    (clock,) = clocks_of("LR-01", event("became_looked_after", "2026-03-30"))
    assert named_holidays(clock.because["skipped"], queries.calendar().holidays) == (
        "Good Friday (3 April 2026)",
        "Easter Monday (6 April 2026)",
    )


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2026-04-02", None),  # a Thursday
        ("2026-04-05", "2026-04-02"),  # Easter Sunday: Good Friday is none either
        ("2026-04-06", "2026-04-02"),
        ("2026-04-11", "2026-04-10"),
        ("2099-04-11", None),  # the calendar does not reach
    ],
)
def test_the_working_day_before_a_day_off(day, before):
    found = working_day_before(date.fromisoformat(day), queries.calendar())
    assert found == (date.fromisoformat(before) if before else None)


@pytest.mark.parametrize(
    ("law", "own", "says"),
    [
        ("2026-04-30", None, ""),
        ("2026-04-30", "2026-04-30", ""),
        ("2026-04-30", "2026-04-02", "Our own standard is tighter: Thursday 2 April 2026."),
        (
            "2026-04-30",
            "2026-04-06",
            "Our own standard is tighter: Monday 6 April 2026, not a working day: "
            "the last one before it is Thursday 2 April 2026.",
        ),
    ],
)
def test_our_own_tighter_day_and_the_working_day_before_it(law, own, says):
    (clock,) = clocks_of("LR-01", event("became_looked_after", "2026-03-30"))
    dated = clock._replace(due_on=date.fromisoformat(law), local_due_on=own and date.fromisoformat(own))
    assert own_standard(dated, queries.calendar()) == says


def test_the_words_of_the_version_that_applied_are_used():
    events = (event("placement_order_made", "2019-03-04"),)
    (clock,) = clocks_of("AD-04", *events)
    assert clock.version == date(2005, 12, 30)
    assert because(clock, RULES["AD-04"]).endswith("Regulation 36(1)(a).")


def test_what_cannot_be_judged_says_why():
    (clock,) = clocks_of("LA-08", event("became_looked_after", "2026-01-05"), unrecorded=["health_assessment_held"])
    assert unjudged(clock, RULES["LA-08"]) == (
        "We cannot judge this: no file we hold about this child says when a health assessment is held."
    )
    assert because(clock, RULES["LA-08"]).startswith("We cannot judge this: ")


def test_the_summer_of_2020_is_explained():
    (clock,) = clocks_of("LR-01", event("became_looked_after", "2020-05-04"))
    assert clock.due_on is None
    assert "S.I. 2020/445" in because(clock, RULES["LR-01"])


def test_a_clock_that_can_be_judged_has_no_excuse():
    (clock,) = clocks_of("LR-01", event("became_looked_after", "2026-03-30"))
    assert unjudged(clock, RULES["LR-01"]) == ""


# Whatever a clock may lack, and the whole sentence that says so.
SENTENCES = {
    "assessment_authorised": "no file we hold about this child says when an assessment is authorised by a manager",
    "before_records": "it may have been done before the first day from which this is recorded here",
    "before_the_files": "it was due before the first day that the files reach back to",
    "born_on": "the date of birth is not recorded",
    "calendar": "the bank holiday calendar does not reach that far",
    "care_review_held": "no file we hold about this child says when the case of a child in care is reviewed",
    "care_visit_made": "no file we hold about this child says when a child in care is visited",
    "day_in_the_year": "the return says that it was done in the year, and not on which day",
    "dental_check_held": "no file we hold about this child says when teeth are checked",
    "earlier_reviews": "the reviews from before the files begin are not known",
    "health_assessment_held": "no file we hold about this child says when a health assessment is held",
    "health_year_reported": "no file we hold about this child says when the yearly questions on health are answered",
    "immunisations_recorded": "no file we hold about this child says when immunisations are looked at",
    "initial_conference_held": "no file we hold about this child says when an initial conference is held",
    "law_not_known": "the law was changed for a time and we know of no day in it to judge by",
    "leaver_contacted": "no file we hold about this child says when there is contact with a care leaver",
    "legal_status_ended": "no file we hold about this child says when a legal status ends",
    "matched_for_adoption": "no file we hold about this child says when a child is matched for adoption",
    "need_visit_made": "no file we hold about this child says when a child in need is visited",
    "not_in_force": "the rule was not in force when this began",
    "only_latest": "the files hold only the latest one, and an earlier one may have been in time",
    "pathway_plan_reviewed": "no file we hold about this child says when a pathway plan is reviewed",
    "placed_for_adoption": "no file we hold about this child says when a child is placed for adoption",
    "protection_review_held": "no file we hold about this child says when a review conference is held",
    "protection_visit_made": "no file we hold about this child says when a child on a protection plan is visited",
    "referral_received": "the date of the referral is not recorded",
    "school_terms": "the school terms that it is counted in are not known",
    "sdq_completed": "no file we hold about this child says when a strengths and difficulties questionnaire is completed",
    "temporary_approval": "the day of the temporary approval is not recorded",
}


def codes_of_the_rules() -> set[str]:
    """Every code that a rule file or a condition can leave on a clock."""
    codes = {condition.missing for condition in CONDITIONS.values()} - {""}
    for rule in RULES.values():
        codes |= {pattern.kind for pattern in rule.met_when} - ONLY_HERE
        codes |= {start.missing or start.unless_seen for start in rule.starts_when} - {""}
    return codes


def test_every_code_has_its_sentence():
    engine_s_own = {"not_in_force", "law_not_known", "calendar", "day_in_the_year", "only_latest", "before_the_files"}
    engine_s_own |= {"before_records", "school_terms"}
    assert set(SENTENCES) == codes_of_the_rules() | engine_s_own


@pytest.mark.parametrize("code", SENTENCES)
def test_what_cannot_be_judged_is_one_plain_sentence(code):
    (clock,) = clocks_of("LA-08", event("became_looked_after", "2026-01-05"))
    said = unjudged(clock._replace(unjudged=code), RULES["LA-08"])
    assert said == f"We cannot judge this: {SENTENCES[code]}."
    assert said.count(":") == 1 and "_" not in said


def test_a_kind_that_nobody_has_put_into_words_is_still_a_sentence():
    assert missing("tea_poured") == "no file we hold about this child says when this is done"


def test_one_colon_is_enough_where_the_law_itself_is_not_known():
    for rule in RULES.values():
        for version in rule.versions:
            assert ":" not in version.unknown, rule.id


def test_nothing_that_a_person_wrote_enters_the_sentence():
    visit = event("protection_visit_made", "2026-03-11", plan="Plan of Amy Example", seen=True)
    plan = event("protection_plan_started", "2026-03-02", plan="Plan of Amy Example")
    for clock in clocks_of("CP-05", plan, visit):
        assert "Amy" not in because(clock, RULES["CP-05"])
        assert "Amy" not in str(clock.because)
