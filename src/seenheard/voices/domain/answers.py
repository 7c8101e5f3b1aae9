"""What somebody can answer to one category: a colour, or a state that is no colour.

A colour is what a person chose; none is ever worked out for a child. A state (not asked, did not want to say …) is
shown as what it is, is never agreement and never green.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType


class Voice(StrEnum):
    """Who speaks about the child. The reviewing officer is not among them: they rate the plan, not the child."""

    WORKER = "worker"
    CARER = "carer"
    CHILD = "child"
    PARENT = "parent"


class Colour(IntEnum):
    """Red, amber, green, in the order of worry: the lower, the more worried. Steps between them are differences."""

    RED = 1
    AMBER = 2
    GREEN = 3

    @property
    def word(self) -> str:
        """The colour as files and commands write it."""
        return self.name.lower()


class State(StrEnum):
    """Why there is no colour."""

    NOT_ASKED = "not asked"
    NOT_ANSWERED = "not answered"
    DID_NOT_WANT_TO_SAY = "did not want to say"
    CANNOT_SAY_YET = "cannot say yet"
    DOES_NOT_APPLY = "does not apply"


Answer = Colour | State

COLOURS = MappingProxyType({colour.word: colour for colour in Colour})
STATES = MappingProxyType({str(state): state for state in State})
# A child chooses among four answers, the best first; the words chosen are kept and shown beside the colour (S13).
CHILD_STEPS = MappingProxyType({1: Colour.GREEN, 2: Colour.GREEN, 3: Colour.AMBER, 4: Colour.RED})


def packed(categories: Iterable[str], answers: Mapping[str, Answer]) -> list[int]:
    """The colours of a reply in the order of its round's categories, 0 where there is none."""
    told = (answers.get(key) for key in categories)
    return [int(one) if isinstance(one, Colour) else 0 for one in told]


def read(word: str | None) -> Answer:
    """The answer that a word of a file means; nothing at all is "not answered". Raises ValueError."""
    if word is None:
        return State.NOT_ANSWERED
    told = word.strip().lower()
    found = COLOURS.get(told) or STATES.get(told)
    if found is None:
        raise ValueError(f"{word!r} is neither a colour nor a reason for none.")
    return found
