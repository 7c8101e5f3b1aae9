"""A round side by side: each category's answers in their columns, what differs in words, and the duties beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.desk.presenters.voices import may_answer
from seenheard.record.domain.days import day_of
from seenheard.timescales.domain.standing import CANNOT_BE_JUDGED, DUE_SOON, OVERDUE, TO_THE_DAY
from seenheard.ui.dates import long
from seenheard.ui.parts import Link
from seenheard.ui.words import NUMBERS, capital, plural
from seenheard.voices import queries
from seenheard.voices.domain.answers import Colour, Voice
from seenheard.voices.domain.categories import CategoryNow
from seenheard.voices.domain.mismatch import Level, Mismatch
from seenheard.voices.domain.seeing import Reader
from seenheard.voices.queries import RoundNow

from . import parents
from .voice_words import VOICES, Strip, answer_words, answered, last_day, stands, strips, the, why_words

LEVELS = {Level.SAME: "green", Level.TALK: "amber", Level.ACT: "red", Level.ACT_TODAY: "red"}
FREE = {
    "best_thing": "The best thing right now",
    "one_thing": "One thing that should change",
    "anything_else": "Anything else",
}
NOT_ASKED = "Not asked in this round."
NOT_YET = "Has not answered yet."
NOT_ANSWERED = "No answer."
NOTHING_HERE = "No answer to be read here. That is not agreement."
NOTHING_AT_ALL = "Sent without an answer to be read here. That is not agreement."
OBSERVED = "What somebody saw, not the child’s answer"
NOTHING_SAID = "Nobody has added anything in their own words that you can read."
NORMAL = "To see things differently is normal, and nobody’s error. Silence is not agreement."
NOT_COUNTED = " What a parent says stands beside the others, and is not counted in what differs."
SOMEBODY = "somebody whose account is gone"
ANOTHER_HOME = "Where the child lives now is asked, too, and can still answer: both will stand side by side."
LOUD = {OVERDUE, DUE_SOON, TO_THE_DAY, CANNOT_BE_JUDGED}  # how a duty stands where it is not known to be in order
AGAIN = "It was seen differently in the round before, too."


@dataclass(frozen=True)
class Answered:
    """One answer. `colour` is the tag's; the words say it too."""

    words: str
    colour: str
    chosen: str
    comment: str
    who: str
    observed: str


@dataclass(frozen=True)
class Column:
    """What one voice said of a category; `silent` where there is nothing to read."""

    voice: str
    answers: tuple[Answered, ...]
    silent: str


@dataclass(frozen=True)
class Part:
    """One category. `level` is empty where nothing is compared yet."""

    id: str
    name: str
    level: str
    level_colour: str
    differs: str
    follows: str
    columns: tuple[Column, ...]
    strip: Strip
    links: tuple[Link, ...]
    is_calm: bool


@dataclass(frozen=True)
class Free:
    """Words that are about no one category."""

    what: str
    who: str
    words: str
    observed: str


@dataclass(frozen=True)
class ColumnsPage:
    """The page."""

    title: str
    heading: str
    caption: str
    back: Link
    lead: str
    answered: str
    closed_why: str
    blind: str
    answer: Link | None
    summary: str
    pattern: str
    parts: tuple[Part, ...]
    calm: tuple[Part, ...]
    calm_words: str
    free: tuple[Free, ...]
    free_empty: str
    links: tuple[Link, ...]
    shown: str
    public_ids: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """What each part of the page is made from."""

    now: RoundNow
    names: Mapping[str, str]
    opened: bool
    strips: Mapping[str, Strip]
    again: Collection[str]
    nothing_at_all: bool = False  # the child has sent, and nothing of it is to be read by this person
    another_home: bool = False  # the round waits for who lives with the child now, though all voices are there


