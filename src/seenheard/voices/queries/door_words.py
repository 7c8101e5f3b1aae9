"""In which words a child's door speaks: the council's own once somebody named has read them over, else English."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from ..domain.door_words import beside, isolated, put, texts
from ..domain.doors import FORMS
from ..domain.wordings import ENGLISH
from ..models import DoorWords
from .categories import categories
from .wordings import Asked, asked_in, languages, worded


@dataclass(frozen=True, slots=True)
class Told:
    """All that a door says in one language but the questions."""

    code: str
    direction: str
    pages: Mapping[str, Mapping[str, Any]]
    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Written:
    """The council's words for one language: what it wrote last, and all that somebody named has read over, if whole."""

    latest: DoorWords | None
    read_over: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps children from being asked in a language: the door, and how many questions. Nothing: they can be."""

    door: bool
    questions: int

    def __bool__(self) -> bool:
        return self.door or self.questions > 0


@cache
def sentences(code: str = ENGLISH) -> Mapping[str, Mapping[str, Any]]:
    """Every sentence that ships for the door in a language, by page and name; empty where none do."""
    path = files("seenheard.voices") / "sentences" / f"{code}.toml"
    told = tomllib.loads(path.read_text("utf-8")) if code in languages() and path.is_file() else {}
    return MappingProxyType({page: MappingProxyType(words) for page, words in told.items()})


@cache
def english() -> Told:
    """As it ships, in English."""
    one = languages()[ENGLISH]
    return Told(ENGLISH, one.direction, sentences(), one.answers)


def every_text() -> tuple[str, ...]:
    """All that has to be written in another language, in English."""
    return texts(sentences(), english().answers)


def shipped(code: str) -> dict[str, str]:
    """By the English words, the sample that ships."""
    four = languages()[code].answers
    answers = {
        word: other
        for form, words in english().answers.items()
        for word, other in zip(words, four.get(form, ()), strict=False)
    }
    return answers | beside(sentences(), sentences(code))


def written(*, on: date, code: str = "") -> dict[str, Written]:
    """By language, what stands written on this day; of one language where `code` says which."""
    rows = DoorWords.objects.filter(from_on__lte=on, **({"language": code} if code else {}))
    of: dict[str, list[DoorWords]] = {}
    for row in rows.order_by("from_on", "at", "id"):
        of.setdefault(row.language, []).append(row)
    return {one: _written(one, of.get(one, [])) for one in languages() if one != ENGLISH and one == (code or one)}


def is_whole(words: Mapping[str, str]) -> bool:
    """Whether every sentence, as English has them now, has words."""
    return all(words.get(text) for text in every_text())


def unread(code: str, form: str, keys: Collection[str], *, on: date) -> list[str]:
    """Those of these categories that would be asked in English: nobody named has read them over in this language."""
    asked = asked_in(code, audience=form, on=on)
    return [key for key in keys if key in asked and asked[key].language != code]


def told_in(code: str, *, form: str, keys: Collection[str], on: date, with_samples: bool = False) -> Told:
    """The door in this language where all that a child would see has been read over by somebody named; else English.

    `with_samples`: a demo shows what nobody has read over, and nobody else ever does.
    """
    if code == ENGLISH or code not in languages():
        return english()
    words = written(on=on, code=code)[code].read_over
    if with_samples:
        return _told(code, words or shipped(code))
    return english() if words is None or unread(code, form, keys, on=on) else _told(code, words)


def missing(*, on: date) -> dict[str, dict[str, Missing]]:
    """By language and form, what nobody named has read over yet of all that a child would be shown today."""
    told = worded(on=on)
    keys = [one.key for one in categories(on=on) if one.is_asked]
    return {
        code: {
            form: Missing(one.read_over is None, sum(not told[key][form, code].asked for key in keys)) for form in FORMS
        }
        for code, one in written(on=on).items()
    }


def four_answers(told: Told, asked: Asked, form: str) -> tuple[str, ...]:
    """The words of the four answers, the best first, in the language of the question."""
    return (told if asked.language == told.code else english()).answers[form]


def _written(code: str, rows: Sequence[DoorWords]) -> Written:
    """The latest, and the latest that somebody has read over, while English has the same sentences."""
    ships = shipped(code) if languages()[code].reviewed_by else {}
    words = next((row.words for row in reversed(rows) if row.reviewed_by), ships)
    return Written(rows[-1] if rows else None, words if is_whole(words) else None)


def _told(code: str, words: Mapping[str, str]) -> Told:
    way = languages()[code].direction
    safe = {text: isolated(said, way) for text, said in words.items()}
    answers = {form: tuple(safe.get(one, one) for one in four) for form, four in english().answers.items()}
    return Told(code, way, put(sentences(), safe), answers)
