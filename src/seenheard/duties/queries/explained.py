"""Why something owed is late, as people have said: beside the clock, never instead of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from seenheard.duties.models import Explanation
from seenheard.record import queries as record_queries


@dataclass(frozen=True, slots=True)
class Said:
    """The latest reason for one delay, whose it is, and when it was said."""

    why: str
    by: str
    at: datetime


def explanations(*, viewer, child, on: date) -> dict[tuple[str, str], Said]:
    """The latest explanation of each duty of the child, by rule and key; none where the viewer may not see the child.

    One query where the child was just found for this viewer. A record opened on duty or by break-glass shows none.
    """
    if child.opened or not record_queries.sees(viewer=viewer, child=child, on=on):
        return {}
    rows = Explanation.objects.filter(child=child).order_by("at", "id")
    return {(row.rule, row.key): Said(row.why, row.by, row.at) for row in rows}


def explained_by_rule(*, viewer, on: date) -> dict[str, int]:
    """For each rule, of how many duties somebody has said why they are late: children whom the viewer sees."""
    seen = record_queries.visible_children(viewer=viewer, on=on).values("pk")
    rows = Explanation.objects.filter(child__in=seen).values("rule")
    return dict(rows.annotate(number=Count(("key"), distinct=True)).values_list("rule", "number"))