def columns(*, viewer, child, now: RoundNow, on: date) -> ColumnsPage:
    """The round as this person may see it."""
    found = queries.columns(viewer=viewer, child=child, now=now, on=on)
    reader = queries.reader_of(viewer)
    by_key = {one.key: one for one in queries.categories(on=now.opened_on)}
    shown = [row for row in found.rows if found.opened or any(row.columns.values())]
    shown.sort(key=lambda row: -row.mismatch.level)  # the most pressing first; otherwise in the categories' order
    again = queries.pattern_of(viewer=viewer, child=child, now=now, seen=found, on=on)
    beside = Beside(
        now=now,
        names=parents.names(viewer=viewer, now=now, said_by=_who(shown, found.words)),
        opened=found.opened,
        strips=strips(viewer=viewer, child=child, on=on, categories=[by_key[row.key] for row in shown]),
        again=again.again,
        nothing_at_all=is_without_an_answer(now, found),
        another_home=_another_home(now, on),
    )
    parts = [_part(row, by_key[row.key], beside) for row in shown]
    calm = tuple(one for one in parts if one.is_calm)
    mine = "Go on with your answer" if queries.own_draft(viewer=viewer, now=now, voice=Voice.WORKER) else "Answer"
    own = Link(mine, reverse("desk:round_answer", args=[now.public_id]))
    return ColumnsPage(
        title="Side by side",
        heading="What people said, side by side",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to what people say", reverse("desk:voices", args=[child.public_id])),
        lead=f"{stands(now)} {why_words(now)}",
        answered=f"{answered(now)} {ANOTHER_HOME}" if beside.another_home else answered(now),
        closed_why=f"Why it was closed: {now.ended_why}" if now.ended_why else "",
        blind="" if found.opened else _blind(reader, now, bool(shown)),
        answer=own if may_answer(viewer, child, now, on) else None,
        summary=f"{_summary(shown)}{NOT_COUNTED if Voice.PARENT in now.voices else ''}" if found.opened else "",
        pattern=again.in_words({row.key: by_key[row.key].name for row in shown}),
        parts=tuple(one for one in parts if not one.is_calm),
        calm=calm,
        calm_words=_calm_words(calm),
        free=tuple(_free(one, beside.names) for one in found.words),
        free_empty=NOTHING_SAID if found.opened and not found.words else "",
        links=tuple(_links(viewer, child, now, on)),
        shown=f"Shown to {viewer.name} on {long(on)}. The duties are as they stand on that day, and nobody rates them.",
        public_ids=(str(child.public_id),),
    )


def _another_home(now: RoundNow, on: date) -> bool:
    """Whether the round stays open for who lives with the child now, where all voices are there."""
    all_sent = not now.is_over and Voice.CARER in now.sent and not now.waits_for
    return all_sent and queries.waits_for_a_home(now, on)


def _links(viewer, child, now: RoundNow, on: date) -> Iterable[Link]:
    """What else there is to a round. Each room that has a page about it adds a line here."""
    if parents.may_write_down(viewer, child, now, on):
        yield parents.link(now)


def _part_links(now: RoundNow, key: str) -> Iterable[Link]:
    """What can be done about one category of a round."""
    yield Link("Record a talk", reverse("voices:talk", args=[now.public_id, key]))


def _who(rows, words) -> set[str]:
    said = {one.said_by for row in rows for given in row.columns.values() for one in given}
    return (said | {one.said_by for one in words}) - {"child"}


def _blind(reader: Reader, now: RoundNow, some: bool) -> str:
    """Why not everything is here, in plain words; nothing tells what is not."""
    until = f"the worker’s answer is sent, or the round is over after {long(last_day(now))}"
    managers = Reader.MANAGER, Reader.SERVICE
    said = {
        Reader.WORKER: "Nobody reads another’s answers before their own are sent. Here you will read what the others "
        f"said once your own answer is sent, or the round is over after {long(last_day(now))}.",
        **dict.fromkeys(
            managers,
            "You read what carer and child have sent before the worker does, because a person reads every "
            f"answer within one working day. The worker reads it once {until}: please say nothing of it before, unless "
            "somebody is not safe.",
        ),
        Reader.OFFICER: f"The answers open to you once {until}.",
    }[reader]
    at_once = "" if reader in managers else " What was said about safety is never held back."
    return f"{said}{at_once}" if some else f"{said}{at_once} Nothing stands here yet."


def _summary(rows) -> str:
    """How many parts differ, the most pressing first."""
    levels = [row.mismatch.level for row in rows]
    counts = [
        (levels.count(Level.ACT_TODAY), "to act on today"),
        (levels.count(Level.ACT), "to act on"),
        (levels.count(Level.TALK), "to talk about"),
        (levels.count(Level.SAME), "the same"),
        (levels.count(Level.NOTHING_TO_COMPARE), "with nothing to compare"),
    ]
    said = ", ".join(f"{number} {words}" for number, words in counts if number)
    return f"Of {len(levels)} {plural(len(levels), 'part')}: {said}. {NORMAL}"


