"""What it means that people see one part of a child's life differently, in one round.

Difference is usual and no error: informants who know the same child correlate at about r = 0.28 (De Los Reyes and
others 2015, 341 studies). So a mismatch asks for a conversation; it is never counted against anybody. Every combination
stands in a table written out by hand, which is the test.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from .answers import Answer, Colour, State, Voice

COMPARED = (Voice.WORKER, Voice.CARER, Voice.CHILD)
SEVERAL = 3  # so many categories with a difference in one round are a pattern


class Level(IntEnum):
    """How far it is followed; the higher wins. Silence is none of them: with one voice alone nothing is compared."""

    NOTHING_TO_COMPARE = -1
    SAME = 0
    TALK = 1
    ACT = 2
    ACT_TODAY = 3

    @property
    def words(self) -> str:
        """What a reader is told."""
        return WORDS[self]

    @property
    def differs(self) -> bool:
        """Whether it is followed until somebody has answered it."""
        return self > Level.SAME


WORDS = {
    Level.NOTHING_TO_COMPARE: "nothing to compare",
    Level.SAME: "the same",
    Level.TALK: "to talk about",
    Level.ACT: "act",
    Level.ACT_TODAY: "act today",
}
WHAT_HAPPENS = {
    Level.NOTHING_TO_COMPARE: "Nothing to compare: fewer than two have given a colour, and silence is not agreement.",
    Level.SAME: "Nothing follows: those who gave a colour gave the same.",
    Level.TALK: "Talk about it; write down who talked with whom, what was decided and what goes back to the child.",
    Level.ACT: "The worker acts within 2 working days, and the manager sees it.",
    Level.ACT_TODAY: "The worker, the manager and the duty inbox are told at once, outside the round.",
}
PATTERN_GOES = "It belongs in supervision and in the next review."
CONVERSATION_ONLY = "A conversation only: the child is happier than the worker, which can be strength or a mask."


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One category in one round.

    `more_worried`: whose colour is the most worried, where colours differ; `steps`: between the least and the most
    worried, 0 to 2, None with fewer than two colours. `gaps`: each other voice's colour minus the worker's, -2 to 2,
    below 0 is more worried; empty while the worker has given none. `red`: which of child and carer said red while the
    worker did not. `happier_than_us`: the child is two steps above the worker. `silent`: who gave no colour.
    """

    level: Level
    more_worried: tuple[Voice, ...]
    steps: int | None
    gaps: Mapping[Voice, int]
    red: tuple[Voice, ...]
    happier_than_us: bool
    silent: tuple[Voice, ...]

    @property
    def conversation_only(self) -> bool:
        """A child who is happier than we are, and nobody more worried than the worker: a strength, or a mask."""
        return self.happier_than_us and self.level is Level.TALK

    @property
    def what_happens(self) -> str:
        """What follows from it, as a sentence."""
        return CONVERSATION_ONLY if self.conversation_only else WHAT_HAPPENS[self.level]


def compare(answers: Mapping[Voice, Answer], *, safety: bool = False) -> Mismatch:
    """One category's answers side by side; a voice that is left out was not asked and is not silent either.

    A parent's answer is not among those compared: it stands beside them, for whoever reads the round.
    """
    answers = {voice: answer for voice, answer in answers.items() if voice in COMPARED}
    colours = {voice: answer for voice, answer in answers.items() if isinstance(answer, Colour)}
    worker = colours.get(Voice.WORKER)
    red = tuple(v for v in (Voice.CARER, Voice.CHILD) if colours.get(v) is Colour.RED)
    differ = len(set(colours.values())) > 1
    most = min(colours.values(), default=None)
    return Mismatch(
        level=_level(colours, red, worker, safety),
        more_worried=tuple(v for v in Voice if colours.get(v) is most) if differ else (),
        steps=max(colours.values()) - min(colours.values()) if len(colours) > 1 else None,
        gaps={v: colours[v] - worker for v in Voice if v in colours and v != Voice.WORKER} if worker else {},
        red=red if worker is not Colour.RED else (),
        happier_than_us=worker is Colour.RED and colours.get(Voice.CHILD) is Colour.GREEN,
        silent=tuple(v for v in Voice if isinstance(answers.get(v), State)),
    )


def _level(colours: Mapping[Voice, Colour], red: Collection[Voice], worker: Colour | None, safety: bool) -> Level:
    if red and safety:
        return Level.ACT_TODAY
    if red and worker is not Colour.RED:
        return Level.ACT
    if len(colours) < 2:
        return Level.NOTHING_TO_COMPARE
    return Level.SAME if len(set(colours.values())) == 1 else Level.TALK


@dataclass(frozen=True, slots=True)
class Pattern:
    """What comes back: categories that differed in the round before too, and whether several differ in this one."""

    again: tuple[str, ...]
    several: bool

    def __bool__(self) -> bool:
        return bool(self.again) or self.several

    def in_words(self, names: Mapping[str, str]) -> str:
        """For supervision and the next review; `names`: of the categories. Empty where nothing comes back."""
        again = ", ".join(names.get(key, key) for key in self.again)
        said = [f"People have seen the same part differently two rounds running: {again}."] if again else []
        if self.several:
            said.append("People see three or more parts of life differently in this round.")
        return " ".join([*said, PATTERN_GOES]) if said else ""


def pattern(now: Mapping[str, Level], before: Mapping[str, Level] | None) -> Pattern:
    """A pattern across categories (by key) of a child's round and the one before it; None: there was none before.

    It belongs on the agenda of supervision and of the next review.
    """
    differing = _differing(now.items())
    earlier = _differing((before or {}).items())
    return Pattern(tuple(sorted(differing & earlier)), len(differing) >= SEVERAL)


def _differing(levels: Iterable[tuple[str, Level]]) -> frozenset[str]:
    return frozenset(category for category, level in levels if level.differs)
