"""All wordings side by side: English, and every other language with what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from seenheard.ui.parts import Cell, Link

from .. import queries
from ..domain.wordings import AUDIENCES, ENGLISH, OLDER, YOUNGER, Language, Worded
from ..forms.asking import TO
from ..queries import door_words
from .door_words import HEAD, can_be_asked
from .one_category import UNTRIED
from .what_is_asked import tabs

ANSWERS = "The four answers"
SAMPLE = "sample, read over by nobody"
ABOUT_SAMPLES = (
    "Words marked as a sample were made by a machine, to show that other languages and right-to-left writing work. "
    "Nobody who speaks the language has read them over. They are shown to no child and no carer: whoever wants that "
    "language is asked in English, with an interpreter recorded, until a person with a name has read them over."
)
IN_DEMO = "In this demo nobody real is asked: samples may be shown here, and nowhere else."


@dataclass(frozen=True)
class Said:
    """Words in one language, with the language and direction that stand on them."""

    words: str
    lang: str
    dir: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One audience: the words in each language, in the order of the head."""

    audience: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Sheet:
    """One category (or the answers) in every language."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class LanguagesPage:
    """Every category that is asked, in every language."""

    tabs: tuple[Link, ...]
    head: tuple[str, ...]
    can_be_asked: tuple[tuple[str | Cell, ...], ...]
    sheets: tuple[Sheet, ...]
    in_demo: str

    head_of_asked = HEAD
    title = heading = "Languages"
    untried = f"English: {UNTRIED[0].lower()}{UNTRIED[1:]}"
    about_samples = ABOUT_SAMPLES


def languages_page(*, on: date, demo: bool) -> LanguagesPage:
    """All words as they stand on this day."""
    tongues = tuple(queries.languages().values())
    told = queries.worded(on=on)
    asked = [one for one in queries.categories(on=on) if one.is_asked]
    return LanguagesPage(
        tabs=tabs("languages"),
        head=tuple(_headed(one) for one in tongues),
        can_be_asked=can_be_asked(on=on),
        sheets=(_answers(tongues, on), *(_sheet(one.name, told[one.key], tongues) for one in asked)),
        in_demo=IN_DEMO if demo else "",
    )


def _headed(one: Language) -> str:
    return one.name if one.code == ENGLISH or one.reviewed_by else f"{one.name} ({SAMPLE})"


def _answers(tongues: tuple[Language, ...], on: date) -> Sheet:
    own = {code: one.latest.words for code, one in door_words.written(on=on).items() if one.latest}
    english = door_words.english().answers
    lines = (
        Line(TO[form], tuple(_four(one, form, english[form], own.get(one.code, {})) for one in tongues))
        for form in (OLDER, YOUNGER)
    )
    return Sheet(ANSWERS, tuple(lines))


def _four(one: Language, form: str, english: tuple[str, ...], own: Mapping[str, str]) -> Said:
    """The council's own where there are any, else those that ship."""
    ships = one.answers.get(form, english)
    words = (own.get(word) or other for word, other in zip(english, ships, strict=True))
    return Said(" · ".join(words), one.code, one.direction)


def _sheet(name: str, told: dict[tuple[str, str], Worded], tongues: tuple[Language, ...]) -> Sheet:
    lines = (Line(TO[form], tuple(_said(told[form, one.code], one) for one in tongues)) for form in AUDIENCES)
    return Sheet(name, tuple(lines))


def _said(told: Worded, tongue: Language) -> Said:
    read = f"Read over by {told.reviewed_by}" if told.reviewed_by and told.is_own else ""
    own = "The council’s own words, read over by nobody yet" if told.is_own and not told.reviewed_by else ""
    return Said(told.words, tongue.code, tongue.direction, read or own)
