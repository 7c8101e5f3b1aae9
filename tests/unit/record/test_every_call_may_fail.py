"""CR1: whichever call to the database fails, taking in and undoing leave all or nothing, and can be tried again."""

import sys
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.record import operations, queries
from seenheard.record.domain.changes import Changes
from seenheard.record.domain.objects import TABLES
from tests.factories.record import AT, add, incoming, make_child, take_in

pytestmark = pytest.mark.django_db(transaction=True)
LATER = AT + timedelta(days=1)
OTHER_TABLES = ("child", "childnow", "involved", "changedchild", "finding", "loadedtable")


class Fails:
    """Makes the kth call fail, and by wish every call after it."""

    def __init__(self, kth, error, for_ever):
        self.kth, self.error, self.for_ever, self.calls = kth, error, for_ever, 0

    def call(self):
        self.calls += 1
        if self.calls == self.kth or (self.for_ever and self.calls > self.kth):
            raise self.error("the database is away")


@contextmanager
def failing(fails, monkeypatch):
    """Every statement and every COPY goes through `fails` first."""

    def execute(execute, *args):
        fails.call()
        return execute(*args)

    real_copy = psycopg.Cursor.copy

    def copy(self, *args, **more):
        fails.call()
        return real_copy(self, *args, **more)

    with monkeypatch.context() as patched, connection.execute_wrapper(execute):
        patched.setattr(psycopg.Cursor, "copy", copy)
        yield


def everything():
    """All rows of the record's tables."""
    tables = [*TABLES.values(), *(f"record_{name}" for name in OTHER_TABLES)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', to_jsonb(t)::text FROM {table} AS t" for table in tables))
        return sorted(cursor.fetchall())


def sweep(act, error, for_ever, monkeypatch):
    """Let the 1st, 2nd … kth call fail until the act succeeds; how many calls it makes."""
    before = everything()
    for kth in range(1, 1_000):
        fails = Fails(kth, error, for_ever)
        try:
            with failing(fails, monkeypatch):
                act()
        except error:
            assert everything() == before, f"call {kth} left something between before and after"
            with transaction.atomic():  # tried again, it works
                act()
                assert everything() != before
                transaction.set_rollback(True)
        else:
            assert fails.calls == kth - 1
            assert everything() != before
            return fails.calls
    raise AssertionError("it never succeeded")


@pytest.fixture
def taking_in():
    """An act that adds a child, a row of several objects, and corrects one row."""
    child = make_child(local_id="500001")
    key = add("cla_review", child, held_on=date(2026, 1, 5), run_id="first")
    fact_id = queries.current_rows(source="ssd", object="cla_review")[key][0]
    changes = Changes(
        new_children=["500777"],
        inserts={
            "linked_identifier": [incoming("linked_identifier", "500777", kind="la_child_id", value="500777")],
            "cla_review": [incoming("cla_review", child.pk, row_key=key, held_on=date(2026, 1, 6))],
            "cp_plan": [incoming("cp_plan", "500777", from_on=date(2026, 2, 1), until_on=date(2026, 1, 1))],
        },
        closes={"cla_review": [fact_id]},
    )
    return lambda: take_in(changes, source="ssd", run_id="it", at=LATER)


@pytest.mark.parametrize("error", [OperationalError, MemoryError])
@pytest.mark.parametrize("for_ever", [False, True])
def test_taking_in_is_all_or_nothing(taking_in, error, for_ever, monkeypatch):
    assert sweep(taking_in, error, for_ever, monkeypatch) > 10


@pytest.mark.parametrize("error", [OperationalError, MemoryError])
@pytest.mark.parametrize("for_ever", [False, True])
def test_undoing_is_all_or_nothing(taking_in, error, for_ever, monkeypatch):
    taking_in()

    def undo():
        operations.undo(run_id="it", by=SYSTEM, at=LATER)

    assert sweep(undo, error, for_ever, monkeypatch) > 10


def test_the_sweep_finds_an_act_that_is_not_one_transaction(taking_in, monkeypatch):
    """The planted fault: without its transaction, taking in is caught between before and after."""
    monkeypatch.setattr(sys.modules["seenheard.record.operations.take_in"], "one_writer", nullcontext)
    with pytest.raises(AssertionError, match="between before and after"):
        sweep(taking_in, OperationalError, False, monkeypatch)
