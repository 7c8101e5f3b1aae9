"""Connections to the database: as whom they look where no page is served; what a failure left half-way is given up."""

from __future__ import annotations

from django.db import close_old_connections, connection, connections
from django.db.backends.signals import connection_created

from seenheard.lib.sight import look_as_system


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


def look_as_system_from_now_on() -> None:
    """In this process every connection sees every child: for whoever migrates or gives commands. Never where pages
    are served: there each request says who looks."""
    connection_created.connect(_look_as_system, dispatch_uid="look as the system")
    if connection.connection is not None:
        look_as_system(connection)


def _look_as_system(connection, **_) -> None:
    look_as_system(connection)
