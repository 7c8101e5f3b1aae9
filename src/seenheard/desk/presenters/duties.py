"""A duty, and a child on a list, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from uuid import UUID

from django.urls import reverse

from seenheard.desk import words
from seenheard.duties.domain.comparisons import only_held
from seenheard.duties.queries import Owed
from seenheard.timescales import queries as timescales_queries
from seenheard.timescales.domain.standing import CANNOT_BE_JUDGED, OVERDUE, is_local_missed, is_open
from seenheard.timescales.domain.words import because_on, own_standard, working_day_before
from seenheard.ui.dates import age, from_today, long, short, span
from seenheard.ui.parts import ChildLine, Duty
from seenheard.ui.words import count, join_and

NAME_NOT_RECORDED = "Name not recorded"


def child_line(now, on: date, *, own: bool = False) -> ChildLine:
    """A child on a list, from the record's one row about the child now; `own` leaves out whose child it is."""
    worker = "" if own else now.worker_name
    return ChildLine(
        name=now.name or NAME_NOT_RECORDED,
        url=address_of(now.public_id),
        facts=tuple(filter(None, (age_words(now, on), standing_with_us(now), worker, now.area))),
    )


def address_of(public_id: UUID) -> str:
    """The address of a child's page. Fifty to a page: to ask for each takes as long as to show ten."""
    return f"{_children()}{public_id}/"


@cache
def _children() -> str:
    nobody = UUID(int=0)
    return reverse("desk:child", args=[nobody]).removesuffix(f"{nobody}/")


def age_words(now, on: date) -> str:
    """ "7 years", or for a child not yet born the day it is expected."""
    if now.born_on:
        return f"aged {age(now.born_on, on)}"
    return f"expected {short(now.expected_on)}" if now.expected_on else "age not recorded"


READERS = {"social_worker": "social worker", "reviewing_officer": "reviewing officer", "team_manager": "team manager"}


def reader_of(viewer) -> str:
    """The owner of duties whom this person is: to that reader another's duty says whose it is."""
    return READERS.get(viewer.role, "nobody")


def duty(owed: Owed, on: date, *, reader: str = "", booked: str = "") -> Duty:
    """One duty as a page shows it on the day `on`; with a `reader`, another's duty says whose it is.

    `booked`: what stands in the diary for it. It stands beside the duty and changes no date.
    """
    return Duty(
        what=owed.rule.title,
        standing=owed.standing,
        when=when(owed, on),
        why=because_on(owed.clock, owed.rule, on),
        url=_page_of(owed.rule.id),
        notes=(*_notes(owed, on, reader), *filter(None, (booked,))),
    )


@cache
def _page_of(rule: str) -> str:
    return reverse("timescales:rule", args=[rule])  # the same few addresses again and again, fifty to a page


def when(owed: Owed, on: date) -> str:
    """How far the day is: "3 days late", "due today", "due in 3 days", "done on 3 March 2026"."""
    clock = owed.clock
    if not is_open(clock, on):
        return _ended(clock)
    if clock.due_on is None or owed.standing == CANNOT_BE_JUDGED:
        return ""
    if owed.standing == OVERDUE:
        return f"{span((on - clock.due_on).days)} late"
    if clock.due_on < on:
        return f"was due {from_today(clock.due_on, on)}"
    by_law = f"due {from_today(clock.due_on, on)}"
    if clock.local_due_on and clock.local_due_on < clock.due_on:
        return f"our standard: {from_today(clock.local_due_on, on)}; by law {by_law}"
    return by_law


def by_which_day(clock, day: Callable[[date], str] = short) -> str:
    """ "3 April 2026"; where our own standard is tighter: "3 April 2026 by our own standard, 10 April 2026 by law".
    Empty where there is no day."""
    law, own = clock.due_on, clock.local_due_on
    if own is None or (law is not None and own >= law):
        return day(law) if law else ""
    return f"{day(own)} by our own standard" + (f", {day(law)} by law" if law else "")


def _ended(clock) -> str:
    if clock.ended_how == "lapsed":
        no_longer = f"no longer runs since {short(clock.ended_on)}"
        return f"was due {short(clock.due_on)}, never recorded as done; {no_longer}" if was_missed(clock) else no_longer
    late = (clock.ended_on - clock.due_on).days if clock.due_on and not clock.unjudged else 0
    return f"done {short(clock.ended_on)}" + (f", {span(late)} late" if late > 0 else "")


def was_missed(clock) -> bool:
    """Whether a duty lapsed only after its day: it was never done, and what came later does not undo that."""
    return clock.ended_how == "lapsed" and not clock.unjudged and bool(clock.due_on) and clock.ended_on > clock.due_on


def _notes(owed: Owed, on: date, reader: str):
    clock, calendar = owed.clock, timescales_queries.calendar()
    judged = is_open(clock, on) and owed.standing != CANNOT_BE_JUDGED
    if judged and clock.due_on and (working := working_day_before(clock.due_on, calendar)):
        yield f"{short(clock.due_on)} is not a working day: the last one before it is {long(working)}."
    if tighter := own_standard(clock, calendar):
        missed = " That day has passed; the law's has not." if is_local_missed(clock, on) else ""
        yield f"{tighter}{missed}"
    if only_held(clock):
        yield f"The council’s own due date in the file is the day it was held: {long(clock.council_due_on)}."
    elif clock.council_due_on and clock.council_due_on != clock.due_on:
        yield f"The file from the council gives another date: {long(clock.council_due_on)}."
    if reader and owed.rule.owner != reader:
        yield FOR.get(owed.rule.owner, f"For the {owed.rule.owner}.")


FOR = {"health": "For health services."}


def unjudged_line(missing: Mapping[str, int]) -> str:
    """One sentence for all that cannot be judged: "3 duties cannot be judged: no file we hold carries visits"."""
    number = sum(missing.values())
    return f"{count(number, 'duty', 'duties')} cannot be judged: {words.missing(missing)}."


def standing_with_us(now) -> str:
    """Why we know the child, in a few words; "in need" only where nothing weightier is so."""
    said = ["looked after"] if now.looked_after_since_on else []
    said += ["on a protection plan"] if now.protection_plan_since_on else []
    said += ["care leaver"] if now.care_leaver and not said else []
    return join_and(said) or ("in need" if now.in_need_since_on else "")
