"""What an administrator does with accounts. Whatever gives a right waits for a second person: see `rights`."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from seenheard.accounts import permissions, queries
from seenheard.accounts.domain.rights import Outcome, Rights, gives
from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.models import Asked, AskedRight, Invitation, Role, User
from seenheard.accounts.operations import rights
from seenheard.accounts.operations.links import AlreadyThere, new_token
from seenheard.accounts.permissions import NotAllowed
from seenheard.trail import operations as trail


@dataclass(frozen=True)
class Invited:
    """Who was invited, and the token of their one-time set-up link; empty while a second person has to agree."""

    person: User
    outcome: Outcome
    token: str = ""


@transaction.atomic
def invite(
    *, email: str, name: str, role: str, worker_refs: list[str], team_refs: list[str], by, at: datetime
) -> Invited:
    """Make a person who cannot sign in yet, and let them in once somebody else agrees."""
    permissions.check_role(by, Ability.ADMINISTER_ACCOUNTS)
    _check_is_no_carer(role)
    rights.wait_for_turn()
    if queries.person_with_email(email):
        raise AlreadyThere("Somebody with this e-mail address has an account already")
    keys = {"role": role, "worker_refs": worker_refs, "team_refs": team_refs}
    by, person = rights.in_turn(by, User.objects.create_user(email, name=name, is_active=False, **keys))
    permissions.check_role(by, Ability.ADMINISTER_ACCOUNTS)
    outcome = rights.give(_right(Asked.INVITE, person), by=by, at=at)
    waits = outcome == Outcome.WAITS
    return Invited(person, outcome, "" if waits else new_token(person, by=by, at=at))


@transaction.atomic
def change_role(*, person: User, role: str, worker_refs: list[str], team_refs: list[str], by, at: datetime) -> Outcome:
    """Change what a person does here, and the keys by which the record knows them.

    At once where it gives nothing that the person did not have.
    """
    by, person = rights.in_turn(by, person)
    permissions.check_may_change(by, person)
    if (person.role, person.worker_refs, person.team_refs) == (role, worker_refs, team_refs):
        return Outcome.DONE  # saved as it was: what waits for this person goes on waiting
    _check_is_no_carer(role)
    rights.keep_an_administrator(person, still=role == Role.ADMINISTRATOR)
    wanted = AskedRight(what=Asked.CHANGE_ROLE, person=person, role=role, worker_refs=worker_refs, team_refs=team_refs)
    if gives(_rights(person), _rights(wanted)):
        return rights.give(wanted, by=by, at=at)
    rights.carry_out(wanted, by=by, at=at)
    return Outcome.DONE


@transaction.atomic
def switch_off(*, person: User, by, at: datetime) -> None:
    """Close an account. It bites on the person's next request, and whatever was asked for them waits no more."""
    by, person = rights.in_turn(by, person)
    permissions.check_may_change(by, person)
    rights.keep_an_administrator(person, still=False)
    rights.overtake(person, Asked, by=by, at=at)
    person.is_active = False
    person.save(update_fields=["is_active"])
    Invitation.objects.filter(user=person, used_at=None).delete()
    trail.write(what="switched_off_account", by=by, at=at, about=str(person.public_id))


@transaction.atomic
def switch_on(*, person: User, by, at: datetime) -> Outcome:
    """Open a closed account again, once somebody else agrees."""
    by, person = rights.in_turn(by, person)
    permissions.check_may_change(by, person)
    if person.is_active:
        return Outcome.DONE
    return rights.give(_right(Asked.SWITCH_ON, person), by=by, at=at)


@transaction.atomic
def remove_second_factor(*, person: User, by, at: datetime) -> Outcome:
    """For a lost phone: once somebody else agrees, the person must set up a new password and a new second factor.

    Whoever holds the link made then is this person to everybody here: that is why it needs two people.
    """
    by, person = rights.in_turn(by, person)
    permissions.check_may_change(by, person)
    return rights.give(_right(Asked.REMOVE_SECOND_FACTOR, person), by=by, at=at)


@transaction.atomic
def cast_member(
    *,
    email: str,
    name: str,
    role: str,
    cast_as: str,
    worker_refs: list[str],
    team_refs: list[str],
    by,
    at: datetime,
    came_at: datetime | None = None,
) -> None:
    """Somebody of a demo's cast, made once. Without a password: the demo's own page is the only way in.

    `came_at`: when those who are only told of, and whom nobody comes in as, are said to have signed in.
    """
    permissions.check_role(by, Ability.ADMINISTER_ACCOUNTS)
    if queries.person_with_email(email):
        return
    person = User.objects.create_user(
        email,
        name=name,
        role=role,
        cast_as=cast_as,
        worker_refs=worker_refs,
        team_refs=team_refs,
        last_login=came_at,
    )
    trail.write(what="made_cast_member", by=by, at=at, about=str(person.public_id))


def _check_is_no_carer(role: str) -> None:
    if role == Role.CARER:
        raise NotAllowed("A carer is invited from the page of the child who is placed with them.")


def _right(what: Asked, person: User) -> AskedRight:
    """This, for somebody as they are."""
    return AskedRight(
        what=what, person=person, role=person.role, worker_refs=person.worker_refs, team_refs=person.team_refs
    )


def _rights(one: User | AskedRight) -> Rights:
    return Rights(one.role, one.worker_refs, one.team_refs)
