"""Who may answer for a child placed with them: invited by name to one placement, with whose end their right ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from seenheard.accounts import operations as accounts
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of
from seenheard.trail import operations as trail

from .. import queries
from ..models import Household, Member
from ..models.households import EndedMember, Kind
from ..permissions import check_can_invite_carers
from ..queries.households import placed_since
from .turns import Turn, take_turn_at

LONGEST_NAME, LONGEST_REASON = 200, 500
FAMILY, HOME = str(Kind.FAMILY), str(Kind.HOME)
NOT_PLACED = "No placement of this child runs today, so nobody can be invited to one. Record the placement first."
WITH_A_PARENT = (
    "This child is placed with a parent, and a parent is never taken for the carer. Where parents are asked, the "
    "worker writes down what they say."
)
NOT_THERE = "This person is not among those who may answer for the child now. Nothing was changed."


@dataclass(frozen=True, slots=True)
class InvitedCarer:
    """Who was invited. `again`: they were among those who may answer already; a new link went out, nothing else."""

    person: Any
    again: bool


@transaction.atomic
def invite_carer(*, child, name: str, email: str, kind: str, by, at: datetime) -> InvitedCarer:
    """Let a named person answer for the child as long as today's placement lasts; the link to sign in goes to them.

    `kind`: of the first who is invited to a placement it says whether it is a family or a children's home. One person
    gives this: it opens a first name and one form, and is no more than what whoever works with the child can hand out
    (ADR 27). Raises NoSuchChild, NotAllowed.
    """
    on = day_of(at)
    check_can_invite_carers(by)
    queries.check_seen(viewer=by, child=child, on=on)
    if not name.strip() or len(name) > LONGEST_NAME or "@" not in email:
        raise NotAllowed("Give the person’s name, and an e-mail address of their own.")
    if kind not in Kind.values:
        raise NotAllowed("Say whether it is a carer’s household or a children’s home.")
    since_on = placed_since(viewer=by, child=child, on=on)
    if since_on is None:
        raise NotAllowed(NOT_PLACED)
    if record_queries.placed_with_parents(viewer=by, on=on, child_ids=[child.pk]):
        raise NotAllowed(WITH_A_PARENT)
    take_turn_at(Turn.HOUSEHOLD, child.pk)  # two who invite at once make one household
    person = accounts.let_carer_in(email=email, name=name, by=by, at=at)
    said = {"by": str(by.public_id), "at": at}
    home, _ = Household.objects.get_or_create(
        child=child, placement_ref=since_on.isoformat(), defaults={"kind": kind, "from_on": since_on, **said}
    )
    whom = {"household": home, "person": str(person.public_id)}
    if Member.objects.filter(**whom).exclude(ended__ended_on__lte=on).exists():
        if person.last_login is not None:
            raise NotAllowed(f"{person.name} may answer for this child already. Nothing was changed.")
        return InvitedCarer(person, again=True)
    Member.objects.create(child=child, **whom, **said)
    trail.write(what="invited_to_answer", by=by, at=at, children=[str(child.public_id)], about=str(person.public_id))
    return InvitedCarer(person, again=False)


@transaction.atomic
def end_member(*, child, person: str, reason: str, by, at: datetime) -> None:
    """From now on this person answers for the child no more, though the placement goes on. Raises NotAllowed."""
    on = day_of(at)
    check_can_invite_carers(by)
    queries.check_seen(viewer=by, child=child, on=on)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise NotAllowed(f"Say why, in {LONGEST_REASON} letters or fewer.")
    take_turn_at(Turn.HOUSEHOLD, child.pk)
    mine = Member.objects.filter(child=child, person=str(person)).exclude(ended__isnull=False)
    if not mine:
        raise NotAllowed(NOT_THERE)
    for member in mine:
        EndedMember.objects.create(
            child=child, member=member, ended_on=on, reason=reason.strip(), by=str(by.public_id), at=at
        )
    trail.write(what="ended_answering", by=by, at=at, children=[str(child.public_id)], about=str(person))
