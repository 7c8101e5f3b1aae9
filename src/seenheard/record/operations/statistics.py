"""Telling the planner, in the middle of a large import, how large the record's tables have become."""

import logging

from django.db import DatabaseError, connection, transaction

log = logging.getLogger(__name__)


def take_statistics() -> None:
    """Else what an import does next is planned for the tables as they were, for empty ones when it is the first.

    A table's lock that somebody else holds is waited for a few seconds only: the import is slower then, and as right.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT record_take_statistics()")
    except DatabaseError:
        log.warning("the planner was not told how large the record's tables are: this import may be slow")
