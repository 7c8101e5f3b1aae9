"""What can be heard at a child's door: the words of each page as one piece, and the name of its sound file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from .wordings import OLDER, YOUNGER, Language

ENDS = ".?!:”"


def file_name(text: str, language: str) -> str:
    """Named by its words alone: other words are another file, and a name tells nothing."""
    return f"{sha256(f'{language} {text}'.encode()).hexdigest()[:24]}.wav"


def spoken(parts: Iterable[str]) -> str:
    """Pieces of a page one after another, each with a stop."""
    return " ".join(part if part[-1] in ENDS else f"{part}." for part in parts if part)


def question(words: str, four: Iterable[str]) -> str:
    """A question with its four answers."""
    return spoken([words, *four])


def page(sentences: Mapping[str, Mapping[str, Any]], name: str) -> str:
    """One page that is the same for everybody; what is filled in (a number, a day) is not in it."""
    told = sentences[name]
    said = [*told.get("says", ()), *told.get("seen", ()), told.get("promise", ""), *told.get("at_once", ())]
    said += [told.get("night", ""), *told.get("skip", ()), told.get("label", "")]
    return spoken([told["title"], *(one for one in said if "{" not in one)])


def every_text(sentences: Mapping[str, Mapping[str, Any]], languages: Iterable[Language]) -> Iterator[tuple[str, str]]:
    """Every text that ships, with its language."""
    for name, told in sentences.items():
        if "title" in told:
            yield page(sentences, name), "en"
    for one in languages:
        for words in one.questions.values():
            for form in (OLDER, YOUNGER):
                if form in words and form in one.answers:
                    yield question(words[form], one.answers[form]), one.code
