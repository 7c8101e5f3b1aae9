"""Words that the pages about what people say share: voices, answers, how a round stands, and the duties beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from seenheard.desk.presenters.duties import duty
from seenheard.duties import queries as duties_queries
from seenheard.duties.queries import Owed
from seenheard.timescales.domain.standing import is_open
from seenheard.ui.dates import long
from seenheard.ui.parts import Duty
from seenheard.ui.words import capital, join_and
from seenheard.voices.domain.answers import Answer, Colour, Voice
from seenheard.voices.domain.categories import CategoryNow
from seenheard.voices.domain.rounds import BEFORE_A_REVIEW, BY_WISH, EVERY_SO_OFTEN, ONE_DAY
from seenheard.voices.queries import RoundNow

VOICES = MappingProxyType(
    {Voice.WORKER: "social worker", Voice.CARER: "carer", Voice.CHILD: "child", Voice.PARENT: "parent"}
)
MAPPED_NONE = "No duty that can be worked out belongs to this."
NONE_RUNS = "No duty that belongs to this runs today."


@dataclass(frozen=True)
class Strip:
    """The duties of one category, as they stand today: reckoned, and not for anybody to rate."""

    duties: tuple[Duty, ...]
    empty: str


def the(voices: Iterable[Voice]) -> str:
    """ "the social worker and the child"."""
    return join_and(f"the {VOICES[voice]}" for voice in voices)


def answer_words(answer: Answer) -> str:
    """ "Green", or why there is no colour."""
    return capital(answer.word if isinstance(answer, Colour) else str(answer))


def last_day(now: RoundNow) -> date:
    """The last day on which something can be sent."""
    return now.closes_on - timedelta(days=1)


def stands(now: RoundNow) -> str:
    """Until when it is open, or how it ended, in one sentence."""
    if not now.is_over:
        return f"Open since {long(now.opened_on)}, until the end of {long(last_day(now))}."
    if not now.ended_how:
        return f"Opened on {long(now.opened_on)}; over since {long(now.closes_on)}."
    return f"Opened on {long(now.opened_on)}; over since {long(now.ended_on)}: {HOW[now.ended_how]}."


HOW = {
    "all answered": "everybody who was asked has answered",
    "closed": "somebody closed it before its last day",
    "left": "the child is not asked any more",
}


def answered(now: RoundNow) -> str:
    """Who has answered, and who was asked and has not."""
    there = [voice for voice in now.voices if voice in now.sent]
    missing = [voice for voice in now.voices if voice not in now.sent]
    said = [f"Answered: {the(there)}." if there else "Nobody has answered yet." if not now.is_over else ""]
    if missing:
        said.append(f"{'Did not answer' if now.is_over else 'Not yet'}: {the(missing)}.")
    return " ".join(filter(None, said))


def why_words(now: RoundNow) -> str:
    """Why it was opened."""
    if now.why == BEFORE_A_REVIEW and now.review_on:
        return f"Before the review due by {long(now.review_on)}."
    return WHY.get(now.why, f"{capital(now.why)}.")


WHY = {
    EVERY_SO_OFTEN: "Time to ask again.",
    BY_WISH: "Asked by somebody’s wish.",
    ONE_DAY: "Time to ask again: brothers and sisters in care are asked on one day.",
}


def strips(*, viewer, child, on: date, categories: Iterable[CategoryNow]) -> Mapping[str, Strip]:
    """By category, the duties to this child that run today and stand beside it. One query."""
    owed = [one for one in duties_queries.clocks_of_child(viewer=viewer, child=child, on=on) if is_open(one.clock, on)]
    by_rule: dict[str, list[Owed]] = {}
    for one in owed:
        by_rule.setdefault(one.rule.id, []).append(one)
    shown = {rule: [duty(one, on) for one in found] for rule, found in by_rule.items()}
    return {one.key: _strip(one, shown) for one in categories}


def _strip(category: CategoryNow, shown: Mapping[str, list[Duty]]) -> Strip:
    duties = tuple(one for rule in category.rules for one in shown.get(rule, ()))
    return Strip(duties, "" if duties else NONE_RUNS if category.rules else MAPPED_NONE)
