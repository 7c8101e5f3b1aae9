"""The one-time set-up link: who gets one, and how somebody comes in by it."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.db import transaction

from seenheard.accounts import permissions, queries
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.models import Invitation, Role, User
from seenheard.accounts.operations import rights
from seenheard.accounts.permissions import NotAllowed
from seenheard.lib.jobs import defer
from seenheard.trail import operations as trail

LINK_LASTS = timedelta(days=3)
SWITCHED_OFF = "This account is switched off, or waits for a second person: a link would let nobody in."
WOULD_BE_THEM = (
    "This person has no second step here, so whoever held the link would be them to everybody here. "
    "Remove the second step first: a second person has to agree to that."
)


class NoSuchInvitation(Exception):
    """The link was used, has run out, or never was."""


class AlreadyThere(Exception):
    """Somebody already signs in with this e-mail address."""


@transaction.atomic
def renew_set_up_link(*, person: User, by, at: datetime) -> str:
    """A new one-time link, for somebody who lost the first or forgot the password; older links stop working.

    A link sets the password; the second factor stays. Where there is none the link alone would make somebody this
    person, so a second person has agreed first: to letting them in, or to their setting up everything anew.
    """
    by, person = _in_turn_to_renew(person, by=by, at=at)
    return new_token(person, by=by, at=at)


@transaction.atomic
def send_set_up_link(*, person: User, by, at: datetime) -> None:
    """As `renew_set_up_link`, where mail goes from here: the link is sent to the person, and nobody else sees it."""
    by, person = _in_turn_to_renew(person, by=by, at=at)
    defer(rights.SEND_LINK, person=str(person.public_id), asked=str(uuid.uuid4()))


@transaction.atomic
def link_to_send(*, person: User, at: datetime) -> str:
    """The token of a link that is being sent to this person; older ones stop working. Raises as `renew_set_up_link`.

    Made at the moment of sending, so that a link which opens something is kept nowhere, waiting or failed.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    _check_may_have(person, at)
    trail.write(what="sent_set_up_link", by=SYSTEM, at=at, about=str(person.public_id))
    return new_token(person, by=SYSTEM, at=at)


def _in_turn_to_renew(person: User, *, by, at: datetime):
    by, person = rights.in_turn(by, person)
    permissions.check_role(by, Ability.ADMINISTER_ACCOUNTS)
    _check_may_have(person, at)
    trail.write(what="renewed_set_up_link", by=by, at=at, about=str(person.public_id))
    return by, person


def _check_may_have(person: User, at: datetime) -> None:
    if not person.is_active:
        raise NotAllowed(SWITCHED_OFF)
    if not queries.may_have_a_link(person, at=at):
        raise NotAllowed(WOULD_BE_THEM)


@transaction.atomic
def invite_first_administrator(*, at: datetime) -> str:
    """The token of the one-time link with which an empty installation gets its administrator."""
    if queries.active_administrators().exists():
        raise NotAllowed("This installation has an administrator already.")
    trail.write(what="invited_first_administrator", by=SYSTEM, at=at)
    return new_token(None, by=SYSTEM, at=at)


@transaction.atomic
def accept_invitation(*, token: str, password: str, at: datetime, name: str = "", email: str = "") -> User:
    """Set the password, once. `name` and `email` are the first administrator's; other invitations know theirs.

    Raises NoSuchInvitation, also for the second of two who use one link at once.
    """
    invitation = queries.open_invitation(token, at=at)
    if invitation is not None and invitation.user is not None:
        invitation.user = User.objects.select_for_update().get(pk=invitation.user.pk)
        if not invitation.user.is_active or not queries.may_have_a_link(invitation.user, at=at):
            raise NoSuchInvitation  # made for somebody who has come in by another way since: it would make two of them
    if invitation is None or not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=at):
        raise NoSuchInvitation
    person = invitation.user or _first_administrator(name, email)
    person.set_password(password)
    person.save(update_fields=["password"])
    trail.write(what="accepted_invitation", by=person, at=at)
    return person


def new_token(person: User | None, *, by, at: datetime) -> str:
    """A link of this person's own (of nobody's: the first administrator's); older ones stop working."""
    Invitation.objects.filter(user=person, used_at=None).delete()
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        user=person,
        token_hash=queries.token_hash(token),
        made_at=at,
        made_by=str(by.public_id),
        until_at=at + LINK_LASTS,
    )
    return token


def _first_administrator(name: str, email: str) -> User:
    if queries.active_administrators().exists():
        raise NoSuchInvitation
    if queries.person_with_email(email):
        raise AlreadyThere("Somebody with this e-mail address has an account already")
    return User.objects.create_user(email, name=name, role=Role.ADMINISTRATOR)
