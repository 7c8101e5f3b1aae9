"""Files that adoption has closed: finding one in order to name somebody for it, and who was named so far.

Nothing of what is in a file is shown here: a person who names others does not open it by that.
"""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from seenheard.accounts.permissions import NotAllowed

from ..models import Child, NamedAccess
from ..permissions import (
    NoSuchChild,
    can_name_person_for_closed_file,
    check_can_name_person_for_closed_file,
)


class SeveralClosedFiles(NotAllowed):
    """The number asked for is that of more than one closed file; whose, for the trail."""

    def __init__(self, children: list[Child]) -> None:
        super().__init__("Several closed files have this number. Name the child by its public id.")
        self.public_ids = [str(child.public_id) for child in children]


def closed_file(*, viewer, called: str) -> Child:
    """A child whose file adoption has closed, for somebody who may name who opens it. Shows nothing of the file.

    `called` is the council's own number or the public id. A number may have gone to a later child, whose file may be
    closed as well: then only the public id will do. Raises NotAllowed, SeveralClosedFiles, or NoSuchChild.
    """
    check_can_name_person_for_closed_file(viewer)
    closed = _closed()
    numbered = list(closed.filter(now__local_id__iexact=called.strip()))
    if len(numbered) > 1:
        raise SeveralClosedFiles(numbered)
    return numbered[0] if numbered else _with_public_id(closed, called.strip())


def closed_file_to_end(*, viewer, public_id: UUID | str) -> Child:
    """A child for whose file somebody was named; whoever may not name others is told that there is no such child.

    Also where the file is open now: an import that told of the adoption can be undone, and come again.
    """
    if not can_name_person_for_closed_file(viewer):
        raise NoSuchChild
    return _with_public_id(Child.objects.filter(pk__in=NamedAccess.objects.values("child")), public_id)


def namings(*, viewer) -> QuerySet[NamedAccess]:
    """Everybody who was ever named for a closed file, the latest first, each with its early end if it had one."""
    check_can_name_person_for_closed_file(viewer)
    return NamedAccess.objects.select_related("child__now", "ended").order_by("-at", "-pk")


def namings_not_over(
    *, on: date, child: Child | None = None, person_public_id: UUID | str | None = None
) -> QuerySet[NamedAccess]:
    """Namings that open a file on this day or a later one: their day has not come, and nobody ended them before."""
    still = NamedAccess.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=on)).exclude(ended__ended_on__lte=on)
    if child is not None:
        still = still.filter(child=child)
    return still if person_public_id is None else still.filter(person_public_id=str(person_public_id))


def named_now(*, viewer, child: Child, person_public_id: UUID | str, on: date) -> NamedAccess:
    """The naming of this person for this file that lasts longest; NoSuchChild where none is left, or none to tell."""
    if not can_name_person_for_closed_file(viewer):
        raise NoSuchChild
    still = namings_not_over(child=child, person_public_id=person_public_id, on=on).select_related("child__now")
    latest = still.order_by("until_on", "pk").last()
    if latest is None:
        raise NoSuchChild
    return latest


def _closed() -> QuerySet[Child]:
    return Child.objects.filter(now__adopted_closed=True)


def _with_public_id(children: QuerySet[Child], public_id: UUID | str) -> Child:
    try:
        return children.select_related("now").get(public_id=UUID(str(public_id)))
    except (Child.DoesNotExist, ValueError):
        raise NoSuchChild from None
