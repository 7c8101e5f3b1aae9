"""What may not wait: its owner is told at once, and where nobody says "I have this", the next, until somebody does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from seenheard.accounts.domain import SYSTEM
from seenheard.record.domain.days import day_of
from seenheard.trail import operations as trail

from .. import permissions, queries
from ..domain.letters import TODAY
from ..domain.turns import next_told
from ..models import Message, Prompt, Step, ToldNext
from ..queries import at_once


def hand_on(*, at: datetime) -> int:
    """Tell whoever comes next of each prompt that may not wait and that nobody has taken; how many were told.

    The owners first, when it opens. When `PROMPT_ANSWER_MINUTES` have passed without an answer, the next of the
    authority's list who may see the child; after the last the first again. Run every minute, twice or two at once.
    """
    return sum(_hand_on(prompt_id, at) for prompt_id in at_once.unanswered(at=at, since=at - _answer_time()))


@transaction.atomic
def _hand_on(prompt_id: int, at: datetime) -> int:
    waits = Q(handed_at=None) | Q(handed_at__lte=at - _answer_time())
    open_now = Prompt.objects.filter(waits, pk=prompt_id, gone_at=None, acted_at=None)
    prompt = open_now.select_for_update(skip_locked=True).first()
    if prompt is None:  # somebody took it meanwhile, or another run has it in hand
        return 0
    told = _next(prompt, day_of(at))
    turn = Step.objects.filter(prompt=prompt, what="handed_on").count()
    for person in told:
        _tell(prompt, person, turn, at)
    prompt.handed_at, prompt.handed_to = at, told[0] if told else ""
    prompt.save(update_fields=["handed_at", "handed_to"])
    child = at_once.child_of(prompt.child_id)
    trail.write(what="handed_on_prompt", by=SYSTEM, at=at, children=[child], about=prompt.cause)
    return len(told)


def _next(prompt: Prompt, on: date) -> Sequence[str]:
    """The owners, if nobody has been told since it opened; else the one whose turn it is, who may see the child."""
    asked = queries.Whose.of(prompt)
    owners = queries.owners([asked], on)[asked].people
    if prompt.handed_at is None:
        return owners
    listed = at_once.who_may_see(prompt.child_id, queries.told_next(on=on) or at_once.last_resort(on), on)
    found = next_told(listed, last=prompt.handed_to)
    return [found] if found else owners


def _tell(prompt: Prompt, person: str, turn: int, at: datetime) -> None:
    Step.objects.create(
        child_id=prompt.child_id,
        prompt=prompt,
        what="handed_on",
        at=at,
        by=SYSTEM.public_id,
        to=person,
        opened_on=prompt.opens_on,
        act_by_on=prompt.act_by_on,
    )
    Message.objects.create(
        key=f"{TODAY}:{prompt.pk}:{turn}:{person}",
        kind=TODAY,
        person=person,
        on=day_of(at),
        counts={"minutes": settings.PROMPT_ANSWER_MINUTES},
        made_at=at,
    )


def _answer_time() -> timedelta:
    return timedelta(minutes=settings.PROMPT_ANSWER_MINUTES)


@transaction.atomic
def say_who_is_told_next(*, people: Sequence[str], from_on: date, by, at: datetime) -> None:
    """The authority's list from a day on: public ids in the order in which they are told. Raises NotAllowed."""
    permissions.check_can_set_who_is_told(by)
    permissions.check_can_be_told(people)
    if queries.told_next_from(from_on=from_on) == list(people):
        return
    ToldNext.objects.bulk_create(
        ToldNext(person=person, place=place, from_on=from_on, by=str(by.public_id), at=at)
        for place, person in enumerate(people, 1)
    )
    trail.write(what="said_who_is_told_next", by=by, at=at, counts={"people": len(people)})
