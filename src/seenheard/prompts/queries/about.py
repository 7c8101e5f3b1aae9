"""What decides whose a child's prompts are, of many children at once; and whose those are that are kept from somebody.

Of these a `Reach` cannot tell: to whom one falls depends on who else may know of it. They are few: the rule is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from seenheard.record import queries as record_queries
from seenheard.record.queries import Kept

from ..domain.causes import KEPT_FROM
from ..domain.owners import About, Staff
from .staffing import Apart, about_line

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
SELECT prompt.id, owner, facts->>'{KEPT_FROM}', line.*
FROM prompts_prompt AS prompt JOIN ({{lines}}) AS line USING (child_id)
WHERE gone_at IS NULL AND {IS_KEPT} AND opens_on <= %(on)s AND (until_on IS NULL OR until_on > %(on)s)
"""
"""Every prompt that is kept from somebody on the day, each with what of its child decides whose it is."""


def about_each(lines: QuerySet, on: date, kept: Kept) -> tuple[str, dict[str, Any]]:
    """The SQL of what decides whose a child's prompts are, for each of these lines, and its values by name."""
    told = lines.annotate(is_named=record_queries.kept_to_named_people(on=on, kept=kept)).order_by().values(*ABOUT)
    sql, params = told.query.sql_with_params()
    values = {f"line{number}": value for number, value in enumerate(params)}
    return sql % tuple(f"%({name})s" for name in values), values


def hers_of(rows: Iterable[tuple], me: str, here: Staff, otherwise: Apart) -> list[int]:
    """Of these prompts, which are kept from somebody, those that fall to this person."""
    return [
        pk
        for pk, owner, kept_from, *line in rows
        if me in here.owner_of(owner, about_line(*line, otherwise=otherwise), kept_from).people
    ]


def about_of(row: Sequence[Any]) -> About:
    """What these questions found of one child: worker, team, whether it is reviewed, by whom; and whom the record
    names as its worker and its team."""
    worker, team, is_reviewed, reviewer, named_worker, named_team = row
    return About(worker, team, is_reviewed, reviewer, (named_worker, named_team))
