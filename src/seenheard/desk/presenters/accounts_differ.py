"""Where the sources of a child's record contradict each other on what matters most: being looked after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from seenheard.desk.labels import source_words
from seenheard.record.domain.accounts import InCare
from seenheard.ui.dates import short
from seenheard.ui.words import capital


def looked_after(accounts: Sequence[InCare], then: date | None = None) -> str:
    """What each source says, side by side, where they differ; nothing where they agree or only one tells of it.

    `then`: the past day at whose end this was known.
    """
    if len({one.since_on is None for one in accounts}) < 2:
        return ""
    sides = "; ".join(f"{source_words(one.source)} {_says(one, then)}" for one in accounts)
    said = f"As known at the end of {short(then)}, {sides}" if then else capital(sides)
    return f"{said}. They cannot both be right: ask, and mend it where it was written."


def _says(one: InCare, then: date | None) -> str:
    says = "said" if then else "says"
    if one.since_on:
        return f"{says} looked after since {short(one.since_on)}"
    return f"{says} that it ended on {short(one.ended_on)}" if one.ended_on else f"{says} not looked after"
