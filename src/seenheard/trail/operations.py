"""Writing the trail, and sealing it."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction

from seenheard.trail import heads, queries
from seenheard.trail.domain.chain import FIRST, Head, link_hash
from seenheard.trail.models import Entry, Seal

SEALING = 0x7472_6169_6C  # "trail": one sealer at a time, across all processes
BATCH = 5_000
# Every page writes one: in words put together once.
ROW = f"""
INSERT INTO {Entry._meta.db_table} (what, by, at, children, about, why, counts)
VALUES (%(what)s, %(by)s, %(at)s, %(children)s::text[], %(about)s, %(why)s, %(counts)s::jsonb)
"""


def write(
    *,
    what: str,
    by,
    at: datetime,
    children: Iterable[str] = (),
    about: str = "",
    why: str = "",
    counts: Mapping[str, object] | None = None,
) -> None:
    """Write one row in the caller's transaction: if this fails, so does the look or the act.

    `what` is a verb ("looked_at_child"); `by` a person, SYSTEM, or a public id; `children` public ids of the
    children shown or changed; `about` an opaque reference (a run, a person). Nothing here may hold a name.
    Raises TransactionManagementError outside a transaction, where a row could stand without its act.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A trail row belongs in the transaction of what it tells of.")
    row: dict[str, Any] = {
        "what": what,
        "by": str(getattr(by, "public_id", by)),
        "at": at,
        "children": [str(child) for child in children],
        "about": about,
        "why": why,
        "counts": None if counts is None else json.dumps(dict(counts)),
    }
    with connection.cursor() as cursor:
        cursor.execute(ROW, row)


def seal(*, at: datetime) -> int:
    """Link every finished, unsealed row into the chain; return how many. Safe to run twice, or twice at once."""
    sealed = 0
    while count := _seal_batch(at):
        sealed += count
    return sealed


@transaction.atomic
def _seal_batch(at: datetime) -> int:
    _wait_for_the_other_sealer()
    last = queries.last_seal()
    previous, position = (bytes(last.hash), last.position) if last else (FIRST, 0)
    seals = []
    for row in queries.ready_to_seal(after=last, limit=BATCH):
        position += 1
        digest = link_hash(previous, position, row)
        seals.append(Seal(position=position, entry_id=row.id, hash=digest, previous_hash=previous))
        previous = digest
    Seal.objects.bulk_create(seals)
    if seals:
        # After the commit: a head noted for a transaction that then failed would look like a cut chain.
        transaction.on_commit(partial(heads.note, Head(position, previous), at))
    return len(seals)


def _wait_for_the_other_sealer() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING])
