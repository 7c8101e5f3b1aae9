"""Causes that are no rule, in words: what there is to be done, by which day, and why by that day."""

from __future__ import annotations

from collections.abc import Mapping

from seenheard.prompts import queries as prompts_queries
from seenheard.prompts.queries import Standing
from seenheard.ui.dates import long, short
from seenheard.ui.words import count
from seenheard.voices.domain.answers import Voice
from seenheard.voices.domain.following import (
    ACT_WITHIN,
    DIFFERS,
    NO_ACTION,
    NOT_TOLD,
    READ_WITHIN,
    TALK_WITHIN,
    TELL_WITHIN,
    UNANSWERED,
    UNREAD,
)
from seenheard.voices.domain.mismatch import Level

from .voice_words import the

WITHIN = {UNREAD: READ_WITHIN, NO_ACTION: TALK_WITHIN, NOT_TOLD: TELL_WITHIN}  # working days


def titled(prompt: Standing, words: str) -> str:
    """What it is, and of what; where somebody has to act that comes first, and who says red."""
    if _level(prompt) >= Level.ACT:
        act = "Act today" if _level(prompt) == Level.ACT_TODAY else "Act"
        return f"{act} on “{words}”: {_who_says_red(prompt)}" if words else f"{act}: {_who_says_red(prompt)}"
    title = prompts_queries.named(prompt.cause).title
    return f"{title}: {words}" if words else title


def due(prompt: Standing) -> str:
    """ "Due Friday 20 March 2026: 2 working days after 18 March 2026." The reason where the voices set the day."""
    why = ""
    if prompt.cause == UNANSWERED:
        why = ": the last day of the round"
    elif days := _working_days(prompt):
        why = f": {count(days, 'working day')} after {short(prompt.opens_on)}"
    return f"Due {long(prompt.act_by_on)}{why}."


def _working_days(prompt: Standing) -> int:
    if prompt.cause == DIFFERS:
        return ACT_WITHIN if _level(prompt) >= Level.ACT else TALK_WITHIN
    return WITHIN.get(prompt.cause, 0)


def _who_says_red(prompt: Standing) -> str:
    red = [Voice(one) for one in (prompt.facts or {}).get("red", ())]
    return f"{the(red) if red else 'somebody'} {'say' if len(red) > 1 else 'says'} red"


def _level(prompt: Standing) -> int:
    facts: Mapping = prompt.facts or {}
    return int(facts.get("level", Level.NOTHING_TO_COMPARE)) if prompt.cause == DIFFERS else Level.NOTHING_TO_COMPARE
