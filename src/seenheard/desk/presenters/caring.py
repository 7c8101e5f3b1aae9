"""A carer's own pages: a first name, the form, what was sent, and what the child lets them see. Nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.desk.forms.voices import CarersForm, PartForm
from seenheard.record.domain.days import day_of
from seenheard.ui.dates import clock_time, long
from seenheard.ui.forms import Shown
from seenheard.ui.named_people import NAMED
from seenheard.ui.parts import Link, Row
from seenheard.voices import queries
from seenheard.voices.domain.answers import Voice
from seenheard.voices.domain.rounds import in_turn
from seenheard.voices.domain.wordings import CARER, ENGLISH
from seenheard.voices.queries import Column, RoundPlaced, ToldCarer

from .voice_form import Before, Known, before
from .voice_words import answer_words, last_day

NONE_PLACED = (
    "No child is placed with you by what is recorded here today. If that is wrong, tell the child’s social worker, who "
    "can invite you again."
)
NEEDS = "About five minutes. Answer what you can: one answer is enough to send. Each colour needs a few words on why."
WHO_READS = (
    "The social worker, their manager and the reviewing officer read what you send, and a person reads it within one "
    "working day. The child does not see it. Sent once, it stays as it is, for all in your household or home."
)
AT_ONCE = (
    "If the child is in danger now, ring 999. If you answer red on being safe, somebody whose work it is to keep "
    "children safe is told at once; ring the child’s social worker as well."
)
NOT_YET = (
    "What the child lets you see is shown here once the answers are open: when the social worker has answered too, or "
    "the time is over. Most answers are not for you to see, and nothing tells whether there are any."
)
NOT_READ_OVER = (
    "Some questions are in English, because nobody has read over their words in that language yet. Ask the child’s "
    "social worker if you want an interpreter, and name them below under “Somebody helped me”."
)
NOT_FOR_YOU = "Who helps you may not answer for you. Whoever reads your answer reads their name, too."
FREE_WORDS = {"best_thing": "The best thing right now", "one_thing": "One thing that should change"}


@dataclass(frozen=True)
class CaringPage:
    """The children placed with this person: a first name each, and whether a round waits."""

    rows: tuple[Row, ...]
    public_ids: tuple[str, ...]

    title = heading = "Children placed with you"
    none = NONE_PLACED


@dataclass(frozen=True)
class CarerPart:
    """One category of the form."""

    key: str
    name: str
    asked: str
    language: str
    direction: str
    before: Before | None
    form: PartForm


@dataclass(frozen=True)
class CarerForm:
    """The form."""

    heading: str
    lead: str
    problems: tuple[tuple[str, str], ...]
    parts: tuple[CarerPart, ...]
    whole: CarersForm
    rest: tuple[Shown, ...]
    helped: tuple[Shown, ...]
    helped_open: bool
    version: int
    page: str
    keep: str
    saved: str
    language: str
    languages: tuple[Link, ...]
    not_read_over: str
    back: Link
    public_ids: tuple[str, ...]

    title = "How is it for the child?"
    needs, who_reads, at_once, not_for_you = NEEDS, WHO_READS, AT_ONCE, NOT_FOR_YOU


@dataclass(frozen=True)
class SentPage:
    """What the household sent, and what the child lets them see."""

    heading: str
    sent: str
    own: tuple[Row, ...]
    childs: tuple[Row, ...]
    not_yet: str
    back: Link
    public_ids: tuple[str, ...]

    title = "What you said"


def caring(*, viewer, on: date) -> CaringPage:
    """Every child once, with the rounds that wait or were answered."""
    placed = queries.placed_with(viewer=viewer, on=on)
    rounds = queries.rounds_placed(viewer=viewer, on=on)
    rows = tuple(_row(one, [told for told in rounds if told.placed.household == one.household]) for one in placed)
    return CaringPage(rows, tuple(str(one.child.public_id) for one in placed))


def language_of(wanted: str, *, on: date) -> str:
    """The language wanted, where it can be had at all; else English."""
    return wanted if wanted in {one.code for one in queries.languages_for(CARER, on=on)} else ENGLISH


def known_of(*, viewer, told: RoundPlaced, on: date, language: str = ENGLISH) -> Known:
    """Categories in this person's order, the words for carers, and what the household said last."""
    by_key = {one.key: one for one in queries.categories(on=on)}
    order = in_turn(told.now.categories, whose=f"{told.now.public_id} {viewer.public_id}")
    return Known(
        categories=tuple(by_key[key] for key in order),
        asked=queries.asked_in(language, audience=CARER, on=on),
        last=queries.last_said(child=told.placed.child, voice=Voice.CARER, household_id=told.placed.household),
    )


