"""A fingerprint of every table, so that "nothing changed" can be said of all of them at once."""

from django.db import connection

TRAIL_AND_SESSION = {"trail_entry", "trail_seal", "django_session", "config_throttle"}


def fingerprints(but: set[str] = frozenset()) -> dict[str, tuple]:
    """Each table's number of rows and the sum of its rows' hashes, whatever their order."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name not in but]
        return {name: _fingerprint(cursor, name) for name in names}


def differing(before: dict[str, tuple], after: dict[str, tuple]) -> set[str]:
    """The tables that are not as they were."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _fingerprint(cursor, name: str) -> tuple:
    cursor.execute(f'SELECT count(*), sum(hashtextextended(t::text, 0)::numeric) FROM "{name}" t')
    return cursor.fetchone()
