"""Which day the pages of a child look at, and with whose knowledge: today's, or only what was known then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from seenheard.desk.forms import THEN, AsAtForm
from seenheard.ui.dates import long

ASKED = ("as_at_day", "as_at_month", "as_at_year", "known")


@dataclass(frozen=True)
class Looking:
    """The form as it was asked; the day; and the moment of knowledge, None for all that is known now."""

    form: AsAtForm
    day: date
    known_at: datetime | None = None
    asked: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """ "As at the end of Friday 27 March 2026, reckoned with all that is known now."; nothing for today."""
        if not self.asked:
            return ""
        then = "only what was known at the end of that day" if self.known_at else "all that is known now"
        return f"As at the end of {long(self.day)}, reckoned with {then}."


def looking(asked, on: date) -> Looking:
    """What an address asks for; a day that cannot be is said by the form, and today is shown."""
    form = AsAtForm(asked if "known" in asked else None, today=on)
    if not form.is_bound or not form.is_valid():
        return Looking(form, on)
    kept = tuple((name, asked[name]) for name in ASKED if name in asked)
    known_at = form.known_at() if form.cleaned_data["known"] == THEN else None
    return Looking(form, form.cleaned_data["as_at"], known_at, kept)
