"""Which looks at children's records stand out, told from what the trail keeps. Pure: rows in, reasons out.

Not a judgement: most of these looks are in order, and a person says which are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

ON_DUTY, GLASS = "on_duty", "break_glass"
UNALLOCATED, SURNAME, SWEEP, NIGHT = "unallocated", "same_surname", "sweep", "night"

REASONS = {
    GLASS: "opened by break-glass",
    ON_DUTY: "opened on duty",
    SURNAME: "bears the child’s surname",
    UNALLOCATED: "not allocated, nor their team",
    SWEEP: "many children in a short time",
    NIGHT: "at night",
}
"""Code and words of each reason for which a look stands out, the gravest first."""

ASKED, IN_ORDER, NOT_IN_ORDER = "asked", "in_order", "not_in_order"
VERDICTS = {
    IN_ORDER: "In order",
    NOT_IN_ORDER: "Not in order",
    ASKED: "Asked the person, no answer yet",
}
"""What the guardian may say of a look. Asking comes once and leaves it open; the other two are final."""

NIGHT_BEGINS, NIGHT_ENDS = 22, 6  # hours in London
SWEEP_CHILDREN, SWEEP_TIME = 20, timedelta(minutes=15)

# Rows of the trail that tell of one child's record looked at; the first child they name is that child.
PREFIX, NOT_ONE_CHILD = "looked_at_", frozenset({"looked_at_list", "looked_at_trail"})


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one child's record, as the trail keeps it."""

    person: str
    child: str
    at: datetime


def is_look(what: str, children: Iterable[str]) -> bool:
    """Whether a trail row tells of a look at one child's record."""
    return what.startswith(PREFIX) and what not in NOT_ONE_CHILD and bool(tuple(children))


def is_night(at: datetime) -> bool:
    """Whether it was night in London."""
    hour = at.astimezone(LONDON).hour
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


def surname(name: str) -> str:
    """The last word of a person's name, as it is compared: "Maya Ashworth-Lee" -> "ashworthlee"."""
    words = name.split()
    return plain(words[-1]) if words else ""


def plain(words: str) -> str:
    """Letters only, in small: so that hyphens, spaces and apostrophes tell no two names apart."""
    return "".join(letter for letter in words.lower() if letter.isalpha())


def sweeps(looks: Iterable[Look]) -> Iterator[tuple[Look, int]]:
    """The look with which a person had opened many children in a short time, and how many by then.

    `looks`: of one person, in order of time. One sweep that goes on is told of once.
    """
    window: list[Look] = []
    told_until: datetime | None = None
    for look in looks:
        window = [one for one in window if look.at - one.at <= SWEEP_TIME] + [look]
        many = len({one.child for one in window})
        if many >= SWEEP_CHILDREN:
            if told_until is None or look.at > told_until:
                yield look, many
            told_until = look.at + SWEEP_TIME
