"""Keeping clocks true: take the children whose record changed, or make everything again."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import DatabaseError, connection, transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.permissions import NotAllowed
from seenheard.duties import rulebook
from seenheard.duties.domain import causes, comparisons, lines, tallies
from seenheard.duties.models import Clock, Explanation
from seenheard.duties.queries import NATIONAL_MEASURE
from seenheard.lib import jobs
from seenheard.lib.copying import write_lines
from seenheard.prompts import operations as prompts
from seenheard.prompts.domain.causes import Cause
from seenheard.record import operations as record_operations
from seenheard.record import permissions as record_permissions
from seenheard.record import queries as record_queries
from seenheard.record.domain import to_prompt
from seenheard.record.domain.days import day_of
from seenheard.timescales import queries as timescales_queries
from seenheard.timescales.domain import engine
from seenheard.trail import operations as trail

log = logging.getLogger(__name__)

BATCH = 1000  # children in one transaction: about 15,000 clocks and 20 MB
ONE_AT_A_TIME = 5_512_806  # any fixed number: the key under which writers of clocks queue up

MANY = 200  # children taken, or clocks written: the planner's picture of the tables is then no longer theirs
SHORTEST_WHY = 10  # letters
WAIT_FOR_STATISTICS = "5s"


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


@dataclass(frozen=True, slots=True)
class ShouldBe:
    """What the rules make of some children's histories: the lines of each table, and what there is to prompt about."""

    clocks: list[str] = field(default_factory=list)
    tallies: list[str] = field(default_factory=list)
    comparisons: list[str] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    typed: list[Cause] = field(default_factory=list)


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
                break
            done = _rebuild(changed, at)
            trail.write(what="took_changes", by=by, at=at, counts=asdict(done))
        children += done.children
    if children >= MANY:
        _take_statistics()
    return children


def follow(*, child_ids: Collection[int], at: datetime) -> None:
    """Work out again the clocks of these few children at once, in the transaction of the act that changed them.

    Whoever recorded something then sees what it met. The act has written its trail row; this writes none. Where a
    large recount is under way nobody waits for it: the marks stay, and the job that takes them is put off.
    """
    with transaction.atomic():
        if not _is_nobody_writing():
            jobs.defer("duties.take_changes")
            return
        record_operations.take_changed_of(child_ids)
        _rebuild(sorted(child_ids), at)


def rebuild(*, by, at: datetime, child_ids: Collection[int] | None = None) -> Rebuilt:
    """Make every clock again from the record and the rules, and write what differs from what is stored.

    Twice in a row writes nothing the second time. `child_ids` limits it to these children.
    """
    wanted = sorted(child_ids) if child_ids is not None else _every_child(at)
    total = Rebuilt()
    for start in range(0, len(wanted), BATCH):
        with transaction.atomic():
            _wait_for_other_writers()
            total += _rebuild(wanted[start : start + BATCH], at)
    with transaction.atomic():
        trail.write(what="rebuilt_clocks", by=by, at=at, counts=asdict(total))
    if total.written >= MANY:
        _take_statistics()
    return total


def _is_owed(child, rule: str, key: str) -> bool:
    """Whether the child has this clock; `key` as `domain.causes.key_of` makes it."""
    started_on, _, ref = key.partition(" ")
    try:
        day = date.fromisoformat(started_on)
    except ValueError:
        return False
    return Clock.objects.filter(child=child, rule=rule, started_on=day, started_ref=ref).exists()


@transaction.atomic
def explain_delay(*, child, rule: str, key: str, why: str, by, at: datetime) -> bool:
    """Say why one duty to the child is late, or will be. It stands beside the clock and changes no date.

    Answers whether anything was written: the same words again are not kept twice. Raises NotAllowed, NoSuchChild.
    """
    record_permissions.check_can_record(by)
    on = day_of(at)
    record_queries.child_for(viewer=by, public_id=child.public_id, on=on)
    why = why.strip()
    if len(why) < SHORTEST_WHY:
        raise NotAllowed(f"Say why it is late, in {SHORTEST_WHY} letters or more.")
    if not _is_owed(child, rule, key):
        raise NotAllowed("This duty is not owed to the child, or no longer.")
    last = Explanation.objects.filter(child=child, rule=rule, key=key).order_by("-at", "-id").first()
    if last is not None and last.why == why:
        return False
    Explanation.objects.create(child=child, rule=rule, key=key, why=why, by=str(by.public_id), at=at)
    trail.write(what="explained_delay", by=by, at=at, children=[str(child.public_id)], about=rule)
    return True


