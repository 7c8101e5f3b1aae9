"""Hours by the wall clocks of England, through nights, weekends and the two days on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def hour_of(value: Any) -> str | None:
    """The time of day as it was recorded, "16:30"; None where it is not recorded or is no time of day."""
    if not isinstance(value, str) or len(value) != len("16:30"):
        return None
    try:
        return time.fromisoformat(value).strftime("%H:%M")
    except ValueError:
        return None


def hours_after(on: date, hour: str, number: int) -> tuple[date, str]:
    """The day and the time of day, so many hours later. An hour that the clocks go through twice is the first one."""
    started_at = datetime.combine(on, time.fromisoformat(hour), tzinfo=LONDON)
    ends_at = (started_at.astimezone(UTC) + timedelta(hours=number)).astimezone(LONDON)
    return ends_at.date(), ends_at.strftime("%H:%M")
