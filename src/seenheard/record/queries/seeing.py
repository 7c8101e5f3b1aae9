"""Need to know: which children a person may see on a day, and finding one of them.

social worker: a current involvement of hers or of her teams · team manager: of the teams · reviewing officer:
looked after, or on a protection plan · service manager: all · analyst and administrator: none. A file that
adoption has closed is seen by the people named for it and by nobody else. SYSTEM sees all.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import can

from ..models import Child, ChildNow, Involved
from ..permissions import NoSuchChild, can_mend_an_import, check_can_mend_an_import
from .closed_files import namings_not_over

SEEING = (
    Ability.SEE_ALL_CHILDREN,
    Ability.SEE_CHILDREN_ALLOCATED,
    Ability.SEE_CHILDREN_OF_TEAMS,
    Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED,
)


def visible_children(*, viewer, on: date) -> QuerySet[Child]:
    """The children whom this person may see on this day."""
    return Child.objects.filter(pk__in=_visible_now(viewer, on).values("pk"))


def children_now(
    *,
    viewer,
    on: date,
    child_ids: Collection[int] | None = None,
    team_ref: str | None = None,
    worker_ref: str | None = None,
) -> QuerySet[ChildNow]:
    """One line a child whom this person may see, by name; filtered by team or by the worker who holds the case."""
    lines = _visible_now(viewer, on).select_related("child").order_by("name", "local_id", "pk")
    if child_ids is not None:
        lines = lines.filter(pk__in=list(child_ids))
    if team_ref is not None:
        lines = lines.filter(team_ref=team_ref)
    return lines if worker_ref is None else lines.filter(worker_ref=worker_ref)


def hidden_from(*, viewer, on: date) -> QuerySet[ChildNow] | None:
    """The few lines that somebody who sees every child does not see; None for who does not see every child.

    For lists over everything: to leave out a few is less work than to bring in all others.
    """
    if viewer is SYSTEM or not can(viewer, Ability.SEE_ALL_CHILDREN):
        return None
    return ChildNow.objects.filter(~_is_named(viewer, on), adopted_closed=True)


def child_for(*, viewer, public_id: UUID | str, on: date) -> Child:
    """The child, with its line `now`; NoSuchChild where there is none or this person may not know of it."""
    child = _one(visible_children(viewer=viewer, on=on), public_id)
    child.found_for = (viewer, on)
    return child


def find(*, viewer, child: Child, on: date, why: str = "") -> None:
    """Nothing, or NoSuchChild: for queries that were handed a child and must not trust that.

    With `why`, somebody who mends an import may be asking. No query for a child that `child_for` has just given the
    same person for the same day.
    """
    if child.found_for == (viewer, on):
        return
    if why and can_mend_an_import(viewer):
        child_to_mend(viewer=viewer, public_id=child.public_id, why=why)
    elif not visible_children(viewer=viewer, on=on).filter(pk=child.pk).exists():
        raise NoSuchChild


def child_to_mend(*, viewer, public_id: UUID | str, why: str) -> Child:
    """The child, for somebody who mends an import and says why. Raises NotAllowed; a closed file does not exist."""
    check_can_mend_an_import(viewer, why)
    return _one(Child.objects.filter(now__adopted_closed=False), public_id)


def _one(children: QuerySet[Child], public_id: UUID | str) -> Child:
    try:
        return children.select_related("now").get(public_id=UUID(str(public_id)))
    except (Child.DoesNotExist, ValueError):
        raise NoSuchChild from None


def _visible_now(viewer, on: date) -> QuerySet[ChildNow]:
    if viewer is SYSTEM:
        return ChildNow.objects.all()
    held = [ability for ability in SEEING if can(viewer, ability)]
    if not held:
        return ChildNow.objects.none()
    in_reach = Q(pk__in=[])
    for ability in held:
        in_reach |= _reach(ability, viewer, on)
    return ChildNow.objects.filter(
        (in_reach & Q(adopted_closed=False)) | (_is_named(viewer, on) & Q(adopted_closed=True))
    )


def _reach(ability: Ability, viewer, on: date) -> Q:
    if ability is Ability.SEE_ALL_CHILDREN:
        return Q(pk__isnull=False)
    if ability is Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED:
        return Q(looked_after_since_on__isnull=False) | Q(protection_plan_since_on__isnull=False)
    involved = Q(team_ref__in=list(viewer.team_refs))
    if ability is Ability.SEE_CHILDREN_ALLOCATED:
        involved |= Q(professional_ref__in=list(viewer.worker_refs))
    return Q(pk__in=Involved.objects.filter(involved, _covers(on)).values("child"))


def _is_named(viewer, on: date) -> Exists:
    named = namings_not_over(person_public_id=viewer.public_id, on=on)
    return Exists(named.filter(child=OuterRef("pk"), from_on__lte=on))


def _covers(on: date) -> Q:
    began = Q(from_on__isnull=True) | Q(from_on__lte=on)
    return began & (Q(until_on__isnull=True) | Q(until_on__gt=on))
