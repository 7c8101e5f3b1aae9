"""Naming the few people who may open a file that adoption has closed."""

from datetime import date, datetime

from django.db import transaction

from seenheard.trail import operations as trail

from .. import permissions
from ..models import Child, NamedAccess


@transaction.atomic
def name_person_for_closed_file(
    *, child: Child, person_public_id: str, from_on: date, until_on: date | None, why: str, by, at: datetime
) -> NamedAccess:
    """Let one person open one closed file, for a time and with a reason. Raises NotAllowed."""
    permissions.check_can_name_person_for_closed_file(by)
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
