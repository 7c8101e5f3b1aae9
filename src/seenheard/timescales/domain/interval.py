"""A length of time as the law writes it: a number and a unit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from seenheard.timescales.domain.calendar import Calendar, add_months
from seenheard.timescales.domain.terms import Term, TermsEnd

UNITS = ("hours", "days", "working_days", "weeks", "months", "terms", "cut_offs")

# How each unit is counted. A rule must say it, so that nobody has to know it.
COUNTING = {
    "working_days": "the day after",
    "hours": "the hour",
    "days": "the same day",
    "weeks": "the same day",
    "months": "the same day",
    "terms": "the school term",
    "cut_offs": "the school term",
}
COUNTING_BACK = {"working_days": "the day before", "days": "the same day", "weeks": "the same day"}
COUNTING_WORDS = {
    "the day after": "Day nought is the day it happened. The next working day is day one.",
    "the hour": (
        "Hours run through nights, weekends and holidays, by the clocks of England. Where the hour is recorded at both "
        "ends they are counted to the minute. Where only the date is, the day on which the time runs out is left open: "
        "neither met nor missed."
    ),
    "the same day": (
        "Counted from the date it happened, weekends and holidays included. A month ends on the same day of the month, "
        "or on the month's last day if there is none."
    ),
    "the day before": "Counted back: day nought is the day it leads up to. The working day before it is day one.",
    "the school term": (
        "Counted in the authority's own school terms, as it has given them: the next one after the term in which it "
        "happened. A day in the holidays belongs to the term that is over. Past the last term that is known nothing "
        "is counted."
    ),
}


@dataclass(frozen=True, slots=True)
class Interval:
    """So many hours, days, working days, weeks, months or school terms; `back` counts them back from a day."""

    number: int
    unit: str
    back: bool = False

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"unit must be one of {', '.join(UNITS)}, not {self.unit!r}")
        if type(self.number) is not int or self.number < 1:
            raise ValueError(f"number must be a whole number above nought, not {self.number!r}")
        if self.back and self.unit not in COUNTING_BACK:
            raise ValueError(f"{self.unit} are not counted back")

    @property
    def counting(self) -> str:
        """How these are counted: one of COUNTING_WORDS."""
        return COUNTING_BACK[self.unit] if self.back else COUNTING[self.unit]

    def after(self, start_on: date, calendar: Calendar) -> date:
        """The last day within this interval from `start_on`. Raises CalendarEnds if working days or terms run out."""
        return (_BEFORE if self.back else _AFTER)[self.unit](start_on, self.number, calendar)

    @property
    def words(self) -> str:
        """ "20 working days", "1 week", "1 school term"."""
        unit = _UNIT_WORDS.get(self.unit) or self.unit.replace("_", " ")
        return f"{self.number} {unit[:-1] if self.number == 1 else unit}"


_AFTER: dict[str, Callable[[date, int, Calendar], date]] = {
    "working_days": lambda start, number, calendar: calendar.add_working_days(start, number),
    "days": lambda start, number, _: start + timedelta(days=number),
    "weeks": lambda start, number, _: start + timedelta(days=7 * number),
    "months": lambda start, number, _: add_months(start, number),
    "hours": lambda start, number, _: start + timedelta(days=-(-number // 24)),
    "terms": lambda start, number, calendar: _term(start, number, calendar).last_on,
    "cut_offs": lambda start, number, calendar: _cut_off(start, number, calendar),
}
_BEFORE: dict[str, Callable[[date, int, Calendar], date]] = {
    "working_days": lambda day, number, calendar: calendar.working_days_before(day, number),
    "days": lambda day, number, _: day - timedelta(days=number),
    "weeks": lambda day, number, _: day - timedelta(days=7 * number),
}
_UNIT_WORDS = {"terms": "school terms", "cut_offs": "termly last days"}


def _term(start: date, number: int, calendar: Calendar) -> Term:
    if calendar.terms is None:
        raise TermsEnd("No school terms are known.")
    return calendar.terms.following(start, number)


def _cut_off(start: date, number: int, calendar: Calendar) -> date:
    term = _term(start, number, calendar)
    if term.cut_off_on is None:
        raise TermsEnd(f"No last day is known for the {term.name} term that begins on {term.first_on.isoformat()}.")
    return term.cut_off_on
