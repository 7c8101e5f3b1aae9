"""How it is going: what goes well first, then each part of life over time, voice by voice. Nothing here is added up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.performance.domain.trend import Change, Told, Trend, trend
from seenheard.record import queries as record_queries
from seenheard.record.domain.accounts import Told as Happened
from seenheard.record.domain.days import day_of
from seenheard.record.queries import Following
from seenheard.ui.dates import long, short
from seenheard.ui.parts import Link
from seenheard.ui.sparkline import Sparkline, sparkline
from seenheard.ui.words import capital, join_and
from seenheard.voices import queries
from seenheard.voices.domain.answers import Colour, State, Voice
from seenheard.voices.domain.categories import CategoryNow
from seenheard.voices.domain.going import lines_of, turned_green
from seenheard.voices.queries import RoundTold

from .voice_words import VOICES

ACHIEVED = "achievement_told"
IN_SHORT = 2  # of each kind, on the child's page
FROM_REPLY = "reply/"  # of an action: the wish that it arises from
NOTHING_YET = (
    "Nothing stands here yet: what goes well is drawn from what people say, from what was done about it, and from what "
    "is recorded as achieved."
)
NO_ROUND = "No round is open to read yet."
KEEPS = "Of each voice only what you may read counts here. No answer is not agreement."


@dataclass(frozen=True)
class Best:
    """The best thing right now, in the child's own words."""

    words: str
    who: str


@dataclass(frozen=True)
class Done:
    """What the child asked for and what came of it."""

    asked: str
    became: str


@dataclass(frozen=True)
class GoingWell:
    """What goes well: what somebody recorded that the child achieved, and what follows from the rounds, so that nobody
    writes it twice. `more` leads to how everything goes over time."""

    best: tuple[Best, ...]
    achieved: tuple[str, ...]
    green: tuple[str, ...]
    done: tuple[Done, ...]
    empty: str
    more: Link | None


@dataclass(frozen=True)
class OneVoice:
    """One voice over time: the line, and the same in words."""

    voice: str
    line: Sparkline
    says: str


