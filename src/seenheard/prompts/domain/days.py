"""The day in London at a moment."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def day_of(at: datetime) -> date:
    """The day in London at the moment `at`."""
    return at.astimezone(LONDON).date()
