"""Telling PostgreSQL what it cannot know of the questions of a large import."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# What was just written is in memory, where looking up costs hardly more than reading on. PostgreSQL reckons with a
# disk's four times as much, and would read all of a table for each batch; and what it joins and sorts goes to disk.
OF_MANY = "SET LOCAL random_page_cost = 1.1; SET LOCAL work_mem = '32MB'"
AS_ALWAYS = "SET LOCAL random_page_cost TO DEFAULT; SET LOCAL work_mem TO DEFAULT"


@contextmanager
def asking_of_many(many: bool = True) -> Iterator[None]:
    """Inside, where there are many rows, questions are planned for rows in memory. In a transaction."""
    if many:
        _say(OF_MANY)
    yield
    if many:
        _say(AS_ALWAYS)


def _say(settings: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(settings)
