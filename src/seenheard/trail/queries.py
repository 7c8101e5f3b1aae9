"""Questions to the trail."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from seenheard.trail import heads
from seenheard.trail.domain.chain import Fault, Link, Row, first_fault
from seenheard.trail.models import Entry, Seal

ROW = "e.id, e.at, e.by, e.what, e.children, e.about, e.why, e.counts::text, e.xid::text"

# Writers that have not finished hold a shared lock that names the number from which on they may still add rows (the
# trigger of migration 0002): nothing above the lowest is sealed yet.
UNFINISHED = """
    SELECT min(((classid::bigint << 32) + objid::bigint) & ((1::bigint << 48) - 1)) FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = 21586
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

READY = f"""
    SELECT {ROW} FROM trail_entry e
    WHERE e.id > %s AND e.id <= %s AND NOT EXISTS (SELECT 1 FROM trail_seal s WHERE s.entry_id = e.id)
    ORDER BY e.id LIMIT %s
"""

CHAIN = f"""
    SELECT s.position, s.entry_id, s.hash, s.previous_hash, {ROW}
    FROM trail_seal s LEFT JOIN trail_entry e ON e.id = s.entry_id ORDER BY s.position
"""

# A row with a lower number than the newest sealed one was not there when that one was sealed.
SLIPPED_IN = """
    SELECT e.id FROM trail_entry e
    WHERE e.id < %s AND NOT EXISTS (SELECT 1 FROM trail_seal s WHERE s.entry_id = e.id)
    ORDER BY e.id LIMIT 1
"""

UNSEALED = "SELECT count(*) FROM trail_entry e WHERE NOT EXISTS (SELECT 1 FROM trail_seal s WHERE s.entry_id = e.id)"


@dataclass(frozen=True)
class Verdict:
    """What verifying found. `sealed` counts the links walked: up to the fault, if there is one."""

    sealed: int
    not_yet_sealed: int
    heads: int
    fault: Fault | None


def entries_about(child: str):
    """Every row that names this child (public id), newest first."""
    return Entry.objects.filter(children__contains=[str(child)]).order_by("-at", "-id")


@dataclass(frozen=True, slots=True)
class Written:
    """What a row of the trail tells to somebody who reviews it."""

    id: int
    at: datetime
    by: str
    what: str
    children: tuple[str, ...]
    about: str
    why: str


def finished_after(entry_id: int, *, limit: int) -> list[Written]:
    """Rows after this number, in their order, up to where no row can still appear."""
    with connection.cursor() as cursor:
        last = _last_finished(cursor)
    rows = Entry.objects.filter(pk__gt=entry_id, pk__lte=last).order_by("pk")
    return [_written(row) for row in rows[:limit]]


def written_by(person: str, *, since: datetime, until: datetime) -> list[Written]:
    """What one person did and looked at from one moment to another, both included, in order of time."""
    rows = Entry.objects.filter(by=person, at__gte=since, at__lte=until).order_by("at", "pk")
    return [_written(row) for row in rows]


def _written(row: Entry) -> Written:
    return Written(row.pk, row.at, row.by, row.what, tuple(row.children), row.about, row.why)


def last_seal() -> Seal | None:
    """The newest link of the chain."""
    return Seal.objects.order_by("-position").first()


def ready_to_seal(*, after: Seal | None, limit: int) -> list[Row]:
    """Finished rows that no seal names yet, in the order of their numbers."""
    with connection.cursor() as cursor:
        last = _last_finished(cursor)
        cursor.execute(READY, [after.entry_id if after else 0, last, limit])
        return [_row(columns) for columns in cursor.fetchall()]


def _last_finished(cursor) -> int:
    """The highest number up to which no row can still appear.

    Three statements, in this order: whoever takes a turn after the second gets a number above the first's; whoever
    gave one back before the second has committed, and is seen by the reader that follows.
    """
    cursor.execute("SELECT last_value FROM trail_entry_id_seq")
    given_out = cursor.fetchone()[0]
    cursor.execute(UNFINISHED)
    unfinished = cursor.fetchone()[0]
    return given_out if unfinished is None else min(given_out, unfinished)


def verify() -> Verdict:
    """Compute every link anew and compare it with what is stored and with the heads noted outside."""
    noted = heads.noted()
    fault, walked = first_fault(_chain(), noted)
    return Verdict(
        sealed=walked,
        not_yet_sealed=_count_unsealed(),
        heads=len(noted),
        fault=fault or _slipped_in(),
    )


def _chain() -> Iterator[Link]:
    """The chain in order of position, read in pieces on the server's side: it may hold millions of links."""
    connection.ensure_connection()
    with connection.chunked_cursor() as cursor:
        cursor.execute(CHAIN)
        while columns := cursor.fetchmany(2_000):
            yield from map(_link, columns)


def _slipped_in() -> Fault | None:
    newest = last_seal()
    if newest is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(SLIPPED_IN, [newest.entry_id])
        found = cursor.fetchone()
    if found is None:
        return None
    return Fault(newest.position, found[0], "a row stands among sealed rows and was never sealed: it was put in later")


def _count_unsealed() -> int:
    with connection.cursor() as cursor:
        cursor.execute(UNSEALED)
        return cursor.fetchone()[0]


def _link(columns: tuple[Any, ...]) -> Link:
    position, entry_id, digest, previous, *row = columns
    return Link(position, entry_id, bytes(digest), bytes(previous), None if row[0] is None else _row(tuple(row)))


def _row(columns: tuple[Any, ...]) -> Row:
    id_, at, by, what, children, about, why, counts, xid = columns
    return Row(id_, at, by, what, tuple(children), about, why, _counts(counts), int(xid))


def _counts(text: str | None):
    return None if text is None else json.loads(text)
