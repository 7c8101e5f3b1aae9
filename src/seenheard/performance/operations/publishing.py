"""Publishing the report of a quarter, once; and withdrawing one that was wrong."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.record.domain.days import day_of
from seenheard.trail import operations as trail
from seenheard.trail.domain.reasons import SHORTEST_TO_SEE, in_letters, is_too_short
from seenheard.ui.dates import short

from .. import permissions
from ..domain.published import is_quarter_end, read, report_of
from ..models import Published, Withdrawn
from ..queries.quarter import begins_on, counted

NOT_A_QUARTER_END = "Reports are published of quarters: choose the last day of March, June, September or December."
NOBODY_ASKED = "Nobody had been asked anything by then: reports begin with the quarter of the first round."
NOT_OVER = "This quarter is not over yet."
LONGEST = 2_000


@transaction.atomic
def publish(*, on: date, by, at: datetime) -> Published:
    """The report of the quarter that ended on `on`, as was known then, its small numbers hidden; kept as it is.

    Raises NotAllowed: who may not publish, another day than a quarter's last, a quarter that is not over, one before
    the first round, one that was published before.
    """
    permissions.check_can_publish(by)
    today = day_of(at)
    if not is_quarter_end(on):
        raise NotAllowed(NOT_A_QUARTER_END)
    if on >= today:
        raise NotAllowed(NOT_OVER)
    begins = begins_on()
    if begins is None or on < begins:
        raise NotAllowed(NOBODY_ASKED)
    _take_turn()
    if Published.objects.filter(on=on).exists():
        raise NotAllowed(
            f"The quarter that ended on {short(on)} has been published. It is published once: two reports of one day "
            "that differ by a child would tell of that child."
        )
    earlier = [read(text) for text in Published.objects.order_by("on").values_list("text", flat=True)]
    report = report_of(on, counted(on=on, today=today), earlier)
    made = Published.objects.create(
        on=on, version=report.version, text=report.as_text(), digest=report.digest(), by=str(by.public_id), at=at
    )
    tables = {"tables": len(report.tables), "not_published": sum(bool(one.why_not) for one in report.tables)}
    trail.write(what="published_report", by=by, at=at, about=str(made.public_id), counts=tables)
    return made


@transaction.atomic
def withdraw(*, published: Published, why: str, by, at: datetime) -> Withdrawn:
    """Show its figures no more, and say why. Twice is once.

    Raises NotAllowed: who may not publish, no reason, one that is too long.
    """
    permissions.check_can_publish(by)
    why = why.strip()
    if is_too_short(why, SHORTEST_TO_SEE):
        raise NotAllowed(f"{in_letters('Say why', SHORTEST_TO_SEE)}.")
    if len(why) > LONGEST:
        raise NotAllowed(f"The reason has {len(why):,} letters. {LONGEST:,} is the most: shorten it.")
    _take_turn()
    if same := Withdrawn.objects.filter(published=published).first():
        return same
    made = Withdrawn.objects.create(published=published, why=why, by=str(by.public_id), at=at)
    trail.write(what="withdrew_report", by=by, at=at, about=str(published.public_id))
    return made


def _take_turn() -> None:
    """One at a time: each report is compared with all that were published before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('seenheard publishing'))")
