"""Keeping clocks true: take the children whose record changed, or make everything again."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError, connection, transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.permissions import NotAllowed
from seenheard.duties import rulebook
from seenheard.duties.domain import bookmarks, causes, comparisons, lines, tallies
from seenheard.duties.models import Bookmark, Clock, Explanation
from seenheard.duties.queries import NATIONAL_MEASURE
from seenheard.lib import jobs
from seenheard.lib.collecting import many_rows
from seenheard.lib.copying import replace_lines, these
from seenheard.lib.planning import asking_of_many
from seenheard.lib.sight import seeing_everything
from seenheard.prompts import operations as prompts
from seenheard.prompts.domain.causes import Cause
from seenheard.record import operations as record_operations
from seenheard.record import permissions as record_permissions
from seenheard.record import queries as record_queries
from seenheard.record.domain import to_prompt
from seenheard.record.domain.days import day_of
from seenheard.record.domain.happenings import History
from seenheard.record.domain.protecting import is_protected
from seenheard.timescales import queries as timescales_queries
from seenheard.timescales.domain import engine, keeping
from seenheard.trail import operations as trail
from seenheard.trail.domain.reasons import in_letters, is_too_short

Typed = Mapping[int, Mapping[str, list]]  # what people typed, by child and object

log = logging.getLogger(__name__)

BATCH = 1000  # children in one transaction: about 15,000 clocks and 20 MB
ONE_AT_A_TIME = 5_512_806  # any fixed number: the key under which writers of clocks queue up

MANY = 200  # children taken, or clocks written: the planner's picture of the tables is then no longer theirs
WAIT_FOR_STATISTICS = "5s"

# Of what is stored for a child, all; or what may still change since a bookmark: a condition and its values.
Among = tuple[str, list[Any]]
EVERY: Among = ("", [])
STILL_OPEN = " AND (ended_on IS NULL OR ended_on >= %s)"
STILL_LISTED = " AND (until_on >= %s OR (rule, from_on) IN (SELECT * FROM unnest(%s::text[], %s::date[])))"


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
    bookmarks: list[bookmarks.Bookmark] = field(default_factory=list)


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


@seeing_everything("clocks and prompts are reckoned from all that is known, whoever told the last of it")
def follow(*, child_ids: Collection[int], at: datetime) -> None:
    """Work out again the clocks of these few children at once, in the transaction of the act that changed them.

    Whoever recorded something then sees what it met. The act has written its trail row; this writes none. Where a
    large recount is under way nobody waits for it: the marks stay, and the job that takes them is put off.
    """
    with transaction.atomic(savepoint=False):  # nothing of this is kept without the act
        if not _is_nobody_writing():
            jobs.defer("duties.take_changes")
            return
        record_operations.take_changed_of(child_ids)
        for child_id in sorted(child_ids):
            if not _go_on(child_id, at):
                _rebuild([child_id], at)


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
def explain_delay(*, child, rule: str, key: str, why: str, by, at: datetime, keep_words: str = "") -> bool:
    """Say why one duty to the child is late, or cannot be done in time. It stands beside the clock and changes no date.

    A prompt about the duty then says that it cannot be done by its day; it closes when the duty is done. Answers
    whether anything was written: the same words again are not kept twice. `keep_words`: why words are kept that may
    tell a protected address. Raises NotAllowed (among it TellsAddress), NoSuchChild.
    """
    record_permissions.check_can_record(by)
    on = day_of(at)
    record_queries.child_for(viewer=by, public_id=child.public_id, on=on)
    why = why.strip()
    if is_too_short(why):
        raise NotAllowed(f"{in_letters('Say why it is late')}.")
    kept = record_operations.check_in_turn(child, why, on=on, keep_because=keep_words)
    if not _is_owed(child, rule, key):
        raise NotAllowed("This duty is not owed to the child, or no longer.")
    last = Explanation.objects.filter(child=child, rule=rule, key=key).order_by("-at", "-id").first()
    if last is not None and last.why == why:
        return False
    Explanation.objects.create(child=child, rule=rule, key=key, why=why, by=str(by.public_id), at=at)
    prompts.cannot_be_done(child_id=child.pk, cause=rule, key=key, by=by, at=at)
    trail.write(
        what="explained_delay",
        by=by,
        at=at,
        children=[str(child.public_id)],
        about=rule,
        why=f"{record_operations.KEPT_WORDS}{keep_words.strip()}" if kept else "",
        counts={"kept_words": True} if kept else None,
    )
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
    with many_rows(), asking_of_many(len(child_ids) >= MANY):
        should_be = _should_be(child_ids, day_of(at))
        kept, written, removed = _make_it_so(should_be, child_ids, at)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM duties_bookmark WHERE child_id = ANY(%s::bigint[])", [these(child_ids)])
    Bookmark.objects.bulk_create(Bookmark(**asdict(one)) for one in should_be.bookmarks)
    return Rebuilt(children=len(child_ids), kept=kept, written=written, removed=removed)


def _go_on(child_id: int, at: datetime) -> bool:
    """The clocks of one child from its bookmark on. False, with nothing done, where the whole life has to be read."""
    mark, on = _bookmark_of(child_id), day_of(at)
    if mark is None or mark.since_on > on:
        return False
    later, typed = record_queries.history_since(
        child_id=child_id, since=mark.since_on, names=to_prompt.READS, viewer=SYSTEM
    )
    if later.before != mark.before or bookmarks.is_far(later.history):
        return False
    clocks = keeping.clocks_since(
        mark.state, later.history, rulebook.rules(), timescales_queries.calendar(), mark.since_on
    )
    should_be = ShouldBe()
    if is_protected(typed.pop("event", ())):
        should_be.typed.extend(_of_moves(child_id, on))
    _add(should_be, later.history, clocks, {child_id: typed}, on, mark)
    _make_it_so(should_be, [child_id], at, mark)
    return True


def _bookmark_of(child_id: int) -> bookmarks.Bookmark | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT since_on, before, state, compared, latest_on FROM duties_bookmark WHERE child_id = %s", [child_id]
        )
        row = cursor.fetchone()
    return bookmarks.Bookmark(child_id, *row[:2], *map(json.loads, row[2:])) if row else None


def _make_it_so(
    should_be: ShouldBe, child_ids: Collection[int], at: datetime, mark: bookmarks.Bookmark | None = None
) -> tuple[int, int, int]:
    """Store this, and hand over what there is to prompt about. `mark`: it is only what follows from there on."""
    still_open, still_listed = _open_since(mark) if mark else (EVERY, EVERY)
    done = _store("duties_clock", lines.COLUMNS, should_be.clocks, child_ids, still_open)
    _store("duties_tally", tallies.COLUMNS, should_be.tallies, child_ids, still_listed)
    _store("duties_comparison", comparisons.COLUMNS, should_be.comparisons, child_ids)
    prompts.causes_of_givers(child_ids=child_ids, told={"duties": should_be.causes, "record": should_be.typed}, at=at)
    return done


def _open_since(mark: bookmarks.Bookmark) -> tuple[Among, Among]:
    """Which stored clocks, and which tallies, follow from what the bookmark keeps and from what came since."""
    rules, days = [rule for rule, _ in mark.ran], [day for _, day in mark.ran]
    return (STILL_OPEN, [mark.since_on]), (STILL_LISTED, [mark.since_on, rules, days])


def _should_be(child_ids: Collection[int], on: date) -> ShouldBe:
    rules, calendar = rulebook.rules(), timescales_queries.calendar()
    typed = record_queries.typed_of(child_ids=child_ids, names=to_prompt.READS)
    rows = ShouldBe()
    for telling in record_queries.tellings(child_ids=child_ids, viewer=SYSTEM):
        history, since = telling.history, bookmarks.day_for(telling.history, on)
        if is_protected(telling.facts.get("event", ())):
            rows.typed.extend(_of_moves(history.child_id, on))
        if since is None:
            _add(rows, history, engine.clocks(history, rules, calendar), typed, on)
            continue
        clocks, state = keeping.clocks_and_state(history, rules, calendar, since)
        made = _add(rows, history, clocks, typed, on)
        if mark := bookmarks.bookmark(telling, made, _listed(made), state, since):
            rows.bookmarks.append(mark)
    return rows


def _add(
    rows: ShouldBe,
    history: History,
    clocks: Iterable[engine.Clock],
    typed: Typed,
    on: date,
    mark: bookmarks.Bookmark | None = None,
) -> Collection[engine.Clock]:
    """What follows from one child's clocks; `mark`: these are the clocks since. The clocks, each once."""
    child_id, facts = history.child_id, typed.get(history.child_id)
    made = {lines.line(child_id, clock): clock for clock in clocks}
    listed = _listed(made.values())
    rows.clocks.extend(made)
    rows.tallies.extend(tallies.lines(child_id, listed))
    rows.causes.extend(causes.of(child_id, listed, rulebook.rules(), on, rulebook.told_at_once()))
    if facts:
        rows.typed.extend(causes.of_what_was_typed(history, facts, mark.last_on if mark else {}))
    rows.comparisons.extend(comparisons.lines(child_id, made.values(), mark.compared if mark else {}))
    return made.values()


