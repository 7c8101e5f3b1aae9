"""A child's history as it stood at the end of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seenheard.record.domain.happenings import History


# A plan stands under the day that it names: nothing happens on that day, and the day was set before.
PLANNED = frozenset({"care_review_planned", "protection_review_planned"})


def until_end_of(history: History, on: date) -> History:
    """The history without anything that happened after `on`; what was only planned for later days stays."""
    kept = tuple(one for one in history.happenings if one.on <= on or one.kind in PLANNED)
    return replace(history, happenings=kept)
