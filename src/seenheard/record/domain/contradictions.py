"""What cannot be right about something that is being typed: said before it is kept, while it can still be put right.

Some things are never so (a visit tomorrow); others are strange but happen, and are kept with a reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What does not fit, as a sentence for whoever typed it; `kept`: it may be kept with a reason."""

    code: str
    says: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the child that a typed fact must fit: the days of a life, and what stands already."""

    born_on: date | None = None
    expected_on: date | None = None
    died_on: date | None = None
    left_home_on: date | None = None  # where the place chosen is one that the child has left
    already_by: str = ""  # who recorded the same on this day


@dataclass(frozen=True, slots=True)
class Seen:
    """One child's part of a visit, as far as it can contradict itself. None: not answered."""

    seen: bool | None
    seen_alone: bool | None = None
    bedroom_seen: bool | None = None
    said: str = ""
    why_not_seen: str = ""
    why_not_alone: str = ""


def of_day(on: date, around: Around, *, today: date, what: str) -> Iterator[Contradiction]:
    """What is wrong with the day of `what` ("the visit")."""
    if on > today:
        yield Contradiction("future", f"The day of {what} has not come yet. Book it, and record it when it is done")
    if around.born_on and on < around.born_on and not _unborn_on(on, around):
        yield Contradiction("before_birth", f"The day of {what} is before the child was born")
    if around.died_on and on > around.died_on:
        yield Contradiction("after_death", f"The day of {what} is after the day on which the child died", kept=True)


def _unborn_on(on: date, around: Around) -> bool:
    """Plans and visits may begin before a birth: nine months are enough."""
    return around.born_on is not None and (around.born_on - on).days <= WEEKS_UNBORN * 7


WEEKS_UNBORN = 40


def of_visit(on: date, part: Seen, around: Around, *, today: date) -> Iterator[Contradiction]:
    """What is wrong with one child's part of a visit, gravest first."""
    yield from of_day(on, around, today=today, what="the visit")
    if part.seen and _not_born(on, around):
        known = around.born_on is not None
        said = "The child was not born yet" if known else "No birth is recorded yet, only the day expected"
        yield Contradiction("unborn_seen", f"{said}, so nobody can have seen the child", kept=not known)
    if part.seen is False:
        yield from _not_seen(part)
    if part.seen and part.seen_alone is False and not part.why_not_alone:
        yield Contradiction("why_not_alone", "Say why the child was not seen alone")
    if around.left_home_on and on > around.left_home_on:
        left = f"{around.left_home_on.day} {around.left_home_on:%B %Y}"
        yield Contradiction("left_there", f"The child had left this place on {left}, before the visit", kept=True)
    if around.already_by:
        yield Contradiction(
            "already",
            f"{around.already_by} has already recorded a visit to this child on this day. If it is the same visit, "
            "there is nothing more to do; if it is another one, say so",
            kept=True,
        )


def _not_born(on: date, around: Around) -> bool:
    return on < around.born_on if around.born_on else around.expected_on is not None


def _not_seen(part: Seen) -> Iterator[Contradiction]:
    if part.seen_alone:
        yield Contradiction("not_seen_but_alone", "The child cannot have been seen alone if the child was not seen")
    if not part.why_not_seen:
        yield Contradiction("why_not_seen", "Say why the child was not seen")
    if part.said:
        yield Contradiction(
            "not_seen_but_said", "The child was not seen, and yet there are words of the child", kept=True
        )