def _of_moves(child_id: int, on: date) -> Iterable[Cause]:
    """Asked only of children of whom an address was ever protected: they are few."""
    return causes.of_moves(child_id, record_queries.moves_to_ask_about(child_id=child_id, on=on))


def _listed(clocks: Iterable[engine.Clock]) -> list[engine.Clock]:
    unlisted = rulebook.of_class(NATIONAL_MEASURE)
    return [clock for clock in clocks if clock.rule not in unlisted]


def _store(
    table: str, columns: Sequence[str], rows: Sequence[str], child_ids: Collection[int], among: Among = EVERY
) -> tuple[int, int, int]:
    """Make what is stored for these children exactly these rows: how many were right, were written, were removed."""
    wanted = frozenset(rows)
    stored = stored_lines(child_ids, table=table, columns=columns, among=among)
    kept = {line: row_id for line, row_id in stored if line in wanted}
    surplus = {row_id for _, row_id in stored}.difference(kept.values())
    missing = [line for line in rows if line not in kept]
    replace_lines(table, columns, missing, surplus)
    return len(kept), len(missing), len(surplus)


def stored_lines(
    child_ids: Collection[int],
    *,
    table: str = "duties_clock",
    columns: Sequence[str] = lines.COLUMNS,
    among: Among = EVERY,
) -> list[tuple[str, int]]:
    """Every clock, or every row of another table, stored for these children, as a line and its id."""
    condition, values = among
    # From the first to the last is said as well: in the middle of a large import there are no statistics, and by a
    # thousand ids alone PostgreSQL would read all that the batches before have written, for each batch again.
    of_these = "child_id = ANY(%s::bigint[]) AND child_id BETWEEN %s AND %s"
    rows = f"SELECT id, {', '.join(columns)} FROM {table} WHERE {of_these}{condition}"
    ids = [these(child_ids), min(child_ids, default=0), max(child_ids, default=0)]
    with connection.cursor() as cursor, cursor.copy(f"COPY ({rows}) TO STDOUT", [*ids, *values]) as copy:
        read = "".join(str(block, "utf-8") for block in copy)
    pairs = (row.split("\t", 1) for row in read.split("\n") if row)
    return [(line, int(row_id)) for row_id, line in pairs]


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
