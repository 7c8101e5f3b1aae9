"""Each part of life in a line, on the child's page: what each voice says now, and whether it is better or worse than
before. What nobody worries about and what has not moved stands folded. How it came about is on the page of how it is
going."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.performance.domain.trend import Change, Trend, trend
from seenheard.ui.parts import Link
from seenheard.ui.sparkline import Sparkline, sparkline
from seenheard.ui.words import capital, count
from seenheard.voices import queries
from seenheard.voices.domain.answers import Colour, State, Voice
from seenheard.voices.queries import RoundTold

from .going import answers, categories_of
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
CALM = "no red or amber, and nothing better or worse than the time before"


@dataclass(frozen=True)
class Cell:
    """One voice: its line, and what that says in words."""

    line: Sparkline | None
    says: str
    has_moved: bool


@dataclass(frozen=True)
class Part:
    """One part of life, leading to every answer."""

    name: Link
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PartByPart:
    """The table: what is red or amber, better or worse; and, folded, what is nothing of it."""

    caption: str
    head: tuple[str, ...]
    shown: tuple[Part, ...]
    calm_words: str
    calm: tuple[Part, ...]


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
    shown: list[Part] = []
    calm: list[Part] = []
    for category in categories_of(opened, names):
        found = [trend(answers(opened, voice, category.key, names)) for voice in voices]
        part = Part(Link(category.name, f"{going}#c-{category.key}"), tuple(map(_cell, found)))
        (shown if any(map(_stands_out, found)) else calm).append(part)
    return PartByPart(
        caption="Better or worse than before, part by part",
        head=("Part of life", *(capital(VOICES[voice]) for voice in voices)),
        shown=tuple(shown),
        calm_words=f"{count(len(calm), 'other part' if shown else 'part')}: {CALM}",
        calm=tuple(calm),
    )


def _stands_out(found: Trend) -> bool:
    """Red or amber now, and be it as before; or better or worse. Silence calms nothing: what was red or amber when a
    voice last said something stands until it says something else."""
    said = [one.answer for one in (found.now, found.before) if one and isinstance(one.answer, Colour)]
    return found.change in MOVED or bool(said) and said[0] < Colour.GREEN


def _cell(found: Trend) -> Cell:
    steps = [int(one.answer) if isinstance(one.answer, Colour) else None for one in found.points]
    line = sparkline(steps, "") if any(steps) else None
    return Cell(line, _words(found), found.change in MOVED)


def _words(found: Trend) -> str:
    """ "Green, better"; where nothing was said now, that alone."""
    now = found.now.answer if found.now else State.NOT_ASKED
    if isinstance(now, Colour):
        return f"{capital(now.word)}, {WORDS[found.change]}"
    return NOT_ASKED if now is State.NOT_ASKED else NO_ANSWER
