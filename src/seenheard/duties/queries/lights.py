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
WHERE child_id = ANY(%s::bigint[]) AND missing = '' AND due_on < %s AND from_on <= %s AND until_on > %s
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


def overdue_by_child(*, viewer, on: date, child_ids: Collection[int]) -> dict[int, int]:
    """How many duties are overdue by law, of the children whom this person may see; who has none is left out."""
    seen = _seen(viewer, on, child_ids)
    with connection.cursor() as cursor:
        cursor.execute(OVERDUE, [seen, on, on, on])
        return dict(cursor.fetchall())


def lights(*, viewer, on: date, child_ids: Collection[int], rules: Collection[str]) -> dict[int, dict[str, Light]]:
    """By child and rule, of the children whom this person may see; a rule of which nothing runs is left out."""
    seen = _seen(viewer, on, child_ids)
    found: dict[int, dict[str, Light]] = {}
    with connection.cursor() as cursor:
        cursor.execute(BY_RULE, [on, on, seen, sorted(rules), on, on])
        for child_id, rule, *told in cursor.fetchall():
            found.setdefault(child_id, {})[rule] = Light(*told)
    return found


def _seen(viewer, on: date, child_ids: Collection[int]) -> str:
    lines = record_queries.children_now(viewer=viewer, on=on, child_ids=child_ids)
    return these(lines.order_by().values_list("pk", flat=True))
