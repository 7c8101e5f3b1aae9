"""A life that has ended: nothing that was still going on that day goes on after it."""

from datetime import date
from typing import Any

from .sources import Facts

# object: (where its spells start, where they end)
LASTS = {
    "legal_status": ("from_on", "until_on"),
    "early_help_episode": ("from_on", "until_on"),
    "cin_episode": ("referred_on", "closed_on"),
    "cin_plan": ("from_on", "until_on"),
    "cp_plan": ("from_on", "until_on"),
    "cla_episode": ("from_on", "until_on"),
    "cla_placement": ("from_on", "until_on"),
    "missing": ("from_on", "until_on"),
    "deprivation_of_liberty": ("from_on", "until_on"),
    "involvement": ("from_on", "until_on"),
}


def ended_by_death(facts: Facts, died_on: date | None) -> Facts:
    """The facts with every spell that was open on the day of death ended on it: files rarely say so themselves.

    Spells said to begin later are left out. What was done on a day stays as it is told.
    """
    if died_on is None:
        return facts
    ended = {name: [_ended(row, *LASTS[name], died_on) for row in facts[name]] for name in LASTS if name in facts}
    return {**facts, **{name: [row for row in rows if row is not None] for name, rows in ended.items()}}


def _ended(row: Any, start: str, end: str, died_on: date) -> Any | None:
    began, ends = getattr(row, start), getattr(row, end)
    if began is not None and began > died_on:
        return None
    return row if ends is not None and ends <= died_on else row._replace(**{end: died_on})
