from datetime import UTC, date, datetime

import pytest

from seenheard.ui import dates

APRIL_29 = date(2026, 4, 29)


def test_a_date_is_written_with_and_without_its_weekday():
    assert dates.long(APRIL_29) == "Wednesday 29 April 2026"
    assert dates.short(APRIL_29) == "29 April 2026"
    assert dates.month(APRIL_29) == "April 2026"


def test_no_date_is_said_in_words():
    assert dates.long(None) == dates.short(None) == dates.moment(None) == "not recorded"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 3, 31, 13, 5, tzinfo=UTC), "31 March 2026 at 2:05pm"),  # summer time began on the 29th
        (datetime(2026, 1, 5, 9, 0, tzinfo=UTC), "5 January 2026 at 9am"),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "1 July 2026 at midnight"),
        (datetime(2026, 1, 5, 12, 0, tzinfo=UTC), "5 January 2026 at midday"),
        (datetime(2026, 1, 5, 12, 30, tzinfo=UTC), "5 January 2026 at 12:30pm"),
        (datetime(2026, 1, 5, 0, 30, tzinfo=UTC), "5 January 2026 at 12:30am"),
    ],
)
def test_a_moment_is_told_in_london_time(at, said):
    assert dates.moment(at) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [(28, "yesterday"), (29, "today"), (30, "tomorrow"), (20, "9 days ago"), (27, "2 days ago")],
)
def test_a_near_day_is_told_from_today(day, said):
    assert dates.from_today(date(2026, 4, day), APRIL_29) == said


def test_a_later_day_is_told_from_today():
    assert dates.from_today(date(2026, 5, 2), APRIL_29) == "in 3 days"


@pytest.mark.parametrize(
    ("since", "until", "whole"),
    [
        (date(2026, 1, 15), date(2026, 2, 14), 0),
        (date(2026, 1, 15), date(2026, 2, 15), 1),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2025, 11, 30), date(2026, 11, 30), 12),
    ],
)
def test_months_are_whole_and_know_short_months(since, until, whole):
    assert dates.months(since, until) == whole


@pytest.mark.parametrize(
    ("born_on", "said"),
    [
        (date(2026, 4, 29), "0 days"),
        (date(2026, 4, 28), "1 day"),
        (date(2026, 4, 1), "4 weeks"),
        (date(2026, 1, 29), "3 months"),
        (date(2024, 4, 30), "23 months"),
        (date(2024, 4, 29), "2 years"),
        (date(2018, 4, 30), "7 years"),
        (date(2018, 4, 29), "8 years"),
        (date(2026, 4, 30), "not yet born"),
        (None, "age not recorded"),
    ],
)
def test_an_age_is_told_in_the_unit_that_matters_at_that_age(born_on, said):
    assert dates.age(born_on, APRIL_29) == said


def test_a_leap_day_child_is_a_year_older_on_the_first_of_march():
    assert dates.age(date(2016, 2, 29), date(2026, 2, 28)) == "9 years"
    assert dates.age(date(2016, 2, 29), date(2026, 3, 1)) == "10 years"
