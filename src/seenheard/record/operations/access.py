"""Naming the few people who may open a file that adoption has closed."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from seenheard.accounts.permissions import NotAllowed
from seenheard.trail import operations as trail

from .. import permissions
from ..models import Child, NamedAccess

SHORTEST_WHY = 20  # letters: a word is not a reason


@transaction.atomic
def name_person_for_closed_file(
    *, child: Child, person_public_id: str, from_on: date, until_on: date | None, why: str, by, at: datetime
) -> NamedAccess:
    """Let one person open one closed file, from a day until another (not included), and say why.

    Raises NotAllowed: not for this viewer to do, no reason, no day left, or named for as long already.
    """
    permissions.check_can_name_person_for_closed_file(by)
    why = why.strip()
    if len(why) < SHORTEST_WHY:
        raise NotAllowed(f"Say why this person needs to open the file, in {SHORTEST_WHY} letters or more.")
    if until_on is not None and until_on <= from_on:
        raise NotAllowed("The day on which the file closes again has to come after the day on which it opens.")
    Child.objects.select_for_update().get(pk=child.pk)
    if _named_already(child, person_public_id, from_on, until_on):
        raise NotAllowed("This person is named for this file until that day or longer. Nothing was changed.")
    access = NamedAccess.objects.create(
        child=child,
        person_public_id=str(person_public_id),
        from_on=from_on,
        until_on=until_on,
        why=why,
        by=str(by.public_id),
        at=at,
    )
    trail.write(
        what="named_person_for_closed_file",
        by=by,
        at=at,
        children=[str(child.public_id)],
        about=str(person_public_id),
        why=why,
    )
    return access


def _named_already(child: Child, person_public_id: str, from_on: date, until_on: date | None) -> bool:
    """Whether one naming covers the whole time already: asked for twice, it is written once."""
    as_long = Q(until_on__isnull=True) if until_on is None else Q(until_on__isnull=True) | Q(until_on__gte=until_on)
    named = NamedAccess.objects.filter(child=child, person_public_id=str(person_public_id), from_on__lte=from_on)
    return named.filter(as_long).exists()
