"""Need to know: which children a person may see on a day, and finding one of them.

social worker: a current involvement of hers or of her teams · team manager: of the teams · reviewing officer:
looked after, or on a protection plan · service manager: all · analyst, administrator and guardian of records: none.
Who covers for somebody sees that person's children too (a manager's teams', a reviewing officer's), for these days.
A duty worker sees a child whose record they have opened, as long as it is open; so does whoever broke the glass.

Stronger than all of these: a file that adoption has closed is seen by the people named for it and by nobody else; a
restricted child by the people it is restricted to; and no child by somebody who has said that they know the family.
SYSTEM sees all.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from seenheard.accounts import queries as accounts
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import can

from ..models import Child, ChildNow, Opening
from ..permissions import NoSuchChild, can_mend_an_import, check_can_mend_an_import
from .closed_files import namings_not_over
from .conflicts import known_to
from .kept import Kept
from .openings import OpenNow, open_now
from .restrictions import let_in, restricted
from .wording import together, worded_once

SEEING = (
    Ability.SEE_ALL_CHILDREN,
    Ability.SEE_CHILDREN_ALLOCATED,
    Ability.SEE_CHILDREN_OF_TEAMS,
    Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED,
)
_RESTRICTED = worded_once(lambda viewer, on: restricted(on=on))
_LET_IN = worded_once(lambda viewer, on: let_in(viewer=viewer, on=on))
_KNOWN = worded_once(lambda viewer, on: known_to(viewer=viewer, on=on))
_NAMED = worded_once(
    lambda viewer, on: (
        namings_not_over(person_public_id=viewer.public_id, on=on).filter(from_on__lte=on).values("child")
    )
)
_CLOSED_TO = worded_once(
    lambda viewer, on: ChildNow.objects.filter(adopted_closed=True).exclude(pk__in=_NAMED(viewer, on)).values("pk")
)
_SHUT_OUT = worded_once(
    lambda viewer, on: (
        ChildNow.objects.filter(pk__in=_RESTRICTED(viewer, on), adopted_closed=False)
        .exclude(pk__in=_LET_IN(viewer, on))
        .values("pk")
    )
)
INVOLVED_NOW = """
SELECT child_id FROM record_involved WHERE (professional_ref = ANY(%s) OR team_ref = ANY(%s))
    AND (from_on IS NULL OR from_on <= %s) AND (until_on IS NULL OR until_on > %s)
"""
OF_THESE = "SELECT unnest(%s::bigint[])"


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
    kept: Kept | None = None,
) -> QuerySet[ChildNow]:
    """One line a child whom this person may see, by name; filtered by team or by the worker who holds the case.

    `kept`: who is kept from whom, where a list over thousands has just asked.
    """
    lines = _visible_now(viewer, on, kept).select_related("child").order_by("name", "local_id", "pk")
    if child_ids is not None:
        lines = lines.filter(pk__in=list(child_ids))
    if team_ref is not None:
        lines = lines.filter(team_ref=team_ref)
    return lines if worker_ref is None else lines.filter(worker_ref=worker_ref)


def hidden_from(*, viewer, on: date, kept: Kept | None = None) -> QuerySet[ChildNow] | None:
    """The few lines that somebody who sees every child does not see; None for who does not see every child.

    For lists over everything: to leave out a few is less work than to bring in all others.
    """
    if viewer is SYSTEM or not can(viewer, Ability.SEE_ALL_CHILDREN):
        return None
    if kept:
        closed, shut_out = Q(adopted_closed=True), Q(pk__in=set(kept.restricted).difference(kept.let_in))
        return ChildNow.objects.filter(closed & ~Q(pk__in=kept.named) | ~closed & shut_out | Q(pk__in=kept.known))
    hidden = together(_CLOSED_TO(viewer, on), _SHUT_OUT(viewer, on), _KNOWN(viewer, on))
    return ChildNow.objects.filter(pk__in=hidden)


def not_counted_for(*, viewer, on: date) -> QuerySet[ChildNow]:
    """The lines that do not stand in figures and findings for somebody who mends imports and sees no child."""
    return ChildNow.objects.filter(kept_to_named_people(on=on) | Q(pk__in=_KNOWN(viewer, on)))


def counted_among(*, viewer, on: date, child_ids: Collection[int]) -> set[int]:
    """Those of these children who do stand in figures and findings: for what is kept beside the record, and names them.

    Asked so, and not for those to leave out: the database tells nothing of a child whom it hides.
    """
    left_out = not_counted_for(viewer=viewer, on=on).values("pk")
    return set(ChildNow.objects.filter(pk__in=child_ids).exclude(pk__in=left_out).values_list("pk", flat=True))


def kept_to_named_people(*, on: date, kept: Kept | None = None) -> Q:
    """Of lines: a few named people alone know of the child, because adoption closed the file or it is restricted."""
    return Q(adopted_closed=True) | Q(pk__in=kept.restricted if kept else _RESTRICTED(SYSTEM, on))


def child_for(*, viewer, public_id: UUID | str, on: date) -> Child:
    """The child, with its line `now`; NoSuchChild where there is none or this person may not know of it."""
    child = _one(visible_children(viewer=viewer, on=on), public_id)
    child.found_for = (viewer, on)
    return child


def child_called(words: str, *, viewer, on: date) -> Child:
    """The child by the council's own number or the public id. Raises NoSuchChild."""
    called = words.strip()
    lines = children_now(viewer=viewer, on=on).filter(local_id__iexact=called)[:2]
    return child_for(viewer=viewer, public_id=lines[0].child.public_id if len(lines) == 1 else called, on=on)


