"""Where visits met a child, with only what was known at the end of a past day: for figures of that day."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from seenheard.lib.copying import these

from .facts import KNOWN_THEN, stored_in
from .then import known_by

IMPORTED = ("cla_visit", "cp_visit", "cin_visit")
ROWS = """
SELECT child_id, visited_on, seen, row_number() OVER (PARTITION BY child_id, source, visited_on ORDER BY id) AS nth
FROM asked JOIN {table} USING (child_id) WHERE visited_on BETWEEN since_on AND %(on)s AND {known}
"""
# What was typed and what files tell of one day are one visit, the nth with the nth; what is typed is believed first.
MET = """
WITH asked AS (SELECT * FROM unnest(%(ids)s::bigint[], %(since)s::date[]) AS asked (child_id, since_on)),
typed AS (
    SELECT child_id, visited_on, seen, place, row_number() OVER (PARTITION BY child_id, visited_on ORDER BY id) AS nth
    FROM asked JOIN {typed} USING (child_id)
    WHERE visited_on BETWEEN since_on AND %(on)s AND withdrawn IS NOT TRUE AND {known}
),
told AS (
    SELECT child_id, visited_on, nth, bool_or(seen) AS seen FROM ({rows}) AS every GROUP BY child_id, visited_on, nth
)
SELECT DISTINCT child_id, coalesce(typed.seen, told.seen), coalesce(place, '')
FROM typed FULL JOIN told USING (child_id, visited_on, nth)
"""


class Met(NamedTuple):
    """What visits tell of one meeting. `seen`: None where nobody says; `place`: one of PLACES, "" where none is."""

    seen: bool | None
    place: str


def met_then(*, since: Mapping[int, date], as_at: date) -> dict[int, frozenset[Met]]:
    """By child, what its visits tell, each alike once. `since`: of the children whom the caller was given for a
    viewer, by id, the first day that counts. A child without a visit is left out."""
    if not since:
        return {}
    rows = " UNION ALL ".join(ROWS.format(table=stored_in(name), known=KNOWN_THEN) for name in IMPORTED)
    given: dict[str, Any] = {"ids": these(since), "since": list(since.values()), "on": as_at, "at": known_by(as_at)}
    found: dict[int, set[Met]] = {}
    with connection.cursor() as cursor:
        cursor.execute(MET.format(typed=stored_in("visit"), known=KNOWN_THEN, rows=rows), given)
        for child_id, seen, place in cursor.fetchall():
            found.setdefault(child_id, set()).add(Met(seen, place))
    return {child_id: frozenset(met) for child_id, met in found.items()}
