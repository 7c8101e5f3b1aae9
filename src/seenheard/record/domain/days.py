"""Moments and days."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def day_of(at: datetime) -> date:
    """The day in England at an aware moment."""
    return at.astimezone(LONDON).date()


def end_of(day: date) -> datetime:
    """The first moment in England after the day: what came before it was known on the day."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON)
