"""Every prompt that was raised, each time it was, and what became of it by the end of a past day: for figures.

For children whom the caller was given for a viewer. What a child keeps from this reader is not counted for them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from seenheard.lib.copying import these
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of, end_of

from ..domain.causes import KEPT_FROM
from ..domain.owners import is_kept_from

# One time that a prompt stood ends with a step, or stands still. It began when it was given, or when it last came back:
# what came back keeps the days it opened with, and was not there again before that.
RAISED = f"""
WITH step AS (
    SELECT child_id, prompt_id, what, opened_on, act_by_on, at,
        lag(at) OVER of_prompt AS began_at, lead(id) OVER of_prompt IS NULL AS is_last
    FROM prompts_step WHERE what IN ('closed', 'reopened') AND child_id = ANY(%(ids)s::bigint[])
    WINDOW of_prompt AS (PARTITION BY prompt_id ORDER BY id)
)
SELECT told.child_id, cause, facts->>'{KEPT_FROM}', told.opened_on, told.act_by_on, until_on, began_at, told.closed_at
FROM prompts_prompt AS prompt JOIN (
    SELECT child_id, prompt_id, opened_on, act_by_on, began_at, at AS closed_at FROM step WHERE what = 'closed'
    UNION ALL
    SELECT there.child_id, there.id, opens_on, there.act_by_on, step.at, NULL FROM prompts_prompt AS there
        LEFT JOIN step ON step.prompt_id = there.id AND step.is_last AND step.what = 'reopened'
    WHERE gone_at IS NULL AND there.child_id = ANY(%(ids)s::bigint[])
) AS told ON told.prompt_id = prompt.id
WHERE coalesce(began_at, given_at) < %(until)s AND told.opened_on <= %(on)s
    AND (told.opened_on > %(since)s OR began_at >= %(after)s)
"""


@dataclass(frozen=True, slots=True)
class Was:
    """One time that a prompt stood. `gone_on`: when its cause was gone, None where it was not by that day."""

    child_id: int
    cause: str
    opened_on: date
    act_by_on: date
    until_on: date | None
    gone_on: date | None


def raised(*, viewer, child_ids: Collection[int], since: date, as_at: date) -> list[Was]:
    """Those raised after the day `since` and by the end of `as_at`, with the days they had last."""
    if not child_ids:
        return []
    given: dict[str, Any] = {"ids": these(child_ids), "on": as_at, "since": since, "until": end_of(as_at)}
    given["after"] = end_of(since)
    with connection.cursor() as cursor:
        cursor.execute(RAISED, given)
        rows = cursor.fetchall()
    parts = record_queries.parts_to_each(viewer, {row[0] for row in rows if row[2]})
    return [
        Was(child_id, cause, _raised_on(opened_on, began_at), act_by_on, until_on, _gone_by(closed_at, as_at))
        for child_id, cause, kept_from, opened_on, act_by_on, until_on, began_at, closed_at in rows
        if not kept_from or not is_kept_from(parts[child_id], {KEPT_FROM: kept_from})
    ]


def _raised_on(opened_on: date, came_back_at) -> date:
    return max(opened_on, day_of(came_back_at)) if came_back_at else opened_on


def _gone_by(closed_at, as_at: date) -> date | None:
    gone_on = day_of(closed_at) if closed_at else None
    return gone_on if gone_on and gone_on <= as_at else None
