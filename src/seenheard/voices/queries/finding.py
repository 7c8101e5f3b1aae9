"""Words looked for in what was said of one child: among what this reader may read, and nothing else (CORE-09)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from seenheard.record.domain.days import day_of

from ..domain.answers import Voice
from ..domain.finding import holds, looked_for
from .rounds import RoundNow, rounds_of
from .said import Columns, columns_of_rounds


@dataclass(frozen=True, slots=True)
class Found:
    """One place where the words stand. `what`: the key of a category, or which of the free words."""

    now: RoundNow
    what: str
    voice: Voice
    words: str
    said_by: str
    said_on: date | None
    observed: bool


def find_said(*, viewer, child, words: str, on: date) -> tuple[Found, ...]:
    """Where all of these words stand in one answer or one free section, the latest round first. Raises NoSuchChild."""
    rounds = rounds_of(viewer=viewer, child=child, on=on)
    seen = columns_of_rounds(viewer=viewer, child=child, rounds=rounds, on=on)
    wanted = looked_for(words)
    return tuple(one for now in rounds for one in _all(now, seen[now.id]) if holds(one.words, wanted))


def _all(now: RoundNow, seen: Columns) -> Iterator[Found]:
    for one in seen.words:
        yield Found(now, one.what, one.voice, one.words, one.said_by, day_of(one.sent_at), one.observed)
    for row in seen.rows:
        for voice, shown in row.columns.items():
            for said in shown:
                words = "\n".join(filter(None, (said.chosen, said.comment)))
                yield Found(now, row.key, voice, words, said.said_by, said.said_on, said.observed)
