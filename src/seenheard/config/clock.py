"""The only clock. Everything else is handed `at` (a moment, UTC) or `on` (a day in London).

A database born as a demo keeps its own time: the day it was born is 31 March 2026 for ever, so that the
invented children's duties stay as interesting as on the first day.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DEMO_BIRTHDAY = date(2026, 3, 31)

_shift: timedelta | None = None


def now() -> datetime:
    """This moment, aware, in UTC; in a demo database moved to the demo's own time."""
    return datetime.now(UTC) + shift()


def today(at: datetime) -> date:
    """The day in London at the moment `at`."""
    return at.astimezone(LONDON).date()


def demo_shift(born_at: datetime) -> timedelta:
    """What to add to real time so that `born_at` becomes the same time of day on 31 March 2026, in London."""
    wall_time = born_at.astimezone(LONDON).time()
    return datetime.combine(DEMO_BIRTHDAY, wall_time, LONDON).astimezone(UTC) - born_at


def shift() -> timedelta:
    """The difference between this database's time and real time; asked of the database once per process."""
    global _shift
    if _shift is None:
        from seenheard.config.models import Installation

        born_at = Installation.objects.values_list("born_demo_at", flat=True).first()
        _shift = demo_shift(born_at) if born_at else timedelta(0)
    return _shift


def is_demo() -> bool:
    """Whether this database was born as a demo."""
    return bool(shift())


def forget() -> None:
    """Ask the database again; for the command that makes a demo, and for tests."""
    global _shift
    _shift = None


class CommandClock:
    """The clock handed to commands: one moment per command, read when it is first asked for."""

    @cached_property
    def at(self) -> datetime:
        return now()

    @cached_property
    def on(self) -> date:
        return today(self.at)
