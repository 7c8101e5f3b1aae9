"""Naming the few people who may open a file that adoption has closed, and ending it before its day."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from seenheard.accounts.permissions import NotAllowed
from seenheard.trail import operations as trail

from .. import permissions
from ..models import Child, EndedAccess, NamedAccess
from ..queries.closed_files import namings_not_over
from .reasons import reason


@transaction.atomic
def name_person_for_closed_file(
    *, child: Child, person_public_id: str, from_on: date, until_on: date | None, why: str, by, at: datetime
) -> NamedAccess:
    """Let one person open one closed file, from a day until another (not included), and say why.

    Raises NotAllowed: not for this viewer to do, no reason, no day left, or named for as long already.
    """
    permissions.check_can_name_for_closed_file(by, person_public_id)
    why = reason(why, "Say why this person needs to open the file")
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


@transaction.atomic
def end_naming_for_closed_file(
    *, child: Child, person_public_id: str, on: date, why: str, by, at: datetime
) -> list[EndedAccess]:
    """Close one file to one person again, from `on` on, whatever day they were named until; say why.

    What was written stays: every naming that is not over gets its end beside it. Raises NotAllowed: not for this
    viewer to do, no reason, or nothing to end.
    """
    permissions.check_can_name_person_for_closed_file(by)
    why = reason(why, "Say why the file is closed to this person again")
    Child.objects.select_for_update().get(pk=child.pk)
    still = namings_not_over(child=child, person_public_id=person_public_id, on=on)
    ended = EndedAccess.objects.bulk_create(
        EndedAccess(child=child, naming=naming, ended_on=on, by=str(by.public_id), at=at, why=why) for naming in still
    )
    if not ended:
        raise NotAllowed("This person is not named for this file, or no longer. Nothing was changed.")
    trail.write(
        what="ended_naming_for_closed_file",
        by=by,
        at=at,
        children=[str(child.public_id)],
        about=str(person_public_id),
        why=why,
    )
    return ended


def _named_already(child: Child, person_public_id: str, from_on: date, until_on: date | None) -> bool:
    """Whether one naming covers the whole time already: asked for twice, it is written once."""
    as_long = Q(until_on__isnull=True) if until_on is None else Q(until_on__isnull=True) | Q(until_on__gte=until_on)
    named = namings_not_over(child=child, person_public_id=person_public_id, on=from_on)
    return named.filter(as_long, from_on__lte=from_on).exists()
