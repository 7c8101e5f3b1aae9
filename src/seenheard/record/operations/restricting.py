"""Restricting a child to named people, and ending it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.lib import jobs
from seenheard.trail import operations as trail

from .. import permissions
from ..domain.days import day_of
from ..models import Child, EndedRestriction, Restriction
from ..queries import seeing
from ..queries.conflicts import standing_conflict
from ..queries.near import who_sees_for_their_work
from ..queries.restrictions import not_over
from .reasons import reason
from .telling_addresses import check_reason

TELL = "record.tell_shut_out"
REPLACED = "Replaced by a later restriction."


@transaction.atomic
def restrict_child(
    *, child: Child, people: Collection, from_on: date, until_on: date | None, why: str, by, at: datetime
) -> Restriction:
    """From a day on (until another, not included, or open) nobody but these people sees the child; say why.

    What hid the child from that day on before is over with it: there is always one list of people. Whoever worked with
    the child, or was named, and sees it no more is told: with a reference, and no name. Raises NotAllowed:
    not for this viewer to do, nobody named, no reason, no day left, or so already; NoSuchChild of a child whom the
    viewer knows.
    """
    permissions.check_can_restrict(by)
    why = reason(why, "Say why this child is restricted")
    if until_on is not None and until_on <= from_on:
        raise NotAllowed("The day on which the restriction ends has to come after the day on which it begins.")
    locked = Child.objects.select_for_update().get(pk=child.pk)
    _check_not_known(by, child)
    check_reason(child, why, by=by, on=day_of(at))
    child = locked
    named = _named(people, by=by, child=child, on=from_on)
    still = list(not_over(child=child, on=from_on))
    if any((one.from_on, one.until_on, one.people) == (from_on, until_on, named) for one in still):
        raise NotAllowed("The child is restricted to these people until that day already. Nothing was changed.")
    saw = who_sees_for_their_work(child=child, on=from_on)
    _end(still, on=from_on, why=REPLACED, by=by, at=at)
    made = Restriction.objects.create(
        child=child, people=named, from_on=from_on, until_on=until_on, why=why, by=str(by.public_id), at=at
    )
    about = str(made.public_id)
    trail.write(what="restricted_child", by=by, at=at, children=[str(child.public_id)], about=about, why=why)
    for person in sorted({str(one.public_id) for one in saw if one != by}.difference(named)):
        jobs.defer(TELL, person=person, restriction=about)
    return made


@transaction.atomic
def end_restriction(*, restriction: Restriction, on: date, why: str, by, at: datetime) -> EndedRestriction:
    """From the day on the child is seen again by whoever's work needs it; say why.

    Raises NotAllowed: not for this viewer to do, no reason, or over already; NoSuchChild of a child whom they know.
    """
    permissions.check_can_restrict(by)
    why = reason(why, "Say why the restriction ends")
    child = Child.objects.select_for_update().get(pk=restriction.child_id)
    _check_not_known(by, child)
    check_reason(child, why, by=by, on=day_of(at))
    still = not_over(child=child, on=on).filter(pk=restriction.pk)
    ended = _end(list(still), on=on, why=why, by=by, at=at)
    if not ended:
        raise NotAllowed("This restriction is over already. Nothing was changed.")
    about = str(restriction.public_id)
    trail.write(what="ended_restriction", by=by, at=at, children=[str(child.public_id)], about=about, why=why)
    return ended[0]


def _end(still: list[Restriction], *, on: date, why: str, by, at: datetime) -> list[EndedRestriction]:
    return EndedRestriction.objects.bulk_create(
        EndedRestriction(child_id=one.child_id, restriction=one, ended_on=on, why=why, by=str(by.public_id), at=at)
        for one in still
    )


def _named(people: Collection, *, by, child: Child, on: date) -> list[str]:
    """The public ids of the people, each of whom has to be let in by it; nobody lets themselves in."""
    if not people:
        raise NotAllowed("Name at least one person who still sees the child.")
    for person in people:
        permissions.check_can_be_named_for_closed_file(person)
    named = sorted({str(person.public_id) for person in people})
    if str(by.public_id) in named and not seeing.sees(viewer=by, child=child, on=on):
        raise NotAllowed("Nobody lets themselves in. Another service manager has to name you.")
    return named


def _check_not_known(by, child: Child) -> None:
    if standing_conflict(viewer=by, child=child):
        raise permissions.NoSuchChild
