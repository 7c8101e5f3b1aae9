"""What the components are fed: frozen, worded beforehand, so that a template has nothing left to work out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """Words and where they lead; `current` marks the page one is on."""

    text: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Cell:
    """A table cell that is more than plain text: a link, a number set to the right, a tag, or a second line."""

    text: str
    url: str = ""
    numeric: bool = False
    standing: str = ""
    note: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Row:
    """A line of a summary list: what it is, its value, a quieter note, and links that act on it."""

    key: str
    value: str | tuple[str, ...]
    note: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class ChildLine:
    """A child on a list: the name used, and a few facts in words ("aged 7", "Team East", "looked after")."""

    name: str
    url: str
    facts: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Duty:
    """One duty: what, how it stands, when ("due in 3 days"), and the sentence that explains the date."""

    what: str
    standing: str
    when: str
    why: str
    child: ChildLine | None = None
    url: str = ""
    law: Link | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moment:
    """One entry of a story: when it happened, what, more words, where it is known from, and its kind.

    `differs`: what other sources say instead.
    """

    when: str
    what: str
    words: str = ""
    known_from: str = ""
    kind: str = ""
    differs: str = ""


@dataclass(frozen=True)
class Filter:
    """One filter of a list: a select when it has choices of (value, words), else a box of type `kind`."""

    name: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    kind: str = "text"


@dataclass(frozen=True)
class Progress:
    """Long work under way: what is being done now, how much of how much, and whether it has ended."""

    doing: str
    done: int = 0
    of: int = 0
    ended: bool = False


@dataclass(frozen=True)
class FileLine:
    """A file: its name, size and state in words, and what was found in it."""

    name: str
    words: str
    notes: tuple[str, ...] = ()
    bad: bool = False


@dataclass(frozen=True)
class Difference:
    """One value that would change; None means nothing was or will be recorded."""

    what: str
    was: str | None
    now: str | None