def _every_child(at: datetime) -> list[int]:
    everyone = record_queries.visible_children(viewer=SYSTEM, on=at.date())
    return list(everyone.order_by("id").values_list("id", flat=True))


def _is_nobody_writing() -> bool:
    """Take the writers' turn if it is free; else False, at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        return cursor.fetchone()[0]


def _wait_for_other_writers() -> None:
    """Two rebuilds of one child at once would each write its clocks; the second waits and then finds nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _rebuild(child_ids: Collection[int], at: datetime) -> Rebuilt:
    """The clocks of these children and what follows from them, as they should be; the numbers are of clocks."""
    should_be = _should_be(child_ids, day_of(at))
    kept, written, removed = _store("duties_clock", lines.COLUMNS, should_be.clocks, child_ids)
    _store("duties_tally", tallies.COLUMNS, should_be.tallies, child_ids)
    _store("duties_comparison", comparisons.COLUMNS, should_be.comparisons, child_ids)
    prompts.causes_of_children(child_ids=child_ids, giver="duties", causes=should_be.causes, at=at)
    prompts.causes_of_children(child_ids=child_ids, giver="record", causes=should_be.typed, at=at)
    return Rebuilt(children=len(child_ids), kept=kept, written=written, removed=removed)


def _should_be(child_ids: Collection[int], on: date) -> ShouldBe:
    rules, calendar = rulebook.rules(), timescales_queries.calendar()
    at_once, typed = rulebook.told_at_once(), record_queries.typed_of(child_ids=child_ids, names=to_prompt.READS)
    rows = ShouldBe()
    for history in record_queries.histories(child_ids=child_ids, viewer=SYSTEM):
        child_id = history.child_id
        made = {lines.line(child_id, clock): clock for clock in engine.clocks(history, rules, calendar)}  # each once
        rows.clocks.extend(made)
        listed = [clock for clock in made.values() if rules[clock.rule].klass != NATIONAL_MEASURE]
        rows.tallies.extend(tallies.lines(child_id, listed))
        rows.causes.extend(causes.of(child_id, listed, rules, on, at_once))
        if facts := typed.get(child_id):
            rows.typed.extend(causes.of_what_was_typed(history, facts))
        rows.comparisons.extend(comparisons.lines(child_id, made.values()))
    return rows


def _store(table: str, columns: Sequence[str], rows: Sequence[str], child_ids: Collection[int]) -> tuple[int, int, int]:
    """Make what is stored for these children exactly these rows: how many were right, were written, were removed."""
    wanted = frozenset(rows)
    stored = stored_lines(child_ids, table=table, columns=columns)
    kept = {line: row_id for line, row_id in stored if line in wanted}
    surplus = {row_id for _, row_id in stored}.difference(kept.values())
    missing = [line for line in rows if line not in kept]
    _remove(table, surplus)
    _write(table, columns, missing)
    return len(kept), len(missing), len(surplus)


def stored_lines(
    child_ids: Collection[int], *, table: str = "duties_clock", columns: Sequence[str] = lines.COLUMNS
) -> list[tuple[str, int]]:
    """Every clock, or every row of another table, stored for these children, as a line and its id."""
    question = f"COPY (SELECT id, {', '.join(columns)} FROM {table} WHERE child_id = ANY(%s)) TO STDOUT"
    with connection.cursor() as cursor, cursor.copy(question, [list(child_ids)]) as copy:
        read = "".join(str(block, "utf-8") for block in copy)
    pairs = (row.split("\t", 1) for row in read.split("\n") if row)
    return [(line, int(row_id)) for row_id, line in pairs]


def _remove(table: str, row_ids: Collection[int]) -> None:
    if row_ids:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [list(row_ids)])


def _write(table: str, columns: Sequence[str], rows: Collection[str]) -> None:
    write_lines(table, columns, rows)


def _take_statistics() -> None:
    """Else every list is planned for the tables as they were, until autovacuum has come by; see the migration.

    Whoever holds a table's lock, a VACUUM for one, is not waited for long: lists are slower then, and as right.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [WAIT_FOR_STATISTICS])
            cursor.execute("SELECT duties_take_statistics()")
    except DatabaseError:
        log.warning("the planner was not told how large the tables are: lists may be slow until autovacuum")
