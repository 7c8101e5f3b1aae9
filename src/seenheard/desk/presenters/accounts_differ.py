"""Where the sources of a child's record contradict each other on what matters most: being looked after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from seenheard.desk.labels import source_words
from seenheard.record.domain.whole import status
from seenheard.ui.dates import short
from seenheard.ui.words import capital

Facts = Mapping[str, Sequence[Any]]
READS = ("cla_episode", "cla_placement", "legal_status")


def looked_after(facts: Facts, on: date) -> str:
    """What each source says, side by side, where they differ; nothing where they agree or only one tells of it."""
    sources = list(dict.fromkeys(row.source for row in facts.get("cla_episode", ())))
    said = {source: _says(_only(facts, source), on) for source in sources}
    if len({is_in_care for is_in_care, _ in said.values()}) < 2:
        return ""
    sides = "; ".join(f"{source_words(source)} says {words}" for source, (_, words) in said.items())
    return f"{capital(sides)}. They cannot both be right: ask, and mend it where it was written."


def _only(facts: Facts, source: str) -> Facts:
    return {name: [row for row in rows if row.source == source] for name, rows in facts.items()}


def _says(facts: Facts, on: date) -> tuple[bool, str]:
    since = status(facts, on).looked_after_since_on
    if since:
        return True, f"looked after since {short(since)}"
    ends = [row.until_on for row in facts["cla_episode"] if row.until_on and row.until_on <= on]
    return False, f"that it ended on {short(max(ends))}" if ends else "not looked after"
