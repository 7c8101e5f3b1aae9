"""Questions that PostgreSQL plans once for a connection and then only answers: those of which planning is the most.

Django writes values into the text of a question, so that every question is new and planned anew; psycopg lets go of all
plans that it has made when a transaction is taken back. PREPARE is part of no transaction: a plan lasts as long as its
connection, and PostgreSQL makes it anew where a table has changed, or another role asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection
from psycopg.errors import InvalidSqlStatementName

VALUE = re.compile(r"%\((\w+)\)s")
_numbers = count(1)
_planned: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()  # connection -> question -> its name there


def rows_of(question: str, values: Mapping[str, Any]) -> list[tuple]:
    """The answer to a question with values like `%(child)s`, which has to be the same text each time. One statement.

    The type of a value has to follow from where it stands in the text.
    """
    words, names = _worded(question)
    given, places = [values[name] for name in names], ", ".join(["%s"] * len(names))
    connection.ensure_connection()
    planned = _planned.setdefault(connection.connection, {})
    with connection.cursor() as cursor:
        if name := planned.get(question):
            try:
                cursor.execute(f"EXECUTE {name} ({places})", given)
            except DatabaseError as error:  # whatever it was, the next transaction has it planned anew
                gone = isinstance(error.__cause__, InvalidSqlStatementName)
                planned.clear() if gone else planned.pop(question)
                raise
        else:
            name = f"planned_{next(_numbers)}"  # a new one each time: one that failed half way may stand
            cursor.execute(f"PREPARE {name} AS {words}; EXECUTE {name} ({places})", given)
            cursor.nextset()
            planned[question] = name
        return cursor.fetchall()


@cache
def _worded(question: str) -> tuple[str, tuple[str, ...]]:
    """The question with `$1` for its first value, and the names of the values in their order."""
    names = tuple(dict.fromkeys(VALUE.findall(question)))
    return VALUE.sub(lambda found: f"${names.index(found[1]) + 1}", question), names
