"""What gives somebody a right here needs two people: an administrator asks, somebody else agrees or refuses.

What only takes a right away is done at once by one. One change of rights at a time, whoever makes it: so two who agree
at once are one change, and nobody acts on a right that was taken from them a moment ago.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import connection, transaction

from seenheard.accounts import permissions, queries
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.domain.rights import Outcome
from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.models import Asked, AskedRight, How, Role, SettledRight, User
from seenheard.accounts.permissions import NotAllowed
from seenheard.lib.jobs import defer
from seenheard.trail import operations as trail
from seenheard.ui import dates

NOBODY_ELSE = "Nobody else was there to agree."
WRITTEN = {
    Asked.INVITE: "invited_person",
    Asked.CHANGE_ROLE: "changed_role",
    Asked.SWITCH_ON: "switched_on_account",
    Asked.REMOVE_SECOND_FACTOR: "removed_second_factor",
}
LETS_IN = (Asked.INVITE, Asked.SWITCH_ON)
NEEDS_A_LINK = (Asked.INVITE, Asked.REMOVE_SECOND_FACTOR)
SEND_LINK = "accounts.send_set_up_link"  # the job: it sends one where mail goes from here
OVERTAKES = {
    Asked.INVITE: LETS_IN,
    Asked.SWITCH_ON: LETS_IN,
    Asked.CHANGE_ROLE: (Asked.CHANGE_ROLE, *LETS_IN),  # who agrees to let somebody in agrees to the role as well
    Asked.REMOVE_SECOND_FACTOR: (Asked.REMOVE_SECOND_FACTOR,),
}


class AlreadySettled(Exception):
    """Somebody was quicker, or something else has changed since. Its text says so."""


@transaction.atomic
def agree(*, asked: AskedRight, by, at: datetime, why: str = "") -> list[AskedRight]:
    """Let what was asked for happen; what else waited for this person and waits no more because of it.

    Raises NotAllowed for whoever asked and whom it is about; AlreadySettled.
    """
    by, asked = _in_turn_to_settle(asked, by)
    _check_asker_still_may(asked)
    _settle(asked, How.AGREED, by=by, at=at)
    return carry_out(asked, by=by, at=at, why=why, counts={"asked_by": asked.by})


@transaction.atomic
def refuse(*, asked: AskedRight, by, at: datetime) -> None:
    """Nothing happens, and nothing waits any more. Raises as `agree` does."""
    by, asked = _in_turn_to_settle(asked, by)
    _settle(asked, How.REFUSED, by=by, at=at)
    counts = {"right": asked.what, "asked_by": asked.by}
    trail.write(what="refused_right", by=by, at=at, about=str(asked.person.public_id), counts=counts)


def wait_for_turn() -> None:
    """Until nobody else is changing rights."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('seenheard rights'))")


def in_turn(by, person: User):
    """Both as they stand now, once nobody else is changing rights."""
    wait_for_turn()
    person = User.objects.select_for_update().get(pk=person.pk)
    return (by if by == SYSTEM else User.objects.get(pk=by.pk)), person


def give(wanted: AskedRight, *, by, at: datetime) -> Outcome:
    """Ask a second person, once. At once where there was never anybody else who could agree, and for the system."""
    if by == SYSTEM:
        carry_out(wanted, by=by, at=at)
        return Outcome.DONE
    if not queries.was_ever_a_second_person(besides=by):
        _keep(wanted, by=by, at=at)
        _settle(wanted, How.ALONE, by=by, at=at)
        carry_out(wanted, by=by, at=at, why=NOBODY_ELSE)
        return Outcome.DONE_ALONE
    if not _waits_already(wanted):
        overtake(wanted.person, _kinds_like(wanted), by=by, at=at)
        _keep(wanted, by=by, at=at)
        about, counts = str(wanted.person.public_id), {"right": wanted.what}
        trail.write(what="asked_for_right", by=by, at=at, about=about, counts=counts)
    return Outcome.WAITS


