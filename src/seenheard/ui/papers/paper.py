"""What a paper is made of: headings, words and tables, worded beforehand: its forms have nothing left to work out."""

from __future__ import annotations

from dataclasses import dataclass

from .signs import clean

# Lines and cells counted as letters, too. Measured on 22 November 2026 at a load of 6 to 8 on two cores, papers of this
# length in words, lines, rows, empty cells: 0.6 to 1.4 s of processor as PDF (38 to 95 pages), 0.2 to 2.2 s as DOCX.
MOST_LETTERS = 400_000
A_LINE = 20  # letters: what a line takes besides its own, and a cell, even an empty one
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
        if self.length > MOST_LETTERS:
            raise TooLong

    @property
    def length(self) -> int:
        """How much there is to lay out, in letters: to the typesetter a line of one letter is a line."""
        alone = (self.heading, self.foot, *(part.heading for part in self.parts))
        under = (one for part in self.parts for one in part.under)
        return sum(map(_letters, alone)) + sum(map(_length, (*self.lead, *under)))


def _letters(text: str) -> int:
    lines = clean(text)
    return len(lines) + A_LINE * (1 + lines.count("\n"))


def _length(one: Words | Table | Side) -> int:
    if isinstance(one, Words):
        return _letters(one.text)
    if isinstance(one, Side):
        return A_LINE + sum(map(_length, one.words))
    return sum(map(_letters, (one.caption, *one.head))) + sum(_length(cell) for row in one.rows for cell in row)
