"""Carers are told that a round asks them, and reminded once, by the road of every message: no name, a day and a link.

A worker's reminder is a prompt of theirs, and a child is reminded by the worker: nobody writes to a child.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from seenheard.prompts import operations as prompts
from seenheard.prompts import queries as prompts_queries
from seenheard.record.domain.days import day_of

from ..domain.answers import Voice
from ..domain.reminding import REMINDED, message_due
from ..models import Member, Reply, Round
from ..queries.homes import homes_today


def tell_carers(*, send_from: datetime, at: datetime) -> int:
    """A message to everybody of a household that is asked and has not answered, once to ask and once to remind.

    The messages wait until `send_from`. For the system; run daily, twice or two at once. How many people there were to
    tell of something.
    """
    on = day_of(at)
    asked = Round.objects.filter(opened_on__lte=on, closes_on__gt=on, end=None, voices__contains=[Voice.CARER])
    told = list(_due(list(asked), on))
    for person, one, what in told:
        prompts.tell_of_round(
            person=person,
            round=str(one.public_id),
            again=what == REMINDED,
            until_on=one.closes_on,
            path=reverse("desk:caring"),
            send_from=send_from,
            at=at,
        )
    return len(told)


def _due(rounds: list[Round], on: date) -> Iterator[tuple[str, Round, str]]:
    homes = homes_today([one.child_id for one in rounds], on)
    answered = set(
        Reply.objects.filter(round__in=rounds, household__isnull=False).values_list("round_id", "household_id")
    )
    members = list(Member.objects.filter(household__in=homes).exclude(ended__ended_on__lte=on).order_by("pk"))
    asked_on = prompts_queries.asked_by_rounds(since=min((one.opened_on for one in rounds), default=on))
    for one in rounds:
        for member in members:
            if member.child_id != one.child_id or (one.pk, member.household_id) in answered:
                continue
            what = message_due(
                opened_on=one.opened_on,
                closes_on=one.closes_on,
                since_on=day_of(member.at),
                asked_on=asked_on.get((str(one.public_id), member.person)),
                on=on,
            )
            if what:
                yield member.person, one, what
