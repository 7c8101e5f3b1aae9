"""An authority's school terms, and the day in each by which education plans are wanted: dated, never guessed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from seenheard.timescales.domain.calendar import CalendarEnds


class TermsEnd(CalendarEnds):
    """The question reaches a day for which the authority has given no school terms, or it has given none at all."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term of one school year, from its first day to its last; `cut_off_on` is the authority's own last day."""

    name: str
    first_on: date
    last_on: date
    cut_off_on: date | None = None


class Terms:
    """The terms of one authority, in order, without gaps but the holidays."""

    def __init__(self, authority: str, terms: Iterable[Term]) -> None:
        self.authority = authority
        self.terms = tuple(sorted(terms, key=lambda term: term.first_on))

    def following(self, day: date, number: int) -> Term:
        """The `number`th term that begins after a day. A day in the holidays belongs to the term that is over."""
        if not self.terms or day < self.terms[0].first_on:
            raise TermsEnd(f"The school terms of {self.authority} are not known for {day.isoformat()}.")
        later = [term for term in self.terms if term.first_on > day]
        if len(later) < number:
            raise TermsEnd(f"The school terms of {self.authority} end on {self.terms[-1].last_on.isoformat()}.")
        return later[number - 1]
