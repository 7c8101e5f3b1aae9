"""Whose eyes the database believes are looking: row-level security, the second line of who may see a child.

The policies are in `config/policies.py`. Where nobody is set, no row about a child is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection
from psycopg.pq import TransactionStatus

EVERYTHING = "system"  # the viewer who sees every child: jobs, commands, whoever migrates
LOOK_AS = """
SELECT set_config('seenheard.viewer', %s, true), set_config('seenheard.on', %s, true),
    set_config('seenheard.at', %s, true),
    set_config('seenheard.sight', '', true), set_config('seenheard.reach', '', true),
    set_config('seenheard.door', '', true)
"""
LOOK_WIDER = "SELECT current_setting('seenheard.viewer', true), set_config('seenheard.viewer', %s, true)"


def look_as(viewer_id: str, *, on: date, at: datetime) -> None:
    """From here to the end of the transaction a person looks, on this day and at this moment; "" is nobody."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK_AS, [viewer_id, on.isoformat(), at.isoformat()])


def look_as_system(on_connection=connection) -> None:
    """For as long as this connection lives every child is seen: for processes that serve no page."""
    with on_connection.cursor() as cursor:
        cursor.execute("SELECT set_config('seenheard.viewer', %s, false)", [EVERYTHING])


@contextmanager
def seeing_everything(why: str) -> Iterator[None]:
    """Inside this block, or the function it decorates, the second line stands open; the first line stands.

    `why` is for whoever reads the code: docs/security-properties.md lists every use. What is asked lazily has to be
    asked inside. Two statements, in a transaction.
    """
    before = _look(LOOK_WIDER, EVERYTHING)
    try:
        yield
    finally:
        if before != EVERYTHING and not _is_taken_back():
            _look("SELECT set_config('seenheard.viewer', %s, true)", before or "")


def _look(statement: str, viewer: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [viewer])
        return cursor.fetchone()[0]


def _is_taken_back() -> bool:
    """Whether a statement has failed: what was set goes with the transaction, or with the savepoint around."""
    here = connection.connection
    if here is None or here.closed or connection.needs_rollback:
        return True
    return here.info.transaction_status == TransactionStatus.INERROR
