"""What an administrator does with accounts, and how an invited person comes in."""

import secrets
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction

from seenheard.accounts import permissions, queries
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.models import Cover, EndedCover, Invitation, Role, User
from seenheard.accounts.permissions import NotAllowed
from seenheard.trail import operations as trail

LINK_LASTS = timedelta(days=3)


class AlreadyThere(Exception):
    """Somebody already signs in with this e-mail address."""


class NoSuchInvitation(Exception):
    """The link was used, has run out, or never was."""


@transaction.atomic
def invite(*, email: str, name: str, role: str, worker_refs: list[str], team_refs: list[str], by, at: datetime) -> str:
    """Make a person who cannot sign in yet; return the token of their one-time set-up link."""
    permissions.check_role(by, Ability.ADMINISTER_ACCOUNTS)
    if queries.person_with_email(email):
        raise AlreadyThere("Somebody with this e-mail address has an account already")
    person = User.objects.create_user(email, name=name, role=role, worker_refs=worker_refs, team_refs=team_refs)
    trail.write(what="invited_person", by=by, at=at, about=str(person.public_id))
    return _new_token(person, by=by, at=at)


@transaction.atomic
def renew_set_up_link(*, person: User, by, at: datetime) -> str:
    """A new one-time link, for somebody who lost the first or forgot the password; older links stop working."""
    permissions.check_role(by, Ability.ADMINISTER_ACCOUNTS)
    person = _locked(person)
    trail.write(what="renewed_set_up_link", by=by, at=at, about=str(person.public_id))
    return _new_token(person, by=by, at=at)


@transaction.atomic
def change_role(*, person: User, role: str, worker_refs: list[str], team_refs: list[str], by, at: datetime) -> None:
    """Change what a person does here, and the keys by which the record knows them."""
    permissions.check_may_change(by, person)
    person = _locked(person)
    _keep_an_administrator(person, still=role == Role.ADMINISTRATOR)
    person.role, person.worker_refs, person.team_refs = role, worker_refs, team_refs
    person.save(update_fields=["role", "worker_refs", "team_refs"])
    trail.write(what="changed_role", by=by, at=at, about=str(person.public_id))


@transaction.atomic
def switch_off(*, person: User, by, at: datetime) -> None:
    """Close an account. It bites on the person's next request."""
    permissions.check_may_change(by, person)
    person = _locked(person)
    _keep_an_administrator(person, still=False)
    person.is_active = False
    person.save(update_fields=["is_active"])
    Invitation.objects.filter(user=person, used_at=None).delete()
    trail.write(what="switched_off_account", by=by, at=at, about=str(person.public_id))


@transaction.atomic
def switch_on(*, person: User, by, at: datetime) -> None:
    """Open a closed account again."""
    permissions.check_may_change(by, person)
    person = _locked(person)
    person.is_active = True
    person.save(update_fields=["is_active"])
    trail.write(what="switched_on_account", by=by, at=at, about=str(person.public_id))


@transaction.atomic
def remove_second_factor(*, person: User, by, at: datetime) -> None:
    """For a lost phone: the person must set up a new second factor before seeing anything.

    The password alone does not let a thief in meanwhile: a new password goes with it, by a new set-up link.
    """
    permissions.check_may_change(by, person)
    person = _locked(person)
    Authenticator.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    trail.write(what="removed_second_factor", by=by, at=at, about=str(person.public_id))


@transaction.atomic
def invite_first_administrator(*, at: datetime) -> str:
    """The token of the one-time link with which an empty installation gets its administrator."""
    if queries.active_administrators().exists():
        raise NotAllowed("This installation has an administrator already.")
    trail.write(what="invited_first_administrator", by=SYSTEM, at=at)
    return _new_token(None, by=SYSTEM, at=at)


@transaction.atomic
def accept_invitation(*, token: str, password: str, at: datetime, name: str = "", email: str = "") -> User:
    """Set the password, once. `name` and `email` are the first administrator's; other invitations know theirs.

    Raises NoSuchInvitation, also for the second of two who use one link at once.
    """
    invitation = queries.open_invitation(token, at=at)
    if invitation is None or not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=at):
        raise NoSuchInvitation
    person = invitation.user or _first_administrator(name, email)
    person.set_password(password)
    person.save(update_fields=["password"])
    trail.write(what="accepted_invitation", by=person, at=at)
    return person


