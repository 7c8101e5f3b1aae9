"""A bookmark in a long life: the day from which its clocks can be counted on, without the years before.

Clocks that ended before that day, and what lists add up of them, stay as they are stored while nothing before the day
changes; `before` says whether it has. All else follows from the state kept here and from what happened since.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from seenheard.duties.domain import comparisons, tallies
from seenheard.record.domain.to_prompt import latest
from seenheard.timescales.domain.keeping import State, running_in

if TYPE_CHECKING:
    from seenheard.record.domain.happenings import History
    from seenheard.record.domain.later import Telling
    from seenheard.timescales.domain.clock import Clock

LONG = 80  # happenings: the clocks of a shorter life are made from its first day about as fast
LATELY = 20  # days on which anything happened, since the bookmark: what is learned late mostly belongs among them
FAR = 2 * LATELY  # once there are so many, it is put further on


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where counting goes on from. `compared` and `latest_on` tell of the time before, by rule and by kind."""

    child_id: int
    since_on: date
    before: str
    state: State
    compared: Mapping[str, Sequence[int]]
    latest_on: Mapping[str, str]

    @property
    def ran(self) -> list[tuple[str, date]]:
        """Rule and first day of the clocks that ran as the day began: they may be in lists of before it."""
        return running_in(self.state)

    @property
    def last_on(self) -> dict[str, date]:
        """The day on which each kind last happened before."""
        return {kind: date.fromisoformat(day) for kind, day in self.latest_on.items()}


def day_for(history: History, on: date) -> date | None:
    """Where to put a bookmark, None where there is no need: the life is short, or over."""
    if len(history.happenings) < LONG or history.died_on is not None:
        return None
    days = _days_of(history)
    return min(days[-LATELY], on) if len(days) > LATELY else None


def is_far(later: History) -> bool:
    """Whether so much has happened since the bookmark that it is time for another."""
    return len(_days_of(later)) > FAR


def _days_of(history: History) -> list[date]:
    """The days on which anything happened, each once, in order."""
    return list(dict.fromkeys(one.on for one in history.happenings))


def bookmark(
    telling: Telling, clocks: Collection[Clock], listed: Collection[Clock], state: State, since: date
) -> Bookmark | None:
    """The bookmark at this day. None where a clock that has ended stands in lists exactly like one that runs.

    `listed`: those of the clocks that are in lists at all.
    """
    ended = tallies.first_days(_ended(listed, since))
    if not ended.isdisjoint(running_in(state)):
        return None
    history = telling.history
    last_on = latest(one for one in history.happenings if one.on < since)
    return Bookmark(
        child_id=history.child_id,
        since_on=since,
        before=telling.since(since).before,
        state=state,
        compared=comparisons.counted(_ended(clocks, since)),
        latest_on={kind: day.isoformat() for kind, day in last_on.items()},
    )


def _ended(clocks: Collection[Clock], since: date) -> list[Clock]:
    return [clock for clock in clocks if clock.ended_on is not None and clock.ended_on < since]
