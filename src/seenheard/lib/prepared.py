"""Questions that PostgreSQL plans once for a connection and then only answers: those of which planning is the most.

Django writes values into the text of a question, so that every question is new and planned anew. psycopg keeps the
plans, and forgets them where they may no longer fit (`ROLLBACK`, `DROP`, `ALTER`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


class _Cursor(psycopg.Cursor):
    def execute(self, query: Any, params: Any = None, **_: Any) -> _Cursor:
        return super().execute(query, params, prepare=True)


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """A cursor as Django's own. Values go beside the question, which has to be the same text each time."""
    connection.ensure_connection()
    with connection.wrap_database_errors, _Cursor(connection.connection) as cursor:
        yield CursorWrapper(cursor, connection)
