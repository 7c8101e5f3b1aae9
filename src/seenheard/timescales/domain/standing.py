"""How a clock stands on a day. Worked out when asked, never stored."""

from datetime import date

from seenheard.timescales.domain.clock import Clock
from seenheard.timescales.domain.events import KINDS
from seenheard.timescales.domain.rule import Rule

RUNNING = "running"
DUE_SOON = "due soon"
OVERDUE = "overdue"
MET = "met"
MET_LATE = "met late"
LAPSED = "lapsed"
CANNOT_BE_JUDGED = "cannot be judged"
TO_THE_DAY = "to the day"
STANDINGS = (RUNNING, DUE_SOON, OVERDUE, MET, MET_LATE, LAPSED, CANNOT_BE_JUDGED, TO_THE_DAY)


def standing(clock: Clock, rule: Rule, on: date) -> str:
    """One of STANDINGS, as at `on`: what ended the clock after that day is not yet known on it.

    "to the day" is said where hours are counted and only dates are held: on the doubtful day the clock is
    neither in time nor late.
    """
    ended = clock.ended_on is not None and clock.ended_on <= on
    if ended and clock.ended_how == "lapsed":
        return LAPSED
    if clock.unjudged is not None or clock.due_on is None:
        return CANNOT_BE_JUDGED
    day = clock.ended_on if ended and clock.ended_on is not None else on
    if clock.to_the_day and day == clock.due_on:
        return TO_THE_DAY
    if ended:
        return MET if day <= clock.due_on and not clock.because.get("late") else MET_LATE
    if day > clock.due_on:
        return OVERDUE
    return DUE_SOON if (clock.due_on - day).days <= rule.soon_days else RUNNING


def is_local_missed(clock: Clock, on: date) -> bool:
    """Whether the authority's own, tighter day was missed while the law's was not: amber, not red."""
    if clock.local_due_on is None or clock.due_on is None or clock.unjudged is not None:
        return False
    ended = clock.ended_on is not None and clock.ended_on <= on
    if ended and clock.ended_how == "lapsed":
        return False
    day = clock.ended_on if ended and clock.ended_on is not None else on
    return clock.local_due_on < day <= clock.due_on


def is_coming(clock: Clock, on: date) -> bool:
    """Not to be judged only because no file tells of what would meet it, and its day has not passed."""
    return clock.unjudged in KINDS and clock.due_on is not None and clock.due_on >= on and is_open(clock, on)


def up_to_its_day(clock: Clock, on: date) -> Clock:
    """The clock as it is told on that day: what is still to come is due, also where no file will tell that it was done.

    Such a clock loses `unjudged` until its day has passed; every other is returned as it is.
    """
    return clock._replace(unjudged=None) if is_coming(clock, on) else clock


def is_open(clock: Clock, on: date) -> bool:
    """Whether the clock was running on that day."""
    return clock.started_on <= on and (clock.ended_on is None or clock.ended_on > on)
