"""Saying that one knows a child or the family, and ending what somebody else has said."""

from datetime import date, datetime

from django.db import transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.trail import operations as trail

from .. import permissions
from ..domain.conflicts import KINDS
from ..domain.days import day_of
from ..models import Child, Conflict, EndedConflict
from ..queries.conflicts import conflicts, standing_conflict
from .reasons import reason
from .telling_addresses import check_reason


@transaction.atomic
def declare_conflict(*, child: Child, kind: str, words: str, by, at: datetime) -> Conflict:
    """Say that one is related to a child or knows the family: from now on one does not see the child at all.

    Said twice it stands once. Nothing is asked of a person who says so, and no reason is needed. Raises NotAllowed
    for somebody who works with no children. The caller has found the child for this person.
    """
    if not permissions.can_declare_conflict(by):
        raise NotAllowed("Your role opens no child’s record, so there is nothing to declare.")
    if kind not in KINDS:
        raise NotAllowed("Choose how you know the child or the family.")
    locked = Child.objects.select_for_update().get(pk=child.pk)
    check_reason(child, words, by=by, on=day_of(at))
    child = locked
    if standing := standing_conflict(viewer=by, child=child):
        return standing
    made = Conflict.objects.create(child=child, person_public_id=str(by.public_id), kind=kind, why=words.strip(), at=at)
    trail.write(
        what="declared_conflict",
        by=by,
        at=at,
        children=[str(child.public_id)],
        about=str(made.public_id),
        why=words.strip() or KINDS[kind],
    )
    return made


@transaction.atomic
def end_conflict(*, conflict: Conflict, on: date, why: str, by, at: datetime) -> EndedConflict:
    """Let the person see the child again whom they had said they know; say why. It takes a manager, and another.

    Raises NotAllowed: not for this viewer to do, no reason, or ended already.
    """
    permissions.check_can_end_conflict(by, conflict.person_public_id)
    why = reason(why, "Say why the conflict no longer stands")
    child = Child.objects.select_for_update().get(pk=conflict.child_id)
    check_reason(child, why, by=by, on=day_of(at))
    if not conflicts(viewer=by).filter(pk=conflict.pk, ended__isnull=True).exists():
        raise NotAllowed("This conflict does not stand any more, or is not yours to end. Nothing was changed.")
    ended = EndedConflict.objects.create(
        child=child, conflict=conflict, ended_on=on, why=why, by=str(by.public_id), at=at
    )
    about = str(conflict.public_id)
    trail.write(what="ended_conflict", by=by, at=at, children=[str(child.public_id)], about=about, why=why)
    return ended
