"""Telling PostgreSQL what it cannot know of the questions of a large import."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

# What was just written is in memory, where looking up costs hardly more than reading on. PostgreSQL reckons with a
# disk's four times as much, and would read all of a table for each batch; and what it joins and sorts goes to disk.
OF_MANY = ("1.1", "32MB")
NOW = "SELECT current_setting('random_page_cost'), current_setting('work_mem')"
FROM_NOW = "SELECT set_config('random_page_cost', %s, true), set_config('work_mem', %s, true)"


@contextmanager
def asking_of_many(many: bool = True) -> Iterator[None]:
    """Inside, where there are many rows, questions are planned for rows in memory; then as before. In a transaction."""
    if not many:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        before = cursor.fetchone()
    _plan_with(OF_MANY)
    try:
        yield
    except BaseException:
        with suppress(DatabaseError):  # a transaction that has failed takes this back with all else
            _plan_with(before)
        raise
    _plan_with(before)


def _plan_with(settings: tuple[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FROM_NOW, settings)
