"""What the files say of a child that the law or the calendar forbids, for whoever may see the child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seenheard.desk.labels import source_words
from seenheard.record.queries import FoundInRow
from seenheard.ui.dates import short
from seenheard.ui.words import capital, count

SHOWN = 50  # a file that is wrong throughout is mended at its source, not read here
NONE = "Nothing was noticed in the files that cannot be right."
ABOUT = (
    "These rows were taken as they stand, and the duties are reckoned from them. They can only be mended where they "
    "were written; the next file is looked at again."
)


@dataclass(frozen=True)
class Wrong:
    """One thing that cannot be right, and the row that says it."""

    says: str
    row: str


@dataclass(frozen=True)
class CannotBeRight:
    """All that stands now, folded under a line that counts it; or a sentence that there is nothing."""

    summary: str
    about: str
    found: tuple[Wrong, ...]
    more: str
    none: str


def cannot_be_right(found: Sequence[FoundInRow]) -> CannotBeRight:
    """In plain words, with file and line."""
    more = len(found) - SHOWN
    return CannotBeRight(
        summary=f"{count(len(found), 'thing')} in the files that cannot be right" if found else "",
        about=ABOUT,
        found=tuple(Wrong(one.says, _row(one)) for one in found[:SHOWN]),
        more=f"{count(more, 'older one is', 'older ones are')} not shown here." if more > 0 else "",
        none="" if found else NONE,
    )


def _row(one: FoundInRow) -> str:
    """ "Placement from 3 March 2025 to 8 May 2025. From the SSDA903 return, episodes.csv line 12." """
    line = f" line {one.line}" if one.line else ""
    file = f", {one.file}{line}" if one.file else ""
    return f"{capital(one.called)} {_days(one)}. From {source_words(one.source)}{file}."


def _days(one: FoundInRow) -> str:
    if one.until_on:
        return f"from {short(one.from_on)} to {short(one.until_on)}"
    return f"from {short(one.from_on)}" if one.lasts else f"of {short(one.from_on)}"
