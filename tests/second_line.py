"""What the database itself lets somebody see: asked as the role that serves, with nothing of the application between."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection
from psycopg.pq import TransactionStatus

from seenheard.config.grants import web_role
from seenheard.lib.sight import EVERYTHING, look_as


@contextmanager
def looking_as(viewer_id: str, *, on: date, at: datetime) -> Iterator:
    """A cursor of the role that serves, with this person looking; afterwards the test goes on as it was."""
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{web_role()}"')
        look_as(viewer_id, on=on, at=at)
        try:
            yield cursor
        finally:
            if connection.connection.info.transaction_status != TransactionStatus.INERROR:
                look_as(EVERYTHING, on=on, at=at)
                cursor.execute("RESET ROLE")


def children_behind(viewer_id: str, *, on: date, at: datetime) -> set[int]:
    """The ids of the children whom the database shows to this person at this moment."""
    with looking_as(viewer_id, on=on, at=at) as cursor:
        cursor.execute("SELECT id FROM record_child")
        return {child_id for (child_id,) in cursor.fetchall()}
