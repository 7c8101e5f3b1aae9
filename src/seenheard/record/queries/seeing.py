"""Need to know: which children a person may see on a day, and finding one of them.

social worker: a current involvement of hers or of her teams · team manager: of the teams · reviewing officer:
looked after, or on a protection plan · service manager: all · analyst, administrator and guardian of records: none.
Who covers for somebody sees that person's children too (a manager's teams', a reviewing officer's), for these days.
A duty worker sees a child whose record they have opened, as long as it is open; so does whoever broke the glass.

Stronger than all of these: a file that adoption has closed is seen by the people named for it and by nobody else; a
restricted child by the people it is restricted to; and no child by somebody who has said that they know the family.
SYSTEM sees all.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import can

from ..models import Child, ChildNow, Involved
from ..permissions import NoSuchChild, can_mend_an_import, check_can_mend_an_import
from .closed_files import namings_not_over
from .conflicts import known_to
from .openings import open_now
from .restrictions import let_in, restricted

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
    closed_to = ~_is_named(viewer, on) & Q(adopted_closed=True)
    shut_out = Q(pk__in=restricted(on=on), adopted_closed=False) & ~Q(pk__in=let_in(viewer=viewer, on=on))
    return ChildNow.objects.filter(closed_to | shut_out | Q(pk__in=known_to(viewer=viewer, on=on)))


def not_counted_for(*, viewer, on: date) -> QuerySet[ChildNow]:
    """The lines that do not stand in figures and findings for somebody who mends imports and sees no child."""
    known = known_to(viewer=viewer, on=on)
    return ChildNow.objects.filter(Q(adopted_closed=True) | Q(pk__in=restricted(on=on)) | Q(pk__in=known))


def child_for(*, viewer, public_id: UUID | str, on: date) -> Child:
    """The child, with its line `now`; NoSuchChild where there is none or this person may not know of it."""
    child = _one(visible_children(viewer=viewer, on=on), public_id)
    child.found_for = (viewer, on)
    return child


def child_to_look_at(*, viewer, public_id: UUID | str, on: date, at: datetime) -> Child:
    """As `child_for`, and also a child whose record this person has opened on duty or by break-glass at this moment.

    For pages that only show: `child.opened` is then the opening, which the page and the trail have to name.
    """
    try:
        return child_for(viewer=viewer, public_id=public_id, on=on)
    except NoSuchChild:
        opened = open_now(viewer=viewer, at=at)
        children = Child.objects.filter(pk__in=opened.values("child"))
        child = _one(children.filter(pk__in=_may_be_opened(viewer, on).values("pk")), public_id)
    child.found_for = (viewer, on)
    child.opened = opened.filter(child=child).first()
    return child


def children_to_open(*, viewer, on: date, words: str, limit: int) -> list[ChildNow]:
    """The first few children with this number, or with all these words in their name, whose record could be opened.

    Raises nothing where there is none. The caller has asked for the reason, and writes the trail row.
    """
    lines = _may_be_opened(viewer, on).select_related("child").order_by("name", "local_id", "pk")
    numbered = list(lines.filter(local_id__iexact=words.strip())[:limit])
    if numbered or not words.strip():
        return numbered
    for word in words.split():
        lines = lines.filter(name__icontains=word)
    return list(lines[:limit])


def child_to_open(*, viewer, public_id: UUID | str, on: date) -> Child:
    """A child whose record this person could open on duty or by break-glass. Raises NoSuchChild."""
    return _one(Child.objects.filter(pk__in=_may_be_opened(viewer, on).values("pk")), public_id)


def sees(*, viewer, child: Child, on: date) -> bool:
    """Whether this person may see the child: just found for them, or found now."""
    if child.found_for == (viewer, on):
        return True
    return visible_children(viewer=viewer, on=on).filter(pk=child.pk).exists()


def find(*, viewer, child: Child, on: date, why: str = "") -> None:
    """Nothing, or NoSuchChild: for queries that were handed a child and must not trust that.

    With `why`, somebody who mends an import may be asking. No query for a child that `child_for` has just given the
    same person for the same day.
    """
    if child.found_for == (viewer, on):
        return
    if why and can_mend_an_import(viewer):
        child_to_mend(viewer=viewer, public_id=child.public_id, on=on, why=why)
    elif not sees(viewer=viewer, child=child, on=on):
        raise NoSuchChild


def child_to_mend(*, viewer, public_id: UUID | str, on: date, why: str) -> Child:
    """The child, for somebody who mends an import and says why. Raises NotAllowed.

    A closed file, a restricted child and one whom the viewer has said they know do not exist.
    """
    check_can_mend_an_import(viewer, why)
    left_out = not_counted_for(viewer=viewer, on=on)
    return _one(Child.objects.filter(now__isnull=False).exclude(pk__in=left_out.values("pk")), public_id)


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
    for away in accounts.covered_by(viewer=viewer, on=on):
        in_reach |= _reach_lent(away, on)
    seen = (in_reach & ~Q(pk__in=restricted(on=on))) | Q(pk__in=let_in(viewer=viewer, on=on))
    named = _is_named(viewer, on) & Q(adopted_closed=True)
    lines = ChildNow.objects.filter((seen & Q(adopted_closed=False)) | named)
    return lines.exclude(pk__in=known_to(viewer=viewer, on=on))


def _may_be_opened(viewer, on: date) -> QuerySet[ChildNow]:
    """Every child but those whom no emergency opens: closed by adoption, restricted, or known to this person."""
    return ChildNow.objects.exclude(pk__in=not_counted_for(viewer=viewer, on=on).values("pk"))


def _reach(ability: Ability, viewer, on: date) -> Q:
    if ability is Ability.SEE_ALL_CHILDREN:
        return Q(pk__isnull=False)
    if ability is Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED:
        return Q(looked_after_since_on__isnull=False) | Q(protection_plan_since_on__isnull=False)
    involved = Q(team_ref__in=list(viewer.team_refs))
    if ability is Ability.SEE_CHILDREN_ALLOCATED:
        involved |= Q(professional_ref__in=list(viewer.worker_refs))
    return Q(pk__in=Involved.objects.filter(involved, _covers(on)).values("child"))


def _reach_lent(away, on: date) -> Q:
    """What somebody who is away lends to their cover: their own children, not their colleagues'; never every child."""
    lent = Q(pk__in=[])
    if can(away, Ability.SEE_CHILDREN_ALLOCATED):
        own = Involved.objects.filter(_covers(on), professional_ref__in=list(away.worker_refs))
        lent |= Q(pk__in=own.values("child"))
    for ability in (Ability.SEE_CHILDREN_OF_TEAMS, Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED):
        if can(away, ability):
            lent |= _reach(ability, away, on)
    return lent


def _is_named(viewer, on: date) -> Exists:
    named = namings_not_over(person_public_id=viewer.public_id, on=on)
    return Exists(named.filter(child=OuterRef("pk"), from_on__lte=on))


def _covers(on: date) -> Q:
    began = Q(from_on__isnull=True) | Q(from_on__lte=on)
    return began & (Q(until_on__isnull=True) | Q(until_on__gt=on))
