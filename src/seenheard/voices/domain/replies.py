"""What an adult's reply has to hold before it can be sent, category by category.

A rating has a comment (CORE-08). Red and amber need new words; green may keep the words said last, with one confirming
press. Without that it stays a draft. A child never has to say why.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from .answers import Answer, Colour, State

LONGEST = 5_000  # letters of a comment; a page of print
FEWEST_LETTERS = 3  # of letters or digits: an emoji alone tells nobody anything a year later


@dataclass(frozen=True, slots=True)
class Given:
    """One category as it was filled in. `keeps`: the words said last are kept, by a press of its own."""

    answer: Answer
    comment: str = ""
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Last:
    """What the same voice said last of a category: the rating's id, its words and the day."""

    rating_id: int
    comment: str
    said_on: date
    answer: Answer


@dataclass(frozen=True, slots=True)
class Fault:
    """What has to be put right, in which category (its key; empty: the whole reply)."""

    category: str
    says: str


def faults_of(given: Mapping[str, Given], asked: Collection[str], last: Mapping[str, Last]) -> tuple[Fault, ...]:
    """What keeps a reply from being sent; empty when nothing does."""
    found = [Fault(key, says) for key, one in given.items() if (says := _fault(key, one, asked, last.get(key)))]
    if not any(isinstance(one.answer, Colour) or one.answer is not State.NOT_ANSWERED for one in given.values()):
        found.append(Fault("", "Answer at least one part before you send."))
    return tuple(found)


def says_something(words: str) -> bool:
    """Whether there are words to read: letters or digits, and not blanks or an emoji alone."""
    return sum(letter.isalnum() for letter in words) >= FEWEST_LETTERS


def comment_of(one: Given, last: Last | None) -> str:
    """The words that go with the rating: those written, or the last where they are kept."""
    return last.comment if one.keeps and last and not one.comment.strip() else one.comment.strip()


def _fault(key: str, one: Given, asked: Collection[str], last: Last | None) -> str:
    if key not in asked:
        return "This was not asked in this round."
    if len(one.comment) > LONGEST:
        return f"The comment has {len(one.comment):,} letters. {LONGEST:,} is the most: shorten it."
    if not isinstance(one.answer, Colour):
        return ""
    if one.keeps and one.answer is Colour.GREEN and last and last.answer is Colour.GREEN:
        return ""
    words = one.comment.strip()
    if not says_something(words):
        return "Say why, in words." if one.answer is Colour.GREEN else f"Say why it is {one.answer.word}, in words."
    if last and one.answer is not Colour.GREEN and _same(words, last.comment):
        return f"These are the words of last time. Say how it is now: {one.answer.word} needs new words."
    return ""


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
