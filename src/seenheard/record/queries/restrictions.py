"""Children restricted to named people: who is hidden on a day, from whom, and the list for a service manager.

Nothing of what is in a file is shown here: who restricts a child, or ends it, does not open it by that.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ..models import Child, Restriction
from ..permissions import NoSuchChild, can_restrict, check_can_restrict
from .conflicts import known_to


def not_over(*, on: date, child: Child | None = None) -> QuerySet[Restriction]:
    """Restrictions that hide a child on this day or a later one."""
    still = Restriction.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=on)).exclude(ended__ended_on__lte=on)
    return still if child is None else still.filter(child=child)


def restricted(*, on: date) -> QuerySet[Restriction, Any]:
    """The ids of the children whom named people alone see on this day."""
    return _standing(on).values("child")


def let_in(*, viewer, on: date) -> QuerySet[Restriction, Any]:
    """The ids of the restricted children for whom this person is named."""
    return _standing(on).filter(people__contains=[str(viewer.public_id)]).values("child")


def restrictions(*, viewer) -> QuerySet[Restriction]:
    """Every restriction there ever was, the latest first, each with its early end if it had one.

    None of a child whom the viewer has said they know.
    """
    check_can_restrict(viewer)
    known = known_to(viewer=viewer)
    return Restriction.objects.exclude(child__in=known).select_related("child__now", "ended").order_by("-at", "-pk")


def child_to_restrict(*, viewer, called: str) -> Child:
    """A child by the council's own number or the public id, for somebody who may restrict who sees them.

    Raises NotAllowed or NoSuchChild: also for a file that adoption has closed, which has its own way, and for a child
    whom the viewer has said they know.
    """
    check_can_restrict(viewer)
    children = (
        Child.objects.filter(now__adopted_closed=False).exclude(pk__in=known_to(viewer=viewer)).select_related("now")
    )
    numbered = list(children.filter(now__local_id__iexact=called.strip())[:2])
    if len(numbered) == 1:
        return numbered[0]
    return _one(children, called.strip())


def how_to_call(*, viewer, child: Child) -> str:
    """What to type for this child: the council's own number, or the public id where others have the number too."""
    number = (child.now.local_id or "").strip()
    try:
        return number if child_to_restrict(viewer=viewer, called=number) == child else str(child.public_id)
    except NoSuchChild:
        return str(child.public_id)


def restriction_to_end(*, viewer, public_id: UUID | str, on: date) -> Restriction:
    """A restriction that is not over, for somebody who may end it; others are told that there is none."""
    if not can_restrict(viewer):
        raise NoSuchChild
    found = not_over(on=on).filter(public_id=public_id).exclude(child__in=known_to(viewer=viewer))
    one = found.select_related("child__now").first()
    if one is None:
        raise NoSuchChild
    return one


def _standing(on: date) -> QuerySet[Restriction]:
    return not_over(on=on).filter(from_on__lte=on)


def _one(children: QuerySet[Child], public_id: str) -> Child:
    try:
        return children.get(public_id=UUID(public_id))
    except (Child.DoesNotExist, ValueError):
        raise NoSuchChild from None
