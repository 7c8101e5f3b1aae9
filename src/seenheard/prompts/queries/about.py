"""What decides whose a child's prompts are, of many children at once; and whose those are that are kept from somebody.

Of these a `Reach` cannot tell: to whom one falls depends on who else may know of it. They are few: the rule is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from seenheard.record import queries as record_queries
from seenheard.record.queries import Kept

from ..domain.causes import KEPT_FROM
from ..domain.owners import About, Staff
from ..models import Prompt
from .staffing import Apart

KEEPING = ("voices", "record")  # the givers of whose causes something may be kept from somebody
ABOUT = (
    "child_id", "worker_ref", "team_ref", "reviewer_ref", "looked_after_since_on", "protection_plan_since_on",
    "is_named",
)  # fmt: skip

ABOUT_EACH = """
SELECT child_id, is_named, worker_ref AS named_worker, team_ref AS named_team,
    CASE WHEN child_id = ANY(%(unheld)s) THEN NULL ELSE worker_ref END AS worker_ref,
    CASE WHEN child_id = ANY(%(unmanaged)s) THEN NULL ELSE team_ref END AS team_ref,
    CASE WHEN child_id = ANY(%(unnamed)s) THEN NULL ELSE reviewer_ref END AS reviewer_ref,
    (looked_after_since_on IS NOT NULL OR protection_plan_since_on IS NOT NULL)
        AND NOT child_id = ANY(%(unreviewed)s) AS is_reviewed
FROM ({lines} OFFSET 0) AS lines
"""
IS_KEPT = f"giver IN {KEEPING} AND facts ? '{KEPT_FROM}'"
OF_EACH = "worker_ref, team_ref, is_reviewed, reviewer_ref, named_worker, named_team"
KEPT_ONES = f"""
SELECT prompt.id, owner, facts->>'{KEPT_FROM}', {OF_EACH}
FROM ({ABOUT_EACH}) AS about JOIN prompts_prompt AS prompt USING (child_id)
WHERE gone_at IS NULL AND {IS_KEPT} AND opens_on <= %(on)s AND (until_on IS NULL OR until_on > %(on)s)
"""


def about_each(lines: QuerySet, on: date, kept: Kept) -> tuple[str, dict[str, Any]]:
    """The SQL of what decides whose a child's prompts are, for each of these lines, and its values by name."""
    told = lines.annotate(is_named=record_queries.kept_to_named_people(on=on, kept=kept)).order_by().values(*ABOUT)
    sql, params = told.query.sql_with_params()
    values = {f"line{number}": value for number, value in enumerate(params)}
    return sql % tuple(f"%({name})s" for name in values), values


def kept_and_hers(viewer, here: Staff, otherwise: Apart, on: date, kept: Kept) -> list[int]:
    """Of the prompts that are kept from somebody those that fall to this person on this day."""
    some = Prompt.objects.filter(gone_at=None, giver__in=KEEPING, facts__has_key=KEPT_FROM).values("child_id")
    lines = record_queries.children_now(viewer=viewer, on=on, kept=kept).filter(pk__in=some)
    try:
        each, values = about_each(lines, on, kept)
    except EmptyResultSet:  # this role sees no child
        return []
    with connection.cursor() as cursor:
        cursor.execute(KEPT_ONES.format(lines=each), values | asdict(otherwise) | {"on": on})
        rows = cursor.fetchall()
    me = str(viewer.public_id)
    return [
        pk for pk, owner, kept_from, *about in rows if me in here.owner_of(owner, about_of(about), kept_from).people
    ]


def about_of(row: Sequence[Any]) -> About:
    """What these questions found of one child: worker, team, whether it is reviewed, by whom; and whom the record
    names as its worker and its team."""
    worker, team, is_reviewed, reviewer, named_worker, named_team = row
    return About(worker, team, is_reviewed, reviewer, (named_worker, named_team))
