"""What a paper is made of: headings, words and tables, worded beforehand: its forms have nothing left to work out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

MOST_LETTERS = 400_000  # some two hundred pages: laid out in under two seconds
PLAIN, STRONG, SAID, QUIET = "plain", "strong", "said", "quiet"


class TooLong(Exception):
    """There is more than one paper holds."""


@dataclass(frozen=True, slots=True)
class Words:
    """A few words or a paragraph; a line break stays one. `kind`: plain, strong, said (somebody's own words), quiet."""

    text: str
    kind: str = PLAIN


@dataclass(frozen=True, slots=True)
class Side:
    """One cell of a table: its words, one below another."""

    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. `head` names the columns, and the
    first cell of every row names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Side, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (`level` 1 to 3) and what stands under it, in order."""

    heading: str
    level: int
    under: tuple[Words | Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """`title` stands in the file's own description and names nobody; `heading` and `lead` begin the first page; `foot`
    stands on every page."""

    title: str
    heading: str
    lead: tuple[Words, ...]
    parts: tuple[Part, ...]
    foot: str

    def check_length(self) -> None:
        """Raise TooLong where there is more than one file holds."""
        if sum(map(len, texts(self))) > MOST_LETTERS:
            raise TooLong


def texts(part: Any) -> Iterator[str]:
    """Every text that stands in a part of a paper."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name))
