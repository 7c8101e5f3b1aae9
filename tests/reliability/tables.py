"""A fingerprint of every table, so that "nothing changed" can be said of all of them at once."""

from django.db import connection

TRAIL_AND_SESSION = {"trail_entry", "trail_seal", "django_session", "config_throttle"}

_taken: dict[str, tuple] = {}
"""What each table last was in the open transaction: how many rows had been written when, and its fingerprint."""
_taken_in: list = []


def fingerprints(but: set[str] = frozenset()) -> dict[str, tuple]:
    """Each table's number of rows and the sum of its rows' hashes, whatever their order.

    A table into which this transaction has written nothing since it was last looked at is not read again: PostgreSQL
    counts the rows that are inserted, changed and deleted, also those taken back with a savepoint.
    """
    with connection.cursor() as cursor:
        written = _written_so_far(cursor)
        names = [name for name in connection.introspection.table_names(cursor) if name not in but]
        for name in names:
            since = written.get(name)
            if since is None or _taken.get(name, (None,))[0] != since:
                _taken[name] = (since, _fingerprint(cursor, name))
        return {name: _taken[name][1] for name in names}


def differing(before: dict[str, tuple], after: dict[str, tuple]) -> set[str]:
    """The tables that are not as they were."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _written_so_far(cursor) -> dict[str, tuple]:
    """Rows written in the open transaction, by table; nothing is known of one that has not written yet."""
    cursor.execute("SELECT pg_backend_pid(), pg_current_xact_id_if_assigned()::text, current_setting('track_counts')")
    backend, transaction, counted = cursor.fetchone()
    if _taken_in != [backend, transaction]:
        _taken.clear()
        _taken_in[:] = [backend, transaction]
    if transaction is None or counted != "on":
        return {}
    cursor.execute(
        "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del, pg_relation_filenode(relid) FROM pg_stat_xact_user_tables"
    )
    return {name: tuple(counts) for name, *counts in cursor}


def _fingerprint(cursor, name: str) -> tuple:
    cursor.execute(f'SELECT count(*), sum(hashtextextended(t::text, 0)::numeric) FROM "{name}" t')
    return cursor.fetchone()
