"""What people say of a child: the round that is open, the rounds before, and what can be done about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.desk.forms.voices import CloseForm
from seenheard.desk.presenters.duties import NAME_NOT_RECORDED
from seenheard.record.permissions import can_record
from seenheard.ui.dates import long
from seenheard.ui.parts import Link
from seenheard.voices import queries
from seenheard.voices.domain.answers import Voice
from seenheard.voices.queries import RoundNow, RoundTold

from .voice_words import answered, last_day, stands, the, why_words

OPEN, BLIND = "Read what was said side by side", "See how this round stands"
NONE_YET = "Nobody has been asked yet."


@dataclass(frozen=True)
class OneRound:
    """A round: how it stands, who has answered, where its answers are, and the press that is the reader's own."""

    stands: str
    why: str
    answered: str
    closed_why: str
    look: Link
    answer: Link | None


@dataclass(frozen=True)
class OnChildPage:
    """The short section of the child's page."""

    none: str
    latest: OneRound | None
    all: Link
    pack: Link


@dataclass(frozen=True)
class VoicesPage:
    """The child's rounds."""

    title: str
    heading: str
    caption: str
    back: Link
    none: str
    open: OneRound | None
    ask: Link | None
    acts: tuple[Link, ...]
    past: tuple[OneRound, ...]


@dataclass(frozen=True)
class ClosePage:
    """The question before a round is closed."""

    title: str
    heading: str
    caption: str
    back: Link
    says: str
    form: CloseForm
    button: str


def on_child_page(*, viewer, child, told: Sequence[RoundTold], on: date) -> OnChildPage | None:
    """The latest round in short; nothing of it in a record that is open only for a time."""
    if child.opened:
        return None
    rounds = [one.now for one in told]
    return OnChildPage(
        none="" if rounds else NONE_YET,
        latest=_round(rounds[0], viewer, child, on) if rounds else None,
        all=Link(_all_words(rounds), reverse("desk:voices", args=[child.public_id])),
        pack=_pack(child),
    )


def voices(*, viewer, child, on: date) -> VoicesPage:
    """All rounds of one child, the latest first."""
    rounds = queries.rounds_of(viewer=viewer, child=child, on=on)
    opened = rounds[0] if rounds and not rounds[0].is_over else None
    records = can_record(viewer)
    ask = Link("Ask now", reverse("desk:ask_voices", args=[child.public_id]))
    return VoicesPage(
        title="What people say",
        heading="What people say",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to the child", reverse("desk:child", args=[child.public_id])),
        none="" if rounds else NONE_YET,
        open=_round(opened, viewer, child, on) if opened else None,
        ask=ask if records and opened is None else None,
        acts=(_pack(child), _find(child), *(_acts(opened, child) if records else ())),
        past=tuple(_round(one, viewer, child, on) for one in rounds if one is not opened),
    )


def close(*, child, now: RoundNow, form: CloseForm) -> ClosePage:
    """The form."""
    return ClosePage(
        title="Close a round",
        heading="Close this round before its last day",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to what people say", reverse("desk:voices", args=[child.public_id])),
        says=f"{stands(now)} {answered(now)} Once it is closed nothing more can be sent to it, and what was sent opens "
        "to the social worker, the team manager and the reviewing officer.",
        form=form,
        button="Close the round",
    )


def words_after_asking(now) -> str:
    """What the message says once a round is open."""
    voices = [Voice(voice) for voice in now.voices]
    said = f"Asked, until the end of {long(last_day(now))}: {the(voices)}."
    if Voice.CHILD in voices:
        return said
    return (
        f"{said} The child is not asked: it is younger than five, your council asks no children, or it has not yet "
        "set who reads at once what may not wait."
    )


def may_answer(viewer, child, now: RoundNow, on: date) -> bool:
    """Whether this person can be the worker's voice in it now."""
    waits = Voice.WORKER in now.voices and Voice.WORKER not in now.sent and not now.is_over
    return waits and queries.speaks_as_worker(viewer=viewer, child=child, on=on)


def _pack(child) -> Link:
    return Link("Review pack", reverse("desk:review_pack", args=[child.public_id]))


def _find(child) -> Link:
    return Link("Find words in what people said", reverse("desk:find_said", args=[child.public_id]))


def _acts(opened: RoundNow | None, child):
    yield Link("Who looks after the child and may answer", reverse("desk:carers", args=[child.public_id]))
    yield Link("What was said and what was done", reverse("voices:said_and_done", args=[child.public_id]))
    yield Link("How the care plan is judged", reverse("voices:plan", args=[child.public_id]))
    if opened:
        yield Link("Let the child answer", reverse("voices:child_way", args=[child.public_id]))
        if Voice.PARENT in opened.voices:
            yield Link("Write down what a parent says", reverse("desk:round_parent", args=[opened.public_id]))
        yield Link("Write down what you saw", reverse("voices:saw", args=[child.public_id]))
        yield Link("Close this round before its last day", reverse("desk:round_close", args=[opened.public_id]))


def _all_words(rounds: Sequence[RoundNow]) -> str:
    return "Every round, and what can be done" if rounds else "Ask now, and what is asked"


def _round(now: RoundNow, viewer, child, on: date) -> OneRound:
    answer = Link("Give your answer", reverse("desk:round_answer", args=[now.public_id]))
    look = OPEN if now.is_over or Voice.WORKER in now.sent else BLIND
    return OneRound(
        stands=stands(now),
        why=why_words(now),
        answered=answered(now),
        closed_why=f"Why it was closed: {now.ended_why}" if now.ended_why else "",
        look=Link(look, reverse("desk:round", args=[now.public_id])),
        answer=answer if may_answer(viewer, child, now, on) else None,
    )
