"""Rating the care plan: by the reviewing officer, in a scheme that keeps its version, and by the worker."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations as record_operations
from seenheard.record.domain.days import day_of
from seenheard.trail import operations as trail

from .. import permissions, queries
from ..domain.answers import Colour
from ..domain.replies import LONGEST, says_something
from ..models import PlanRating


@transaction.atomic
def rate_plan(*, child, colour: Colour, reasons: str, key: str, by, at: datetime, keep_words: str = "") -> PlanRating:
    """One rating of the plan, with reasons, under the scheme of the day. The same form again is the rating there is.

    Raises NotAllowed: not a rater, no reasons, or too many; TellsAddress (unless `keep_words` says why); NoSuchChild.
    """
    rater = permissions.rater_of(by)
    on = day_of(at)
    queries.check_seen(viewer=by, child=child, on=on)
    if not queries.rates_plan(viewer=by, child=child, on=on):
        raise NotAllowed(permissions.NOT_A_RATER)
    mine = PlanRating.objects.filter(key=key, by=str(by.public_id))
    if same := mine.first():
        return same
    reasons = reasons.strip()
    if not says_something(reasons):
        raise NotAllowed("Give your reasons, in words.")
    if len(reasons) > LONGEST:
        raise NotAllowed(f"The reasons have {len(reasons):,} letters. {LONGEST:,} is the most: shorten them.")
    record_operations.check_in_turn(child, reasons, on=on, keep_because=keep_words)
    if same := mine.all().first():  # pressed twice in one moment: it is this one's turn only now
        return same
    made = PlanRating.objects.create(
        child=child,
        rater=rater,
        colour=int(colour),
        scheme=queries.scheme_on(on).key,
        reasons=reasons,
        on=on,
        by=str(by.public_id),
        at=at,
        key=key,
    )
    trail.write(what="rated_plan", by=by, at=at, children=[str(child.public_id)], about=str(made.public_id))
    return made
