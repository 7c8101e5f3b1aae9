"""A child's history as it stood at the end of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seenheard.record.domain.happenings import History


def until_end_of(history: History, on: date) -> History:
    """The history without anything that happened after `on`."""
    kept = tuple(happening for happening in history.happenings if happening.on <= on)
    return replace(history, happenings=kept)
