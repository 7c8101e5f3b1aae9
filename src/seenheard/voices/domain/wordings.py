"""The words in which a category is asked, by audience and language, and which of them may be shown to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

ENGLISH = "en"
WORKER, CARER, OLDER, YOUNGER = "worker", "carer", "11-17", "5-10"
AUDIENCES = (WORKER, CARER, OLDER, YOUNGER)
SPOKEN_TO = frozenset({CARER, OLDER, YOUNGER})  # who is shown no wording that nobody named has read over


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language that ship. `reviewed_by`: who has read them over; empty: nobody yet.

    `made`: how they came about, as a reader is told. `direction`: ltr or rtl. `questions`: by category and audience.
    """

    code: str
    name: str
    direction: str
    made: str
    reviewed_by: str
    answers: Mapping[str, tuple[str, ...]]
    questions: Mapping[str, Mapping[str, str]]

    def may_be_shown_to(self, audience: str) -> bool:
        """English always; a translation is shown to a child or a carer once somebody named has read it over."""
        return self.code == ENGLISH or audience not in SPOKEN_TO or bool(self.reviewed_by)


@dataclass(frozen=True, slots=True)
class Worded:
    """How a category is put to an audience in a language: the latest `words`, the council's own or those that ship.

    `asked`: the words that are asked in this language now; empty: none may be shown, and English is asked instead.
    """

    words: str
    is_own: bool
    reviewed_by: str
    reviewed_on: date | None
    asked: str

    @property
    def is_asked(self) -> bool:
        """Whether these very words are the ones that are asked."""
        return bool(self.words) and self.words == self.asked


def language(told: Mapping[str, Any]) -> Language:
    """The words of one file. Raises KeyError for what is missing, ValueError for an audience that is none."""
    questions = {key: dict(words) for key, words in told["category"].items()}
    if odd := {audience for words in questions.values() for audience in words} - set(AUDIENCES):
        raise ValueError(f"{told['language']}: no audience is called {', '.join(sorted(odd))}.")
    return Language(
        code=told["language"],
        name=told["name"],
        direction=told["direction"],
        made=told["made"],
        reviewed_by=told.get("reviewed_by", ""),
        answers={form: tuple(words) for form, words in told["answers"].items()},
        questions=questions,
    )