def carry_out(wanted: AskedRight, *, by, at: datetime, why: str = "", counts: dict | None = None) -> list[AskedRight]:
    """Make the change itself, with its trail row; what waited and does not fit it any more is overtaken, and given."""
    overtaken = overtake(wanted.person, OVERTAKES[Asked(wanted.what)], by=by, at=at)
    CHANGES[Asked(wanted.what)](wanted.person, wanted)
    about = str(wanted.person.public_id)
    trail.write(what=WRITTEN[Asked(wanted.what)], by=by, at=at, about=about, why=why, counts=counts)
    if wanted.what in NEEDS_A_LINK:
        defer(SEND_LINK, person=about, asked=str(wanted.public_id))
    return overtaken


def overtake(person: User, kinds, *, by, at: datetime) -> list[AskedRight]:
    """What waits of these kinds for this person waits no more."""
    overtaken = list(queries.rights_waiting().filter(person=person, what__in=kinds))
    for asked in overtaken:
        _settle(asked, How.OVERTAKEN, by=by, at=at)
    return overtaken


def keep_an_administrator(person: User, *, still: bool) -> None:
    """Raise NotAllowed if nobody would be left to let others in."""
    others = queries.active_administrators().exclude(pk=person.pk)
    if person.role == Role.ADMINISTRATOR and person.is_active and not still and not others.exists():
        raise NotAllowed("This is the only administrator. Make somebody else an administrator first.")


def _in_turn_to_settle(asked: AskedRight, by):
    by, person = in_turn(by, asked.person)
    asked = queries.rights_asked().get(pk=asked.pk)
    asked.person = person
    permissions.check_may_settle(by, asked)
    if hasattr(asked, "settled"):
        raise AlreadySettled(f"{settled_already(asked)} Nothing was changed.")
    return by, asked


def settled_already(asked: AskedRight) -> str:
    """What became of something that waits no more, by whom and when: "Refused already: Sara Okafor, 31 March …"."""
    settled = asked.settled
    who = queries.names([settled.by]).get(settled.by, "somebody without an account")
    return f"{How(settled.how).label.partition(':')[0]} already: {who}, {dates.moment(settled.at)}."


def _check_asker_still_may(asked: AskedRight) -> None:
    if not _asker_still_may(asked):
        raise AlreadySettled("Whoever asked for this is not an administrator any more. Refuse it, or ask anew.")


def _asker_still_may(asked: AskedRight) -> bool:
    return permissions.can(queries.active_person(asked.by), Ability.ADMINISTER_ACCOUNTS)


def _waits_already(wanted: AskedRight) -> bool:
    """Whether the same waits, and can still be agreed to: asked for by somebody who may ask."""
    same = {name: getattr(wanted, name) for name in ("person", "role", "worker_refs", "team_refs")}
    waiting = queries.rights_waiting().filter(what__in=_kinds_like(wanted), **same)
    return any(_asker_still_may(one) for one in waiting)


def _kinds_like(wanted: AskedRight) -> tuple[str, ...]:
    return LETS_IN if wanted.what in LETS_IN else (wanted.what,)


def _keep(wanted: AskedRight, *, by, at: datetime) -> None:
    wanted.by, wanted.at = str(by.public_id), at
    wanted.save(force_insert=True)


def _settle(asked: AskedRight, how: How, *, by, at: datetime) -> None:
    SettledRight.objects.create(of=asked, how=how, by=str(by.public_id), at=at)


def _let_in(person: User, wanted: AskedRight) -> None:
    person.is_active = True
    person.save(update_fields=["is_active"])


def _change_role(person: User, wanted: AskedRight) -> None:
    keep_an_administrator(person, still=wanted.role == Role.ADMINISTRATOR)
    person.role, person.worker_refs, person.team_refs = wanted.role, wanted.worker_refs, wanted.team_refs
    person.save(update_fields=["role", "worker_refs", "team_refs"])


def _remove_second_factor(person: User, wanted: AskedRight) -> None:
    """The password alone does not let a thief in meanwhile: a new password goes with it, by a new set-up link."""
    Authenticator.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])


CHANGES = {
    Asked.INVITE: _let_in,
    Asked.CHANGE_ROLE: _change_role,
    Asked.SWITCH_ON: _let_in,
    Asked.REMOVE_SECOND_FACTOR: _remove_second_factor,
}
