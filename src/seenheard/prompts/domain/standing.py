"""Whether a prompt stands on a day: a question about stored days, so nothing has to happen overnight."""

from __future__ import annotations

from datetime import date


def stands(*, opens_on: date, until_on: date | None, is_gone: bool, on: date) -> bool:
    """Whether it is in somebody's list on the day `on`: its cause is there, has opened, and has not run out."""
    return not is_gone and opens_on <= on and (until_on is None or on < until_on)
