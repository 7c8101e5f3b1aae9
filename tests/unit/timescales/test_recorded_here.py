"""What only workers record counts from the day on which they do; what came first counts for what it was made for."""

from datetime import date

import pytest

from seenheard.timescales import queries
from seenheard.timescales.domain.engine import clocks
from seenheard.timescales.domain.events import ONLY_HERE
from seenheard.timescales.domain.rule import Rules
from tests.unit.timescales.made import clocks_of, day, event, life

RULES = queries.rules()
FIRST = date(2026, 2, 16)


def since(rule: str, *events, first: date = FIRST):
    known = dict.fromkeys(RULES.met_kinds[rule], first)
    return clocks(life(*events)._replace(known_from=known), Rules([RULES[rule]]), queries.calendar())


def plan(on: str):
    return event("protection_plan_started", on, plan="p1")


def core_group(on: str):
    return event("core_group_held", on, plan="p1")


def test_where_nothing_is_recorded_nothing_is_counted():
    assert clocks_of("CP-01", plan("2026-02-09"), unrecorded=["core_group_held"]) == ()


def test_one_kind_that_is_recorded_is_enough():
    (clock,) = clocks_of(
        "LE-03",
        event("became_looked_after", "2025-06-02"),
        event("school_changed", "2026-03-02", school="s2"),
        born_on="2015-06-10",
        unrecorded=["pep_made"],
    )
    assert clock.due_on == day("2026-03-16") and clock.unjudged is None


@pytest.mark.parametrize(
    ("began", "due", "unjudged"),
    [
        ("2026-02-16", "2026-03-02", None),
        ("2026-02-13", "2026-02-27", "before_records"),
        ("2026-02-02", "2026-02-16", "before_records"),
    ],
)
def test_what_began_before_the_first_day_of_recording_may_have_been_done_before_it(began, due, unjudged):
    (clock,) = since("CP-01", plan(began))
    assert (clock.due_on, clock.unjudged) == (day(due), unjudged)


def test_what_was_due_before_the_first_day_of_recording_is_not_asked():
    assert since("CP-01", plan("2026-01-30")) == ()


def test_in_time_is_in_time_whenever_recording_began():
    (clock,) = since("CP-01", plan("2026-02-13"), core_group("2026-02-20"))
    assert (clock.ended_how, clock.unjudged) == ("met", None)


def test_late_may_have_been_a_second_one():
    (clock,) = since("CP-01", plan("2026-02-13"), core_group("2026-03-03"))
    assert (clock.ended_how, clock.unjudged) == ("met", "before_records")


def test_what_recurs_is_counted_from_the_first_day_of_recording():
    (clock,) = since("CP-02", plan("2025-06-02"))
    assert clock.due_on == day("2026-03-16") and clock.unjudged is None
    assert clock.because["counted_from"] == "2026-02-16" and clock.because["recorded_from"] is True


def test_the_law_and_the_age_are_those_of_the_first_day_of_recording():
    """In care since before the rule was in force, and a baby then: what recurs is counted as things are now."""
    known = dict.fromkeys(RULES.met_kinds["LE-02"], date(2026, 1, 1))
    child = life(event("became_looked_after", "2013-03-04"), born_on="2012-12-01")._replace(known_from=known)
    (clock,) = clocks(child, Rules([RULES["LE-02"]]), queries.example_calendar())
    assert (clock.version, clock.due_on, clock.unjudged) == (day("2014-07-01"), day("2026-03-27"), None)


def test_what_was_made_beforehand_meets_a_clock_from_before_the_first_day():
    (clock,) = since(
        "LA-03",
        event("placement_plan_made", "2026-02-12", placement="p1"),
        event("became_looked_after", "2026-02-13"),
        event("placement_started", "2026-02-13", placement="p1", place="U6"),
    )
    assert (clock.ended_how, clock.unjudged) == ("met", None)


def test_a_plan_from_after_the_first_day_has_its_first_core_group_before_later_ones():
    assert since("CP-02", plan("2026-02-16")) == ()


def test_the_rules_that_are_silent_are_named():
    assert {rule.id for rule in RULES.silent(ONLY_HERE)} == RULES.only_here
    assert [rule.id for rule in RULES.silent(frozenset({"core_group_held"}))] == ["CP-01", "CP-02"]
    assert RULES.silent(frozenset({"care_visit_made", "pep_reviewed"})) == ()


def test_silent_rules_are_left_out_once_for_all_children_alike():
    unrecorded = frozenset({"core_group_held", "care_visit_made"})
    spoken = RULES.that_speak(unrecorded)
    assert RULES.that_speak(unrecorded | {"dental_check_held"}) is spoken
    assert set(RULES) - set(spoken) == {"CP-01", "CP-02"}
    assert RULES.that_speak(frozenset()) is RULES


def placed(*, plan_on: str, placement="p1"):
    return clocks_of(
        "LA-03",
        event("placement_plan_made", plan_on, placement=placement),
        event("became_looked_after", "2026-03-02"),
        event("placement_started", "2026-03-02", placement="p1", place="U6"),
    )


@pytest.mark.parametrize(
    ("plan_on", "placement", "how"),
    [
        ("2026-02-20", "p1", "met"),
        ("2025-12-08", "p1", "met"),  # twelve weeks before
        ("2025-12-07", "p1", None),
        ("2026-02-20", "p2", None),
        ("2026-03-02", "p1", "met"),
    ],
)
def test_a_plan_made_beforehand_meets_the_placement_it_was_made_for(plan_on, placement, how):
    (clock,) = placed(plan_on=plan_on, placement=placement)
    assert clock.ended_how == how
    assert (clock.ended_on == clock.started_on) is (how == "met")
    assert ("came_first" in clock.because) is (how == "met" and plan_on < "2026-03-02")


def test_a_plan_made_beforehand_meets_one_placement_only():
    found = clocks_of(
        "LA-03",
        event("placement_plan_made", "2026-02-27"),
        event("became_looked_after", "2026-03-02"),
        event("placement_started", "2026-03-02", placement="p1", place="U6"),
        event("placement_ended", "2026-03-04", placement="p1"),
        event("placement_started", "2026-03-04", placement="p2", place="U6"),
    )
    assert [clock.ended_how for clock in found] == ["met", None]
