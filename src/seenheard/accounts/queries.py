"""Questions about people who use the system. None returns children."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.models import Invitation, Role, User


def people():
    """Everybody, by name; switched-off accounts last."""
    return User.objects.order_by("-is_active", "name", "id")


def person(public_id) -> User:
    """One person; raises User.DoesNotExist."""
    return User.objects.get(public_id=public_id)


def person_with_email(email: str) -> User | None:
    """The person who signs in with this address, if anybody."""
    return User.objects.filter(email=email.strip().lower()).first()


def names(public_ids: Iterable[str]) -> dict[str, str]:
    """The name of each person among these public ids, and the system's own; ids that are nobody's are left out."""
    wanted = {str(one) for one in public_ids} - {SYSTEM.public_id, ""}
    known = User.objects.filter(public_id__in=wanted).values_list("public_id", "name") if wanted else ()
    return {str(public_id): name for public_id, name in known} | {SYSTEM.public_id: SYSTEM.name}


def is_active(public_id) -> bool:
    """Whether this is somebody who can sign in."""
    return User.objects.filter(public_id=public_id, is_active=True).exists()


def cast():
    """The invented people whom a demo's sign-in page offers, in the order they were made."""
    return User.objects.exclude(cast_as="").filter(is_active=True).order_by("id")


def active_administrators():
    """Who can let others in."""
    return User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)


def open_invitation(token: str, *, at: datetime) -> Invitation | None:
    """The invitation this token opens, unless it was used or has run out."""
    return (
        Invitation.objects.select_related("user")
        .filter(token_hash=token_hash(token), used_at=None, until_at__gt=at)
        .first()
    )


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
