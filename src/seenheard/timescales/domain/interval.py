"""A length of time as the law writes it: a number and a unit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from seenheard.timescales.domain.calendar import Calendar, add_months

UNITS = ("hours", "days", "working_days", "weeks", "months")

# How each unit is counted. A rule must say it, so that nobody has to know it.
COUNTING = {
    "working_days": "the day after",
    "hours": "the hour",
    "days": "the same day",
    "weeks": "the same day",
    "months": "the same day",
}
COUNTING_WORDS = {
    "the day after": "Day nought is the day it happened. The next working day is day one.",
    "the hour": (
        "Hours run through nights, weekends and holidays. We hold only the date, so the day on which the time runs out "
        "is left open: neither met nor missed."
    ),
    "the same day": (
        "Counted from the date it happened, weekends and holidays included. A month ends on the same day of the month, "
        "or on the month's last day if there is none."
    ),
}


@dataclass(frozen=True, slots=True)
class Interval:
    """So many hours, days, working days, weeks or months."""

    number: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"unit must be one of {', '.join(UNITS)}, not {self.unit!r}")
        if type(self.number) is not int or self.number < 1:
            raise ValueError(f"number must be a whole number above nought, not {self.number!r}")

    def after(self, start_on: date, calendar: Calendar) -> date:
        """The last day within this interval from `start_on`. Raises CalendarEnds if working days run out."""
        return _AFTER[self.unit](start_on, self.number, calendar)

    @property
    def words(self) -> str:
        """ "20 working days", "1 week"."""
        unit = self.unit.replace("_", " ")
        return f"{self.number} {unit[:-1] if self.number == 1 else unit}"


_AFTER: dict[str, Callable[[date, int, Calendar], date]] = {
    "working_days": lambda start, number, calendar: calendar.add_working_days(start, number),
    "days": lambda start, number, _: start + timedelta(days=number),
    "weeks": lambda start, number, _: start + timedelta(days=7 * number),
    "months": lambda start, number, _: add_months(start, number),
    "hours": lambda start, number, _: start + timedelta(days=-(-number // 24)),
}
