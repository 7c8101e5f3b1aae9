"""The laws of importing, on generated returns: twice is once, order is nothing, halves make a whole, undo is before.

Few examples on every run; 2,000 of each law at night.
"""

import random
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries as record
from seenheard.returns import operations
from seenheard.returns.domain import spec
from seenheard.returns.models import Run
from tests.factories import record as made
from tests.factories.returns import imported, moment
from tests.factories.uploads import part, shuffled, uploads

pytestmark = pytest.mark.django_db
EXAMPLES = pytest.mark.parametrize("examples", [5, pytest.param(2_000, marks=pytest.mark.night)])
CARRIED = ("person", "linked_identifier", "mother", "cla_episode", "cla_review", "missing", "cp_visit", "address")
# A failing import is told as it was drawn: making it smaller would take minutes of imports.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
chances = st.integers(0, 2**32).map(random.Random)


def law(examples, *strategies):
    """Run the function on this many examples, each in a transaction that is taken back."""

    def run(function):
        @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
        @given(st.tuples(*strategies))
        def each(drawn):
            with taken_back():
                function(*drawn)

        each()

    return run


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def state(source):
    """What is current: every row of the source, by the child's local identifier and not by anything a run gives."""
    found = {}
    for name in CARRIED:
        current = record.current_rows(source=source, object=name)
        local_ids = record.local_ids({row[2] for row in current.values() if row[2]})
        found[name] = {key: (row[1], local_ids.get(row[2])) for key, row in current.items()}
    return found


def written(run):
    return run.counts["written"].get("inserted", 0), run.counts["written"].get("closed", 0)


@EXAMPLES
def test_twice_is_once(examples):
    @law(examples, uploads)
    def _(upload):
        imported(upload)
        once = state(upload.return_name)
        again = imported(upload)
        assert written(again) == (0, 0)
        assert state(upload.return_name) == once


@EXAMPLES
def test_shuffled_is_the_same(examples):
    @law(examples, uploads, chances)
    def _(upload, chance):
        with taken_back():
            imported(upload)
            straight = state(upload.return_name)
        imported(shuffled(upload, chance))
        assert state(upload.return_name) == straight


@EXAMPLES
def test_shuffled_after_straight_writes_nothing(examples):
    @law(examples, uploads, chances)
    def _(upload, chance):
        imported(upload)
        assert written(imported(shuffled(upload, chance))) == (0, 0)


@EXAMPLES
def test_two_halves_make_the_whole(examples):
    @law(examples, uploads, st.sets(st.sampled_from(["A1", "A2", "A3", "B4", "B5"])))
    def _(upload, first):
        with taken_back():
            imported(upload)
            whole = state(upload.return_name)
        halves = by_child(upload)
        imported(part(upload, lambda table, row: halves(table, row) in first))
        imported(part(upload, lambda table, row: halves(table, row) not in first))
        assert state(upload.return_name) == whole


def by_child(upload):
    """Which half a row belongs to: the rows of one child stay together, and of children who share a key.

    A review finds its child through a row of another table, so a key may not pull one of a child's rows away from it.
    """
    of, owner, with_whom = spec.load(upload.return_name), {}, {}

    def first_of(child):
        while child in with_whom:
            child = with_whom[child]
        return child

    for name, rows in upload.tables.items():
        table = of.tables[name]
        for row in rows:
            child = row.values[table.index[table.child]] if table.child else None
            via = row.values[table.index[table.via[0]]].removeprefix("LA") if child is None and table.via else None
            key = (name, tuple(row.values[table.index[column]] for column in table.key))
            one, other = first_of(child or via), first_of(owner.setdefault(key, child or via))
            if one != other:
                with_whom[one] = other

    def half(name, row):
        table = of.tables[name]
        return first_of(owner[name, tuple(row.values[table.index[column]] for column in table.key)])

    return half


