"""Questions that PostgreSQL plans once for a connection and then only answers: those of which planning is the most.

Django writes values into the text of a question, so that every question is new and planned anew; psycopg, where it
plans by itself, lets go of every plan when a transaction is taken back, so it is not asked to. PREPARE is part of no
transaction: a plan lasts as long as its connection, and PostgreSQL makes it anew where a table has changed, or another
role asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection
from psycopg.errors import InvalidSqlStatementName

VALUE = re.compile(r"%\((\w+)\)s")
STANDING = "SELECT name FROM pg_prepared_statements WHERE name = ANY(%s)"
_numbers = count(1)


@dataclass
class _Plans:
    """What one connection has planned: the name of each question there, and names that are of no use any more."""

    names: dict[str, str] = field(default_factory=dict)
    forgotten: list[str] = field(default_factory=list)


_planned: WeakKeyDictionary[Any, _Plans] = WeakKeyDictionary()


def rows_of(question: str, values: Mapping[str, Any]) -> list[tuple]:
    """The answer to a question with values like `%(child)s`, which has to be the same text each time. One statement.

    The type of a value has to follow from where it stands in the text.
    """
    with _asked(question, values) as cursor:
        return cursor.fetchall()


def carry_out(statement: str, values: Mapping[str, Any]) -> None:
    """The same for a statement that answers nothing: it changes rows."""
    with _asked(statement, values):
        pass


@contextmanager
def _asked(question: str, values: Mapping[str, Any]) -> Iterator[Any]:
    """The cursor that has asked it."""
    words, names = _worded(question)
    given = [values[name] for name in names]
    places = f" ({', '.join(['%s'] * len(names))})" if names else ""
    with connection.cursor() as cursor:  # first of all: a connection that has died is another one from here on
        plans = _planned.setdefault(connection.connection, _Plans())
        _let_go(cursor, plans)
        planned = plans.names.get(question)
        name = planned or f"planned_{next(_numbers)}"  # a new one each time: one that failed half way may stand
        try:
            if planned:
                cursor.execute(f"EXECUTE {name}{places}", given)
            else:
                cursor.execute(f"PREPARE {name} AS {words}; EXECUTE {name}{places}", given)
                cursor.nextset()
                plans.names[question] = name
        except DatabaseError as error:  # whatever it was, the next transaction has it planned anew
            gone = isinstance(error.__cause__, InvalidSqlStatementName)
            lost = list(plans.names) if gone else [question]
            plans.forgotten += [plans.names.pop(one) for one in lost if one in plans.names] or [name]
            raise
        yield cursor


def _let_go(cursor, plans: _Plans) -> None:
    """Of what failed, take from the server what stands: in a transaction that has failed nothing could be said."""
    if plans.forgotten:
        cursor.execute(STANDING, [plans.forgotten])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DEALLOCATE {name}")
        plans.forgotten.clear()


@cache
def _worded(question: str) -> tuple[str, tuple[str, ...]]:
    """The question with `$1` for its first value, and the names of the values in their order."""
    names = tuple(dict.fromkeys(VALUE.findall(question)))
    return VALUE.sub(lambda found: f"${names.index(found[1]) + 1}", question), names
