"""What no single rule's examples show: ties, days with many events, missing facts, other calendars, speed."""

import time
from datetime import date

import pytest

from seenheard.timescales import queries
from seenheard.timescales.domain.calendar import Calendar
from seenheard.timescales.domain.engine import clocks
from seenheard.timescales.domain.rule import Rules
from seenheard.timescales.domain.standing import is_open
from tests.properties.timescales.life import life as made_up_life
from tests.unit.timescales.made import clocks_of, day, event, life

IN_CARE = (
    event("became_looked_after", "2026-03-02", care="c1"),
    event("placement_started", "2026-03-02", placement="p1", place="U6"),
)


def test_an_event_that_does_not_know_its_referral_meets_any():
    referrals = [event("referral_received", f"2026-01-{d}", referral=f"r{d}") for d in (12, 19)]
    done = event("assessment_authorised", "2026-03-02")
    assert [c.ended_on for c in clocks_of("FD-03", *referrals, done)] == [done.on, done.on]


def test_a_start_that_does_not_know_its_plan_opens_no_second_clock():
    conference = event("initial_conference_held", "2026-01-14", led_to_plan=True)
    plan = event("protection_plan_started", "2026-01-14", plan="p1")
    assert len(clocks_of("CP-03", conference, plan)) == 1


def test_a_visit_on_the_day_of_a_move_serves_the_old_placement_and_the_new():
    moved = (
        event("placement_ended", "2026-03-10", placement="p1"),
        event("placement_started", "2026-03-10", placement="p2", place="K2"),
        event("care_visit_made", "2026-03-10"),
    )
    found = clocks_of("LV-01", *IN_CARE, *moved)
    assert [(c.started_on, c.ended_on, c.ended_how) for c in found] == [
        (day("2026-03-02"), day("2026-03-10"), "met"),
        (day("2026-03-10"), day("2026-03-10"), "met"),
    ]


def test_a_placement_that_ended_on_the_day_it_began_asks_nothing():
    ended = event("placement_ended", "2026-03-02", placement="p1")
    assert clocks_of("LV-01", *IN_CARE, ended) == ()


def test_a_plan_that_ended_on_the_day_it_began_asks_nothing():
    plan = event("protection_plan_started", "2026-03-02", plan="p1")
    assert clocks_of("CP-05", plan, event("protection_plan_ended", "2026-03-02", plan="p1")) == ()


def test_an_old_placement_that_ends_late_does_not_touch_the_new_one():
    overlapping = (
        event("placement_started", "2026-03-05", placement="p2", place="K2"),
        event("placement_ended", "2026-03-06", placement="p1"),
    )
    found = clocks_of("LV-01", *IN_CARE, *overlapping)
    assert [(c.started_ref, c.ended_how) for c in found] == [
        (IN_CARE[1].ref, "lapsed"),
        (overlapping[0].ref, None),
    ]


def test_after_a_stay_inside_another_the_first_placement_counts_again():
    inside = (
        event("care_visit_made", "2026-03-04"),
        event("placement_started", "2026-03-10", placement="p2", place="K2"),
        event("placement_ended", "2026-03-12", placement="p2"),
    )
    found = clocks_of("LV-02", *IN_CARE, *inside)
    assert [(c.started_on, c.due_on, c.ended_how) for c in found] == [
        (day("2026-03-04"), day("2026-04-15"), "lapsed"),
        (day("2026-03-12"), day("2026-04-15"), None),
    ]


def test_a_placement_that_ended_behind_a_newer_one_does_not_come_back():
    overlapping = (
        event("care_visit_made", "2026-03-04"),
        event("placement_started", "2026-03-05", placement="p2", place="K2"),
        event("placement_ended", "2026-03-06", placement="p1"),
        event("placement_ended", "2026-03-20", placement="p2"),
    )
    (clock,) = clocks_of("LV-02", *IN_CARE, *overlapping)
    assert clock.ended_how == "lapsed"


def test_a_visit_before_the_birth_leaves_the_baby_to_be_seen():
    plan = event("protection_plan_started", "2026-02-16", plan="p1")
    early = event("protection_visit_made", "2026-03-02", plan="p1", seen=True)
    _, after = clocks_of("CP-05", plan, early, born_on="2026-03-10")
    assert (after.due_on, after.ended_on) == (day("2026-03-24"), None)


def test_a_yearly_answer_is_late_only_where_every_day_of_its_year_would_be():
    in_care = event("became_looked_after", "2022-05-16")
    said = event("health_year_reported", "2025-03-31", year_ends_on=date(2025, 3, 31), teeth_check=True)
    first, _ = clocks_of("LH-03", in_care, said)
    assert (first.due_on, first.ended_on, first.unjudged) == (day("2023-05-16"), day("2025-03-31"), None)