@dataclass(frozen=True)
class OneCategory:
    """One part of life: its voices, and every answer as a table."""

    id: str
    name: str
    voices: tuple[OneVoice, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class GoingPage:
    """The page."""

    title: str
    heading: str
    caption: str
    back: Link
    well: GoingWell
    says: str
    categories: tuple[OneCategory, ...]
    empty: str
    shown: str


def going(*, viewer, child, on: date) -> GoingPage:
    """The page for one reader."""
    told = queries.over_time(viewer=viewer, child=child, on=on)
    found = record_queries.following(viewer=viewer, child=child, on=on)
    life = record_queries.story(viewer=viewer, child=child, on=on)
    names = {one.key: one for one in queries.categories(on=on)}
    shown = tuple(_categories([one for one in reversed(told) if one.opened], names))
    return GoingPage(
        title="How it is going",
        heading="How it is going",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
        well=going_well(told, found, on, life=life, most=None, names=names),
        says=KEEPS if shown else "",
        categories=shown,
        empty="" if shown else NO_ROUND,
        shown=f"Shown to {viewer.name} on {long(on)}.",
    )


def in_short(
    told: Sequence[RoundTold], found: Following, child, on: date, *, life: Iterable[Happened] = ()
) -> GoingWell:
    """What stands of it on the child's page; asks for the names of categories only where one is named."""
    more = Link("How it is going, part by part", reverse("desk:going", args=[child.public_id]))
    return going_well(told, found, on, life=life, most=IN_SHORT, more=more)


def going_well(
    told: Sequence[RoundTold],
    found: Following,
    on: date,
    *,
    life: Iterable[Happened] = (),
    most: int | None,
    names: Mapping[str, CategoryNow] | None = None,
    more: Link | None = None,
) -> GoingWell:
    """The best thing, what was achieved, what has become green, and what was asked for and done: the latest first."""
    best = tuple(_best(told))[:1]
    achieved = tuple(_achieved(life, on))[:most]
    green = tuple(_green(told, on, names))[:most]
    done = tuple(_done(told, found, on))[:most]
    return GoingWell(best, achieved, green, done, "" if best or achieved or green or done else NOTHING_YET, more)


def _best(told: Iterable[RoundTold]) -> Iterator[Best]:
    for one in told:
        for words in one.words:
            if words.what == "best_thing" and words.voice is Voice.CHILD and not words.observed:
                yield Best(words.words, f"Said on {short(day_of(words.sent_at))}")


def _achieved(life: Iterable[Happened], on: date) -> Iterator[str]:
    """What somebody recorded of it, as far as it stands; not what was told by whoever is not believed."""
    found = [one.happening for one in life if one.stands and one.happening.kind == ACHIEVED and one.happening.on <= on]
    for one in sorted(found, key=lambda one: one.on, reverse=True):
        if words := one.facts.get("achievement"):
            yield f"{words} ({short(one.on)})"


def _green(told: Sequence[RoundTold], on: date, names: Mapping[str, CategoryNow] | None) -> Iterator[str]:
    opened = [one for one in told if one.opened]
    given = [(one.now.opened_on, *colour) for one in reversed(opened) for colour in one.colours]
    found = turned_green(lines_of(given), opened[0].now.opened_on) if opened else ()
    names = names if names is not None or not found else {one.key: one for one in queries.categories(on=on)}
    for one in found:
        name = (names or {})[one.category].name
        before = join_and(
            f"the {VOICES[voice]} said {was.colour.word} on {short(was.on)}" for voice, was in one.before.items()
        )
        yield f"{name}: green now. {capital(before)}."


def _done(told: Iterable[RoundTold], found: Following, on: date) -> Iterator[Done]:
    by_wish = {one.arising_from.removeprefix(FROM_REPLY): one for one in found.acting if one.done_on}
    for one in told:
        for words in one.words:
            action = by_wish.get(str(words.reply)) if words.what == "one_thing" else None
            if action and action.done_on and action.done_on <= on and words.voice is Voice.CHILD:
                yield Done(words.words, f"Done on {short(action.done_on)}: {action.outcome}")


def _categories(opened: Sequence[RoundTold], names: Mapping[str, CategoryNow]) -> Iterator[OneCategory]:
    """Each category that was asked in any of these rounds (the earliest first), under the name it has now."""
    for category in categories_of(opened, names):
        rounds = [one for one in opened if any(stands_as(k, names) == category.key for k in one.now.categories)]
        told = {voice: tuple(answers(rounds, voice, category.key, names)) for voice in Voice}
        there = {voice: points for voice, points in told.items() if any(voice in one.now.voices for one in rounds)}
        yield OneCategory(
            id=f"c-{category.key}",
            name=category.name,
            voices=tuple(_voice(voice, points) for voice, points in there.items()),
            head=("Round", *(capital(VOICES[voice]) for voice in there)),
            rows=tuple(_rows(rounds, there)),
        )


def categories_of(opened: Iterable[RoundTold], names: Mapping[str, CategoryNow]) -> Iterator[CategoryNow]:
    """Each category that was asked in any of these rounds, as it stands today, in order."""
    asked = {stands_as(key, names) for one in opened for key in one.now.categories}
    return (one for one in names.values() if one.key in asked)


def stands_as(key: str, names: Mapping[str, CategoryNow]) -> str:
    """The category under which this one stands today: itself, or the one it was merged into."""
    now = names.get(key)
    return now.into if now and now.into else key


def answers(rounds: Iterable[RoundTold], voice: Voice, key: str, names: Mapping[str, CategoryNow]) -> Iterator[Told]:
    """What one voice said, round by round; of several households, or merged categories, the most worried."""
    for one in rounds:
        given = [colour for who, what, colour in one.colours if who == voice and stands_as(what, names) == key]
        none = State.NOT_ANSWERED if voice in one.now.voices else State.NOT_ASKED
        yield Told(one.now.opened_on, min(given, default=none))


def _voice(voice: Voice, points: tuple[Told, ...]) -> OneVoice:
    found = trend(points)
    steps = [int(one.answer) if isinstance(one.answer, Colour) else None for one in found.points]
    label = "; ".join(f"{short(one.on)}: {_word(one)}" for one in found.points)
    return OneVoice(capital(VOICES[voice]), sparkline(steps, label), trend_words(found))


def trend_words(found: Trend) -> str:
    """ "Better since 3 January 2026: amber then, green now." """
    now, before = found.now, found.before
    if now is None or found.change is Change.NO_ANSWER:
        silent = NOT_ASKED if now and now.answer is State.NOT_ASKED else NOT_NOW
        return f"{silent} Last {_word(before)}, {short(before.on)}." if before else NONE
    if before is None:
        return f"{capital(_word(now))} on {short(now.on)}. There is no earlier answer to compare."
    if found.change is Change.SAME:
        return f"The same since {short(_same_since(found))}: {_word(now)}."
    return f"{capital(found.change)} since {short(before.on)}: {_word(before)} then, {_word(now)} now."


NONE = "No answer to be read here."
NOT_ASKED = "Not asked in the latest round."
NOT_NOW = "No answer to be read in the latest round."


def _same_since(found: Trend) -> date:
    """The first day from which on every colour was the one of now."""
    first = found.points[-1].on
    for one in reversed(found.points):
        if isinstance(one.answer, Colour):
            if found.now is None or one.answer is not found.now.answer:
                break
            first = one.on
    return first


def _word(one: Told) -> str:
    if isinstance(one.answer, Colour):
        return one.answer.word
    return "not asked" if one.answer is State.NOT_ASKED else "no answer"


def _rows(rounds: Iterable[RoundTold], there: Mapping[Voice, tuple[Told, ...]]) -> Iterator[tuple[str, ...]]:
    said = {voice: {one.on: _word(one) for one in points} for voice, points in there.items()}
    for one in rounds:
        on = one.now.opened_on
        yield (short(on), *(capital(said[voice].get(on, "not asked")) for voice in there))
