"""The calendar knows its own edges, says when they come near, and agrees with GOV.UK."""

import json
from datetime import date, timedelta
from importlib.resources import files
from timeit import timeit

import pytest

from seenheard.timescales import queries
from seenheard.timescales.data import make_bank_holidays
from seenheard.timescales.domain.calendar import Calendar, CalendarEnds, add_months, birthday

KNOWN = queries.calendar()


def test_every_weekday_holiday_is_in_the_list_that_gov_uk_publishes_and_the_other_way_about():
    published = json.loads((files("govuk_bank_holidays") / "bank-holidays.json").read_text())
    theirs = {date.fromisoformat(event["date"]) for event in published["england-and-wales"]["events"]}
    ours = {day for day in KNOWN.holidays if min(theirs) <= day <= max(theirs)}
    assert {d for d in ours if d.weekday() < 5} == {d for d in theirs if d.weekday() < 5}
    assert len(theirs) > 100


def test_the_calendar_ends_with_the_last_year_that_gov_uk_publishes():
    published = json.loads((files("govuk_bank_holidays") / "bank-holidays.json").read_text())
    last = max(event["date"] for event in published["england-and-wales"]["events"])
    assert KNOWN.last_on == date(int(last[:4]), 12, 31)


def test_the_file_is_what_its_maker_writes():
    text = (files("seenheard.timescales.data") / "bank_holidays.toml").read_text(encoding="utf-8")
    made = make_bank_holidays.lines(KNOWN.first_on.year, KNOWN.last_on.year)
    without_the_package = [line for line in text.splitlines() if not line.startswith("source")]
    assert without_the_package == [line for line in made if not line.startswith("source")]


@pytest.mark.parametrize("start_on", [date(2011, 12, 30), date(2029, 1, 2)])
def test_a_day_outside_the_calendar_is_refused_with_a_sentence(start_on):
    with pytest.raises(CalendarEnds, match=r"The bank holiday calendar (begins|ends) on \d{4}-\d\d-\d\d"):
        KNOWN.add_working_days(start_on, 1)


def test_a_count_that_would_pass_the_last_day_is_refused():
    assert KNOWN.add_working_days(KNOWN.last_on - timedelta(days=10), 3) <= KNOWN.last_on
    with pytest.raises(CalendarEnds):
        KNOWN.add_working_days(KNOWN.last_on - timedelta(days=10), 15)


def test_whether_a_day_is_worked_is_not_guessed_either():
    assert KNOWN.is_working_day(date(2026, 3, 31))
    assert not KNOWN.is_working_day(date(2026, 4, 3))
    assert not KNOWN.is_working_day(date(2026, 4, 4))
    with pytest.raises(CalendarEnds):
        KNOWN.is_working_day(date(2040, 1, 2))


def test_the_end_of_the_calendar_is_announced_a_year_before():
    assert KNOWN.ends_soon(KNOWN.last_on - timedelta(days=367)) is None
    assert "in 366 days" in KNOWN.ends_soon(KNOWN.last_on - timedelta(days=366))
    assert "ended on" in KNOWN.ends_soon(KNOWN.last_on + timedelta(days=1))


def test_closure_days_move_only_the_calendar_that_was_given_them():
    closed = KNOWN.with_closures([date(2024, 12, 27), date(2024, 12, 30), date(2024, 12, 31)])
    assert closed.add_working_days(date(2024, 12, 16), 15) == date(2025, 1, 14)
    assert KNOWN.add_working_days(date(2024, 12, 16), 15) == date(2025, 1, 9)


def test_the_holidays_that_were_skipped_are_named():
    skipped = KNOWN.holidays_skipped(date(2026, 3, 30), date(2026, 4, 29))
    assert [KNOWN.holidays[day] for day in skipped] == ["Good Friday", "Easter Monday"]


def test_a_holiday_on_a_weekend_skips_nothing():
    assert KNOWN.holidays_skipped(date(2026, 12, 24), date(2026, 12, 30)) == (date(2026, 12, 25), date(2026, 12, 28))


@pytest.mark.parametrize(
    ("start_on", "number", "due_on"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 10, 31), 13, date(2026, 11, 30)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last(start_on, number, due_on):
    assert add_months(start_on, number) == due_on


def test_a_birthday_on_29_february_is_kept_on_1_march_in_other_years():
    assert birthday(date(2020, 2, 29), 5) == date(2025, 3, 1)
    assert birthday(date(2020, 2, 29), 4) == date(2024, 2, 29)


def test_a_count_is_a_look_up_and_not_a_walk():
    """Not a timing: a thousand days on must not cost a hundred times what one day on costs."""
    near = min(timeit(lambda: KNOWN.add_working_days(date(2020, 1, 2), 1), number=2000) for _ in range(5))
    far = min(timeit(lambda: KNOWN.add_working_days(date(2020, 1, 2), 1000), number=2000) for _ in range(5))
    assert far < near * 10


def test_two_calendars_do_not_share_their_days():
    empty = Calendar(first_on=date(2026, 1, 1), last_on=date(2026, 12, 31), holidays={})
    assert empty.add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 3)
    assert KNOWN.add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("day", "number", "before"),
    [
        ("2026-04-15", 5, "2026-04-08"),
        ("2026-04-09", 5, "2026-03-31"),  # Good Friday and Easter Monday lie between
        ("2026-04-06", 1, "2026-04-02"),  # from a day that is none itself
        ("2026-01-02", 2, "2025-12-30"),
    ],
)
def test_working_days_counted_back(day, number, before):
    assert KNOWN.working_days_before(date.fromisoformat(day), number) == date.fromisoformat(before)


def test_counting_back_stops_where_the_calendar_begins():
    with pytest.raises(CalendarEnds):
        KNOWN.working_days_before(KNOWN.first_on + timedelta(days=3), 10)
    with pytest.raises(CalendarEnds):
        KNOWN.working_days_before(KNOWN.last_on + timedelta(days=1), 1)
