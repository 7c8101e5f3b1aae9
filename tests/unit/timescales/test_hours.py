"""Hours by the wall clock: to the minute where both hours are recorded, left open where one is not."""

from datetime import date

import pytest

from seenheard.timescales import queries
from seenheard.timescales.domain.hours import hour_of, hours_after
from seenheard.timescales.domain.standing import standing
from seenheard.timescales.domain.words import because
from tests.unit.timescales.made import clocks_of, day, event

RULE = queries.rules()["MS-01"]


@pytest.mark.parametrize(
    ("on", "hour", "number", "ends_on", "ends"),
    [
        ("2026-03-19", "22:15", 72, "2026-03-22", "22:15"),
        ("2026-03-27", "16:30", 72, "2026-03-30", "17:30"),  # the clocks go forward on the 29th
        ("2026-10-23", "16:30", 72, "2026-10-26", "15:30"),  # and back on 25 October
        ("2026-10-25", "01:30", 1, "2026-10-25", "01:30"),  # an hour that comes twice: the first one is meant
        ("2026-03-28", "23:59", 24, "2026-03-30", "00:59"),
        ("2026-12-31", "12:00", 24, "2027-01-01", "12:00"),
    ],
)
def test_hours_run_through_nights_years_and_the_change_of_the_clocks(on, hour, number, ends_on, ends):
    assert hours_after(day(on), hour, number) == (day(ends_on), ends)


@pytest.mark.parametrize("said", [None, "", "9:30", "25:00", "12:60", "noon!", "12:00:00", 1230, "١٢:٠٠"])
def test_what_is_no_time_of_day_is_not_known(said):
    assert hour_of(said) is None


def held(back: str | None, on: str, at: str | None):
    returned = {"hour": back} if back else {}
    interviewed = {"hour": at} if at else {}
    (clock,) = clocks_of(
        "MS-01",
        event("returned_from_missing", "2026-03-19", missing="m1", **returned),
        event("return_interview_held", on, missing="m1", **interviewed),
    )
    return clock


@pytest.mark.parametrize(
    ("back", "on", "at", "stands"),
    [
        ("22:15", "2026-03-22", "22:15", "met"),
        ("22:15", "2026-03-22", "22:16", "met late"),
        ("22:15", "2026-03-22", None, "to the day"),
        (None, "2026-03-22", "09:00", "to the day"),
        ("22:15", "2026-03-21", None, "met"),
        (None, "2026-03-21", None, "met"),
        ("00:05", "2026-03-23", "00:01", "met late"),
        (None, "2026-03-23", None, "met late"),
        ("nonsense", "2026-03-22", "09:00", "to the day"),
    ],
)
def test_an_interview_stands(back, on, at, stands):
    assert standing(held(back, on, at), RULE, date(2026, 3, 31)) == stands


def test_the_sentence_says_by_what_time():
    assert "Due Sunday 22 March 2026 by 22:15: 72 hours after 19 March 2026, 22:15." in because(
        held("22:15", "2026-03-22", "23:00"), RULE
    )


def test_a_clock_that_ended_before_its_last_day_needs_no_hour():
    said = because(held("22:15", "2026-03-20", None), RULE)
    assert "not recorded" not in said and "neither in time nor late" not in said


def test_what_the_hours_decided_is_kept_with_the_clock():
    """The standing of a stored clock follows from what is stored: references and numbers, fit for JSON."""
    assert held("22:15", "2026-03-22", "23:00").because["late"] is True
    assert "late" not in held("22:15", "2026-03-22", "22:00").because
