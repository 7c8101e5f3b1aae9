"""Why something owed is late, as people have said: beside the clock, never instead of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import TextField
from django.db.models.expressions import RawSQL

from seenheard.accounts import queries as accounts
from seenheard.duties import rulebook
from seenheard.duties.domain.causes import key_from, said_of
from seenheard.duties.models import Explanation
from seenheard.duties.queries import NATIONAL_MEASURE, Owed, behind, done_late, worst_first
from seenheard.record import queries as record_queries
from seenheard.timescales.domain.standing import OVERDUE

A_YEAR = timedelta(days=365)
Cause = tuple[int, str, str]  # child, rule, the clock's key
DAY = len("2026-03-31")  # the beginning of a clock's key
# By what the clocks of the same child, rule and day began, as it is told today. A part of the one question, in words
# put together once: nearly every page asks it, and nearly always of nothing.
BEGUN = f"""
ARRAY(
    SELECT started_ref FROM duties_clock AS clock WHERE clock.child_id = duties_explanation.child_id
        AND clock.rule = duties_explanation.rule AND clock.started_on::text = left(duties_explanation.key, {DAY})
)
"""
# Put into `BOTH` by `format` and not before it, which would take the braces in it for places to fill in.
NAMED = accounts.name_told_by("duties_explanation.by")
OF_THESE = "SELECT unnest(%s::bigint[])"
BOTH = f"""
SELECT child_id, missing, number, NULL::timestamptz, NULL::bigint, NULL::bigint, NULL, NULL, NULL, NULL, NULL,
    NULL::text[]
FROM ({{unjudged}}) AS unjudged
UNION ALL
SELECT NULL, NULL, NULL, at, id, child_id, rule, key, why, by, {{named}}, {BEGUN}
FROM duties_explanation WHERE child_id = ANY(%s::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Said:
    """The latest reason for one delay, whose it is, and when it was said; `earlier`: what stood before, the last first.

    `name`: of whoever said it, where they have an account still.
    """

    why: str
    by: str
    at: datetime
    name: str = ""
    earlier: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """What is late and why somebody has said: overdue still, and done since, but late."""

    overdue: tuple[tuple[Owed, Said], ...]
    done: tuple[tuple[Owed, Said], ...]


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


def explained_late(
    *, viewer, on: date, teams: Collection[str] | None = None, few: Collection[int] | None = None
) -> tuple[tuple[Owed, Said], ...]:
    """What is overdue and explained, the longest overdue first, each with the latest reason: of children whom the
    viewer sees (of these teams). Two queries, and one where nothing of theirs was ever explained. `few`: as
    `few_children` has just found them."""
    return _overdue(_said_of_these(viewer, on, teams, few), on)


def explained(*, viewer, on: date, teams: Collection[str] | None = None) -> Explained:
    """That, and what was explained and is done by now, but late: of those done in the last twelve months. A reason that
    was counted goes on being counted when the duty is done."""
    said = _said_of_these(viewer, on, teams, None)
    done = [(one, said[cause]) for cause, one in done_late(on=on, since=on - A_YEAR, causes=said).items()]
    return Explained(
        _overdue(said, on), tuple(sorted(done, key=lambda pair: str(pair[0].clock.ended_on), reverse=True))
    )


def said_of_child(*, viewer, child, on: date) -> tuple[tuple[str, str, Said], ...]:
    """Every reason that was ever said of a duty of the child, the first first: rule, key, and what was said. Also of
    what the rules ask no more. Nothing where the viewer may not see the child."""
    if not record_queries.sees(viewer=viewer, child=child, on=on):
        return ()
    told = Explanation.objects.filter(child=child).annotate(named=RawSQL(NAMED, [], output_field=TextField()))  # noqa: S611
    rows = told.order_by("at", "id").values_list("rule", "key", "why", "by", "at", "named")
    return tuple((rule, key, Said(why, by, at, name or "")) for rule, key, why, by, at, name in rows)


def _said_of_these(viewer, on: date, teams: Collection[str] | None, few: Collection[int] | None):
    if few is None:
        lines = record_queries.children_now(viewer=viewer, on=on)
        lines = lines if teams is None else lines.filter(team_ref__in=teams)
        of_them = Explanation.objects.filter(child__in=lines.order_by().values("pk"))
    else:
        of_them = Explanation.objects.filter(child__in=RawSQL(OF_THESE, [list(few)]))  # noqa: S611
    return _of_clocks(of_them)


def _overdue(said: Mapping[Cause, Said], on: date) -> tuple[tuple[Owed, Said], ...]:
    late = [(one, said[cause]) for cause, one in behind(on=on, causes=said).items() if one.standing == OVERDUE]
    return tuple(sorted(late, key=lambda pair: (str(pair[0].clock.due_on), pair[0].child_id, pair[0].rule.id)))


def unjudged_and_reasons(
    *, on: date, child_ids: Collection[int]
) -> tuple[dict[int, Counter], dict[tuple[int, str, str], Said]]:
    """Of the children of a page, whom the caller was given for a viewer: how many duties nobody can judge for want of
    which fact, and what `reasons` gives. One query."""
    if not child_ids:
        return {}, {}
    rules = [rule.id for rule in rulebook.rules().values() if rule.klass != NATIONAL_MEASURE]
    asked = worst_first.Asked(on, rules, Explanation.objects.none(), few=list(child_ids))
    unjudged, values = worst_first.unjudged_asked(asked)
    with connection.cursor() as cursor:
        cursor.execute(BOTH.format(unjudged=unjudged, named=NAMED), [*values, list(child_ids)])
        rows = cursor.fetchall()
    said = sorted((row[3:] for row in rows if row[3] is not None), key=lambda row: row[:2])
    found = _of_today(
        (child, rule, key, why, by, at, name, refs) for at, _, child, rule, key, why, by, name, refs in said
    )
    return worst_first.counted_by_child(row[:3] for row in rows if row[3] is None), dict(found)


def _of_clocks(explanations) -> Mapping[tuple[int, str, str], Said]:
    """The latest of these, each of the clock that it is of today: child, rule and the clock's key."""
    told = explanations.annotate(
        named=RawSQL(NAMED, [], output_field=TextField()),  # noqa: S611 - no values, here and in the next
        begun=RawSQL(BEGUN, [], output_field=ArrayField(TextField())),  # noqa: S611
    )
    fields = ("child_id", "rule", "key", "why", "by", "at", "named", "begun")
    return _of_today(told.order_by("at", "id").values_list(*fields))


def _of_today(rows: Iterable[tuple]) -> Mapping[tuple[int, str, str], Said]:
    said: dict[tuple[int, str, str], Said] = {}
    begun: dict[tuple[int, str, str], list[str]] = {}
    for child, rule, key, why, by, at, name, refs in rows:
        before = said.pop((child, rule, key), None)  # so that the latest stands last
        earlier = (replace(before, earlier=()), *before.earlier) if before else ()
        said[child, rule, key] = Said(why, by, at, name or "", earlier)
        begun[child, rule, key[:DAY]] = refs
    causes = [
        (child, rule, key_from(date.fromisoformat(day), ref))
        for (child, rule, day), refs in begun.items()
        for ref in refs
    ]
    return said_of(causes, said)
