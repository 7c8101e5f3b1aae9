"""What may not wait: which of it nobody has taken, and who of a list may see the child."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of

from ..domain.letters import ALARM
from ..models import Message, Prompt, ToldNext
from .staffing import staff_on


def unanswered(*, at: datetime, since: datetime) -> list[int]:
    """Prompts that may not wait, stand now, are taken by nobody, and of which nobody was told after `since`."""
    on = day_of(at)
    stands = Q(until_on=None) | Q(until_on__gt=on)
    waits = Q(handed_at=None) | Q(handed_at__lte=since)
    found = Prompt.objects.filter(stands, waits, at_once=True, gone_at=None, acted_at=None, opens_on__lte=on)
    return list(found.order_by("act_by_on", "id").values_list("id", flat=True))


def last_resort(on: date) -> list[str]:
    """Who is told where the authority has no list: the service managers."""
    above = staff_on(on).above
    return [] if above.is_ownerless else list(above.people)


def who_may_see(child_id: int, people: Sequence[str], on: date) -> list[str]:
    """Those of these people, in their order, whose account is on and who may see the child on this day."""
    found = {str(one.public_id): one for one in accounts.people().filter(public_id__in=list(people), is_active=True)}
    return [
        person
        for person in people
        if person in found and record_queries.visible_children(viewer=found[person], on=on).filter(pk=child_id).exists()
    ]


def alarms_not_told(alarm: str) -> list[str]:
    """To whom (public id, or address) a message about this alarm could not be sent until now."""
    failed = Message.objects.filter(kind=ALARM, key__startswith=f"{ALARM}:{alarm}:", sent_at=None)
    return list(failed.filter(failed_at__isnull=False).order_by("id").values_list("person", flat=True))


def child_of(child_id: int) -> str:
    """The public id of a child, for the trail."""
    return str(record_queries.visible_children(viewer=SYSTEM, on=date.min).get(pk=child_id).public_id)


def told_next(*, on: date) -> list[str]:
    """The authority's list on a day: public ids, in the order in which they are told; empty where there is none."""
    latest = ToldNext.objects.filter(from_on__lte=on).order_by("-from_on", "-at", "place").first()
    return told_next_from(from_on=latest.from_on) if latest else []


def told_next_from(*, from_on: date) -> list[str]:
    """The list that was said last of those that begin on this very day."""
    rows = ToldNext.objects.filter(from_on=from_on)
    last = rows.order_by("-at").first()
    return list(rows.filter(at=last.at).order_by("place").values_list("person", flat=True)) if last else []
