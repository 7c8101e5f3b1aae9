"""Opening one child's record beyond one's own work: on duty, or by break-glass."""

from datetime import date, datetime

from django.db import transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.lib import jobs
from seenheard.trail import operations as trail
from seenheard.trail import queries as trail_queries

from .. import permissions
from ..domain.looks import GLASS, ON_DUTY
from ..domain.openings import BREAK_GLASS, LASTS, REASONS
from ..models import Child, Noticed, Opening
from ..queries import openings, seeing
from .reasons import reason

ALERT = "record.tell_guardians"
DONE = {BREAK_GLASS: "broke_glass"}


@transaction.atomic
def open_record(*, child: Child, kind: str, because: str, why: str, by, on: date, at: datetime) -> Opening:
    """Let a person look at one child for a short time, and put it on the guardian's list at once.

    `kind` is DUTY or BREAK_GLASS; `because` one of its reasons; `why` the person's words. While it is open, asking
    again opens nothing more and gives the same; another reason is kept for the guardian. The caller has asked for the
    second factor again where the glass is broken. Raises NotAllowed: not this role's way, no reason, or no need;
    NoSuchChild of a child whom no emergency opens (closed by adoption, restricted to others, known to this person).
    """
    permissions.check_can_open(by, kind)
    why = reason(why, "Say why you need to open this record")
    if because not in REASONS[kind]:
        raise NotAllowed("Choose the reason why you need to open this record.")
    child = seeing.child_to_open(viewer=by, public_id=child.public_id, on=on)
    Child.objects.select_for_update().get(pk=child.pk)
    if standing := openings.open_now(viewer=by, at=at, child=child).filter(kind=kind).first():
        _keep_other_reason(standing, f"{REASONS[kind][because]}: {why}", by=by, at=at)
        return standing
    if seeing.sees(viewer=by, child=child, on=on):
        raise NotAllowed("You can open this record as it is: the child is among those you work with.")
    return _opened(child, kind, because, why, by=by, on=on, at=at)


def _keep_other_reason(opening: Opening, why: str, *, by, at: datetime) -> None:
    """Why somebody needs a record that is open to them already: what was not said before, once."""
    about = str(opening.public_id)
    said = trail_queries.written_by(str(by.public_id), since=opening.at, until=at)
    if any(row.about == about and row.why == why for row in said):
        return
    child = [str(opening.child.public_id)]
    trail.write(what="gave_another_reason", by=by, at=at, children=child, about=about, why=why)


def _opened(child: Child, kind: str, because: str, why: str, *, by, on: date, at: datetime) -> Opening:
    who = str(by.public_id)
    made = Opening.objects.create(
        child=child, person_public_id=who, kind=kind, reason=because, why=why, at=at, until_at=at + LASTS[kind]
    )
    stands_out = GLASS if kind == BREAK_GLASS else ON_DUTY
    Noticed.objects.create(
        child=child, person_public_id=who, looked_on=on, reason=stands_out, first_at=at, opening=made
    )
    trail.write(
        what=DONE.get(kind, "opened_on_duty"),
        by=by,
        at=at,
        children=[str(child.public_id)],
        about=str(made.public_id),
        why=f"{REASONS[kind][because]}: {why}",
    )
    if kind == BREAK_GLASS:
        jobs.defer(ALERT, opening=str(made.public_id))
    return made
