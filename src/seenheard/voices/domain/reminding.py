"""When a carer is told that a round asks them, and when they are reminded: once each, and at different times."""

from __future__ import annotations

from datetime import date

from .following import REMIND_AFTER

ASKED, REMINDED = "asked", "reminded"


def message_due(*, opened_on: date, closes_on: date, since_on: date, on: date) -> str | None:
    """Which message somebody who has not answered should have by this day; None where the round is over or not open.

    From the middle of the round a reminder; whoever may answer only since then (`since_on`) is asked, and not reminded
    of what nobody had asked them.
    """
    if not opened_on <= on < closes_on or since_on > on:
        return None
    remind_on = opened_on + REMIND_AFTER
    return REMINDED if since_on < remind_on <= on else ASKED
