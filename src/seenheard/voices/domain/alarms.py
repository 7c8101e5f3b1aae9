"""Red on safety: which inbox reads it at which hour, how an alarm stands, and when the next person is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

SATURDAY = 5  # by datetime.weekday()


class Happened(StrEnum):
    """What can happen to an alarm, in the words in which it is kept."""

    TOLD = "told"
    NOT_TOLD = "not told"
    HAS_THIS = "has this"
    HANDED_ON = "handed on"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Did:
    """One thing that happened to an alarm: `to` whom, or `by` whom (public ids; an inbox is an address)."""

    what: Happened
    at: datetime
    by: str = ""
    to: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class AlarmStands:
    """How an alarm stands by its steps, which are in their order."""

    steps: tuple[Did, ...]

    @property
    def had_by(self) -> str:
        """Who said “I have this” first; empty while nobody has."""
        return next((one.by for one in self.steps if one.what is Happened.HAS_THIS), "")

    @property
    def done(self) -> Did | None:
        """What was done, once a person has recorded it; until then the alarm stands."""
        return next((one for one in self.steps if one.what is Happened.DONE), None)

    @property
    def last_told(self) -> str:
        """Who was told last because nobody before had it; empty before anybody was."""
        return next((one.to for one in reversed(self.steps) if one.what is Happened.HANDED_ON), "")

    def is_next(self, at: datetime, answer_time: timedelta) -> bool:
        """Whether the next person is told now: nobody has it in time, or a message since the last turn did not go."""
        if self.had_by or self.done:
            return False
        turns = [one.at for one in self.steps if one.what in (Happened.TOLD, Happened.HANDED_ON)]
        if not turns:
            return True
        return at >= max(turns) + answer_time or self._failed_since_the_last_turn()

    def _failed_since_the_last_turn(self) -> bool:
        for one in reversed(self.steps):
            if one.what is Happened.NOT_TOLD:
                return True
            if one.what in (Happened.TOLD, Happened.HANDED_ON):
                return False
        return False


def is_by_day(local: datetime, hours: Sequence[str], *, is_bank_holiday: bool) -> bool:
    """Whether the duty inbox reads at this moment of London's time; else the one for nights and weekends does.

    `hours`: from when until when, as "08:30" and "17:00", Monday to Friday.
    """
    if local.weekday() >= SATURDAY or is_bank_holiday:
        return False
    begins, ends = (time.fromisoformat(one) for one in hours)
    return begins <= local.time() < ends
