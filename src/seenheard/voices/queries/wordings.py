"""In which words a category is asked of somebody: the council's own, else those that ship, else English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ..domain.wordings import AUDIENCES, ENGLISH, SPOKEN_TO, Language, Worded, language
from ..models import Wording


@dataclass(frozen=True, slots=True)
class Asked:
    """The words, and the language they are in: English where the one wanted has none that may be shown.

    `is_sample`: nobody has read them over; only a demo shows them.
    """

    words: str
    language: str
    direction: str
    is_sample: bool = False


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


def languages_for(audience: str, *, on: date) -> tuple[Language, ...]:
    """English, and each language in which somebody with a name has read over at least one question to this audience."""
    rows = Wording.objects.filter(audience=audience, from_on__lte=on).exclude(reviewed_by="")
    own = set(rows.values_list("language", flat=True))
    return tuple(one for one in languages().values() if one.code in own or one.may_be_shown_to(audience))


def worded(*, on: date) -> dict[str, dict[tuple[str, str], Worded]]:
    """By category key, the words of every audience in every language, as they stand on the day; for who sets them."""
    own: dict[tuple[str, str, str], list[Wording]] = {}
    rows = Wording.objects.filter(from_on__lte=on).select_related("category").order_by("from_on", "at", "id")
    for row in rows:
        own.setdefault((row.category.key, row.audience, row.language), []).append(row)
    keys = {key for key, _, _ in own} | {key for one in languages().values() for key in one.questions}
    every = [(audience, code) for audience in AUDIENCES for code in languages()]
    return {key: {one: _worded(key, *one, own.get((key, *one), [])) for one in every} for key in keys}


def _worded(key: str, audience: str, code: str, own: list[Wording]) -> Worded:
    """The latest words, and those that are asked: the latest that may be shown, else nothing in this language."""
    tongue = languages()[code]
    ships = tongue.questions.get(key, {}).get(audience, "")
    may = [row.words for row in own if row.reviewed_by or audience not in SPOKEN_TO]
    if tongue.may_be_shown_to(audience):
        may.insert(0, ships)
    latest = own[-1] if own else None
    return Worded(
        words=latest.words if latest else ships,
        is_own=latest is not None,
        reviewed_by=latest.reviewed_by if latest else tongue.reviewed_by,
        reviewed_on=latest.reviewed_on if latest else None,
        asked=may[-1] if may else "",
    )


def _shipped(code: str, audience: str) -> dict[str, Asked]:
    one = languages()[code]
    told = {key: words.get(audience) for key, words in one.questions.items()}
    is_sample = not one.may_be_shown_to(audience)
    return {key: Asked(words, code, one.direction, is_sample) for key, words in told.items() if words}


def _own(code: str, audience: str, on: date) -> dict[str, Asked]:
    """The council's own words; those that nobody named has read over are left out where a child or carer would see."""
    direction = languages()[code].direction if code in languages() else "ltr"
    rows = Wording.objects.filter(language=code, audience=audience, from_on__lte=on).order_by("from_on", "at", "id")
    if audience in SPOKEN_TO:
        rows = rows.exclude(reviewed_by="")
    return {key: Asked(words, code, direction) for key, words in rows.values_list("category__key", "words")}
