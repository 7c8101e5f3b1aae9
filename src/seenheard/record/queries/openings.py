"""Records opened for a short time, on duty or by break-glass: what is open to whom at a moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ..domain.openings import BREAK_GLASS, DUTY
from ..models import Child, Opening
from ..permissions import can_open


@dataclass(frozen=True, slots=True)
class OpenNow:
    """A record that is open to somebody for a time."""

    public_id: UUID
    name: str | None
    until_at: datetime


def open_now(*, viewer, at: datetime, child: Child | None = None) -> QuerySet[Opening]:
    """The openings of this person that last at this moment, of the kinds that their role still has; latest first."""
    kinds = [kind for kind in (DUTY, BREAK_GLASS) if can_open(viewer, kind)]
    mine = Opening.objects.filter(
        person_public_id=str(viewer.public_id), kind__in=kinds, at__lte=at, until_at__gt=at
    ).order_by("-until_at", "-pk")
    return mine if child is None else mine.filter(child=child)
