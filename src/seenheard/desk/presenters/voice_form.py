"""The worker's form of a round: each category with its question, what was said last, and the duties beside it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from seenheard.desk.forms.voices import PartForm, WholeForm
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.ui.dates import clock_time, long
from seenheard.ui.forms import Shown
from seenheard.ui.parts import Link
from seenheard.voices import queries
from seenheard.voices.domain.answers import Voice
from seenheard.voices.domain.categories import CategoryNow
from seenheard.voices.domain.replies import Last
from seenheard.voices.domain.rounds import in_turn
from seenheard.voices.domain.wordings import ENGLISH, WORKER
from seenheard.voices.queries import Asked, RoundNow

from .voice_words import Strip, answer_words, answered, last_day, strips

NEEDS = (
    "Answer what you can: one answer is enough to send. A colour needs its reason in words: red and amber new ones; a "
    "green may keep the words of last time."
)
AFTER = (
    "Sent once, it stays as it is. Then what the others said opens to you, and your answer opens to the team manager "
    "and the reviewing officer. The carer and the child do not see it."
)


@dataclass(frozen=True)
class Before:
    """What was said of a category last time, by whoever was the worker."""

    heading: str
    words: str


@dataclass(frozen=True)
class Part:
    """One category of the form."""

    key: str
    name: str
    asked: str
    before: Before | None
    form: PartForm
    strip: Strip


@dataclass(frozen=True)
class AnswerPage:
    """The page of the form. `who`: what is asked first, of whoever spoke; `rest`: what is asked once, last."""

    title: str
    heading: str
    caption: str
    back: Link
    lead: str
    needs: str
    problems: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    whole: WholeForm
    version: int
    page: str
    keep: str
    saved: str
    after: str
    rest: tuple[Shown, ...]
    public_ids: tuple[str, ...]
    who: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the form is made from: the categories in this person's order, their words, and what was said last."""

    categories: tuple[CategoryNow, ...]
    asked: Mapping[str, Asked]
    last: Mapping[str, Last]


def known_of(*, viewer, child, now: RoundNow, on: date) -> Known:
    """Three queries."""
    by_key = {one.key: one for one in queries.categories(on=on)}
    order = in_turn(now.categories, whose=f"{now.public_id} {viewer.public_id}")
    return Known(
        categories=tuple(by_key[key] for key in order),
        asked=queries.asked_in(ENGLISH, audience=WORKER, on=on),
        last=queries.last_said(child=child, voice=Voice.WORKER),
    )


def forms_of(
    known: Known, content: Mapping[str, Any], posted: Mapping[str, Any] | None, whole: type[WholeForm] = WholeForm
):
    """The forms as filled in: from what was just posted, else from what the draft holds."""
    parts = [
        PartForm(
            posted,
            prefix=one.key,
            name=one.name,
            last=known.last.get(one.key),
            initial=_initial(content, f"{one.key}-"),
        )
        for one in known.categories
    ]
    return whole(posted, initial=dict(content)), parts


def _initial(content: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in content.items() if name.startswith(prefix)}


def answer(
    *, viewer, child, now: RoundNow, on: date, known: Known, whole: WholeForm, parts: Sequence[PartForm], draft
) -> AnswerPage:
    """The form, as far as it is filled in; `draft` is what is kept, if anything."""
    beside = strips(viewer=viewer, child=child, on=on, categories=known.categories)
    named = [(one.name, form) for one, form in zip(known.categories, parts, strict=True) if form.is_bound]
    problems = [(f"{name}: {says}", place) for name, form in named for says, place in form.problems]
    return AnswerPage(
        title="Answer a round",
        heading="How is it for this child?",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to what people say", reverse("desk:voices", args=[child.public_id])),
        lead=f"Open until the end of {long(last_day(now))}. {answered(now)}",
        needs=NEEDS,
        problems=(*problems, *whole.problems),
        parts=tuple(
            Part(one.key, one.name, _words(known, one), before(known.last.get(one.key)), form, beside[one.key])
            for one, form in zip(known.categories, parts, strict=True)
        ),
        whole=whole,
        version=draft.version if draft else 0,
        page=str(uuid.uuid4()),
        keep=reverse("desk:round_keep", args=[now.public_id]),
        saved=f"Kept on the server at {clock_time(draft.saved_at)}. Nobody else reads it." if draft else "",
        after=AFTER,
        rest=whole.shown,
        public_ids=(str(child.public_id),),
    )


def _words(known: Known, one: CategoryNow) -> str:
    return known.asked[one.key].words if one.key in known.asked else one.name


def before(last: Last | None) -> Before | None:
    """The words of last time, where there were any."""
    if last is None:
        return None
    return Before(f"Last time, {long(last.said_on)}: {answer_words(last.answer).lower()}", last.comment)