def child_to_look_at(*, viewer, public_id: UUID | str, on: date, at: datetime) -> Child:
    """As `child_for`, and also a child whose record this person has opened on duty or by break-glass at this moment.

    For pages that only show: `child.opened` is then the opening, which the page and the trail have to name.
    """
    try:
        return child_for(viewer=viewer, public_id=public_id, on=on)
    except NoSuchChild:
        opened = open_now(viewer=viewer, at=at).filter(child__in=may_be_opened(viewer, on).values("pk"))
        found = _of_child(opened.select_related("child__now"), public_id)
    child = found.child
    child.found_for, child.opened = (viewer, on), found
    return child


def child_to_open(*, viewer, public_id: UUID | str, on: date) -> Child:
    """A child whose record this person could open on duty or by break-glass. Raises NoSuchChild."""
    return _one(Child.objects.filter(pk__in=may_be_opened(viewer, on).values("pk")), public_id)


def opened_now(*, viewer, kind: str, on: date, at: datetime) -> tuple[OpenNow, ...]:
    """The records that are open to this person in this way at this moment, the one that closes last first; none that
    has become closed to emergencies since. One query, and one more where any is open."""
    openings = {one.child_id: one.until_at for one in reversed(open_now(viewer=viewer, at=at).filter(kind=kind))}
    if not openings:
        return ()
    lines = may_be_opened(viewer, on).filter(pk__in=list(openings)).select_related("child")
    found = (OpenNow(line.child.public_id, line.name, openings[line.pk]) for line in lines)
    return tuple(sorted(found, key=lambda one: one.until_at, reverse=True))


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


def _of_child(openings: QuerySet[Opening], public_id: UUID | str) -> Opening:
    """The first of them that is of this child."""
    try:
        found = openings.filter(child__public_id=UUID(str(public_id))).first()
    except ValueError:
        raise NoSuchChild from None
    if found is None:
        raise NoSuchChild
    return found


def _visible_now(viewer, on: date, kept: Kept | None = None) -> QuerySet[ChildNow]:
    """The lines this person may see. Put together once for each object that stands for a person, asked each time."""
    if viewer is SYSTEM:
        return ChildNow.objects.all()
    held = tuple(ability for ability in SEEING if can(viewer, ability))
    if not held:
        return ChildNow.objects.none()
    away = accounts.covered_by(viewer=viewer, on=on)
    if kept:
        return _lines_of(_reaches(viewer, held, away, on), kept.restricted, kept.let_in, kept.named, kept.known)
    by_what = (on, held, tuple(viewer.worker_refs), tuple(viewer.team_refs), away)
    before = getattr(viewer, "sight", None)
    if before is None or before[0] != by_what:
        told = (question(viewer, on) for question in (_RESTRICTED, _LET_IN, _NAMED, _KNOWN))
        before = viewer.sight = (by_what, _lines_of(_reaches(viewer, held, away, on), *told))
    return before[1].all()


def _lines_of(in_reach: Q | list[RawSQL], restricted, let_in, named, known) -> QuerySet[ChildNow]:
    """Of what is in reach; the others are the ids of children, or questions that find them."""
    lines = ChildNow.objects.all()
    if not isinstance(in_reach, Q):  # by name of each: the few lines are fetched, the many are not gone through
        few = (one if isinstance(one, RawSQL) else RawSQL(OF_THESE, [list(one)]) for one in (let_in, named))  # noqa: S611
        lines = lines.filter(pk__in=together(*in_reach, *few))
        in_reach = Q(pk__in=together(*in_reach) if in_reach else [])
    seen = (in_reach & ~Q(pk__in=restricted)) | Q(pk__in=let_in)
    lines = lines.filter((seen & Q(adopted_closed=False)) | Q(pk__in=named, adopted_closed=True))
    return lines.exclude(pk__in=known)


def may_be_opened(viewer, on: date) -> QuerySet[ChildNow]:
    """Every child but those whom no emergency opens: closed by adoption, restricted, or known to this person."""
    return ChildNow.objects.exclude(pk__in=not_counted_for(viewer=viewer, on=on).values("pk"))


def _reaches(viewer, held: tuple[Ability, ...], away: tuple, on: date) -> Q | list[RawSQL]:
    """What these abilities, and what is lent by who is away, bring into reach: a condition, or the few children."""
    workers, teams, reached = set(), set(), None
    for person, ability in _reaching(viewer, held, away):
        if ability is Ability.SEE_ALL_CHILDREN:
            return Q(pk__isnull=False)
        if ability is Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED:
            reached = Q(looked_after_since_on__isnull=False) | Q(protection_plan_since_on__isnull=False)
        if ability is Ability.SEE_CHILDREN_ALLOCATED:
            workers.update(person.worker_refs)
        if ability is Ability.SEE_CHILDREN_OF_TEAMS or (ability is Ability.SEE_CHILDREN_ALLOCATED and person is viewer):
            teams.update(person.team_refs)
    values = [sorted(workers), sorted(teams), on, on]
    few = [RawSQL(INVOLVED_NOW, values)] if workers or teams else []  # noqa: S611 - the values stand apart
    if reached is None:
        return few
    return reached | Q(pk__in=few[0]) if few else reached


def _reaching(viewer, held: tuple[Ability, ...], away: tuple) -> Iterator[tuple[Any, Ability]]:
    """Who brings children into reach, by what. Somebody who is away lends their own work: a worker's children and not
    the colleagues', a manager's teams, a reviewing officer's children; never every child."""
    yield from ((viewer, ability) for ability in held)
    for person in away:
        yield from ((person, ability) for ability in SEEING[1:] if can(person, ability))