def _first_administrator(name: str, email: str) -> User:
    if queries.active_administrators().exists():
        raise NoSuchInvitation
    if queries.person_with_email(email):
        raise AlreadyThere("Somebody with this e-mail address has an account already")
    return User.objects.create_user(email, name=name, role=Role.ADMINISTRATOR)


def _new_token(person: User | None, *, by, at: datetime) -> str:
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


def _locked(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)


def _keep_an_administrator(person: User, *, still: bool) -> None:
    others = queries.active_administrators().exclude(pk=person.pk)
    if person.role == Role.ADMINISTRATOR and not still and not others.exists():
        raise NotAllowed("This is the only administrator. Make somebody else an administrator first.")


@transaction.atomic
def cast_member(
    *, email: str, name: str, role: str, cast_as: str, worker_refs: list[str], team_refs: list[str], by, at: datetime
) -> None:
    """Somebody of a demo's cast, made once. Without a password: the demo's own page is the only way in."""
    permissions.check_role(by, Ability.ADMINISTER_ACCOUNTS)
    if queries.person_with_email(email):
        return
    person = User.objects.create_user(
        email, name=name, role=role, cast_as=cast_as, worker_refs=worker_refs, team_refs=team_refs
    )
    trail.write(what="made_cast_member", by=by, at=at, about=str(person.public_id))


@transaction.atomic
def set_cover(
    *, covered: User, cover: User, from_on: date, until_on: date, on: date, by, at: datetime, why: str = ""
) -> Cover:
    """Say that somebody is away from a day until another (not included), and who stands in for them.

    Raises NotAllowed: not for this viewer to do, nobody of theirs, days that are over or in the wrong order, nobody
    to stand in, or so already.
    """
    _check_cover(covered, cover, by=by)
    if from_on < on:
        raise NotAllowed("Cover begins today or later: nobody saw a child yesterday because of it.")
    if until_on <= from_on:
        raise NotAllowed("The day of coming back has to come after the first day away.")
    covered = _locked(covered)
    same = queries.covers_not_over(on=on).filter(covered=covered, cover=cover)
    if same.filter(from_on__lte=from_on, until_on__gte=until_on).exists():
        raise NotAllowed("This person covers for them on all these days already. Nothing was changed.")
    made = Cover.objects.create(
        covered=covered, cover=cover, from_on=from_on, until_on=until_on, by=str(by.public_id), at=at, why=why.strip()
    )
    trail.write(what="set_cover", by=by, at=at, about=str(made.public_id), why=why.strip())
    return made


@transaction.atomic
def end_cover(*, cover: Cover, on: date, by, at: datetime) -> EndedCover:
    """Somebody is back before the day, or somebody else stands in: from today on this cover is over."""
    permissions.check_can_set_cover(by)
    _locked(cover.covered)
    if not queries.covers_not_over(on=on).filter(pk=cover.pk, covered__in=queries.people_to_cover(viewer=by)).exists():
        raise NotAllowed("This cover is over already, or not yours to end. Nothing was changed.")
    ended = EndedCover.objects.create(of=cover, ended_on=on, by=str(by.public_id), at=at)
    trail.write(what="ended_cover", by=by, at=at, about=str(cover.public_id))
    return ended


def _check_cover(covered: User, cover: User, *, by) -> None:
    permissions.check_can_set_cover(by)
    if not queries.people_to_cover(viewer=by).filter(pk=covered.pk).exists():
        raise NotAllowed("You can set cover for the people of your own teams.")
    if covered == cover:
        raise NotAllowed("Nobody covers for themselves.")
    if not permissions.can_be_covered(covered):
        raise NotAllowed("The person who is away works with no children here, so nobody needs to cover for them.")
    if not permissions.can_be_covered(cover):
        raise NotAllowed("The person who covers is switched off, or their role opens no child’s page.")
