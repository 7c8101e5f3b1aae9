"""Which differences still stand: of each part of life the latest in which people differ and nobody has talked since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from .answers import Answer, Colour, State, Voice
from .mismatch import Level, compare

Given = tuple[Voice, str, Colour]  # who gave which category (by key) which colour


@dataclass(frozen=True, slots=True)
class Shown:
    """A round as its reader sees it. `to_worker`: of its colours those that the child's worker may know of;
    `talked`: about which categories somebody talked, and who wrote it down."""

    voices: tuple[Voice, ...]
    colours: Collection[Given]
    to_worker: Collection[Given]
    talked: Collection[tuple[str, str]]
    safety: Collection[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A difference that waits for a talk: in which round (its place among those given), and how far it is followed."""

    place: int
    category: str
    level: Level


def still_standing(rounds: Sequence[Shown], workers: Callable[[], Collection[str]]) -> tuple[Standing, ...]:
    """The most pressing first, then as they were asked. `rounds`: the latest first.

    A talk settles its round and those before it, as the prompts have it: what a worker wrote down who was not to know
    of an answer leaves that answer open. `workers`: who, of those who talked, reads as a worker; asked for where it
    decides.
    """
    found = [one for category in _asked(rounds) if (one := _of(category, rounds, workers))]
    return tuple(sorted(found, key=lambda one: -one.level))


def _asked(rounds: Sequence[Shown]) -> Iterator[str]:
    yield from dict.fromkeys(category for one in rounds for _, category, _ in one.colours)


def _of(category: str, rounds: Sequence[Shown], workers: Callable[[], Collection[str]]) -> Standing | None:
    by: set[str] = set()
    for place, one in enumerate(rounds):
        by.update(who for about, who in one.talked if about == category)
        level = _level(category, one, one.colours)
        is_hidden = level > _level(category, one, one.to_worker)
        if level.differs and (not by or is_hidden and by.issubset(workers())):
            return Standing(place, category, level)
    return None


def _level(category: str, one: Shown, colours: Collection[Given]) -> Level:
    """What the answers mean together; of several households the most worried counts."""
    answers: dict[Voice, Answer] = dict.fromkeys(one.voices, State.NOT_ANSWERED)
    for voice, about, colour in colours:
        if about == category:
            before = answers.get(voice)
            answers[voice] = min(colour, before) if isinstance(before, Colour) else colour
    return compare(answers, safety=category in one.safety).level
