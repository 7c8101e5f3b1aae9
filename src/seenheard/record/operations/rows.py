"""Writing and closing fact rows in bulk, and marking whose children changed. Only the operations use it."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

import psycopg
from django.db import DataError, IntegrityError, connection, transaction

from seenheard.lib.copying import copying, write_values

from ..domain.changes import Incoming, NotAsProposed, NotTaken
from ..domain.objects import FIELDS, NOT_ABOUT_A_CHILD, TABLES
from ..domain.places import area

SOURCED = ("source", "row_key", "row_hash", "known_from", "run_id", "file", "line", "aside")


@contextmanager
def one_writer() -> Iterator[None]:
    """One transaction, and one writer at a time: two imports queue here.

    The lock is the whole record's, not one source's: two sources may bring the same new child.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('seenheard record'))")
        yield


def columns_of(name: str) -> tuple[str, ...]:
    """The columns of a fact's table in writing order, its own fields last."""
    child = () if name in NOT_ABOUT_A_CHILD else ("child_id",)
    return (*child, *SOURCED, *FIELDS[name])


def insert(
    name: str, rows: Sequence[Incoming], new_children: Mapping[str, int], *, source: str, run_id: str, at: datetime
) -> set[int]:
    """Write the rows of one object; the ids of the children they are about."""
    touched: set[int] = set()
    with _refusals_without_values(name, rows), _writing(name, len(rows)) as write:
        known_from = at.isoformat()
        for row in rows:
            values = _with_area(row.values) if name == "address" else row.values
            sourced = (source, row.row_key, row.row_hash, known_from, run_id, row.file, row.line, row.aside)
            if name in NOT_ABOUT_A_CHILD:
                write((*sourced, *values))
                continue
            child = row.child if isinstance(row.child, int) else new_children[str(row.child)]
            touched.add(child)
            write((child, *sourced, *values))
    return touched


@contextmanager
def _writing(name: str, many: int) -> Iterator[Callable[[tuple], None]]:
    """What writes a row: what somebody typed is one, and is not worth a COPY."""
    table, columns = TABLES[name], columns_of(name)
    if many == 1:
        yield lambda row: write_values(table, columns, [row])
        return
    with copying(table, columns) as copy:
        yield copy.write_row


def close(name: str, ids: Sequence[int], *, run_id: str, at: datetime) -> set[int]:
    """Close these open facts; the ids of their children. Raises NotAsProposed if one is open no longer."""
    child = "NULL::bigint" if name in NOT_ABOUT_A_CHILD else "child_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {TABLES[name]} SET known_until = %s, closed_run_id = %s"
            f" WHERE id = ANY(%s) AND known_until IS NULL RETURNING {child}",
            [at, run_id, list(ids)],
        )
        children = [row[0] for row in cursor.fetchall()]
    if len(children) != len(set(ids)):
        raise NotAsProposed(f"{len(set(ids)) - len(children)} rows of {name} are open no longer.")
    return {child for child in children if child is not None}


def mark_changed(children: Collection[int], *, run_id: str, at: datetime) -> None:
    """Leave a row for each child, for the room that keeps the clocks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_changedchild (child_id, run_id, changed_at) SELECT unnest(%s::bigint[]), %s, %s",
            [sorted(children), run_id, at],
        )


def take_changed(*, limit: int) -> list[int]:
    """Take up to `limit` marks of changed children, oldest first, and delete them; the children, each once.

    Called inside the transaction that recomputes what depends on them: if that fails, the marks are back. Two
    takers never get the same mark.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            # Materialised: as a subquery it may be run again for rows that others locked, and take more than its limit.
            "WITH taken AS MATERIALIZED"
            " (SELECT id FROM record_changedchild ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)"
            " DELETE FROM record_changedchild USING taken WHERE record_changedchild.id = taken.id RETURNING child_id",
            [limit],
        )
        return sorted({child_id for (child_id,) in cursor.fetchall()})


def take_changed_of(child_ids: Collection[int]) -> None:
    """Take the marks of these children, inside the transaction that works out what depends on them."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_changedchild WHERE child_id = ANY(%s)", [list(child_ids)])


def _with_area(values: tuple) -> tuple:
    """An address with its postcode district, where the source did not give one."""
    fields = dict(zip(FIELDS["address"], values, strict=True))
    fields["area"] = fields["area"] or area(fields["postcode"])
    return tuple(fields.values())


@contextmanager
def _refusals_without_values(name: str, rows: Sequence[Incoming]) -> Iterator[None]:
    """PostgreSQL quotes the offending value; ours name file and line instead."""
    try:
        yield
    except (psycopg.DataError, DataError) as error:
        context = "" if isinstance(error, DataError) else error.diag.context or ""
        number = re.search(r"line (\d+)", context)
        row = rows[int(number.group(1)) - 1] if number else rows[0] if len(rows) == 1 else None
        raise NotTaken(name, row.file if row else "", row.line if row else None) from None
    except (psycopg.IntegrityError, IntegrityError):
        raise NotAsProposed(f"A row of {name} is already in the record under its key.") from None


def named(names: Iterable[str]) -> list[str]:
    """Object names in the record's own order, each once."""
    wanted = set(names)
    return [name for name in TABLES if name in wanted]
