"""How many duties of each rule press or are overdue, for many children at once: from tallies, no clock is read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from seenheard.lib.copying import these
from seenheard.record import queries as record_queries

from ..models import Tally

TABLE = Tally._meta.db_table
OVERDUE = f"""
SELECT child_id, sum(number)::int FROM {TABLE}
WHERE child_id IN ({{children}}) AND missing = '' AND due_on < %s AND from_on <= %s AND until_on > %s
GROUP BY child_id
"""
BY_RULE = f"""
SELECT child_id, rule, coalesce(sum(number) FILTER (WHERE missing = '' AND due_on < %s), 0)::int,
    coalesce(sum(number) FILTER (WHERE missing = '' AND due_on >= %s), 0)::int,
    min(act_by_on) FILTER (WHERE missing = ''), coalesce(sum(number) FILTER (WHERE missing <> ''), 0)::int
FROM {TABLE} WHERE child_id = ANY(%s::bigint[]) AND rule = ANY(%s) AND from_on <= %s AND until_on > %s
GROUP BY child_id, rule
"""


@dataclass(frozen=True, slots=True)
class Light:
    """The duties of one rule to one child on a day: `overdue` by law, `pressing` and not overdue, the next day by which
    to act, and how many nobody can judge."""

    overdue: int
    pressing: int
    act_by_on: date | None
    unjudged: int


def overdue_by_child(*, viewer, on: date, teams: Collection[str] | None = None) -> dict[int, int]:
    """How many duties are overdue by law, of the children of these teams whom this person may see (None: of all).

    Who has none is left out.
    """
    seen = record_queries.children_now(viewer=viewer, on=on).order_by()
    if teams is not None:
        seen = seen.filter(team_ref__in=list(teams))
    children, given = seen.values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(OVERDUE.format(children=children), [*given, on, on, on])
        return dict(cursor.fetchall())


def lights(*, viewer, on: date, child_ids: Collection[int], rules: Collection[str]) -> dict[int, dict[str, Light]]:
    """By child and rule, of the children whom this person may see; a rule of which nothing runs is left out."""
    lines = record_queries.children_now(viewer=viewer, on=on, child_ids=child_ids).order_by()
    seen = these(lines.values_list("pk", flat=True))
    found: dict[int, dict[str, Light]] = {}
    with connection.cursor() as cursor:
        cursor.execute(BY_RULE, [on, on, seen, sorted(rules), on, on])
        for child_id, rule, *told in cursor.fetchall():
            found.setdefault(child_id, {})[rule] = Light(*told)
    return found
