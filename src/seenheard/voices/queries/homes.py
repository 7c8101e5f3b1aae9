"""Which households live with a child now, and whether a round still waits for one. Nothing of a child comes back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries as record_queries

from ..domain.answers import Voice
from ..models import Household, Member, Reply
from .rounds import RoundNow


def homes_today(child_ids: Collection[int], on: date) -> list[int]:
    """The households, by key, whose placement runs today: reckoned from the record, as for who signs in."""
    homes = list(Household.objects.filter(child__in=child_ids, from_on__lte=on).select_related("child__now"))
    told = record_queries.placed_now(viewer=SYSTEM, children=[one.child for one in homes], on=on) if homes else ()
    return [
        home.pk
        for home, one in zip(homes, told, strict=True)
        if one.since_on == home.from_on and not home.child.now.adopted_closed
    ]


def waits_for_a_home(now: RoundNow, on: date) -> bool:
    """Whether a household that lives with the child now is asked, can answer and has not: also where the one before it
    has. Asked beyond what a carer sees, by whoever answers last."""
    if Voice.CARER not in now.voices:
        return False
    homes = homes_today([now.child_id], on)
    members = Member.objects.filter(household__in=homes).exclude(ended__ended_on__lte=on)
    able = accounts.people_known_by(worker_refs=(), public_ids=members.values_list("person", flat=True))
    asked = members.filter(person__in=[str(one.public_id) for one in able])
    there = Reply.objects.filter(round_id=now.id, household__isnull=False)
    return asked.exclude(household__in=there.values("household_id")).exists()
