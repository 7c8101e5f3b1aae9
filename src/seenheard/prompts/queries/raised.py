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
from seenheard.record.domain.days import day_of, end_of

from ..domain.causes import KEPT_FROM
from ..domain.owners import is_kept_from

RAISED = f"""
SELECT told.child_id, cause, facts->>'{KEPT_FROM}', told.opened_on, told.act_by_on, until_on, told.closed_at
FROM prompts_prompt AS prompt JOIN (
    SELECT child_id, prompt_id, opened_on, act_by_on, at AS closed_at FROM prompts_step
    WHERE what = 'closed' AND child_id = ANY(%(ids)s::bigint[])
    UNION ALL
    SELECT child_id, id, opens_on, act_by_on, NULL FROM prompts_prompt
    WHERE gone_at IS NULL AND child_id = ANY(%(ids)s::bigint[])
) AS told ON told.prompt_id = prompt.id
WHERE given_at < %(until)s AND told.opened_on > %(since)s AND told.opened_on <= %(on)s
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
    with connection.cursor() as cursor:
        cursor.execute(RAISED, given)
        rows = cursor.fetchall()
    return [
        Was(child_id, cause, opened_on, act_by_on, until_on, _gone_by(closed_at, as_at))
        for child_id, cause, kept_from, opened_on, act_by_on, until_on, closed_at in rows
        if not is_kept_from(viewer.role, {KEPT_FROM: kept_from or ""})
    ]


def _gone_by(closed_at, as_at: date) -> date | None:
    gone_on = day_of(closed_at) if closed_at else None
    return gone_on if gone_on and gone_on <= as_at else None
