"""Undo a run: close what it brought, bring back what it closed, as new rows. Nothing is ever unwritten."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from ..domain.changes import BuiltUpon
from ..domain.days import day_of
from ..domain.objects import NOT_ABOUT_A_CHILD, TABLES
from ..domain.typed import TYPED_TABLES
from .carrying import marking_changed
from .findings import note_findings
from .now import refresh_now
from .rows import columns_of, named, one_writer

# Rows that the run brought or closed and that later runs have taken further.
# A row brought back by undoing a later run carries its first run's id again, and is not "further".
BUILT_UPON = """
SELECT count(*) FROM {table} AS was
WHERE (was.run_id = %(run)s AND was.closed_run_id <> %(run)s
       AND NOT EXISTS (SELECT FROM {table} AS is_open WHERE is_open.source = was.source
                       AND is_open.row_key = was.row_key AND is_open.known_until IS NULL
                       AND is_open.run_id = %(run)s))
   OR (was.closed_run_id = %(run)s AND was.run_id <> %(run)s
       AND EXISTS (SELECT FROM {table} AS is_open WHERE is_open.source = was.source
                   AND is_open.row_key = was.row_key AND is_open.known_until IS NULL
                   AND is_open.run_id <> %(run)s))
"""

CLOSE = """
UPDATE {table} SET known_until = %(at)s, closed_run_id = %(run)s
WHERE run_id = %(run)s AND known_until IS NULL RETURNING {child}
"""

# Of each key the run touched, the latest row of a run still in force comes back: with the run, file and line that
# first brought it, known from now on. `runs`: the run, and undone runs that it had built upon.
BRING_BACK = """
INSERT INTO {table} ({columns})
SELECT {values} FROM (
    SELECT DISTINCT ON (source, row_key) * FROM {table} AS was
    WHERE closed_run_id = ANY(%(runs)s) AND run_id <> closed_run_id
      AND EXISTS (SELECT FROM record_loadedtable AS loaded
                  WHERE loaded.run_id = was.run_id AND loaded.known_until IS NULL)
      AND EXISTS (SELECT FROM {table} AS touched WHERE touched.source = was.source AND touched.row_key = was.row_key
                  AND %(run)s IN (touched.run_id, touched.closed_run_id))
      AND NOT EXISTS (SELECT FROM {table} AS is_open WHERE is_open.source = was.source
                      AND is_open.row_key = was.row_key AND is_open.known_until IS NULL)
    ORDER BY source, row_key, id DESC
) AS latest
RETURNING {child}
"""

# Undone runs whose rows one of these runs had closed.
BUILT_ON_UNDONE = """
SELECT DISTINCT run_id FROM {table} AS was
WHERE closed_run_id = ANY(%(runs)s) AND run_id <> ALL(%(runs)s) AND NOT EXISTS (
    SELECT FROM record_loadedtable AS loaded WHERE loaded.run_id = was.run_id AND loaded.known_until IS NULL)
"""


# What people typed of children of whom nothing else is known any longer: it would be in nobody's sight.
TYPED_UPON = """
SELECT count(*) FROM {table} AS typed
WHERE child_id = ANY(%s) AND known_until IS NULL AND withdrawn IS NOT TRUE
  AND NOT EXISTS (SELECT FROM record_childnow AS line WHERE line.child_id = typed.child_id)
"""


def undo(*, run_id: str, by, at: datetime, force: bool = False) -> dict[str, int]:
    """Make current again what was current before the run; undone twice changes nothing.

    Counts: closed, brought_back, changed_children, findings. Raises `BuiltUpon` when later runs changed the same
    rows, or people have typed something of a child whom the run alone brought; with `force` those rows stay as the
    later runs left them, and what was typed waits for the child to come back. The caller writes the trail row.
    """
    with one_writer(), marking_changed(run_id=run_id, at=at) as touched:
        names = _end_tables(run_id, at)
        if not names:
            return {"closed": 0, "brought_back": 0, "changed_children": 0, "findings": 0}
        if not force:
            _refuse_if_built_upon(run_id, names)
        runs = _with_undone_beneath(run_id, names)
        closed = [child for name in names for child in _run(CLOSE, name, runs, at)]
        brought_back = [child for name in names for child in _run(BRING_BACK, name, runs, at)]
        touched |= {child for child in (*closed, *brought_back) if child is not None}
        refresh_now(child_ids=touched, on=day_of(at))
        if not force:
            _refuse_if_people_built_upon(touched)
        findings = note_findings(child_ids=touched, run_id=run_id)
    return {
        "closed": len(closed),
        "brought_back": len(brought_back),
        "changed_children": len(touched),
        "findings": findings,
    }


def _end_tables(run_id: str, at: datetime) -> list[str]:
    """The objects that the run brought or closed; none where it is undone already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE record_loadedtable SET known_until = %s, closed_run_id = %s"
            " WHERE run_id = %s AND known_until IS NULL RETURNING name",
            [at, run_id, run_id],
        )
        return named(name for (name,) in cursor.fetchall())


def _refuse_if_built_upon(run_id: str, names: list[str]) -> None:
    counts = {name: _count(BUILT_UPON.format(table=TABLES[name]), run_id) for name in names}
    if any(counts.values()):
        raise BuiltUpon({name: count for name, count in counts.items() if count})


def _refuse_if_people_built_upon(child_ids: Collection[int]) -> None:
    counts = {}
    with connection.cursor() as cursor:
        for name, table in TYPED_TABLES.items():
            cursor.execute(TYPED_UPON.format(table=table), [list(child_ids)])
            counts[name] = cursor.fetchone()[0]
    if any(counts.values()):
        raise BuiltUpon({name: count for name, count in counts.items() if count})


def _count(statement: str, run_id: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"run": run_id})
        return cursor.fetchone()[0]


def _with_undone_beneath(run_id: str, names: list[str]) -> list[str]:
    """The run, and undone runs that it had built upon, and those that these had built upon …"""
    statement = " UNION ".join(BUILT_ON_UNDONE.format(table=TABLES[name]) for name in names)
    runs, found = [], [run_id]
    while found:
        runs += found
        with connection.cursor() as cursor:
            cursor.execute(statement, {"runs": runs})
            found = [beneath for (beneath,) in cursor.fetchall()]
    return runs


def _run(statement: str, name: str, runs: list[str], at: datetime) -> list[int | None]:
    """Run the statement for one object; `runs` begin with the run itself."""
    columns = columns_of(name)
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format(
                table=TABLES[name],
                child="NULL::bigint" if name in NOT_ABOUT_A_CHILD else "child_id",
                columns=", ".join(columns),
                values=", ".join("%(at)s" if column == "known_from" else column for column in columns),
            ),
            {"run": runs[0], "runs": runs, "at": at},
        )
        return [row[0] for row in cursor.fetchall()]