def _part(row, category: CategoryNow, beside: Beside) -> Part:
    compared = beside.opened or row.mismatch.level.differs
    again = AGAIN if row.key in beside.again else ""
    return Part(
        id=f"c-{row.key}",
        name=category.name,
        level=capital(row.mismatch.level.words) if compared else "",
        level_colour=LEVELS.get(row.mismatch.level, "grey"),
        differs=" ".join(filter(None, (differs(row.mismatch), again))) if compared else "",
        follows=row.mismatch.what_happens if compared and row.mismatch.level >= Level.SAME else "",
        columns=tuple(_columns(row, beside)),
        strip=beside.strips[row.key],
        links=tuple(_part_links(beside.now, row.key)),
        is_calm=compared and _is_calm(row, beside),
    )


def _is_calm(row, beside: Beside) -> bool:
    """Whether everybody who was asked has said green, and so has whoever was not compared, and no duty is late or due
    soon, or cannot be judged: silence is not agreement, and folds nothing."""
    told = [one for given in row.columns.values() for one in given]
    everybody = all(row.columns.get(voice) for voice in beside.now.voices)
    green = all(one.answer is Colour.GREEN for one in told)
    quiet = all(one.standing not in LOUD for one in beside.strips[row.key].duties)
    whole = everybody and not beside.another_home
    return row.mismatch.level is Level.SAME and whole and green and quiet


def _calm_words(calm: Collection[Part]) -> str:
    """ "2 parts where all say green and no duty presses: Health, Friends"; empty where there is none."""
    names = ", ".join(one.name for one in calm)
    return f"{len(calm)} {plural(len(calm), 'part')} where all say green and no duty presses: {names}" if calm else ""


def differs(mismatch: Mismatch) -> str:
    """Who is more worried, and by how many steps."""
    if not mismatch.more_worried or not mismatch.steps:
        return f"Red: {the(mismatch.red)}." if mismatch.red else ""
    verb = "is" if len(mismatch.more_worried) == 1 else "are"
    by = f"{NUMBERS[mismatch.steps]} {plural(mismatch.steps, 'step')}"
    return f"{capital(the(mismatch.more_worried))} {verb} more worried, by {by} of two."


def _columns(row, beside: Beside) -> Iterable[Column]:
    asked = [voice for voice in Voice if voice in beside.now.voices or voice in row.columns or voice is Voice.CHILD]
    for voice in asked:
        given = row.columns.get(voice, ())
        answers = tuple(_answered(one, beside.names) for one in given)
        heading = capital(VOICES[voice])
        yield Column(heading, answers, "" if answers else silent(voice, beside))


def is_without_an_answer(now: RoundNow, seen: queries.Columns) -> bool:
    """Whether the child has sent, and this person finds neither an answer nor words of it."""
    own = (one for row in seen.rows for one in row.columns.get(Voice.CHILD, ()) if not one.observed)
    words = (one for one in seen.words if one.voice is Voice.CHILD and not one.observed)
    return Voice.CHILD in now.sent and not any(own) and not any(words)


def silent(voice: Voice, beside: Beside) -> str:
    """What stands where nothing is to be read. Of a child the same words, whether nothing was said or not to this
    reader, of one part or of all of them: they cannot tell which."""
    if voice not in beside.now.voices:
        return NOT_ASKED
    if not beside.now.is_over and voice not in beside.now.sent:
        return NOT_YET
    if not beside.opened:
        return "Not to be read yet."
    if voice is not Voice.CHILD:
        return NOT_ANSWERED
    return NOTHING_AT_ALL if beside.nothing_at_all else NOTHING_HERE


def _answered(one, names: Mapping[str, str]) -> Answered:
    is_colour = isinstance(one.answer, Colour)
    on = f", {long(one.said_on)}" if one.said_on else ""
    kept = " Words kept from before." if one.kept else ""
    return Answered(
        words=answer_words(one.answer),
        colour=one.answer.word if is_colour and not one.observed else "grey",
        chosen=f"“{one.chosen}”" if one.chosen else "",
        comment=one.comment,
        who=" ".join(filter(None, (f"{name(one.said_by, names)}{on}.{kept}", one.helped))),
        observed=OBSERVED if one.observed else "",
    )


def name(said_by: str, names: Mapping[str, str]) -> str:
    return "The child" if said_by == "child" else names.get(said_by, SOMEBODY)


def _free(one, names: Mapping[str, str]) -> Free:
    on = long(day_of(one.sent_at))
    return Free(FREE[one.what], f"{name(one.said_by, names)}, {on}", one.words, OBSERVED if one.observed else "")