def test_what_was_due_before_the_files_reach_back_is_not_called_late():
    events = (event("became_looked_after", "2023-06-01"), event("care_review_held", "2025-05-01"))
    book, calendar = Rules([queries.rules()[name] for name in ("LR-01", "LR-02", "LR-03")]), queries.calendar()
    found = clocks(life(*events)._replace(known_from={"care_review_held": date(2025, 4, 1)}), book, calendar)
    assert [(c.rule, c.unjudged, c.due_on) for c in found] == [
        ("LR-01", "before_the_files", day("2023-06-29")),
        ("LR-03", None, day("2025-11-01")),
    ]


def test_what_was_due_since_the_files_reach_back_is_judged():
    events = (event("became_looked_after", "2025-03-20"), event("care_review_held", "2025-05-01"))
    reaching = life(*events)._replace(known_from={"care_review_held": date(2025, 4, 1)})
    first, second = clocks(reaching, Rules([queries.rules()[name] for name in ("LR-01", "LR-02")]), queries.calendar())
    assert (first.due_on, first.ended_on, first.unjudged) == (day("2025-04-17"), day("2025-05-01"), None)
    assert second.due_on == day("2025-08-01")


def test_nothing_is_owed_to_a_child_who_has_died():
    after = event("care_visit_made", "2026-03-20")
    lived = life(*IN_CARE, event("care_visit_made", "2026-03-06"), after, born_on="2015-06-10")
    found = clocks(lived._replace(died_on=day("2026-03-12")), queries.rules(), queries.calendar())
    assert {c.ended_on for c in found} == {day("2026-03-06"), day("2026-03-12")}
    assert all(c.ended_how == "lapsed" for c in found if c.ended_on == day("2026-03-12"))
    assert any(c.ended_on is None for c in clocks(lived, queries.rules(), queries.calendar()))


def test_a_care_leaver_who_has_died_is_owed_nothing_until_21():
    lived = life(event("leaver_contacted", "2026-01-05"), born_on="2007-05-01")._replace(died_on=day("2026-01-20"))
    (clock,) = clocks(lived, Rules([queries.rules()["LC-07"]]), queries.calendar())
    assert (clock.ended_on, clock.ended_how) == (day("2026-01-20"), "lapsed")


def test_police_protection_that_follows_on_another_is_not_met_by_the_first_ones_end():
    found = clocks_of(
        "FD-09",
        event("legal_status_started", "2026-03-02", legal="L1"),
        event("legal_status_ended", "2026-03-05", legal="L1"),
        event("legal_status_started", "2026-03-05", legal="L1"),
    )
    assert [c.ended_how for c in found] == ["met", None]


def test_a_visit_after_the_child_left_starts_nothing():
    left = event("ceased_to_be_looked_after", "2026-03-20", care="c1")
    late = event("care_visit_made", "2026-03-25")
    assert clocks_of("LV-02", *IN_CARE, left, late) == ()


def test_a_move_does_not_carry_the_old_placements_visits_with_it():
    moved = (
        event("care_visit_made", "2026-03-04"),
        event("placement_ended", "2026-03-10", placement="p1"),
        event("placement_started", "2026-03-10", placement="p2", place="K2"),
    )
    (clock,) = clocks_of("LV-02", *IN_CARE, *moved)
    assert (clock.ended_on, clock.ended_how) == (day("2026-03-10"), "lapsed")


def test_each_day_of_a_placement_has_one_visiting_rule_whatever_the_plan_says():
    book = Rules([rule for name, rule in queries.rules().items() if name.startswith("LV-")])
    events = (
        event("became_looked_after", "2024-09-02"),
        event("placement_started", "2024-09-02", placement="p1", place="U6"),
        event("care_visit_made", "2024-09-05"),
        event("care_visit_made", "2025-09-10"),
        event("care_plan_made", "2025-10-01", intentions=("LTFOST18",)),
        event("care_plan_made", "2025-12-01", intentions=("RETURNFAM",)),
    )
    found = clocks(life(*events), book, queries.calendar())
    assert [(c.rule, c.started_on.isoformat(), c.ended_on and c.ended_on.isoformat()) for c in found] == [
        ("LV-01", "2024-09-02", "2024-09-05"),
        ("LV-02", "2024-09-05", "2025-09-10"),
        ("LV-03", "2025-09-10", "2025-10-01"),
        ("LV-04", "2025-10-01", "2025-12-01"),
        ("LV-03", "2025-12-01", None),
    ]


