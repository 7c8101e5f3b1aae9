"""Moments and days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def day_of(at: datetime) -> date:
    """The day in England at an aware moment."""
    return at.astimezone(LONDON).date()
