"""The account of a carer: it opens nothing by itself. Which child they may answer for, `voices` keeps."""

import uuid
from datetime import datetime

from django.db import transaction

from seenheard.accounts import permissions, queries
from seenheard.accounts.models import Role, User
from seenheard.accounts.operations import rights
from seenheard.accounts.permissions import NotAllowed
from seenheard.lib.jobs import defer
from seenheard.trail import operations as trail

OF_STAFF = (
    "Somebody who works here signs in with this address. A carer needs one of their own, also where the same person is "
    "both."
)
CLOSED = "The account with this address is switched off. An administrator has to switch it on first."


@transaction.atomic
def let_carer_in(*, email: str, name: str, by, at: datetime) -> User:
    """The carer with this address, made where there is none; while they have never signed in, a new link is sent.

    No second person agrees: see ADR 27. The link goes to the carer alone. Raises NotAllowed.
    """
    if not permissions.can_be_covered(by):
        raise NotAllowed("Only somebody who works with a child can invite who looks after that child.")
    rights.wait_for_turn()
    person = queries.person_with_email(email)
    if person and person.role != Role.CARER:
        raise NotAllowed(OF_STAFF)
    if person and not person.is_active:
        raise NotAllowed(CLOSED)
    if person is None:
        person = User.objects.create_user(email.strip(), name=name.strip(), role=Role.CARER)
        person.set_unusable_password()
        person.save(update_fields=["password"])
        trail.write(what="invited_carer", by=by, at=at, about=str(person.public_id))
    if person.last_login is None and not person.cast_as:  # a demo's cast comes in by the demo's own page
        defer(rights.SEND_LINK, person=str(person.public_id), asked=str(uuid.uuid4()))
    return person
