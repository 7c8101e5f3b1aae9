"""The review pack's parts about what people said: side by side, in their own words, over time, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from seenheard.performance.domain.trend import trend
from seenheard.record.domain.days import day_of
from seenheard.ui.dates import long, short
from seenheard.ui.papers import Part, Side, Table, Words
from seenheard.ui.papers.paper import QUIET, SAID, STRONG
from seenheard.ui.words import capital
from seenheard.voices.domain.answers import Colour, Voice
from seenheard.voices.domain.categories import CategoryNow
from seenheard.voices.domain.plans import Rater
from seenheard.voices.domain.seeing import Reader
from seenheard.voices.queries import Came, Column, Columns, Plan, RatedPlan, RoundNow, RoundTold, Row
from seenheard.voices.queries import Words as Free

from .going import answers, stands_as, trend_words
from .voice_columns import FREE, NORMAL, OBSERVED, SOMEBODY, Beside, differs, is_without_an_answer, name, silent
from .voice_words import VOICES, answer_words, answered, stands

NOT_FOR = {
    Reader.WORKER: "Not for the social worker: the child keeps it from them.",
    Reader.MANAGER: "Not for the team manager: the child says that it is about them.",
}
NO_ROUND = "No round has been open to read since then."
NO_ANSWERS = "There is no answer in it that you can read."
NOBODY_ELSE = "Nobody has added anything in their own words that you can read."
NOTHING_CAME = "Nothing has been talked about since then, and nothing waits."
NO_CHANGE = "There is nothing to compare: no round was open to read."
NOT_RATED = "Has not rated the plan."
ANYTHING_ELSE = "anything_else"
RATERS = (Rater.OFFICER, Rater.WORKER)


@dataclass(frozen=True)
class Said:
    """All that was said, as far as this reader may read it. `rounds`: those of the pack, the latest first."""

    rounds: tuple[tuple[RoundNow, Columns], ...]
    over_time: tuple[RoundTold, ...]
    names: Mapping[str, CategoryNow]
    people: Mapping[str, str]
    pattern: str  # what comes back from round to round, in words

    @property
    def kept_from_somebody(self) -> int:
        """How many answers and words stand here that the social worker, or the team manager, does not read."""
        return sum(bool(one.kept_from) for _, seen in self.rounds for one in (*answers_of(seen), *seen.words))


def answers_of(seen: Columns) -> Iterator[Column]:
    """Every answer of a round."""
    return (one for row in seen.rows for column in row.columns.values() for one in column)


def side_by_side(said: Said) -> Iterator[Part]:
    """Each round: who said what of each part of life, what differs first."""
    comes_back = (Words(said.pattern, STRONG),) if said.pattern else ()
    yield Part("What people say, side by side", 2, (Words(NORMAL if said.rounds else NO_ROUND), *comes_back))
    for now, seen in said.rounds:
        voices = [voice for voice in Voice if voice in now.voices or any(row.columns.get(voice) for row in seen.rows)]
        if not any(answers_of(seen)):
            yield Part(f"The round of {short(now.opened_on)}", 3, (Words(f"{stands(now)} {NO_ANSWERS}"),))
            continue
        nothing = is_without_an_answer(now, seen)
        beside = Beside(now, said.people, opened=True, strips={}, again=frozenset(), nothing_at_all=nothing)
        rows = sorted(seen.rows, key=lambda row: -row.mismatch.level)
        head = ("Part of life", *(capital(VOICES[voice]) for voice in voices))
        table = Table(
            f"Round opened on {short(now.opened_on)}", head, tuple(_row(row, voices, said, beside) for row in rows)
        )
        yield Part(f"The round of {short(now.opened_on)}", 3, (Words(f"{stands(now)} {answered(now)}"), table))


def _row(row: Row, voices: Iterable[Voice], said: Said, beside: Beside) -> tuple[Side, ...]:
    mismatch = row.mismatch
    first = (
        Words(said.names[row.key].name, STRONG),
        Words(capital(mismatch.level.words)),
        Words(differs(mismatch), QUIET),
    )
    return (Side(first), *(_column(row, voice, beside) for voice in voices))


def _column(row: Row, voice: Voice, beside: Beside) -> Side:
    given = row.columns.get(voice, ())
    words = [part for one in given for part in _answer(one, beside.names)]
    return Side(tuple(words) or (Words(silent(voice, beside), QUIET),))


def _answer(one: Column, names: Mapping[str, str]) -> Iterator[Words]:
    yield Words(answer_words(one.answer), STRONG)
    if one.chosen:
        yield Words(f"“{one.chosen}”")
    if one.comment:
        yield Words(one.comment, SAID)
    on = f", {short(one.said_on)}" if one.said_on else ""
    yield Words(" ".join(filter(None, (f"{name(one.said_by, names)}{on}.", one.helped))), QUIET)
    yield from _marks(one)


def _marks(one: Column | Free) -> Iterator[Words]:
    if one.observed:
        yield Words(f"{OBSERVED}.", STRONG)
    for reader in one.kept_from:
        yield Words(NOT_FOR[reader], STRONG)


def own_words(said: Said) -> Part:
    """The best thing and what should change, of each round."""
    told = [one for _, seen in said.rounds for one in seen.words if one.what != ANYTHING_ELSE]
    under = [part for one in told for part in _free(one, said.people)]
    return Part("The best thing, and what should change", 2, tuple(under) or (Words(NOBODY_ELSE),))


def anything_else(said: Said) -> Part:
    """The free section of every answer (CORE-09)."""
    told = [one for _, seen in said.rounds for one in seen.words if one.what == ANYTHING_ELSE]
    under = [part for one in told for part in _free(one, said.people)]
    return Part("Anything else", 2, tuple(under) or (Words(NOBODY_ELSE),))


def _free(one: Free, people: Mapping[str, str]) -> Iterator[Words]:
    yield Words(f"{FREE[one.what]}: {name(one.said_by, people)}, {short(day_of(one.sent_at))}", STRONG)
    yield Words(one.words, SAID)
    yield from _marks(one)


def over_time(said: Said, since: date | None) -> Part:
    """Of each part of life and voice, better, the same or worse than when the last review was held."""
    opened = [one for one in reversed(said.over_time) if one.opened]
    voices = [voice for voice in Voice if any(voice in one.now.voices for one in opened)]
    asked = {stands_as(key, said.names) for one in opened for key in one.now.categories}
    rows = tuple(
        (
            Side((Words(category.name, STRONG),)),
            *(Side((Words(_since(opened, voice, category.key, said, since)),)) for voice in voices),
        )
        for category in said.names.values()
        if category.key in asked
    )
    head = ("Part of life", *(capital(VOICES[voice]) for voice in voices))
    heading = "Better, the same or worse"
    if not rows:
        return Part(heading, 3, (Words(NO_CHANGE),))
    before = f"beside what was last said by {short(since)}" if since else "beside what was said the time before"
    return Part(heading, 3, (Table(f"The latest answer {before}", head, rows),))


def _since(opened: Iterable[RoundTold], voice: Voice, key: str, said: Said, since: date | None) -> str:
    rounds = [one for one in opened if any(stands_as(asked, said.names) == key for asked in one.now.categories)]
    return trend_words(trend(answers(rounds, voice, key, said.names), since=since))


def came_of_it(came: Iterable[Came], said: Said, since: date | None) -> Iterator[Part]:
    """What was said and what was done: since the last review, and what still waits."""
    told = [one for one in came if since is None or one.on >= since or not one.told]
    yield Part("What was said and what was done", 2, () if told else (Words(NOTHING_CAME),))
    for one in told:
        heading = said.names[one.category].name if one.category else "One thing that should change"
        rows = tuple((Side((Words(what, STRONG),)), Side(tuple(words))) for what, words in _steps(one, said.people))
        table = Table(f"From what was said: {heading}", ("What", "Words"), rows)
        yield Part(f"{heading}, {short(one.on)}", 3, (table,))


def _steps(one: Came, people: Mapping[str, str]) -> Iterator[tuple[str, list[Words]]]:
    for said in one.said:
        words = [Words(capital(said.said)), Words(said.words, SAID), Words(said.helped, QUIET)]
        yield f"{capital(f'the {VOICES[said.voice]}')} said", [part for part in words if part.text]
    if one.decided:
        who = f"{one.with_whom}. Written by {people.get(one.by, SOMEBODY)}."
        yield "What was decided", [Words(one.decided), Words(who, QUIET)]
    if one.action:
        when = f"Done on {short(one.action.done_on)}: {one.action.outcome}" if one.action.done_on else "Not done yet."
        by = f"{people.get(one.action.owned_by, SOMEBODY)} answers for it, by {long(one.action.due_on)}."
        yield "What is to be done", [Words(one.action.words), Words(when), Words(by, QUIET)]
    if one.no_action_why:
        yield "Why nothing more is needed", [Words(one.no_action_why)]
    for told in one.told:
        yield "The child was told", [Words(told.words), Words(f"{short(told.on)}, {told.how}.", QUIET)]
    if not one.told:
        yield "The child was told", [Words("Not yet")]


def plan_judged(plan: Plan, people: Mapping[str, str]) -> Part:
    """Both ratings of the care plan, each with the scheme under which it was made (CORE-29)."""
    rows = tuple(_rated(rater, plan.latest.get(rater), people) for rater in RATERS)
    table = Table("The care plan, as it was last judged", ("Who", "How, and why"), rows)
    return Part("How the care plan is judged", 2, (table,))


def _rated(rater: Rater, one: RatedPlan | None, people: Mapping[str, str]) -> tuple[Side, Side]:
    who = Side((Words(capital(str(rater)), STRONG),))
    if one is None:
        return who, Side((Words(NOT_RATED),))
    by = f"{people.get(one.by, SOMEBODY)}, {short(one.on)}, by the scheme {one.scheme}."
    colour = Words(f"{capital(Colour(one.colour).word)}: {one.meant}", STRONG)
    return who, Side((colour, Words(one.reasons, SAID), Words(by, QUIET)))
