"""One clock: one interval of one rule for one child, from what started it to what ended it."""

from datetime import date
from typing import Any, NamedTuple


class Clock(NamedTuple):
    """What the law (or measure, or standard) asked for after one event, and what came of it.

    `due_on` is the last day in time; `local_due_on` the authority's own tighter day; `council_due_on` what a file gave.
    `ended_how` is "met" or "lapsed"; None while it runs. `unjudged` names the fact without which nobody can say whether
    it was met. `to_the_day`: the law counts hours and we hold dates, so `due_on` itself is neither in time nor late.
    `because` holds references and numbers only, fit for JSON; `words.because` makes the sentence of it.
    """

    rule: str
    version: date | None
    started_on: date
    started_ref: str
    due_on: date | None
    local_due_on: date | None
    council_due_on: date | None
    ended_on: date | None
    ended_how: str | None
    ended_ref: str | None
    unjudged: str | None
    to_the_day: bool
    because: dict[str, Any]
