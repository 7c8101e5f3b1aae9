"""What follows from what was said, as causes of prompts: each opens by itself, and is gone once somebody has answered.

Whose it is: the worker's, as far as the worker may know of it; the manager's for what has come in and is not open yet,
and for what a child keeps from the worker; the service managers' for what is about the team's manager.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from seenheard.prompts.domain.causes import Cause

from .answers import Answer, Colour, State, Voice
from .mismatch import Level, compare
from .seeing import Reader

UNREAD, DIFFERS, NO_ACTION = "answer_unread", "voices_differ", "worry_without_action"
UNANSWERED, NOT_TOLD, RED_ON_SAFETY = "round_unanswered", "child_not_told", "safety_red"
OF_VOICES = (UNREAD, DIFFERS, NO_ACTION, UNANSWERED, NOT_TOLD, RED_ON_SAFETY)
BY_WORKER, BY_MANAGER, BY_ALL = "social worker", "team manager", "service manager"
NEITHER = (Reader.WORKER, Reader.MANAGER)
KEPT_FROM = "kept_from"  # of a cause: the parts of those who are neither shown nor told it, as words
READ_WITHIN, ACT_WITHIN = 1, 2  # working days, as promised to child and carer; as CORE-16's levels say
TALK_WITHIN = TELL_WITHIN = 10  # ours: no law says how soon; long enough for the next visit
REMIND_AFTER = timedelta(days=14)  # half of the longest round
READ_BY_A_PERSON = frozenset({Voice.CARER, Voice.CHILD})  # what a parent says is written down by who reads it
WorkingDays = Callable[[date, int], date]


@dataclass(frozen=True, slots=True)
class Answered:
    """One rating of a sent reply, and from whom it is kept."""

    category: str
    voice: Voice
    answer: Answer
    kept_from: frozenset[Reader] = frozenset()


@dataclass(frozen=True, slots=True)
class Sent:
    """One sent reply. `words`: some were written beside the answers; `wishes`: what should change was among them;
    `wish_kept_from`: from whom those are kept."""

    reply: str
    voice: Voice
    on: date
    answers: tuple[Answered, ...] = ()
    observed: bool = False
    read: bool = False
    words: bool = False
    wishes: bool = False
    wish_told: bool = False
    wish_kept_from: frozenset[Reader] = frozenset()

    @property
    def kept_from(self) -> frozenset[Reader]:
        """From whom any part of it is kept."""
        return self.wish_kept_from.union(*(one.kept_from for one in self.answers))


@dataclass(frozen=True, slots=True)
class Talked:
    """The outcome of one category's difference. `to_do`: what was agreed is still to be done; `done_on`: once it was.

    `knew`: whoever talked saw every answer, so that the talk settles also what is kept from the worker.
    """

    talk: str
    round: str
    category: str
    on: date
    told: bool = False
    no_action: bool = False
    to_do: bool = False
    done_on: date | None = None
    knew: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """One round: whom it asked, what was sent. `ended_on`: the first day on which nothing more can be sent."""

    round: str
    opened_on: date
    ended_on: date
    voices: tuple[Voice, ...]
    safety: Collection[str]
    sent: tuple[Sent, ...] = ()

    @property
    def columns_on(self) -> date:
        """From which day the columns are open: the worker has sent, or the round is over."""
        worker = [one.on for one in self.sent if one.voice is Voice.WORKER]
        return min([*worker, self.ended_on])

    @property
    def waits_for(self) -> tuple[Voice, ...]:
        """Who has not answered."""
        there = {one.voice for one in self.sent if not one.observed}
        return tuple(voice for voice in self.voices if voice not in there)


@dataclass(frozen=True, slots=True)
class Rung:
    """An alarm of which nobody has recorded what was done."""

    alarm: str
    on: date
    kept_from: frozenset[Reader] = frozenset()


@dataclass(frozen=True, slots=True)
class Story:
    """All of one child that something can follow from; rounds the earliest first."""

    child_id: int
    rounds: tuple[Asked, ...] = ()
    talks: tuple[Talked, ...] = ()
    alarms: tuple[Rung, ...] = field(default=())


def causes(story: Story, working_days: WorkingDays) -> Iterator[Cause]:
    """Everything that follows and that nobody has answered yet."""
    for one in story.alarms:
        yield from _alarm(story.child_id, one)
    for asked in story.rounds:
        for sent in asked.sent:
            yield from _unread(story.child_id, asked, sent, working_days)
            yield from _wish(story.child_id, asked, sent, working_days)
    for talk in story.talks:
        if not talk.told:
            yield _not_told(story, talk, working_days)
    yield from _differing(story, working_days)


def waiting_rounds(story: Story, on: date) -> Iterator[Cause]:
    """One reminder for each round that runs and waits for somebody, from its middle to its end."""
    for asked in story.rounds:
        if asked.waits_for and asked.ended_on > on:
            facts = {"round": asked.round, "waits_for": [str(voice) for voice in asked.waits_for]}
            yield Cause(
                story.child_id,
                UNANSWERED,
                asked.round,
                BY_WORKER,
                asked.opened_on + REMIND_AFTER,
                asked.ended_on - timedelta(days=1),
                asked.ended_on,
                facts=facts,
            )


def _alarm(child_id: int, one: Rung) -> Iterator[Cause]:
    facts = {"alarm": one.alarm} | _kept(one.kept_from)
    owners = {"": (Reader.WORKER, BY_WORKER), " manager": (Reader.MANAGER, BY_MANAGER)}
    told = {mark: owner for mark, (part, owner) in owners.items() if part not in one.kept_from}
    for mark, owner in (told or {" all": BY_ALL}).items():
        yield Cause(child_id, RED_ON_SAFETY, f"{one.alarm}{mark}", owner, one.on, one.on, facts=facts)


def _unread(child_id: int, asked: Asked, sent: Sent, working_days: WorkingDays) -> Iterator[Cause]:
    """Until a person says that they have read it; what somebody saw and wrote down has been read by who wrote it.

    Where nothing was answered and nothing written there is nothing to read: a child may send just that.
    """
    if sent.read or sent.observed or sent.voice not in READ_BY_A_PERSON or not (sent.answers or sent.words):
        return
    is_open = any(one.voice is Voice.WORKER for one in asked.sent)
    owner = _owner(sent.kept_from, BY_WORKER if is_open else BY_MANAGER)
    facts = {"reply": sent.reply} | _kept(sent.kept_from)
    yield Cause(child_id, UNREAD, sent.reply, owner, sent.on, working_days(sent.on, READ_WITHIN), facts=facts)


def _wish(child_id: int, asked: Asked, sent: Sent, working_days: WorkingDays) -> Iterator[Cause]:
    """One thing should change, and the child has not been told what came of it."""
    if sent.wishes and not sent.wish_told and sent.voice is Voice.CHILD:
        owner = _owner(sent.wish_kept_from, BY_WORKER)
        opens = sent.on if owner != BY_WORKER else max(sent.on, asked.columns_on)
        facts = {"reply": sent.reply} | _kept(sent.wish_kept_from)
        yield Cause(child_id, NOT_TOLD, sent.reply, owner, opens, working_days(opens, TELL_WITHIN), facts=facts)


def _not_told(story: Story, talk: Talked, working_days: WorkingDays) -> Cause:
    asked = next((one for one in story.rounds if one.round == talk.round), None)
    kept = _kept_of(asked, talk.category) if asked and talk.knew else frozenset()
    facts = {"talk": talk.talk} | _kept(kept)
    owner = _owner(kept, BY_WORKER)
    return Cause(story.child_id, NOT_TOLD, talk.talk, owner, talk.on, working_days(talk.on, TELL_WITHIN), facts=facts)


def _differing(story: Story, working_days: WorkingDays) -> Iterator[Cause]:
    """Of each category the latest round in which people differ and nobody has talked since; where there is none, what
    was red or amber in the latest round and has neither an action nor a reason why none."""
    for category in dict.fromkeys(one.category for asked in story.rounds for one in _answers(asked)):
        if found := _latest_difference(story, category, working_days):
            yield from found
        else:
            latest = [asked for asked in story.rounds if any(one.category == category for one in _answers(asked))][-1]
            yield from _without_action(story, latest, category, working_days)


def _latest_difference(story: Story, category: str, working_days: WorkingDays) -> list[Cause]:
    talked, settled = _talked_about(story, category), _talked_about(story, category, by_who_knew=True)
    for place, asked in reversed(list(enumerate(story.rounds))):
        found = _differs(story, asked, category, working_days)
        if left := [one for one, is_hidden in found if place >= (settled if is_hidden else talked)]:
            return left
    return []


def _talked_about(story: Story, category: str, *, by_who_knew: bool = False) -> int:
    """How many rounds, from the first on, a talk about this category has settled: one settles those before it, too."""
    talked = {talk.round for talk in story.talks if talk.category == category and (talk.knew or not by_who_knew)}
    return max((place for place, asked in enumerate(story.rounds, 1) if asked.round in talked), default=0)


def _answers(asked: Asked) -> Iterator[Answered]:
    return (one for sent in asked.sent for one in sent.answers)


def _differs(story: Story, asked: Asked, category: str, working_days: WorkingDays) -> Iterator[tuple[Cause, bool]]:
    """The worker's, as far as the worker sees it, once the columns are open; the manager's at once where somebody has
    to act, and where the worker does not see it. With each, whether the worker is not to know of it."""
    everything, workers = _level(asked, category), _level(asked, category, Reader.WORKER)
    key = f"{asked.round} {category}"
    facts: dict[str, object] = {"round": asked.round, "category": category}
    if workers.differs:
        since = _first_day(asked, lambda then: _level(then, category, Reader.WORKER) >= workers)
        opens = max(since, asked.columns_on)
        by = working_days(opens, ACT_WITHIN if workers >= Level.ACT else TALK_WITHIN)
        red = _red(asked, category, Reader.WORKER)
        to_both = _level(asked, category, *NEITHER), _red(asked, category, *NEITHER)
        told = facts | {"level": int(workers), "red": red} | _kept_from_manager((workers, red), to_both)
        yield Cause(story.child_id, DIFFERS, key, BY_WORKER, opens, by, facts=told), False
    hidden = everything > workers
    if everything >= Level.ACT or hidden and everything.differs:
        kept = _kept_of(asked, category)
        opens = _first_day(asked, lambda then: _level(then, category) >= everything)
        told = {**facts, "level": int(everything), "red": _red(asked, category), **_kept(kept)}
        owner = _owner(kept, BY_MANAGER)
        by = working_days(opens, ACT_WITHIN if everything >= Level.ACT else TALK_WITHIN)
        yield Cause(story.child_id, DIFFERS, f"{key} {owner}", owner, opens, by, facts=told), hidden


def _first_day(asked: Asked, is_so: Callable[[Asked], bool]) -> date:
    """From which day on something is so that all who have sent make so: nobody is late for words not yet said."""
    days = sorted({sent.on for sent in asked.sent})
    return next(day for day in days if is_so(replace(asked, sent=tuple(one for one in asked.sent if one.on <= day))))


def _without_action(story: Story, asked: Asked, category: str, working_days: WorkingDays) -> Iterator[Cause]:
    everything, workers = _worst(asked, category), _worst(asked, category, Reader.WORKER)
    talks = [talk for talk in story.talks if talk.category == category]
    if everything is None or everything is Colour.GREEN or any(talk.to_do for talk in talks):
        return
    if any(talk.no_action and talk.round == asked.round for talk in talks):
        return
    done = [talk.done_on for talk in talks if talk.done_on and talk.round == asked.round]
    is_hidden = workers is None or workers is Colour.GREEN
    worst, but_for = (everything, ()) if is_hidden else (workers, (Reader.WORKER,))
    since = _first_day(asked, lambda then: _worst(then, category, *but_for) == worst)
    opens = max([since, asked.columns_on, *done])
    kept = _kept_of(asked, category) if is_hidden else frozenset()
    facts: dict[str, object] = {"round": asked.round, "category": category}
    facts |= _kept(kept) if is_hidden else _kept_from_manager(workers, _worst(asked, category, *NEITHER))
    by = working_days(opens, TALK_WITHIN)
    owner = _owner(kept, BY_WORKER)
    yield Cause(story.child_id, NO_ACTION, f"{asked.round} {category}", owner, opens, by, facts=facts)


def _level(asked: Asked, category: str, *but_for: Reader) -> Level:
    """What the answers mean together; of several households the most worried counts."""
    answers: dict[Voice, Answer] = dict.fromkeys(asked.voices, State.NOT_ANSWERED)
    for voice, colour in _colours(asked, category, *but_for):
        before = answers.get(voice)
        answers[voice] = min(colour, before) if isinstance(before, Colour) else colour
    return compare(answers, safety=category in asked.safety).level


def _red(asked: Asked, category: str, *but_for: Reader) -> list[str]:
    """Which of carer and child say red, each once: what makes a difference one to act on."""
    red = {voice for voice, colour in _colours(asked, category, *but_for) if colour is Colour.RED}
    return [str(voice) for voice in (Voice.CARER, Voice.CHILD) if voice in red]


def _worst(asked: Asked, category: str, *but_for: Reader) -> Colour | None:
    return min((colour for _, colour in _colours(asked, category, *but_for)), default=None)


def _colours(asked: Asked, category: str, *but_for: Reader) -> Iterator[tuple[Voice, Colour]]:
    for sent in asked.sent:
        for one in sent.answers if not sent.observed else ():
            if one.category == category and one.kept_from.isdisjoint(but_for) and isinstance(one.answer, Colour):
                yield one.voice, one.answer


def _kept_of(asked: Asked, category: str) -> frozenset[Reader]:
    """From whom any answer to this category is kept."""
    return frozenset().union(*(one.kept_from for one in _answers(asked) if one.category == category))


def _owner(kept_from: Collection[Reader], otherwise: str) -> str:
    if Reader.MANAGER in kept_from:
        return BY_ALL
    return BY_MANAGER if Reader.WORKER in kept_from else otherwise


def _kept_from_manager(to_worker: object, to_both: object) -> dict[str, object]:
    """Of a worker's prompt, which the manager finds in the team's list: kept from them where it says more than both may
    know."""
    return _kept({Reader.MANAGER}) if to_worker != to_both else {}


def _kept(parts: Iterable[Reader]) -> dict[str, object]:
    """As a fact of a cause, where there is anybody."""
    told = " ".join(sorted(parts))
    return {KEPT_FROM: told} if told else {}
