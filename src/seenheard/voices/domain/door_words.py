"""The door's sentences and the four answers in another language: which there are, and what may stand in their place.

Each goes by its English words: once those change, what was written for the old ones is not shown any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Sentences = Mapping[str, Mapping[str, Any]]
# Shown before anybody knows whose page it is, or when nobody knows any more: in English alone.
ALWAYS_ENGLISH = frozenset({"code", "link", "ended", "trouble"})
LONGEST = 500
BLANK = re.compile(r"\{\w*\}")
NUMBER = re.compile(r"\d[\d ]*\d")
TELEPHONE = re.compile(r"\b(?:\d{3}|\d{4} \d{4})\b")
LEFT_TO_RIGHT, AS_BEFORE = "\u2066", "\u2069"


def texts(sentences: Sentences, answers: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All that has to be written in another language, in English, each once: the answers first."""
    four = [word for words in answers.values() for word in words]
    return tuple(dict.fromkeys([*four, *(text for _, _, text in _each(sentences))]))


def beside(sentences: Sentences, others: Sentences) -> dict[str, str]:
    """By the English words, those that stand at the same place of another file; what has no counterpart is left out."""
    there = {(page, name): text for page, name, text in _each(others)}
    found = ((text, there.get((page, name), "")) for page, name, text in _each(sentences))
    return {text: other for text, other in found if other}


def put(sentences: Sentences, words: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The door's sentences in these words; English where there are none."""

    def said(text: str) -> str:
        return words.get(text) or text

    return {
        page: {
            name: [said(one) for one in told] if isinstance(told, list) else said(told) for name, told in names.items()
        }
        if page not in ALWAYS_ENGLISH
        else dict(names)
        for page, names in sentences.items()
    }


def problem(english: str, words: str) -> str:
    """What is wrong with these words for an English sentence; empty where nothing is."""
    if len(words) > LONGEST:
        return f"At most {LONGEST} letters: “{english}”"
    rest = BLANK.sub("", words)
    if sorted(BLANK.findall(words)) != sorted(BLANK.findall(english)) or "{" in rest or "}" in rest:
        return f"What stands in {{}} is filled in later and has to stay as it is: “{english}”"
    if any(number not in words for number in TELEPHONE.findall(english)):
        return f"The telephone number has to stay as it is: “{english}”"
    return ""


def isolated(text: str, direction: str) -> str:
    """In words from right to left a number with spaces still reads from left to right: 0800 1111, not 1111 0800."""
    return NUMBER.sub(rf"{LEFT_TO_RIGHT}\g<0>{AS_BEFORE}", text) if direction == "rtl" else text


def _each(sentences: Sentences) -> Iterator[tuple[str, str, str]]:
    for page, names in sentences.items():
        for name, told in names.items() if page not in ALWAYS_ENGLISH else ():
            if isinstance(told, list):
                yield from ((page, f"{name}.{number}", one) for number, one in enumerate(told))
            else:
                yield page, name, told
