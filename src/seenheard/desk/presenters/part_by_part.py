"""Each part of life in a line, on the child's page: what each voice says now, and whether it is better or worse than
before. What has not changed stands folded. How it came about is on the page of how it is going."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.performance.domain.trend import Change, Trend, trend
from seenheard.ui.parts import Link
from seenheard.ui.sparkline import Sparkline, sparkline
from seenheard.ui.words import capital, count
from seenheard.voices import queries
from seenheard.voices.domain.answers import Colour, State, Voice
from seenheard.voices.domain.categories import CategoryNow
from seenheard.voices.queries import RoundTold

from .going import answers, stands_as
from .voice_words import VOICES

ROUNDS = 8  # of the line: two years, where a round is held every three months
MOVED = frozenset({Change.BETTER, Change.WORSE})
WORDS = {
    Change.BETTER: "better",
    Change.SAME: "the same",
    Change.WORSE: "worse",
    Change.FIRST: "first answer",
}
NOT_ASKED, NO_ANSWER = "Not asked now", "No answer now"
NOTHING_MOVED = "Nothing is better or worse than the time before."


@dataclass(frozen=True)
class Cell:
    """One voice: its line, and what that says in words."""

    voice: str
    line: Sparkline | None
    says: str
    look: str


@dataclass(frozen=True)
class Part:
    """One part of life, leading to every answer."""

    name: Link
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PartByPart:
    """The table: what is better or worse, and, folded, what is not."""

    caption: str
    head: tuple[str, ...]
    moved: tuple[Part, ...]
    says: str
    rest_words: str
    rest: tuple[Part, ...]


def part_by_part(told: Sequence[RoundTold], child, on: date) -> PartByPart | None:
    """The parts asked about in the latest rounds that are open to read, in order; none before there is one.

    `told`: the child's rounds as this reader may read them, the latest first.
    """
    opened = [one for one in reversed(told) if one.opened][-ROUNDS:]
    if not opened:
        return None
    names = {one.key: one for one in queries.categories(on=on)}
    voices = tuple(voice for voice in Voice if any(voice in one.now.voices for one in opened))
    going = reverse("desk:going", args=[child.public_id])
    moved: list[Part] = []
    rest: list[Part] = []
    for category in _asked(opened, names):
        found = {voice: trend(answers(opened, voice, category.key, names)) for voice in voices}
        part = Part(Link(category.name, f"{going}#c-{category.key}"), tuple(_cell(*one) for one in found.items()))
        (moved if MOVED & {one.change for one in found.values()} else rest).append(part)
    return PartByPart(
        caption="Better or worse than before, part by part",
        head=("Part of life", *(capital(VOICES[voice]) for voice in voices)),
        moved=tuple(moved),
        says="" if moved else NOTHING_MOVED,
        rest_words=f"{count(len(rest), 'part')} with no change" if rest else "",
        rest=tuple(rest),
    )


def _asked(opened: Iterable[RoundTold], names: Mapping[str, CategoryNow]) -> Iterator[CategoryNow]:
    asked = {stands_as(key, names) for one in opened for key in one.now.categories}
    return (one for one in names.values() if one.key in asked)


def _cell(voice: Voice, found: Trend) -> Cell:
    steps = [int(one.answer) if isinstance(one.answer, Colour) else None for one in found.points]
    line = sparkline(steps, "") if any(steps) else None
    return Cell(capital(VOICES[voice]), line, _words(found), WORDS.get(found.change, "").partition(" ")[0])


def _words(found: Trend) -> str:
    """ "Green, better"; where nothing was said now, that alone."""
    now = found.now.answer if found.now else State.NOT_ASKED
    if isinstance(now, Colour):
        return f"{capital(now.word)}, {WORDS[found.change]}"
    return NOT_ASKED if now is State.NOT_ASKED else NO_ANSWER
