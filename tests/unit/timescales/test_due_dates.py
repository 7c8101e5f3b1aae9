"""Due dates worked out apart from the engine: day by day over the list of bank holidays that GOV.UK publishes.

The first, second, third and fourth rows and the two about a care leaver are the golden dates of the study that came
before this product, each with a mistake that somebody's software makes.
"""

from datetime import date

import pytest

from seenheard.timescales import queries
from seenheard.timescales.domain.interval import Interval

TABLE = (
    ("2025-12-19", 15, "working_days", "2026-01-14", "Christmas and New Year"),
    ("2024-12-16", 15, "working_days", "2025-01-09", "council closure days are no bank holidays"),
    ("2022-09-05", 15, "working_days", "2022-09-27", "the state funeral"),
    ("2026-03-27", 20, "working_days", "2026-04-28", "Easter"),
    ("2026-03-30", 20, "working_days", "2026-04-29", "Easter, from a Monday"),
    ("2026-03-28", 20, "working_days", "2026-04-28", "a Saturday"),
    ("2026-03-29", 20, "working_days", "2026-04-28", "a Sunday"),
    ("2026-04-03", 20, "working_days", "2026-05-05", "Good Friday itself"),
    ("2020-04-30", 5, "working_days", "2020-05-07", "Monday 4 May 2020 was worked"),
    ("2020-04-30", 6, "working_days", "2020-05-11", "because the holiday moved to Friday 8 May, VE Day"),
    ("2022-05-27", 10, "working_days", "2022-06-14", "the Platinum Jubilee, two days"),
    ("2023-04-28", 10, "working_days", "2023-05-16", "May Day and the coronation"),
    ("2023-05-05", 1, "working_days", "2023-05-09", "over the coronation"),
    ("2021-12-24", 1, "working_days", "2021-12-29", "Christmas on a Saturday: two days in lieu"),
    ("2021-12-23", 5, "working_days", "2022-01-04", "Christmas 2021 and New Year's Day in lieu"),
    ("2022-12-23", 5, "working_days", "2023-01-04", "Christmas on a Sunday"),
    ("2022-12-30", 1, "working_days", "2023-01-03", "New Year's Day in lieu on Monday"),
    ("2027-12-24", 1, "working_days", "2027-12-29", "Christmas 2027 on a Saturday"),
    ("2027-12-10", 15, "working_days", "2028-01-05", "into 2028"),
    ("2028-04-13", 1, "working_days", "2028-04-18", "Easter 2028"),
    ("2026-01-02", 45, "working_days", "2026-03-06", "a whole quarter"),
    ("2026-02-16", 45, "working_days", "2026-04-22", "Easter in it"),
    ("2025-07-01", 45, "working_days", "2025-09-03", "the August holiday"),
    ("2025-11-10", 45, "working_days", "2026-01-15", "three holidays in it"),
    ("2024-03-27", 2, "working_days", "2024-04-02", "Easter 2024"),
    ("2024-02-28", 2, "working_days", "2024-03-01", "29 February is a working day"),
    ("2025-02-27", 1, "working_days", "2025-02-28", "an ordinary Friday"),
    ("2025-05-02", 1, "working_days", "2025-05-06", "May Day"),
    ("2025-05-23", 1, "working_days", "2025-05-27", "the spring holiday"),
    ("2025-08-22", 1, "working_days", "2025-08-26", "the late summer holiday"),
    ("2016-12-23", 3, "working_days", "2016-12-30", "Christmas on a Sunday"),
    ("2012-06-01", 2, "working_days", "2012-06-07", "the Diamond Jubilee"),
    ("2015-04-02", 1, "working_days", "2015-04-07", "Easter 2015"),
    ("2019-04-18", 1, "working_days", "2019-04-23", "Easter 2019"),
    ("2026-12-24", 1, "working_days", "2026-12-29", "Boxing Day in lieu"),
    ("2026-06-15", 15, "working_days", "2026-07-06", "no holiday at all"),
    ("2025-12-31", 2, "months", "2026-02-28", "to the end of February"),
    ("2023-12-31", 2, "months", "2024-02-29", "to the end of February in a leap year"),
    ("2026-01-31", 1, "months", "2026-02-28", "31 January"),
    ("2024-01-31", 1, "months", "2024-02-29", "31 January in a leap year"),
    ("2026-03-31", 1, "months", "2026-04-30", "31 March"),
    ("2026-08-31", 6, "months", "2027-02-28", "31 August"),
    ("2025-10-31", 1, "months", "2025-11-30", "31 October"),
    ("2026-07-06", 2, "months", "2026-09-06", "two months for a care leaver"),
    ("2024-02-29", 12, "months", "2025-02-28", "a year from 29 February"),
    ("2025-02-28", 12, "months", "2026-02-28", "28 February stays 28"),
    ("2023-02-28", 12, "months", "2024-02-28", "not stretched to the 29th"),
    ("2025-11-30", 3, "months", "2026-02-28", "30 November"),
    ("2025-09-30", 6, "months", "2026-03-30", "30 September"),
    ("2026-05-15", 3, "months", "2026-08-15", "an ordinary month"),
    ("2025-12-15", 3, "months", "2026-03-15", "over the year's end"),
    ("2026-01-14", 3, "months", "2026-04-14", "a conference"),
    ("2026-07-06", 8, "weeks", "2026-08-31", "eight weeks for a care leaver"),
    ("2026-03-30", 1, "weeks", "2026-04-06", "a week through Easter"),
    ("2026-02-20", 6, "weeks", "2026-04-03", "six weeks"),
    ("2026-03-13", 4, "weeks", "2026-04-10", "four weeks"),
    ("2025-12-22", 6, "weeks", "2026-02-02", "over Christmas"),
    ("2024-02-26", 1, "weeks", "2024-03-04", "over 29 February"),
    ("2025-10-20", 1, "weeks", "2025-10-27", "the night the clocks go back"),
    ("2026-03-19", 72, "hours", "2026-03-22", "72 hours"),
    ("2026-03-26", 72, "hours", "2026-03-29", "over the night the clocks go forward"),
    ("2025-12-24", 72, "hours", "2025-12-27", "through Christmas"),
    ("2026-03-19", 24, "hours", "2026-03-20", "a day"),
    ("2026-03-19", 25, "hours", "2026-03-21", "a day and an hour"),
    ("2025-03-03", 426, "days", "2026-05-03", "the scorecard's fourteen months"),
    ("2026-01-12", 121, "days", "2026-05-13", "the scorecard's four months"),
    ("2024-01-12", 121, "days", "2024-05-12", "and in a leap year"),
    ("2026-03-01", 28, "days", "2026-03-29", "28 days"),
)


@pytest.mark.parametrize(("start", "number", "unit", "due", "why"), TABLE)
def test_the_due_date_is_the_one_worked_out_by_hand(start, number, unit, due, why):
    found = Interval(number, unit).after(date.fromisoformat(start), queries.calendar())
    assert found.isoformat() == due, why


def test_the_table_is_long_enough_to_mean_something():
    assert len(TABLE) >= 60


def test_a_calendar_without_the_state_funeral_is_a_day_wrong():
    """The fault that this table is there to find, planted."""
    from seenheard.timescales.domain.calendar import Calendar

    known = queries.calendar()
    holidays = {day: name for day, name in known.holidays.items() if day != date(2022, 9, 19)}
    faulty = Calendar(first_on=known.first_on, last_on=known.last_on, holidays=holidays)
    assert faulty.add_working_days(date(2022, 9, 5), 15) == date(2022, 9, 26)
