"""The database fails in the middle of an act; then everything must be as it was."""

from contextlib import AbstractContextManager

import pytest
from django.db import OperationalError, connection

from tests.unit.record.test_every_call_may_fail import Fails, failing

LEFT_OUT = ("django_", "procrastinate_worker", "procrastinate_events")


def fails_at(kth: int, monkeypatch: pytest.MonkeyPatch) -> AbstractContextManager:
    """The kth statement or COPY from here fails."""
    return failing(Fails(kth, OperationalError, for_ever=False), monkeypatch)


class State:
    """All rows of all tables, as one number a table."""

    def __init__(self):
        tables = sorted(one for one in connection.introspection.table_names() if not one.startswith(LEFT_OUT))
        self.question = " UNION ALL ".join(
            f"SELECT '{table}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {table} AS t"
            for table in tables
        )

    def now(self) -> dict[str, tuple[int, str]]:
        """Each table's number of rows and the sum of their hashes."""
        with connection.cursor() as cursor:
            cursor.execute(self.question)
            return {table: (rows, hashed) for table, rows, hashed in cursor.fetchall()}


def differing(before: dict, after: dict) -> list[str]:
    """The tables that differ."""
    return [table for table in after if before.get(table) != after[table]]
