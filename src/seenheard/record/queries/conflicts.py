"""Conflicts declared: whom somebody has said they know, and which of them a manager or the guardian is told of."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import can

from ..models import Child, Conflict
from ..permissions import NoSuchChild, check_can_see_conflicts


def known_to(*, viewer, on: date | None = None) -> QuerySet[Conflict, Any]:
    """The ids of the children whom this person has said they know, and nobody has ended it (by the day given)."""
    return _standing(on).filter(person_public_id=str(viewer.public_id)).values("child")


def standing_conflict(*, viewer, child: Child) -> Conflict | None:
    """The conflict that the viewer has declared about this child and that stands."""
    return _standing(None).filter(person_public_id=str(viewer.public_id), child=child).first()


def conflicts(*, viewer) -> QuerySet[Conflict]:
    """Conflicts that stand or stood, the latest first: for a team manager those of the people of her teams.

    None that the viewer has declared about the same child: whoever knows a child learns nothing more of it here.
    """
    check_can_see_conflicts(viewer)
    told = Conflict.objects.exclude(child__in=known_to(viewer=viewer)).select_related("child__now", "ended")
    if not (can(viewer, Ability.SEE_ALL_CHILDREN) or can(viewer, Ability.REVIEW_LOOKS)):
        told = told.filter(person_public_id__in=accounts.people_of_teams(viewer.team_refs))
    return told.order_by("-at", "-pk")


def conflict_to_end(*, viewer, public_id: UUID | str) -> Conflict:
    """One conflict that stands, for somebody who is told of it; NoSuchChild otherwise."""
    found = conflicts(viewer=viewer).filter(public_id=public_id, ended__isnull=True).first()
    if found is None:
        raise NoSuchChild
    return found


def _standing(on: date | None) -> QuerySet[Conflict]:
    if on is None:
        return Conflict.objects.filter(ended__isnull=True)
    return Conflict.objects.filter(Q(ended__isnull=True) | Q(ended__ended_on__gt=on))
