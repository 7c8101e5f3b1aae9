"""What is owed to one child, by part of life, today or as at a day gone by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from seenheard.accounts.domain import SYSTEM
from seenheard.desk.forms import THEN, AsAtForm
from seenheard.desk.presenters.duties import duty, reader_of
from seenheard.duties import queries as duties_queries
from seenheard.duties.queries import NATIONAL_MEASURE, Owed
from seenheard.timescales.domain.standing import (
    CANNOT_BE_JUDGED,
    DUE_SOON,
    LAPSED,
    MET,
    MET_LATE,
    OVERDUE,
    RUNNING,
    TO_THE_DAY,
    is_open,
)
from seenheard.ui.dates import long
from seenheard.ui.parts import Duty
from seenheard.ui.words import capital, count, join_and

OPEN_FIRST = (OVERDUE, TO_THE_DAY, DUE_SOON, RUNNING, CANNOT_BE_JUDGED)
LAST = (len(OPEN_FIRST), date.max)
ENDED_WORDS = (
    (MET, "done in time"),
    (MET_LATE, "done late"),
    (TO_THE_DAY, "done on the doubtful day"),
    (CANNOT_BE_JUDGED, "done, whether in time cannot be judged"),
    (LAPSED, "no longer needed"),
)
ENDED_SHOWN = 40  # of each part of life; the others are counted


@dataclass(frozen=True)
class PartOfLife:
    """The duties of one part of a child's life: those that run, and the latest that have ended."""

    name: str
    running: tuple[Duty, ...]
    ended_words: str
    ended: tuple[Duty, ...]


@dataclass(frozen=True)
class OwedToChild:
    """All that is owed to a child as at a day."""

    summary: str
    as_at: str
    form: AsAtForm
    parts: tuple[PartOfLife, ...]
    council_differs: str
    empty: str


def owed_to_child(*, viewer, history, on: date, asked) -> OwedToChild:
    """The duties as the record stands today or, where a day is asked for, as they stood on it.

    `history` is the child's as known now. The page holds it anyway, and one child's duties are reckoned from it
    in a millisecond; the stored clocks, which are the same, are for lists.
    """
    form = AsAtForm(asked if "known" in asked else None, today=on)
    past = form.is_bound and form.is_valid()
    day = form.cleaned_data["as_at"] if past else on
    if past and (known_at := form.known_at()):
        # The history came from a child whom the viewer may see: the same child's older history needs no second asking.
        one = {"child_ids": [history.child_id], "viewer": SYSTEM}
        owed = tuple(duties_queries.duties_as_at(**one, on=on, as_at=day, known_at=known_at))
    else:
        owed = duties_queries.reckoned(history, day)
    return OwedToChild(
        summary=_summary(owed, day),
        as_at=_as_at(day, form.cleaned_data["known"]) if past else "",
        form=form,
        parts=tuple(_parts(owed, day, reader_of(viewer))),
        council_differs=_council_differs(owed),
        empty="" if owed else _empty(past and form.cleaned_data["known"] == THEN),
    )


def _empty(only_then: bool) -> str:
    if only_then:
        return "Nothing was known here of this child at the end of that day, or no duty that we can compute had begun."
    return "No duty that we can compute has begun for this child."


def _as_at(day: date, known: str) -> str:
    what = "with only what was known at the end of that day" if known == THEN else "with all that is known now"
    return f"As at the end of {long(day)}, reckoned {what}."


def _summary(owed: Iterable[Owed], day: date) -> str:
    """Counts of duties; a national measure is shown below and is no duty to one child."""
    duties = [one for one in owed if one.rule.klass != NATIONAL_MEASURE and is_open(one.clock, day)]
    number = {state: sum(one.standing == state for one in duties) for state in OPEN_FIRST}
    said = [
        f"{count(number[state], 'duty is', 'duties are')} {words}"
        for state, words in ((OVERDUE, "overdue"), (DUE_SOON, "due soon"), (CANNOT_BE_JUDGED, "impossible to judge"))
        if number[state]
    ]
    measures = (
        " National measures are shown and not counted."
        if len(duties) < sum(is_open(one.clock, day) for one in owed)
        else ""
    )
    return f"{capital(join_and(said))}.{measures}" if said else f"Nothing is overdue or due soon.{measures}"


def _parts(owed: Iterable[Owed], day: date, reader: str):
    """The parts of life in the order of their most pressing duty; those where all has ended come last."""
    by_part: dict[str, list[Owed]] = {}
    for one in owed:
        by_part.setdefault(one.rule.area, []).append(one)
    parts = ((name, *_running_and_ended(ones, day)) for name, ones in by_part.items())
    for name, running, ended in sorted(parts, key=lambda part: _urgency(part[1][0]) if part[1] else LAST):
        yield PartOfLife(
            name=capital(name),
            running=tuple(duty(one, day, reader=reader) for one in running),
            ended_words=_ended_words(ended),
            ended=tuple(duty(one, day) for one in ended[:ENDED_SHOWN]),
        )


def _running_and_ended(owed: list[Owed], day: date) -> tuple[list[Owed], list[Owed]]:
    """What runs, the most pressing first, and what has ended, the latest first."""
    running = [one for one in owed if is_open(one.clock, day)]
    ended = [one for one in owed if not is_open(one.clock, day)]
    return sorted(running, key=_urgency), sorted(ended, key=_end, reverse=True)


def _urgency(one: Owed) -> tuple[int, date]:
    return OPEN_FIRST.index(one.standing), one.clock.due_on or date.max


def _end(one: Owed) -> date:
    return one.clock.ended_on or date.min


def _ended_words(ended: list[Owed]) -> str:
    """ "12 done in time, 2 done late, 1 no longer needed; the latest forty"."""
    number = Counter(one.standing for one in ended)
    said = [f"{number[state]:,} {words}" for state, words in ENDED_WORDS if number[state]]
    latest = "; the latest forty" if len(ended) > ENDED_SHOWN else ""
    return f"{capital(join_and(said))}{latest}" if said else ""


def _council_differs(owed: Iterable[Owed]) -> str:
    number = sum(bool(one.clock.council_due_on) and one.clock.council_due_on != one.clock.due_on for one in owed)
    differ = "differs" if number == 1 else "differ"
    return f"{count(number, 'due date', 'due dates')} of the council’s own {differ} from ours." if number else ""