def test_a_child_who_is_not_born_yet_is_owed_no_visit():
    plan = event("protection_plan_started", "2026-03-02", plan="p1")
    unborn = life(plan)._replace(expected_on=date(2026, 6, 1))
    visits = Rules([queries.rules()["CP-05"], queries.rules()["CP-06"]])
    assert clocks(unborn, visits, queries.calendar()) == ()
    assert len(clocks(life(plan), visits, queries.calendar())) == 2


def test_a_yearly_answer_never_moves_a_day_that_is_known():
    held = event("health_assessment_held", "2025-12-04")
    said = event("health_year_reported", "2026-03-31", year_ends_on=date(2026, 3, 31), health_assessment=True)
    in_care = event("became_looked_after", "2023-04-03")
    with_it = clocks_of("LH-02", in_care, held, said, born_on="2015-06-10")
    assert with_it == clocks_of("LH-02", in_care, held, born_on="2015-06-10")


def test_past_the_calendars_end_nothing_is_guessed():
    short = Calendar(first_on=date(2026, 1, 1), last_on=date(2026, 4, 10), holidays={})
    (clock,) = clocks(life(event("became_looked_after", "2026-03-30")), Rules([queries.rules()["LR-01"]]), short)
    assert (clock.due_on, clock.unjudged) == (None, "calendar")


def test_before_the_age_at_which_it_is_owed_there_is_no_clock():
    (clock,) = clocks_of("LH-05", event("became_looked_after", "2025-03-01"), born_on="2024-06-10")
    assert (clock.started_on, clock.due_on, clock.ended_on) == (day("2028-06-10"), day("2029-06-10"), day("2041-06-10"))
    assert not is_open(clock, day("2028-06-09"))
    assert is_open(clock, day("2028-06-10"))


def test_a_questionnaire_of_a_three_year_old_does_not_stand_for_the_first_year():
    events = event("became_looked_after", "2025-03-01"), event("sdq_completed", "2028-06-09", score=9)
    (clock,) = clocks_of("LH-05", *events, born_on="2024-06-10")
    assert (clock.started_on, clock.ended_how) == (day("2028-06-10"), "lapsed")


def test_a_questionnaire_on_the_fourth_birthday_meets_the_first_year_and_begins_the_next():
    events = event("became_looked_after", "2025-03-01"), event("sdq_completed", "2028-06-10", score=9)
    first, second = clocks_of("LH-05", *events, born_on="2024-06-10")
    assert (first.ended_how, first.ended_on) == ("met", day("2028-06-10"))
    assert (second.started_on, second.due_on) == (day("2028-06-10"), day("2029-06-10"))


def test_a_child_who_died_before_the_age_had_no_clock():
    child = life(event("became_looked_after", "2025-03-01"), born_on="2024-06-10")
    died = child._replace(died_on=day("2027-01-05"))
    assert clocks(died, Rules([queries.rules()["LH-05"]]), queries.calendar()) == ()


def test_an_unknown_kind_of_event_is_passed_over():
    odd = event("fell_off_a_bicycle", "2026-03-03")
    assert clocks_of("LV-01", *IN_CARE, odd) == clocks_of("LV-01", *IN_CARE)


def test_a_rule_that_is_only_expected_is_never_computed():
    from dataclasses import replace

    expected = replace(queries.rules()["LR-01"], status="expected")
    assert clocks(life(*IN_CARE), Rules([expected]), queries.calendar()) == ()


def test_because_is_fit_for_json():
    import json

    for clock in clocks(made_up_life(3, 40), queries.rules(), queries.calendar()):
        assert json.loads(json.dumps(clock.because)) == clock.because


def test_a_plain_mapping_of_rules_will_do():
    as_mapping = dict(queries.rules())
    assert clocks(life(*IN_CARE), as_mapping, queries.calendar()) == clocks(
        life(*IN_CARE), queries.rules(), queries.calendar()
    )


@pytest.mark.slow
def test_twelve_thousand_children_take_seconds_and_not_minutes():
    """The figure itself is in the benchmarks; this only notices when something became very slow (CPU time, not wall)."""
    lives = [made_up_life(seed, 6) for seed in range(1200)]
    book, calendar = queries.rules(), queries.calendar()
    began = time.process_time()
    number = sum(len(clocks(one, book, calendar)) for one in lives)
    took = time.process_time() - began
    assert number > 5000
    assert took < 3, f"{took:.2f} s CPU for a tenth of a large authority"
