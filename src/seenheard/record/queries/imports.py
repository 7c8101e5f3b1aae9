"""What an import compares its rows with. Used by imports alone: they run for the whole council, for no viewer."""

from django.db import connection

from ..domain.objects import NOT_ABOUT_A_CHILD, TABLES


def current_rows(*, source: str, object: str) -> dict[str, tuple[int, int, int | None]]:  # noqa: A002
    """The source's open rows of one object: key -> (fact id, row hash, child id or None)."""
    child = "NULL::bigint" if object in NOT_ABOUT_A_CHILD else "child_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT row_key, id, row_hash, {child} FROM {TABLES[object]} WHERE source = %s AND known_until IS NULL",
            [source],
        )
        return {row_key: (fact_id, row_hash, child_id) for row_key, fact_id, row_hash, child_id in cursor.fetchall()}


def identifiers() -> tuple[dict[str, int], dict[str, int], set[int]]:
    """Known children by local identifier and by UPN, and the ids of those whose file adoption has closed.

    A child closed by adoption is in both maps, so that an import can tell: it must never be matched with a later
    child, and its own rows are not news. Where two children share a number, the one known first has it.
    """
    by_kind: dict[str, dict[str, int]] = {"la_child_id": {}, "upn": {}}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, upper(trim(value)), child_id FROM record_linkedidentifier"
            " WHERE known_until IS NULL AND kind IN ('la_child_id', 'upn') AND value IS NOT NULL ORDER BY child_id, id"
        )
        for kind, value, child_id in cursor.fetchall():
            by_kind[kind].setdefault(value, child_id)
        cursor.execute("SELECT child_id FROM record_childnow WHERE adopted_closed")
        closed = {row[0] for row in cursor.fetchall()}
    return by_kind["la_child_id"], by_kind["upn"], closed
