"""Take in what a person has agreed to: insert, close, and say whose children changed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import connection

from seenheard.lib.planning import asking_of_many

from ..domain.changes import Changes
from ..domain.days import day_of
from ..domain.objects import TABLES
from ..domain.points import REACHES_BACK_BY
from .carrying import marking_changed
from .findings import note_findings
from .identity import identities
from .now import refresh_now
from .rows import close, insert, named, one_writer
from .statistics import take_statistics

ENOUGH = 30  # rows: with fewer, nothing tells how far back a source reaches
MANY = 10_000  # rows inserted: the planner's picture of the tables is then no longer theirs
COUNTED = ("new_children", "inserted", "closed", "changed_children", "findings")


def take_in(*, source: str, run_id: str, changes: Changes, by, at: datetime) -> dict[str, int]:
    """Write one run's changes in the caller's transaction; refused leaves nothing, twice leaves one.

    Counts what was done: new_children, inserted, closed, changed_children, findings. Raises `NotAsProposed`
    when a row to close is open no longer and `NotTaken` when a value does not fit. The caller has checked that
    `by` may import, and writes the one trail row of the import.
    """
    with one_writer():
        if _is_taken_in(run_id):
            return dict.fromkeys(COUNTED, 0)
        with marking_changed(run_id=run_id, at=at) as touched:
            new_children = identities(changes, run_id=run_id)
            # Closing comes first: a corrected row takes the open place of the one it replaces.
            touched |= _close_all(changes.closes, run_id, at)
            touched |= _insert_all(changes.inserts, new_children, source, run_id, at)
            touched.update(new_children.values())
            _remember_tables(changes, source, run_id, at)
        inserted, closed = (sum(map(len, part.values())) for part in (changes.inserts, changes.closes))
        if inserted >= MANY:
            take_statistics()
        with asking_of_many(inserted >= MANY):
            refresh_now(child_ids=touched, on=day_of(at))
            findings = note_findings(child_ids=touched, run_id=run_id)
    return dict(zip(COUNTED, (len(new_children), inserted, closed, len(touched), findings), strict=True))


def _is_taken_in(run_id: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM record_loadedtable WHERE run_id = %s)", [run_id])
        return cursor.fetchone()[0]


def _close_all(closes: Mapping[str, Sequence[int]], run_id: str, at: datetime) -> set[int]:
    return set().union(*(close(name, closes[name], run_id=run_id, at=at) for name in named(closes)))


def _insert_all(inserts, new_children: Mapping[str, int], source: str, run_id: str, at: datetime) -> set[int]:
    return set().union(
        *(
            insert(name, inserts[name], new_children, source=source, run_id=run_id, at=at)
            for name in named(inserts)
            if inserts[name]
        )
    )


def _remember_tables(changes: Changes, source: str, run_id: str, at: datetime) -> None:
    """Note what the run carried, and from which day on the source covers it."""
    names = named({*changes.tables, *changes.inserts, *changes.closes})
    reach = {} if changes.covers_from else _reaches_back_to(names, source)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_loadedtable (source, name, covers_from, run_id, known_from)"
            " SELECT %s, name, covers_from, %s, %s FROM unnest(%s::text[], %s::date[]) AS brought (name, covers_from)",
            [source, run_id, at, names, [changes.covers_from or reach.get(name) for name in names]],
        )


def _reaches_back_to(names: Sequence[str], source: str) -> dict[str, date]:
    """The day from which the source's rows of these objects are dense, where there are enough to tell.

    The first hundredth is left out, so that one stray old row does not make a file look older than it is.
    """
    selects = [
        f"SELECT '{name}', CASE WHEN count({day}) >= {ENOUGH} THEN"
        f" percentile_disc(0.01) WITHIN GROUP (ORDER BY {day}) END"
        f" FROM {TABLES[name]} WHERE source = %s AND known_until IS NULL"
        for name, day in REACHES_BACK_BY.items()
        if name in names
    ]
    if not selects:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), [source] * len(selects))
        return {name: day for name, day in cursor.fetchall() if day is not None}