@EXAMPLES
def test_a_corrected_row_changes_one_record(examples):
    @law(examples, uploads, st.data())
    def _(upload, data):
        table, column = {"ssda903": ("reviews", "REVIEW_CODE"), "ssd": ("cp_visits", "cppv_cp_visit_seen")}[
            upload.return_name
        ]
        of = spec.load(upload.return_name).tables[table]
        keys = [tuple(row.values[of.index[name]] for name in of.key) for row in upload.tables[table]]
        once = [n for n, key in enumerate(keys) if keys.count(key) == 1]
        assume(once)
        chosen = data.draw(st.sampled_from(once))
        imported(upload)
        before = state(upload.return_name)
        rows = list(upload.tables[table])
        place = of.index[column]
        other = next(
            v for v in ("PN3", "t", "f") if v != rows[chosen].values[place] and (v == "PN3") == (table == "reviews")
        )
        rows[chosen] = rows[chosen]._replace(
            values=(*rows[chosen].values[:place], other, *rows[chosen].values[place + 1 :])
        )
        upload.tables[table] = rows
        run = imported(upload)
        assert written(run) == (1, 1)
        after = state(upload.return_name)
        changed = [
            (name, key)
            for name in after
            for key in {*after[name], *before[name]}
            if after[name].get(key) != before[name].get(key)
        ]
        assert len(changed) == 1


@EXAMPLES
def test_apply_then_undo_is_before(examples):
    @law(examples, uploads, uploads, st.booleans())
    def _(first, second, complete):
        assume(first.return_name == second.return_name)
        typed = made.make_child(local_id="A1", source="typed", forename="Ash")
        made.add("cla_review", typed, source="typed", held_on="2026-01-05", participation="PN4")
        imported(first)
        before, typed_before = state(first.return_name), state("typed")
        run = imported(second, complete_for_year=complete)
        assert state("typed") == typed_before, "a person's words are never superseded by a file"
        operations.undo(run=run, by=SYSTEM, at=moment())
        assert (state(first.return_name), state("typed")) == (before, typed_before)


@EXAMPLES
def test_a_complete_file_leaves_nothing_of_its_year_but_what_it_says(examples):
    @law(examples, uploads, st.sets(st.integers(0, 5)))
    def _(upload, kept):
        order = {id(row): n for rows in upload.tables.values() for n, row in enumerate(rows)}
        # A care review finds its child through an episode: whether that is still there is another law.
        less = part(upload, lambda table, row: order[id(row)] in kept and table != "cla_reviews")
        with taken_back():
            imported(less)
            alone = state(upload.return_name)
        imported(upload)
        imported(less, complete_for_year=True, take_corrections=False)
        after = state(upload.return_name)
        for name in set(CARRIED) - {"linked_identifier"}:
            assert after[name] == alone[name], name


@EXAMPLES
def test_rows_that_cannot_be_read_take_nothing_out_of_the_record(examples):
    @law(examples, uploads, st.sets(st.integers(0, 20)), st.booleans())
    def _(upload, unread, complete):
        imported(upload)
        before = state(upload.return_name)
        imported(without_reading(upload, unread), complete_for_year=complete)
        after = state(upload.return_name)
        for name in CARRIED:
            assert not before[name].keys() - after[name].keys(), name


def without_reading(upload, unread):
    """The upload as it is read when the rows of these numbers cannot be."""
    of = spec.load(upload.return_name)
    order = {id(row): n for rows in upload.tables.values() for n, row in enumerate(rows)}
    whose = {}
    for name, rows in upload.tables.items():
        child = of.tables[name].child
        for row in rows:
            if order[id(row)] in unread:
                whose.setdefault(row.file, set()).add(row.values[of.tables[name].index[child]] if child else None)
    read = part(upload, lambda table, row: order[id(row)] not in unread)
    read.files = tuple(replace(file, left_out=tuple(whose.get(file.name, ()))) for file in read.files)
    return read


def test_the_laws_would_notice_an_unread_row_that_is_taken_for_a_missing_one(monkeypatch):
    from seenheard.returns.domain import proposing

    monkeypatch.setattr(proposing, "_whose_unread", lambda *known: set())
    with pytest.raises(AssertionError):
        test_rows_that_cannot_be_read_take_nothing_out_of_the_record(30)


def test_the_laws_would_notice_an_import_that_writes_twice(monkeypatch):
    from seenheard.returns.domain import gathering

    count = iter(range(10**9))
    monkeypatch.setattr(gathering, "row_hash", lambda values, aside: next(count))
    with pytest.raises(AssertionError):
        test_twice_is_once(5)


def test_examples_are_not_all_empty():
    sizes = []

    @law(20, uploads)
    def _(upload):
        run = imported(upload)
        sizes.append(written(run)[0])
        assert Run.objects.get(pk=run.pk).state == "applied"

    assert sum(size > 5 for size in sizes) > 5
