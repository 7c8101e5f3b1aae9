"""The working-day calendar of England: dated bank holidays with a first and a last known day.

A working day is any day but a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday in England and Wales
under the Banking and Financial Dealings Act 1971. Asked about a day it does not know, the calendar raises; it never
guesses.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seenheard.timescales.domain.terms import Terms


class CalendarEnds(Exception):
    """The question reaches a day for which no bank holidays have been published, or which is too long ago."""


class Calendar:
    """Bank holidays from `first_on` to `last_on` (both known), and how to count over them.

    `closures` are days on which one authority is shut. They belong only to that authority's own standards
    (see `with_closures`): the law knows nothing of them. `terms` are one authority's school terms (see `with_terms`).
    """

    terms: Terms | None = None

    def __init__(
        self, *, first_on: date, last_on: date, holidays: Mapping[date, str], closures: Iterable[date] = ()
    ) -> None:
        self.first_on, self.last_on = first_on, last_on
        self.holidays = dict(sorted(holidays.items()))
        self.closures = frozenset(closures)
        free = self.holidays.keys() | self.closures
        self._first = first_on.toordinal()
        self._working: list[date] = []
        # _passed[n] working days lie on or before the nth day of the calendar: one look-up replaces a walk.
        self._passed: list[int] = []
        for ordinal in range(self._first, last_on.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if day.weekday() < 5 and day not in free:
                self._working.append(day)
            self._passed.append(len(self._working))
        self._weekday_holidays = [day for day in self.holidays if day.weekday() < 5]

    def with_closures(self, closures: Iterable[date]) -> Calendar:
        """The same calendar with an authority's closure days: for that authority's own standards only."""
        return Calendar(first_on=self.first_on, last_on=self.last_on, holidays=self.holidays, closures=closures)

    def with_terms(self, terms: Terms) -> Calendar:
        """The same calendar, which also knows an authority's school terms."""
        same = copy(self)
        same.terms = terms
        return same

    def add_working_days(self, start_on: date, number: int) -> date:
        """The `number`th working day after `start_on`. Day zero is the event itself, working day or not."""
        place = start_on.toordinal() - self._first
        if not 0 <= place < len(self._passed):
            raise CalendarEnds(self._sentence(start_on))
        wanted = self._passed[place] + number - 1
        if wanted >= len(self._working):
            raise CalendarEnds(self._sentence(None))
        return self._working[wanted]

    def working_days_before(self, day: date, number: int) -> date:
        """The `number`th working day before `day`. Day zero is the day itself, working day or not."""
        place = day.toordinal() - self._first
        if not 0 <= place < len(self._passed):
            raise CalendarEnds(self._sentence(day))
        wanted = self._passed[place] - self.is_working_day(day) - number
        if wanted < 0:
            raise CalendarEnds(self._sentence(self.first_on - timedelta(days=1)))
        return self._working[wanted]

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this day; raises CalendarEnds outside the calendar."""
        if not self.first_on <= day <= self.last_on:
            raise CalendarEnds(self._sentence(day))
        return day.weekday() < 5 and day not in self.holidays and day not in self.closures

    def holidays_skipped(self, start_on: date, due_on: date) -> tuple[date, ...]:
        """Bank holidays on a weekday after `start_on`, up to `due_on`: those that moved a due date."""
        days = self._weekday_holidays
        return tuple(days[bisect_right(days, start_on) : bisect_left(days, due_on)])

    def ends_soon(self, on: date) -> str | None:
        """A warning within a year of the last day for which bank holidays are known, else None."""
        left = (self.last_on - on).days
        if left > 366:
            return None
        if left < 0:
            return f"The bank holiday calendar ended on {self.last_on}. Working days cannot be counted past it."
        return f"The bank holiday calendar ends on {self.last_on}, in {left} days. Add the next published year."

    def _sentence(self, day: date | None) -> str:
        if day is not None and day < self.first_on:
            return f"The bank holiday calendar begins on {self.first_on.isoformat()}; {day.isoformat()} is before it."
        return f"The bank holiday calendar ends on {self.last_on.isoformat()}; the count would pass it."


def add_months(start_on: date, number: int) -> date:
    """`number` calendar months later, clamped to the end of the month (31 December and two months: 28 February)."""
    months = start_on.year * 12 + start_on.month - 1 + number
    year, month = months // 12, months % 12 + 1
    try:
        return start_on.replace(year=year, month=month)
    except ValueError:
        first_of_next = date(year + month // 12, month % 12 + 1, 1)
        return first_of_next - timedelta(days=1)


def birthday(born_on: date, age: int) -> date:
    """The day this age is reached. Somebody born on 29 February reaches it on 1 March in other years."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)
