"""What is worth a word about a day just booked: it is no working day, it is too late, or there is another booking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from seenheard.desk.forms.to_do import BOOKABLE
from seenheard.desk.presenters.duties import by_which_day
from seenheard.desk.presenters.to_do import BOOKED, OF_A_VISIT
from seenheard.duties import queries as duties_queries
from seenheard.duties.domain.causes import act_by_on
from seenheard.record import queries as record_queries
from seenheard.timescales import queries as timescales_queries
from seenheard.timescales.domain.standing import is_open
from seenheard.ui.dates import long, short
from seenheard.ui.words import join_and

VISIT = "visit"


def said_of_booking(*, viewer, child, kind: str, booked_on: date, on: date) -> tuple[str, bool]:
    """ "Booked for Saturday 4 April 2026. That is a Saturday." Nothing of it is refused: life can be like that. And
    whether a duty is due before that day."""
    asked = {"viewer": viewer, "child": child, "on": on}
    late = tuple(_too_late(kind, booked_on, **asked))
    notes = (_no_working_day(booked_on), *late, _another(kind, **asked))
    return " ".join([f"Booked for {long(booked_on)}.", *filter(None, notes)]), bool(late)


def _no_working_day(day: date) -> str:
    if holiday := timescales_queries.calendar().holidays.get(day):
        return f"That is a bank holiday ({holiday})."
    return f"That is a {day:%A}." if day.weekday() > 4 else ""


def _too_late(kind: str, booked_on: date, *, viewer, child, on: date) -> Iterator[str]:
    """For each duty that it would meet and that is due before the day."""
    kinds = OF_A_VISIT if kind == VISIT else frozenset({kind})
    for owed in duties_queries.clocks_of_child(viewer=viewer, child=child, on=on):
        due = act_by_on(owed.clock)
        is_met = any(pattern.kind in kinds for pattern in owed.rule.met_when)
        if is_met and is_open(owed.clock, on) and due and due < booked_on:
            yield f"“{owed.rule.title}” is due before that, on {by_which_day(owed.clock)}: say why it is late."


def _another(kind: str, *, viewer, child, on: date) -> str:
    """Of two bookings for one thing one may have been forgotten."""
    rows = record_queries.bookings_to_settle(viewer=viewer, child=child, on=on)
    days = [short(row.planned_on) for row in rows if row.kind == kind and row.state == BOOKED]
    if len(days) < 2:
        return ""
    return f"“{BOOKABLE[kind]}” is booked more than once now: for {join_and(days)}. Take back what does not hold."
