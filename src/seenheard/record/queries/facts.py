"""Reading facts child by child, in bounded memory: what histories and findings are made from."""

from collections import namedtuple
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache

from django.db import connection

from ..domain.objects import FIELDS, TABLES

BATCH = 1_000  # children at a time

OPEN = "known_until IS NULL"
KNOWN_THEN = "known_from <= %(at)s AND (known_until IS NULL OR known_until > %(at)s)"


@cache
def row_type(name: str) -> type:
    """What a fact of this object looks like to the domain: its id, source and key, then its own fields."""
    return namedtuple(name, ("id", "source", "row_key", *FIELDS[name]))


def facts_by_child(
    child_ids: Sequence[int], names: Iterable[str], *, known_at: datetime | None = None
) -> Iterator[tuple[int, dict[str, list]]]:
    """Each child with its facts of these objects, as known now or at a past moment; in the order of `child_ids`."""
    names = _with_rows(names)
    for start in range(0, len(child_ids), BATCH):
        batch = child_ids[start : start + BATCH]
        gathered: dict[int, dict[str, list]] = {child_id: {} for child_id in batch}
        for name in names:
            _gather(gathered, name, batch, known_at)
        yield from gathered.items()


def _gather(gathered: dict[int, dict[str, list]], name: str, batch: Sequence[int], known_at: datetime | None) -> None:
    make = row_type(name)._make
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT child_id, id, source, row_key, {', '.join(FIELDS[name])} FROM {TABLES[name]}"
            f" WHERE child_id = ANY(%(ids)s) AND {KNOWN_THEN if known_at else OPEN} ORDER BY child_id, id",
            {"ids": list(batch), "at": known_at},
        )
        for child_id, *row in cursor.fetchall():
            gathered[child_id].setdefault(name, []).append(make(row))


def _with_rows(names: Iterable[str]) -> list[str]:
    """Those of the objects of which there is any row: most councils fill half the tables."""
    names = list(names)
    checks = ", ".join(f"EXISTS (SELECT FROM {TABLES[name]})" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {checks}")
        return [name for name, has_rows in zip(names, cursor.fetchone(), strict=True) if has_rows]
