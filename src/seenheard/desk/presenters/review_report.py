"""The social worker's report for the next review of a child in care: whether it was sent, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from seenheard.duties.queries import Owed
from seenheard.timescales.domain.standing import OVERDUE, is_open
from seenheard.ui.dates import long, short
from seenheard.ui.parts import Link

NOT_HELD = "and is not recorded as held"
RULE, SENT = "LR-08", "review_report_sent"


def planned_for(owed: Owed) -> date:
    """The day of the review, from which the report's own day is counted back."""
    return date.fromisoformat(owed.clock.because["counted_from"])


def latest(owed: Iterable[Owed], reviewed_on: date | None) -> Owed | None:
    """The report for the review that is ahead: owed now, or sent since the last review. None where none is planned."""
    reports = [one for one in owed if one.rule.id == RULE and one.clock.ended_how != "lapsed" and one.clock.due_on]
    since = [one for one in reports if reviewed_on is None or (one.clock.ended_on or date.max) > reviewed_on]
    return max(since, key=lambda one: (one.clock.started_on, one.clock.ended_on is None), default=None)


def sentence(report: Owed | None, on: date) -> str:
    """ "A review is planned for Thursday 2 April 2026. The report for it was due by 30 March 2026 and is not sent." """
    if report is None or report.clock.due_on is None:
        return ""
    due_on, ended_on = report.clock.due_on, report.clock.ended_on
    if is_open(report.clock, on) or ended_on is None:
        was = "was due" if report.standing == OVERDUE else "is due"
        how = f"{was} by {short(due_on)}, and it is not recorded that it was sent."
    else:
        late = f", after the day by which it was due ({short(due_on)})" if ended_on > due_on else ", in time"
        how = f"was sent on {short(ended_on)}{late}."
    day = planned_for(report)
    planned = f"is planned for {long(day)}" if day >= on else f"was planned for {long(day)}, {NOT_HELD}"
    return f"A review {planned}. The report for it {how}"


def to_record(report: Owed | None, child, on: date) -> Link | None:
    """To the form for saying that it was sent; nothing where none is wanted."""
    if report is None or not is_open(report.clock, on):
        return None
    return Link("Record that the report was sent", reverse("desk:record_event", args=[child.public_id, SENT]))
