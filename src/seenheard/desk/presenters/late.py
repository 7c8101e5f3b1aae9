"""What was written down long after it happened: both days are kept, and the page says so (AU7 of the checks)."""

from datetime import date, datetime

from seenheard.record.domain.days import day_of
from seenheard.timescales import queries as timescales_queries
from seenheard.timescales.domain.calendar import CalendarEnds
from seenheard.ui.dates import long

IN_TIME = 5  # working days


def recorded_late(happened_on: date, recorded_at: datetime | None) -> str:
    """ "Recorded late: on Friday 20 March 2026.", where more than five working days had passed; else nothing.

    Nothing where the calendar of bank holidays does not reach: whether it was late cannot be said there.
    """
    if recorded_at is None or (recorded_on := day_of(recorded_at)) <= happened_on:
        return ""
    try:
        first_late = timescales_queries.calendar().add_working_days(happened_on, IN_TIME + 1)
    except CalendarEnds:
        return ""
    return f"Recorded late: on {long(recorded_on)}." if recorded_on >= first_late else ""
