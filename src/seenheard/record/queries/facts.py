"""Reading facts child by child, in bounded memory: what histories, pages and findings are made from.

For the queries and operations of this room only: nothing here asks who is looking.
"""

import json
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection

from seenheard.lib.copying import these
from seenheard.lib.prepared import rows_of

from ..domain.objects import DAY, OBJECTS, TABLES, TEXT
from ..domain.typed import TYPED, TYPED_TABLES

BATCH = 2_000  # children at a time, one query an object
FEW = 20  # up to so many children, one query for all objects

OPEN = "known_until IS NULL"
KNOWN_THEN = "known_from <= %(at)s AND (known_until IS NULL OR known_until > %(at)s)"


# The 903 names a worker by registration number, SSD by its own key: read as that key where a staff list tells it.
INVOLVEMENTS = """(
    SELECT id, child_id, source, row_key, known_from, known_until,
           coalesce(staff_key, professional_ref) AS professional_ref,
           role, team_ref, from_on, until_on, change_reason, referral_ref
    FROM record_involvement LEFT JOIN (
        SELECT DISTINCT ON (registration_no) registration_no, professional_ref AS staff_key FROM record_professional
        WHERE known_until IS NULL AND registration_no IS NOT NULL AND professional_ref IS NOT NULL
        ORDER BY registration_no, id DESC
    ) AS staff ON registration_no = professional_ref
) AS involvement"""


# The same for few children: whom they name is looked up, where the above would sort the whole staff list first.
INVOLVEMENTS_OF_FEW = """(
    SELECT id, child_id, source, row_key, known_from, known_until,
           coalesce(staff_key, professional_ref) AS professional_ref,
           role, team_ref, from_on, until_on, change_reason, referral_ref
    FROM record_involvement LEFT JOIN LATERAL (
        SELECT staff.professional_ref AS staff_key FROM record_professional AS staff
        WHERE staff.known_until IS NULL AND staff.registration_no = record_involvement.professional_ref
        AND staff.professional_ref IS NOT NULL
        ORDER BY staff.id DESC LIMIT 1
    ) AS staff ON true
) AS involvement"""

# What may be read of an address without asking for it: never its lines or its postcode.
DWELLING = {"kind": TEXT, "area": TEXT, "protected": TEXT, "from_on": DAY, "until_on": DAY}


def table_of(name: str, *, of_few: bool = False) -> str:
    """What to read an object's facts from; `of_few`: of a few children."""
    if name == "involvement":
        return INVOLVEMENTS_OF_FEW if of_few else INVOLVEMENTS
    return TABLES["address"] if name == "dwelling" else stored_in(name)


def stored_in(name: str) -> str:
    """The table that holds an object's rows."""
    return TYPED_TABLES.get(name) or TABLES[name]


def fields_of(name: str) -> Mapping[str, str]:
    """The fields that are read of an object, each with its kind."""
    return DWELLING if name == "dwelling" else TYPED.get(name) or OBJECTS[name]


@cache
def row_type(name: str) -> Any:
    """What a fact of this object looks like to the domain: its id, source and key, then its own fields."""
    return namedtuple(name, ("id", "source", "row_key", *fields_of(name)))


def facts_by_child(
    child_ids: Sequence[int], names: Iterable[str], *, known_at: datetime | None = None, few: int = FEW
) -> Iterator[tuple[int, dict[str, list]]]:
    """Each child with its facts of these objects, as known now or at a past moment; in the order of `child_ids`.

    Up to `few` children, one query for all objects.
    """
    if len(child_ids) <= few:
        yield from _few(child_ids, tuple(names), known_at).items()
        return
    names = _with_rows(names)
    for start in range(0, len(child_ids), BATCH):
        batch = child_ids[start : start + BATCH]
        gathered: dict[int, dict[str, list]] = {child_id: {} for child_id in batch}
        ids = these(batch)
        for name in names:
            _gather(gathered, name, ids, known_at)
        yield from gathered.items()


def _gather(gathered: dict[int, dict[str, list]], name: str, ids: str, known_at: datetime | None) -> None:
    make = row_type(name)._make
    with connection.cursor() as cursor:
        cursor.execute(
            # A join, not `= ANY`: just after a large import PostgreSQL has no statistics yet and would
            # compare every row with every id.
            f"SELECT child_id, id, source, row_key, {', '.join(fields_of(name))}"
            f" FROM unnest(%(ids)s::bigint[]) AS asked (child_id) JOIN {table_of(name)} USING (child_id)"
            f" WHERE {KNOWN_THEN if known_at else OPEN} ORDER BY child_id, id",
            {"ids": ids, "at": known_at},
        )
        for row in cursor.fetchall():
            gathered[row[0]].setdefault(name, []).append(make(row[1:]))


def _with_rows(names: Iterable[str]) -> list[str]:
    """Those of the objects of which there is any row: most councils fill half the tables."""
    names = list(names)
    checks = ", ".join(f"EXISTS (SELECT FROM {table_of(name)})" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {checks}")
        return [name for name, has_rows in zip(names, cursor.fetchone(), strict=True) if has_rows]


def _few(child_ids: Sequence[int], names: tuple[str, ...], known_at: datetime | None) -> dict[int, dict[str, list]]:
    """All objects in one query, their own fields as JSON: what a page can afford."""
    gathered: dict[int, dict[str, list]] = {child_id: {} for child_id in child_ids}
    told = rows_of(_one_query(names, known_at is not None), {"ids": list(child_ids), "at": known_at})
    for child_id, name, fact_id, source, row_key, values in told:
        gathered[child_id].setdefault(name, []).append(row_of(name, fact_id, source, row_key, values))
    return gathered


def row_of(name: str, fact_id: int, source: str, row_key: str, values: str) -> Any:
    """A fact from its own fields as JSON."""
    return row_type(name)(fact_id, source, row_key, *_from_json(name, values))


@cache
def _one_query(names: tuple[str, ...], known_then: bool) -> str:
    known = KNOWN_THEN if known_then else OPEN
    selects = (
        f"SELECT child_id, '{name}', id, source, row_key, "
        f"jsonb_build_array({', '.join(fields_of(name))}) FROM {table_of(name, of_few=True)}"
        f" WHERE child_id = ANY(%(ids)s) AND {known}"
        for name in names
    )
    return " UNION ALL ".join(selects) + " ORDER BY 1, 2, 3"


def _from_json(name: str, values: str) -> Iterator:
    for kind, value in zip(fields_of(name).values(), json.loads(values), strict=True):
        yield date.fromisoformat(value) if kind == DAY and value is not None else value
