"""Ratings that stand alone, put together into rounds: what is compared was said within 28 days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from .answers import Answer, State, Voice
from .mismatch import Mismatch, Pattern, compare, pattern

LONGEST = timedelta(days=28)  # answers further apart than this are not of one round
SAFETY = "safety"  # the key of the category on which a red cannot wait
ASKED = (Voice.WORKER, Voice.CARER, Voice.CHILD)  # who is silent where nothing of theirs is there


@dataclass(frozen=True, slots=True)
class Rated:
    """What one voice said of one category of one child on a day."""

    child: str
    category: str
    voice: Voice
    answer: Answer
    on: date


class SaidTwice(ValueError):
    """One voice said two different things of one category on one day: which came last cannot be told."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One child's categories side by side in one round, which began with the first rating on `from_on`."""

    child: str
    from_on: date
    answers: Mapping[str, Mapping[Voice, Answer]]
    mismatches: Mapping[str, Mismatch]
    pattern: Pattern


def compared(ratings: Iterable[Rated]) -> Iterator[Compared]:
    """Each child's rounds, the earliest first. Of two ratings in a round by one voice the later stands.

    Raises SaidTwice where both are of one day and differ.
    """
    by_child: dict[str, list[Rated]] = {}
    for rated in ratings:
        by_child.setdefault(rated.child, []).append(rated)
    for child in sorted(by_child):
        yield from _rounds_compared(child, sorted(by_child[child], key=lambda rated: rated.on))


def pairs(ratings: Iterable[Rated], first: Voice, second: Voice) -> dict[str, list[tuple[int, int]]]:
    """For each category the colours, 1 to 3, that two voices gave of the same child in the same round."""
    found: dict[str, list[tuple[int, int]]] = {}
    for one in compared(ratings):
        for category, answers in one.answers.items():
            both = answers.get(first), answers.get(second)
            if isinstance(both[0], int) and isinstance(both[1], int):
                found.setdefault(category, []).append((int(both[0]), int(both[1])))
    return found


def _rounds_compared(child: str, ratings: Sequence[Rated]) -> Iterator[Compared]:
    rounds = list(_rounds(ratings))
    answers = [_answers(one) for one in rounds]
    told = [{c: compare(said, safety=c == SAFETY) for c, said in one.items()} for one in answers]
    levels = [None, *({category: one.level for category, one in mismatches.items()} for mismatches in told)]
    for number, (before, now) in enumerate(pairwise(levels)):
        seen = pattern(now or {}, before)
        yield Compared(child, rounds[number][0].on, answers[number], told[number], seen)


def _rounds(ratings: Sequence[Rated]) -> Iterator[list[Rated]]:
    current: list[Rated] = []
    for rated in ratings:
        if current and rated.on - current[0].on > LONGEST:
            yield current
            current = []
        current.append(rated)
    if current:
        yield current


def _answers(ratings: Sequence[Rated]) -> dict[str, dict[Voice, Answer]]:
    stands: dict[tuple[str, Voice], Rated] = {}
    for rated in ratings:
        before = stands.get((rated.category, rated.voice))
        if before and before.on == rated.on and before.answer != rated.answer:
            raise SaidTwice(f"{rated.voice} of {rated.category} on {rated.on}")
        stands[rated.category, rated.voice] = rated
    found: dict[str, dict[Voice, Answer]] = {}  # by category
    for (category, voice), rated in sorted(stands.items()):
        found.setdefault(category, dict.fromkeys(ASKED, State.NOT_ANSWERED))[voice] = rated.answer
    return found
