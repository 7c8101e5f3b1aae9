"""Handing over what follows: in the same transaction as each change, prompts open, change and close by themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.lib.sight import seeing_everything
from seenheard.prompts import operations as prompts
from seenheard.prompts import queries as prompts_queries
from seenheard.record.domain.days import day_of
from seenheard.timescales import queries as timescales
from seenheard.timescales.domain.calendar import CalendarEnds

from ..domain.following import KEPT_FROM, OF_VOICES, UNREAD, causes, waiting_rounds
from ..queries import following

VOICES, ROUNDS = "voices", "rounds"  # who hands over: what was said, and who was asked
WHY = "what follows from an answer is reckoned from all that was said, whoever answered last"


def hand_over(*, child_id: int, at: datetime) -> None:
    """All that follows from what was said of one child, as of now; for whoever has just changed any of it."""
    hand_over_many(child_ids=[child_id], at=at)


@seeing_everything(WHY)
def hand_over_many(*, child_ids: Collection[int], at: datetime) -> None:
    """The same of several children, handed over in one go."""
    on = day_of(at)
    stories = [following.story_of(child_id, on) for child_id in child_ids]
    prompts.causes_of_givers(
        child_ids=child_ids,
        told={
            VOICES: [cause for story in stories for cause in causes(story, working_days)],
            ROUNDS: [cause for story in stories for cause in waiting_rounds(story, on)],
        },
        at=at,
    )


@seeing_everything(WHY)
def hand_over_rounds(*, child_ids: Collection[int], at: datetime) -> None:
    """Who was asked and has not answered, for many children at once: for whoever has opened or ended their rounds."""
    if not child_ids:
        return
    stories = following.stories_of_rounds(child_ids)
    told = [cause for story in stories.values() for cause in waiting_rounds(story, day_of(at))]
    prompts.causes_of_children(child_ids=child_ids, giver=ROUNDS, causes=told, at=at)


def follow_actions(*, at: datetime) -> int:
    """Once more for every child with an action that a talk led to: done, or taken back, it is current no more. And for
    whom an answer waits to be read: of an earlier version one in which nothing is said may wait still, for ever. And
    where something is kept from somebody, who may have come to hold the case since.

    For the system; run daily, twice or two at once. How many children.
    """
    standing = prompts_queries.all_standing(viewer=SYSTEM, on=day_of(at), causes=OF_VOICES)
    again = {one.child_id for one in standing if one.cause == UNREAD or KEPT_FROM in (one.facts or {})}
    found = sorted({*following.children_with_actions(), *again})
    for child_id in found:
        with transaction.atomic():
            hand_over(child_id=child_id, at=at)
    return len(found)


def working_days(start_on: date, number: int) -> date:
    """So many working days after a day; past the end of the calendar of bank holidays as many days."""
    try:
        return timescales.calendar().add_working_days(start_on, number)
    except CalendarEnds:
        return start_on + timedelta(days=number)
