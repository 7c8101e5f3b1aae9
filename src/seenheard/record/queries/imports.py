"""What an import compares its rows with.

These run for the whole council and for no viewer: only imports may ask them, and no page shows what they return.
"""

from collections.abc import Collection

from django.db import connection

from ..domain.objects import FIELDS, NOT_ABOUT_A_CHILD, OBJECTS, TABLES, WORDS, YES_NO

# How a value is written again as an import writes it; everything else is its plain text.
WRITTEN = {WORDS: "{}", YES_NO: "CASE WHEN {0} THEN 't' WHEN NOT {0} THEN 'f' END"}


def current_rows(*, source: str, object: str) -> dict[str, tuple[int, int, int | None, str]]:
    """The source's open rows of one object: key -> (fact id, row hash, child id or None, run id)."""
    child = "NULL::bigint" if object in NOT_ABOUT_A_CHILD else "child_id"
    rows = _rows(
        f"SELECT row_key, id, row_hash, {child}, run_id FROM {TABLES[object]}"
        " WHERE source = %s AND known_until IS NULL",
        [source],
    )
    return {row_key: tuple(rest) for row_key, *rest in rows}


def identifiers() -> tuple[dict[str, int], dict[str, int], set[int]]:
    """Known children by local identifier and by UPN, and the ids of those whose file adoption has closed.

    A child closed by adoption is in the maps, so that its own rows are known again; but it must never be matched
    with a later child. Where two children hold one number, an open file comes before a closed one, then the newer.
    """
    by_kind: dict[str, dict[str, int]] = {"la_child_id": {}, "upn": {}}
    for kind, value, child_id in _rows(
        "SELECT kind, upper(trim(value)), child_id FROM record_linkedidentifier"
        " JOIN record_childnow USING (child_id) WHERE known_until IS NULL"
        " AND kind IN ('la_child_id', 'upn') AND value IS NOT NULL ORDER BY adopted_closed DESC, child_id"
    ):
        by_kind[kind][value] = child_id
    closed = {child_id for (child_id,) in _rows("SELECT child_id FROM record_childnow WHERE adopted_closed")}
    return by_kind["la_child_id"], by_kind["upn"], closed


def birth_dates() -> dict[int, str]:
    """Birth dates that are known, as ISO dates."""
    rows = _rows("SELECT child_id, to_char(born_on, 'YYYY-MM-DD') FROM record_childnow WHERE born_on IS NOT NULL")
    return dict(rows)


def local_ids(child_ids: Collection[int]) -> dict[int, str]:
    """The council's own number for each of these children."""
    rows = _rows(
        "SELECT child_id, local_id FROM record_childnow WHERE child_id = ANY(%s) AND local_id IS NOT NULL",
        [list(child_ids)],
    )
    return dict(rows)


def public_ids(child_ids: Collection[int]) -> dict[int, str]:
    """What the trail and addresses call each of these children."""
    return dict(_rows("SELECT id, public_id::text FROM record_child WHERE id = ANY(%s)", [list(child_ids)]))


def row_values(*, object: str, fact_ids: Collection[int]) -> dict[int, tuple]:
    """The values of a few facts, as an import writes them (text, lists of text, None), in the order of FIELDS."""
    columns = ", ".join(WRITTEN.get(kind, "{}::text").format(name) for name, kind in OBJECTS[object].items())
    rows = _rows(f"SELECT id, {columns} FROM {TABLES[object]} WHERE id = ANY(%s)", [list(fact_ids)])
    return {fact_id: tuple(values) for fact_id, *values in rows}


def children_by_reference(*, source: str, object: str, field: str) -> dict[str, int]:
    """Which child each reference of one source belongs to, for a table that names no child itself."""
    if field not in FIELDS[object] or object in NOT_ABOUT_A_CHILD:
        raise ValueError(f"{object} has no {field} that leads to a child.")
    rows = _rows(
        f"SELECT {field}, child_id FROM {TABLES[object]}"
        f" WHERE source = %s AND known_until IS NULL AND {field} IS NOT NULL ORDER BY id",
        [source],
    )
    return dict(rows)


def changed_by(*, run_id: str) -> list[str]:
    """Public ids of the children this run changed, as long as nobody has taken the marks it left."""
    rows = _rows(
        "SELECT DISTINCT public_id::text FROM record_changedchild JOIN record_child ON record_child.id = child_id"
        " WHERE run_id = %s",
        [run_id],
    )
    return [public_id for (public_id,) in rows]


def _rows(statement: str, values: list | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
