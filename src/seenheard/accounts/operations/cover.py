"""Who stands in for whom: a manager says it, and ends it."""

from datetime import date, datetime

from django.db import transaction

from seenheard.accounts import permissions, queries
from seenheard.accounts.models import Cover, EndedCover, User
from seenheard.accounts.permissions import NotAllowed
from seenheard.trail import operations as trail


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


def _locked(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)


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
