"""What children said should change, and whether they were told what came of it: for who counts (VOI-1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from seenheard.lib.copying import these
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import end_of

from ..domain.answers import Voice
from ..domain.seeing import Moment, Said, may_see
from .said import OBSERVED, parts_of, reader_of

# Of rounds that are open to read by then.
WISHES = """
SELECT reply.child_id, coalesce(reply.choices #>> '{one_thing,not_my_worker}' = 'true', false),
    coalesce(reply.choices #>> '{one_thing,about}', ''),
    EXISTS (SELECT FROM voices_toldback AS told WHERE told.reply_id = reply.id AND told.at < %(until)s)
FROM voices_reply AS reply JOIN voices_round AS round ON round.id = reply.round_id
WHERE reply.child_id = ANY(%(ids)s::bigint[]) AND reply.voice = 'child' AND reply.form <> %(observed)s
    AND reply.one_thing <> '' AND reply.sent_at >= %(since)s AND reply.sent_at < %(until)s
    AND (round.closes_on <= %(on)s
        OR EXISTS (SELECT FROM voices_roundend AS ended WHERE ended.round_id = round.id AND ended.at < %(until)s)
        OR EXISTS (SELECT FROM voices_reply AS own WHERE own.round_id = round.id AND own.voice = 'worker'
            AND own.form <> %(observed)s AND own.sent_at < %(until)s))
ORDER BY reply.child_id, reply.id
"""
OPEN = Moment(worker_sent=True, over=True)
NOBODY = (None, None)


@dataclass(frozen=True, slots=True)
class Wished:
    """One *one thing should change*: whose, and whether the child has been told what came of it."""

    child_id: int
    told: bool


def wishes_then(*, viewer, on: date, child_ids: Collection[int], since: date, as_at: date) -> list[Wished]:
    """Those sent after the day `since` and by the end of the day `as_at`, as far as this person may know of them on the
    day `on`."""
    if not child_ids:
        return []
    values: dict[str, Any] = {
        "ids": these(child_ids),
        "on": as_at,
        "since": end_of(since),
        "until": end_of(as_at),
        "observed": OBSERVED,
    }
    with connection.cursor() as cursor:
        cursor.execute(WISHES, values)
        rows = cursor.fetchall()
    kept = {row[0] for row in rows if row[1] or row[2]}  # of few children is anything kept from somebody
    named = record_queries.children_now(viewer=viewer, on=on, child_ids=kept) if kept else ()
    lines = {one.pk: (one.worker_ref, one.team_ref) for one in named}
    reader, found = reader_of(viewer), []
    for child_id, not_worker, about, told in rows:
        said, (worker, team) = Said(Voice.CHILD, not_my_worker=not_worker, about=about), lines.get(child_id, NOBODY)
        if may_see(reader, said, OPEN, parts=parts_of(viewer, worker_ref=worker, team_ref=team)):
            found.append(Wished(child_id, told))
    return found
