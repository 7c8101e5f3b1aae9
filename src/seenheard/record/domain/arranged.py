"""The day from which the next review of a child in care is ahead, and the day it is planned for.

A file names the day of a review and not the day on which that was planned: it is ahead from the review before, or from
the day the child came into care. What was booked here is ahead from the day on which it was booked, or from just before
its report, where that was sent sooner.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from .happenings import Happening
from .lasting import SOURCE

ARRANGED, HELD, PLANNED = "care_review_arranged", "care_review_held", "care_review_planned"
REPORTED = "review_report_sent"  # where this is not recorded, nobody asks what a review was planned for
BEGAN = "became_looked_after"
BOOKED = "booked"
HELD_EARLY = timedelta(weeks=4)  # a review held so shortly before a planned day was that review


def arranged(told: Sequence[Happening], bookings: Iterable[Any]) -> list[Happening]:
    """Each review that was planned, told on the day from which it was ahead. Of two of one day the booked one counts.

    `told`: what happened, in any order. `bookings`: those that stand.
    """
    files = list(_in_files(told))
    days = {one.facts["arranged_for_on"] for one in files}  # of such a day it is known from earlier on
    booked = [one for one in _booked(bookings) if one.facts["arranged_for_on"] not in days]
    found = {one.on: one for one in (*files, *booked)}
    return [_from_its_report(one, told, found) for one in found.values()]


def _from_its_report(one: Happening, told: Sequence[Happening], ahead: Collection[date]) -> Happening:
    """The same; where the report for it had been sent before it was written down here, from the day before that: for a
    review that nobody had planned otherwise."""
    began = max((other.on for other in told if other.kind in (HELD, BEGAN) and other.on <= one.on), default=None)
    if began is None or any(began <= day < one.on for day in ahead):
        return one
    sent = [other.on for other in told if other.kind == REPORTED and began < other.on < one.on]
    return replace(one, on=max(sent) - timedelta(days=1)) if sent else one


def _in_files(told: Sequence[Happening]) -> Iterator[Happening]:
    held = sorted(one.on for one in told if one.kind == HELD)
    days = sorted({one.on for one in told if one.kind in (HELD, PLANNED, BEGAN)})
    planned = [(day, one) for one in told if one.kind in (HELD, PLANNED) and (day := one.facts.get("council_due_on"))]
    for day, one in sorted(planned, key=lambda it: (it[0], it[1].ref), reverse=True):
        over_on = one.on if one.kind == HELD else _held_early(day, held)
        before = bisect_left(days, min(day, over_on))
        if before:
            yield Happening(ARRANGED, days[before - 1], {"arranged_for_on": day}, one.ref, one.sources)


def _held_early(day: date, held: list[date]) -> date:
    """The day of the review that was held just before it was planned for, else that day itself."""
    return next((on for on in held if day - HELD_EARLY <= on < day), day)


def _booked(rows: Iterable[Any]) -> Iterator[Happening]:
    for row in sorted(rows, key=lambda one: one.id):
        if row.kind == HELD and row.state == BOOKED and row.booked_on:
            ref = f"booking/{row.source}/{row.row_key}"
            yield Happening(ARRANGED, row.booked_on, {"arranged_for_on": row.planned_on}, ref, (SOURCE,))
