"""When a round opens, for whom, whom it asks, and until when: all from days and what is known of the child."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from seenheard.timescales.domain.calendar import add_months, birthday

from .answers import Voice

LASTS = timedelta(days=28)
BEFORE_A_REVIEW, EVERY_SO_OFTEN, BY_WISH = "before a review", "every three months", "by somebody’s wish"
ONE_DAY = "one day for brothers, sisters"
YOUNGEST_TO_ANSWER = 5  # younger children are observed; what an adult saw is never counted as the child's answer
GROWN_UP = 18


@dataclass(frozen=True, slots=True)
class Known:
    """What of a child decides whether it is asked. `born_on` is None for a child not yet born, or of unknown age."""

    child_id: int
    born_on: date | None
    looked_after: bool
    protection_plan: bool = False
    need_plan: bool = False
    care_leaver: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """What the council has set: which voices, which children besides those looked after, and how often."""

    voices: tuple[Voice, ...]
    who: frozenset[str] = frozenset()
    weeks_before_a_review: int = 4
    months_between: int = 3


def is_asked(known: Known, asking: Asking, on: date) -> bool:
    """Looked-after children, and whom else the council has switched on; never one not born or closed by adoption.

    A series of short breaks is no period of care, so a child in one is not "looked after" here.
    """
    if known.closed or known.born_on is None or known.born_on > on:
        return False
    if has_turned(GROWN_UP, known.born_on, on):
        return known.care_leaver and "care_leavers" in asking.who
    return (
        known.looked_after
        or known.protection_plan
        and "protection_plans" in asking.who
        or known.need_plan
        and "need_plans" in asking.who
        or known.care_leaver
        and "care_leavers" in asking.who
    )


def voices_for(
    known: Known, asking: Asking, on: date, *, child_may: bool, with_parents: bool = False
) -> tuple[Voice, ...]:
    """Whose voices a round of this child asks. `child_may`: all is set that has to be before a child is asked.

    A carer is asked of a child who is placed, but not with a parent (`with_parents`): a parent is never taken for the
    carer. A child is asked from five years on, and a parent until the child is grown up.
    """
    able = known.born_on is not None and has_turned(YOUNGEST_TO_ANSWER, known.born_on, on)
    left_out = set()
    if not (child_may and able):
        left_out.add(Voice.CHILD)
    if not known.looked_after or with_parents:
        left_out.add(Voice.CARER)
    if known.born_on is not None and has_turned(GROWN_UP, known.born_on, on):
        left_out.add(Voice.PARENT)
    return tuple(voice for voice in asking.voices if voice not in left_out)


def why_open(last_on: date | None, review_on: date | None, asking: Asking, on: date) -> str | None:
    """Why a round opens on this day, or None: a review is near and none was opened for it, or it is time.

    `last_on`: when the last round was opened. A review is near from so many weeks before; once past it is no reason.
    """
    if review_on is not None:
        from_on = review_on - timedelta(weeks=asking.weeks_before_a_review)
        if from_on <= on <= review_on and (last_on is None or last_on < from_on):
            return BEFORE_A_REVIEW
    if last_on is None or add_months(last_on, asking.months_between) <= on:
        return EVERY_SO_OFTEN
    return None


def is_over(closes_on: date, ended: bool, on: date) -> bool:
    """Whether nothing more can be sent."""
    return ended or on >= closes_on


def all_sent(voices: Collection[str], sent: Collection[str]) -> bool:
    """Whether everybody who was asked has answered. Where parents are asked nobody can tell how many will speak: such a
    round ends on its day, or by hand, and not with the first parent."""
    return Voice.PARENT not in voices and set(voices) <= set(sent)


def has_turned(age: int, born_on: date, on: date) -> bool:
    """Whether this age is reached by the day; who was born on 29 February reaches it on 1 March in other years."""
    return birthday(born_on, age) <= on


def in_turn(keys: Iterable[str], *, whose: str) -> tuple[str, ...]:
    """The categories in the order in which one adult is asked in one round (`whose`: the ids of both).

    It varies, so that what comes first is not always the same; a person who opens the form again finds it as it was.
    The order of the answers never varies.
    """
    return tuple(sorted(keys, key=lambda key: sha256(f"{whose} {key}".encode()).digest()))
