"""When a carer is told that a round asks them, and when they are reminded: once each, and on different days."""

from __future__ import annotations

from datetime import date

from .following import REMIND_AFTER

ASKED, REMINDED = "asked", "reminded"


def message_due(*, opened_on: date, closes_on: date, since_on: date, asked_on: date | None, on: date) -> str | None:
    """Which message somebody who has not answered should have by this day; None where the round is over or not open.

    From the middle of the round a reminder. Who was asked only since then (`asked_on`), since they may answer only from
    a later day (`since_on`) or no message was made on the day, is not reminded; who was never asked, is asked.
    """
    if not opened_on <= on < closes_on or since_on > on:
        return None
    remind_on = opened_on + REMIND_AFTER
    return REMINDED if asked_on and asked_on < remind_on <= on else ASKED