def form(
    *, told: RoundPlaced, known: Known, whole: CarersForm, parts: Sequence[PartForm], draft, language: str, on: date
) -> CarerForm:
    """The form, as far as it is filled in."""
    shown = tuple(_part(known, one, filled) for one, filled in zip(known.categories, parts, strict=True))
    helped = tuple(one for one in whole.shown if one.name in NAMED)
    named = [(one.name, filled) for one, filled in zip(shown, parts, strict=True) if filled.is_bound]
    problems = [(f"{name}: {says}", place) for name, filled in named for says, place in filled.problems]
    return CarerForm(
        heading=f"How is it for {told.placed.first_name}?",
        lead=f"Open until the end of {long(last_day(told.now))}.",
        problems=(*problems, *(whole.problems if whole.is_bound else ())),
        parts=shown,
        whole=whole,
        rest=tuple(one for one in whole.shown if one.name not in NAMED),
        helped=helped,
        helped_open=any(_is_filled(one) for one in helped),
        version=draft.version if draft else 0,
        page=str(uuid.uuid4()),
        keep=reverse("desk:caring_keep", args=[told.now.public_id]),
        saved=f"Kept on the server at {clock_time(draft.saved_at)}. Nobody else reads it." if draft else "",
        language=language,
        languages=tuple(_languages(language, on)),
        not_read_over=NOT_READ_OVER if any(one.language != language for one in shown) else "",
        back=_back(),
        public_ids=(str(told.placed.child.public_id),),
    )


def _is_filled(one: Shown) -> bool:
    """Whether something is typed, chosen or wrong there: then it is not folded away."""
    return bool(one.value or one.error or any(each.chosen and each.value for each in one.choices))


def _languages(chosen: str, on: date) -> Iterator[Link]:
    """Those in which the questions can be read; none where there is English alone."""
    found = queries.languages_for(CARER, on=on)
    for one in found if len(found) > 1 else ():
        yield Link(one.name, f"?language={one.code}", one.code == chosen)


def sent(*, viewer, told: RoundPlaced, said: ToldCarer, on: date) -> SentPage:
    """After sending, or once the time is over."""
    names = {one.key: one.name for one in queries.categories(on=on)}
    childs = (*_childs(said, names), *_childs_words(said))
    return SentPage(
        heading=f"What you said of {told.placed.first_name}",
        sent=_sent_by(viewer, told),
        own=tuple(_own(said, names)),
        childs=childs,
        not_yet="" if childs or not told.sent_by else NOT_YET,
        back=_back(),
        public_ids=(str(told.placed.child.public_id),),
    )


def _row(one, rounds: Sequence[RoundPlaced]) -> Row:
    waits = next((told for told in rounds if told.waits), None)
    answered = [told for told in rounds if told.sent_by]
    links = [Link("Give your answer", reverse("desk:caring_round", args=[waits.now.public_id]))] if waits else []
    links += [
        Link(f"What you said {_on(told)}", reverse("desk:caring_said", args=[told.now.public_id])) for told in answered
    ]
    value = f"You are asked, until the end of {long(last_day(waits.now))}." if waits else "Nothing waits for you."
    return Row(one.first_name, value, "", tuple(links))


def _on(told: RoundPlaced) -> str:
    return f"on {long(day_of(told.sent_at))}" if told.sent_at else ""


def _part(known: Known, one, filled: PartForm) -> CarerPart:
    asked = known.asked.get(one.key)
    words, language, direction = (asked.words, asked.language, asked.direction) if asked else (one.name, ENGLISH, "ltr")
    return CarerPart(one.key, one.name, words, language, direction, before(known.last.get(one.key)), filled)


def _own(said: ToldCarer, names: Mapping[str, str]) -> Iterator[Row]:
    for key, one in said.own.items():
        yield Row(names.get(key, key), _answer(one))
    if said.own_words:
        yield Row("Anything else", said.own_words)
    if helped := next((one.helped for one in said.own.values() if one.helped), ""):
        yield Row("Who helped", helped)


def _childs(said: ToldCarer, names: Mapping[str, str]) -> Iterator[Row]:
    for key, one in said.childs.items():
        yield Row(names.get(key, key), _answer(one))


def _childs_words(said: ToldCarer) -> Iterator[Row]:
    for one in said.childs_words:
        yield Row(FREE_WORDS.get(one.what, "Anything else"), one.words)


def _answer(one: Column) -> tuple[str, ...]:
    return tuple(filter(None, (one.chosen or answer_words(one.answer), one.comment)))


def _sent_by(viewer, told: RoundPlaced) -> str:
    if not told.sent_by or told.sent_at is None:
        return "The time is over. Nothing was sent for your household, and nothing more can be."
    mine = told.sent_by == str(viewer.public_id)
    who = "you" if mine else accounts.names([told.sent_by]).get(told.sent_by, "somebody of your household")
    return f"Sent by {who} on {long(day_of(told.sent_at))}. It stays as it was sent."


def _back() -> Link:
    return Link("Back to the children placed with you", reverse("desk:caring"))
