"""Why something owed is late, as people have said: beside the clock, never instead of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, TextField
from django.db.models.functions import Cast, Left

from seenheard.duties.domain.causes import key_from, said_of
from seenheard.duties.models import Clock, Explanation
from seenheard.duties.queries import Owed, behind
from seenheard.record import queries as record_queries
from seenheard.timescales.domain.standing import OVERDUE

DAY = len("2026-03-31")  # the beginning of a clock's key


@dataclass(frozen=True, slots=True)
class Said:
    """The latest reason for one delay, whose it is, and when it was said."""

    why: str
    by: str
    at: datetime


def explanations(*, viewer, child, on: date) -> dict[tuple[str, str], Said]:
    """The latest explanation of each duty of the child, by rule and key; none where the viewer may not see the child.

    One query where the child was just found for this viewer. Whoever has opened the record on duty or by break-glass
    reads them too.
    """
    if not record_queries.sees(viewer=viewer, child=child, on=on):
        return {}
    said = _of_clocks(Explanation.objects.filter(child=child))
    return {(rule, key): one for (_, rule, key), one in said.items()}


def reasons(*, owed: Iterable[Owed]) -> dict[tuple[int, str, str], Said]:
    """The latest reason for each of these duties, which the caller was given for a viewer: by child, rule and key.
    One query."""
    return dict(_of_clocks(Explanation.objects.filter(child__in={one.child_id for one in owed})))


def explained_late(*, viewer, on: date, teams: Collection[str] | None = None) -> tuple[tuple[Owed, Said], ...]:
    """What is overdue and explained, the longest overdue first, each with the latest reason: of children whom the
    viewer sees (of these teams). Two queries, and one where nothing of theirs was ever explained."""
    lines = record_queries.children_now(viewer=viewer, on=on)
    seen = (lines if teams is None else lines.filter(team_ref__in=teams)).order_by().values("pk")
    said = _of_clocks(Explanation.objects.filter(child__in=seen))
    late = [(one, said[cause]) for cause, one in behind(on=on, causes=said).items() if one.standing == OVERDUE]
    return tuple(sorted(late, key=lambda pair: (str(pair[0].clock.due_on), pair[0].child_id, pair[0].rule.id)))


def _of_clocks(explanations) -> Mapping[tuple[int, str, str], Said]:
    """The latest of these, each of the clock that it is of today: child, rule and the clock's key."""
    said: dict[tuple[int, str, str], Said] = {}
    begun: dict[tuple[int, str, str], list[str]] = {}  # of a day: by what, as it is told today
    day = Left(OuterRef("key"), DAY)
    same_day = Clock.objects.filter(child=OuterRef("child"), rule=OuterRef("rule"))
    same_day = same_day.annotate(day=Cast("started_on", TextField())).filter(day=day)
    for row in explanations.annotate(begun=ArraySubquery(same_day.values("started_ref"))).order_by("at", "id"):
        said.pop(cause := (row.child_id, row.rule, row.key), None)  # so that the latest stands last
        said[cause] = Said(row.why, row.by, row.at)
        begun[row.child_id, row.rule, row.key[:DAY]] = row.begun
    causes = [
        (child, rule, key_from(date.fromisoformat(day), ref))
        for (child, rule, day), refs in begun.items()
        for ref in refs
    ]
    return said_of(causes, said)
