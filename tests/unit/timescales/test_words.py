"""The sentence that explains a clock: from references and numbers, and from nothing else."""

from datetime import date

from seenheard.timescales import queries
from seenheard.timescales.domain.words import because, missing, named_holidays, unjudged
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


def test_the_words_of_the_version_that_applied_are_used():
    events = (event("placement_order_made", "2019-03-04"),)
    (clock,) = clocks_of("AD-04", *events)
    assert clock.version == date(2005, 12, 30)
    assert because(clock, RULES["AD-04"]).endswith("Regulation 36(1)(a).")


def test_what_cannot_be_judged_says_why():
    (clock,) = clocks_of("LA-08", event("became_looked_after", "2026-01-05"), unrecorded=["health_assessment_held"])
    assert unjudged(clock, RULES["LA-08"]) == (
        "This cannot be judged: nothing we hold says when this happens: health assessment held."
    )
    assert because(clock, RULES["LA-08"]).startswith("This cannot be judged")


def test_the_summer_of_2020_is_explained():
    (clock,) = clocks_of("LR-01", event("became_looked_after", "2020-05-04"))
    assert clock.due_on is None
    assert "S.I. 2020/445" in because(clock, RULES["LR-01"])


def test_a_clock_that_can_be_judged_has_no_excuse():
    (clock,) = clocks_of("LR-01", event("became_looked_after", "2026-03-30"))
    assert unjudged(clock, RULES["LR-01"]) == ""


def test_every_code_has_words():
    for code in ("born_on", "not_in_force", "law_not_known", "calendar", "referral_received", "care_visit_made"):
        assert missing(code) and "_" not in missing(code)


def test_nothing_that_a_person_wrote_enters_the_sentence():
    visit = event("protection_visit_made", "2026-03-11", plan="Plan of Amy Example", seen=True)
    plan = event("protection_plan_started", "2026-03-02", plan="Plan of Amy Example")
    for clock in clocks_of("CP-05", plan, visit):
        assert "Amy" not in because(clock, RULES["CP-05"])
        assert "Amy" not in str(clock.because)
