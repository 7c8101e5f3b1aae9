"""In which words a category is asked of somebody: the council's own, else those that ship, else English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ..domain.wordings import ENGLISH, SPOKEN_TO, Language, language
from ..models import Wording


@dataclass(frozen=True, slots=True)
class Asked:
    """The words, and the language they are in: English where the one wanted has none that may be shown."""

    words: str
    language: str
    direction: str


@cache
def languages() -> Mapping[str, Language]:
    """Every language that ships, by code, English first."""
    folder = files("seenheard.voices") / "wordings"
    found = [
        language(tomllib.loads(path.read_text("utf-8"))) for path in folder.iterdir() if path.name.endswith(".toml")
    ]
    return {one.code: one for one in sorted(found, key=lambda one: (one.code != ENGLISH, one.name))}


def asked_in(code: str, *, audience: str, on: date, with_samples: bool = False) -> dict[str, Asked]:
    """By category key, the words in this language for this audience on this day.

    `with_samples`: a demo shows wordings that nobody has read over; nobody else is ever shown them.
    """
    found = _shipped(ENGLISH, audience) | _own(ENGLISH, audience, on)
    wanted = languages().get(code)
    if code == ENGLISH or wanted is None:
        return found
    if with_samples or wanted.may_be_shown_to(audience):
        found |= _shipped(code, audience)
    return found | _own(code, audience, on)


def _shipped(code: str, audience: str) -> dict[str, Asked]:
    one = languages()[code]
    told = {key: words.get(audience) for key, words in one.questions.items()}
    return {key: Asked(words, code, one.direction) for key, words in told.items() if words}


def _own(code: str, audience: str, on: date) -> dict[str, Asked]:
    """The council's own words; those that nobody named has read over are left out where a child or carer would see."""
    direction = languages()[code].direction if code in languages() else "ltr"
    rows = Wording.objects.filter(language=code, audience=audience, from_on__lte=on).order_by("from_on", "at", "id")
    if audience in SPOKEN_TO:
        rows = rows.exclude(reviewed_by="")
    return {key: Asked(words, code, direction) for key, words in rows.values_list("category__key", "words")}
