"""COPY into a table that row-level security holds, which PostgreSQL refuses to the role that serves: by a way round.

Rows are copied into a temporary table, from which one INSERT takes them over; each then meets the policy. A few are
inserted as they are: to make a table costs as much as some hundred rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

FEW = 100
AS_WRITTEN = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@contextmanager
def copying(table: str, columns: Sequence[str]) -> Iterator:
    """What is written inside, as to `COPY table (columns) FROM STDIN`, stands in the table after the block."""
    names, place = ", ".join(columns), f"copied_to_{table}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {place} ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")
        with cursor.copy(f"COPY {place} ({names}) FROM STDIN") as copy:
            yield copy
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {place}")
        cursor.execute(f"DROP TABLE {place}")


def write_lines(table: str, columns: Sequence[str], lines: Collection[str]) -> None:
    """Insert rows that are written as COPY's own lines of text, each without its line end."""
    if len(lines) <= FEW:
        write_values(table, columns, [values_of(line) for line in lines])
        return
    with copying(table, columns) as copy:
        copy.write("\n".join(lines) + "\n")


def replace_lines(table: str, columns: Sequence[str], lines: Collection[str], ids: Collection[int]) -> None:
    """Delete the rows with these ids, then insert these lines; where both are few, in one go to the database."""
    forget = f"DELETE FROM {table} WHERE id = ANY(%s::bigint[])"
    if ids and lines and len(lines) <= FEW:
        insert, values = _inserted(table, columns, [values_of(line) for line in lines])
        with connection.cursor() as cursor:
            cursor.execute(f"{forget}; {insert}", [these(ids), *values])
        return
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(forget, [these(ids)])
    write_lines(table, columns, lines)


def write_values(table: str, columns: Sequence[str], rows: Sequence[Sequence]) -> None:
    """Insert a few rows of text, numbers, None and lists of text in one statement."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(*_inserted(table, columns, rows))


def _inserted(table: str, columns: Sequence[str], rows: Sequence[Sequence]) -> tuple[str, list]:
    row = f"({', '.join(['%s'] * len(columns))})"
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * len(rows))}"
    return statement, [value for values in rows for value in values]


def these(ids: Iterable[int]) -> str:
    """Many ids as PostgreSQL reads an array: adapted one by one they cost more than what is asked of them."""
    return f"{{{','.join(map(str, ids))}}}"


def values_of(line: str) -> list[str | None]:
    """The values of one line as COPY writes it."""
    return [None if value == r"\N" else _unescaped(value) for value in line.split("\t")]


def _unescaped(value: str) -> str:
    return ESCAPED.sub(lambda found: AS_WRITTEN.get(found[1], found[1]), value) if "\\" in value else value
