"""What was said about safety: who has it, who was told, what was done; and what of it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.ui.dates import moment
from seenheard.ui.forms import Form
from seenheard.ui.parts import Link, Row

from .. import queries
from ..domain.alarms import Did, Happened
from ..domain.answers import Voice
from ..domain.seeing import Reader
from ..queries import AlarmNow

SHOWN = 8  # letters of the reference, as in the message
SOMEBODY = "Somebody who has left"
NAME_NOT_RECORDED = "Name not recorded"
NOBODY_YET = "Nobody has this yet. If you have it, press the button: nobody else is then told."
STANDS = "It stays red for every manager until somebody records what was done."
WHO = {Voice.CHILD: "The child", Voice.CARER: "A carer"}
ABOUT = {Reader.WORKER: "the social worker", Reader.MANAGER: "the team manager", Reader.CARER: "the carer"}


@dataclass(frozen=True)
class Standing:
    """One alarm in a list. No name: the list is read on duty, too."""

    what: str
    how: str
    not_told: bool
    link: Link


@dataclass(frozen=True)
class AlarmsPage:
    """What stands, for whoever reads."""

    title: str
    heading: str
    lead: str
    alarms: tuple[Standing, ...]
    empty: str
    public_ids: tuple[str, ...]


@dataclass(frozen=True)
class AlarmPage:
    """One alarm. `take`: where “I have this” goes; empty once somebody has it. `form`: until what was done is there."""

    title: str
    heading: str
    caption: str
    back: Link
    how: str
    is_red: bool
    not_told: str
    rows: tuple[Row, ...]
    steps: tuple[Row, ...]
    take: str
    form: Form
    finish: str
    is_done: bool


def alarms(*, viewer, on: date) -> AlarmsPage:
    """What was said about safety and is not settled, as far as it is this person's to know of."""
    found = queries.references_on_duty(viewer=viewer) or queries.alarms_standing(viewer=viewer, on=on)
    return AlarmsPage(
        title="What may not wait",
        heading="What may not wait",
        lead="What a child or a carer has said about safety, and of which nobody has recorded what was done.",
        alarms=standing(found),
        empty="Nothing said about safety waits for anybody.",
        public_ids=tuple(str(one.public_id) for one in found),
    )


def standing(found: tuple[AlarmNow, ...]) -> tuple[Standing, ...]:
    """A line for each alarm: reference, when, how it stands."""
    names = accounts.names(one.stands.had_by for one in found if one.stands.had_by)
    return tuple(
        Standing(
            what=f"Red on safety, said on {moment(one.at)}.",
            how=_how(one, names),
            not_told=any(step.what is Happened.NOT_TOLD for step in one.stands.steps),
            link=Link(f"Open {_reference(one)}", reverse("voices:alarm", args=[one.public_id])),
        )
        for one in found
    )


def alarm(*, viewer, one: AlarmNow, child, form: Form) -> AlarmPage:
    """The page of one alarm."""
    names = accounts.names({who for step in one.stands.steps for who in (step.by, step.to) if _is_person(who)})
    not_told = [step for step in one.stands.steps if step.what is Happened.NOT_TOLD]
    done = one.stands.done
    return AlarmPage(
        title="Something said about safety",
        heading="Something said about safety",
        caption=child.now.name or NAME_NOT_RECORDED,
        back=Link("Back to what may not wait", reverse("voices:alarms")),
        how=_how(one, names) if done or one.stands.had_by else NOBODY_YET,
        is_red=not done,
        not_told=_not_told(not_told, names),
        rows=tuple(_said(one)),
        steps=tuple(Row(f"{STEPS[step.what]}, {moment(step.at)}", _step(step, names)) for step in one.stands.steps),
        take="" if done or one.stands.had_by else reverse("voices:take_alarm", args=[one.public_id]),
        form=form,
        finish=reverse("voices:finish_alarm", args=[one.public_id]),
        is_done=done is not None,
    )


STEPS = {
    Happened.TOLD: "Told",
    Happened.NOT_TOLD: "A message could not be sent",
    Happened.HAS_THIS: "“I have this”",
    Happened.HANDED_ON: "Handed on",
    Happened.DONE: "What was done",
}


def _how(one: AlarmNow, names: Mapping[str, str]) -> str:
    if done := one.stands.done:
        return f"{names.get(done.by, SOMEBODY)} recorded what was done on {moment(done.at)}."
    if who := one.stands.had_by:
        return f"{names.get(who, SOMEBODY)} has this. {STANDS}"
    return f"Nobody has this yet. {STANDS}"


def _said(one: AlarmNow):
    yield Row("Reference", _reference(one))
    yield Row("Who said it", WHO.get(one.voice, "Somebody"), f"On {moment(one.at)}.")
    if one.chosen or one.comment:
        yield Row("What was said", tuple(words for words in (one.chosen, one.comment) if words))
    if one.words:
        yield Row("In their own words", one.words)
    if one.about and (about := ABOUT.get(Reader(one.about))):
        yield Row("Whom it is about", f"It is about {about}, who is not told and not shown it.")


def _step(step: Did, names: Mapping[str, str]) -> str:
    if step.what in (Happened.TOLD, Happened.HANDED_ON):
        return f"To {_to(step.to, names)}." if step.to else "Nobody was there to be told."
    if step.what is Happened.NOT_TOLD:
        return f"To {_to(step.to, names)}." if step.to else step.words
    who = names.get(step.by, SOMEBODY)
    return f"{who}: {step.words}" if step.words else f"{who}."


def _is_person(who: str) -> bool:
    """Neither nobody, nor the system, nor an inbox."""
    return bool(who) and who != SYSTEM.public_id and "@" not in who


def _to(to: str, names: Mapping[str, str]) -> str:
    return f"the inbox {to}" if "@" in to else names.get(to, SOMEBODY)


def _not_told(steps: list[Did], names: Mapping[str, str]) -> str:
    if not steps:
        return ""
    return f"Not everybody could be told: {' '.join(_step(step, names) for step in steps)} Ring whoever has to know."


def _reference(one: AlarmNow) -> str:
    return str(one.public_id)[:SHOWN]
