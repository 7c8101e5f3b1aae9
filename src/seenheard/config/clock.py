"""The only clock. Everything else is handed `at` (a moment, UTC) or `on` (a day in London).

A database born as a demo keeps its own time: the day it was born is 31 March 2026 for ever, so that the
invented children's duties stay as interesting as on the first day.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from django.conf import settings

LONDON = ZoneInfo("Europe/London")
DEMO_BIRTHDAY = date(2026, 3, 31)
DEMO_COUNCIL, NO_NAME = "Fenmarsh County Council", "Your council"
DEMO_STANDARDS = "fenmarsh"  # the invented authority's own, tighter timescales


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
    """The difference between this database's time and real time."""
    born_at = demo_birth()
    return demo_shift(born_at) if born_at else timedelta(0)


def is_demo() -> bool:
    """Whether this database was born as a demo."""
    return demo_birth() is not None


@cache
def demo_birth() -> datetime | None:
    """When this database was born as a demo, if it was; asked of it once per process."""
    from seenheard.config.models import Installation

    return Installation.objects.values_list("born_demo_at", flat=True).first()


def settle() -> None:
    """Once in each process, as soon as the database can be asked: a demo has its authority's name and standards.

    The database says what it is, and no file or variable beside it: a folder may serve one database after another.
    """
    if is_demo() and not settings.LOCAL_STANDARDS:
        settings.LOCAL_STANDARDS = DEMO_STANDARDS
    if is_demo() and settings.COUNCIL_NAME == NO_NAME:
        settings.COUNCIL_NAME = DEMO_COUNCIL


def forget() -> None:
    """Ask the database again; for the command that makes a demo, and for tests."""
    demo_birth.cache_clear()


class CommandClock:
    """The clock handed to commands: one moment per command, read when it is first asked for."""

    @cached_property
    def at(self) -> datetime:
        return now()

    @cached_property
    def on(self) -> date:
        return today(self.at)
