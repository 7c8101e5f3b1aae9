"""Keeping clocks true: take the children whose record changed, or make everything again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection, transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import rulebook
from seenheard.duties.domain import lines
from seenheard.record import operations as record_operations
from seenheard.record import queries as record_queries
from seenheard.timescales import queries as timescales_queries
from seenheard.timescales.domain import engine
from seenheard.trail import operations as trail

BATCH = 1000  # children in one transaction: about 15,000 clocks and 20 MB
ONE_AT_A_TIME = 5_512_806  # any fixed number: the key under which writers of clocks queue up

_COLUMNS = ", ".join(lines.COLUMNS)
_READ = f"COPY (SELECT id, {_COLUMNS} FROM duties_clock WHERE child_id = ANY(%s)) TO STDOUT"
_WRITE = f"COPY duties_clock ({_COLUMNS}) FROM STDIN"
_REMOVE = "DELETE FROM duties_clock WHERE id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild came to, in numbers of children and of clocks."""

    children: int = 0
    kept: int = 0
    written: int = 0
    removed: int = 0

    def __add__(self, other: Rebuilt) -> Rebuilt:
        return Rebuilt(
            self.children + other.children,
            self.kept + other.kept,
            self.written + other.written,
            self.removed + other.removed,
        )


def take_changes(*, by, at: datetime) -> int:
    """Work out again the clocks of every child whose record has changed since the last time; the number of children.

    Each bounded batch is one transaction: the marks of change go when the new clocks are there, or stay.
    """
    children = 0
    while True:
        with transaction.atomic():
            _wait_for_other_writers()
            changed = record_operations.take_changed(limit=BATCH)
            if not changed:
                return children
            done = _rebuild(changed)
            trail.write(what="took_changes", by=by, at=at, counts=asdict(done))
        children += done.children


def rebuild(*, by, at: datetime, child_ids: Collection[int] | None = None) -> Rebuilt:
    """Make every clock again from the record and the rules, and write what differs from what is stored.

    Twice in a row writes nothing the second time. `child_ids` limits it to these children.
    """
    wanted = sorted(child_ids) if child_ids is not None else _every_child(at)
    total = Rebuilt()
    for start in range(0, len(wanted), BATCH):
        with transaction.atomic():
            _wait_for_other_writers()
            total += _rebuild(wanted[start : start + BATCH])
    with transaction.atomic():
        trail.write(what="rebuilt_clocks", by=by, at=at, counts=asdict(total))
    return total


def _every_child(at: datetime) -> list[int]:
    everyone = record_queries.visible_children(viewer=SYSTEM, on=at.date())
    return list(everyone.order_by("id").values_list("id", flat=True))


def _wait_for_other_writers() -> None:
    """Two rebuilds of one child at once would each write its clocks; the second waits and then finds nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _rebuild(child_ids: Collection[int]) -> Rebuilt:
    wanted = dict.fromkeys(_should_be(child_ids))  # each line once, in order
    stored = stored_lines(child_ids)
    kept = {line: clock_id for line, clock_id in stored if line in wanted}
    surplus = {clock_id for _, clock_id in stored}.difference(kept.values())
    missing = [line for line in wanted if line not in kept]
    _remove(surplus)
    _write(missing)
    return Rebuilt(children=len(child_ids), kept=len(kept), written=len(missing), removed=len(surplus))


def _should_be(child_ids: Collection[int]) -> Iterator[str]:
    rules, calendar = rulebook.rules(), timescales_queries.calendar()
    for history in record_queries.histories(child_ids=child_ids, viewer=SYSTEM):
        for clock in engine.clocks(history, rules, calendar):
            yield lines.line(history.child_id, clock)


def stored_lines(child_ids: Collection[int]) -> list[tuple[str, int]]:
    """Every clock stored for these children, as a line and its id."""
    with connection.cursor() as cursor, cursor.copy(_READ, [list(child_ids)]) as copy:
        read = "".join(str(block, "utf-8") for block in copy)
    pairs = (row.split("\t", 1) for row in read.split("\n") if row)
    return [(line, int(clock_id)) for clock_id, line in pairs]


def _remove(clock_ids: Collection[int]) -> None:
    if clock_ids:
        with connection.cursor() as cursor:
            cursor.execute(_REMOVE, [list(clock_ids)])


def _write(rows: Collection[str]) -> None:
    if rows:
        with connection.cursor() as cursor, cursor.copy(_WRITE) as copy:
            copy.write("\n".join(rows) + "\n")
