"""Better, the same or worse: one voice's answers to one category, compared with an earlier one (CORE-26).

Colours are people's own and are compared step by step, never added up. Silence is not agreement: an answer without a
colour now, or none before, is said as such and counts as neither better nor the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from seenheard.voices.domain.answers import Answer, Colour


class Change(StrEnum):
    """How an answer compares with an earlier one of the same voice."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    FIRST = "no earlier answer"
    NO_ANSWER = "no answer now"


@dataclass(frozen=True, slots=True)
class Told:
    """What one voice said of one category, and when."""

    on: date
    answer: Answer


@dataclass(frozen=True, slots=True)
class Trend:
    """The latest answer (`now`), the earlier one it is compared with, and every answer in time order, for a line.

    `now` is None where nothing was ever said; `before` is None where nothing with a colour was said before.
    """

    change: Change
    now: Told | None
    before: Told | None
    points: tuple[Told, ...]


def change(before: Answer | None, now: Answer | None) -> Change:
    """Two answers of one voice to one category, the earlier and the later; None: nothing was said."""
    if not isinstance(now, Colour):
        return Change.NO_ANSWER
    if not isinstance(before, Colour):
        return Change.FIRST
    if now is before:
        return Change.SAME
    return Change.BETTER if now > before else Change.WORSE


def trend(told: Iterable[Told], *, since: date | None = None) -> Trend:
    """The latest answer beside the last colour before it; with `since`, beside the last colour said by that day.

    `told`: of one voice and one category, in any order. Of several on one day the one given last counts.
    """
    points = tuple(sorted(told, key=lambda one: one.on))
    now = points[-1] if points else None
    earlier = [one for one in points[:-1] if isinstance(one.answer, Colour) and (since is None or one.on <= since)]
    before = earlier[-1] if earlier else None
    return Trend(change(before.answer if before else None, now.answer if now else None), now, before, points)
