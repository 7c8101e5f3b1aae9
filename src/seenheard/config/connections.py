"""Between two requests or jobs: a connection to the database that a failure left half-way is given up."""

from __future__ import annotations

from django.db import close_old_connections, connection, connections


def give_up_what_is_broken() -> None:
    """Close connections that are broken, too old, or stuck."""
    give_up_what_is_stuck()
    close_old_connections()


def give_up_what_is_stuck() -> None:
    """Give up a connection that believes itself in a transaction which nobody holds.

    Django leaves one where memory runs out while a transaction is rolled back and the next one begun. It then neither
    ends that transaction nor opens another connection: nothing would get through until the process ends.
    """
    if connection.in_atomic_block and not connection.atomic_blocks:
        if connection.connection is not None:
            connection.connection.close()
        del connections[connection.alias]
