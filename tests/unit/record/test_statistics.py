"""In the middle of a large import the planner is told how large the tables are; a small one does not ask for it."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from seenheard.record.models import ClaReview
from seenheard.record.operations import findings
from seenheard.record.operations.statistics import take_statistics
from tests.factories.record import add, make_child

pytestmark = pytest.mark.django_db
TAKING_IN = import_module("seenheard.record.operations.take_in")


def asked(question, *values):
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchone()[0]


def known_rows():
    return asked("SELECT reltuples::int FROM pg_class WHERE oid = 'record_clareview'::regclass")


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(TAKING_IN, "MANY", 1)


def reviews_other_than_known(child):
    """One review or two: another number than the planner knows of, as no rollback makes it forget."""
    for day in (5, 6) if known_rows() == 1 else (5,):
        add("cla_review", child, held_on=date(2026, 1, day))


def test_what_follows_in_a_large_import_is_planned_for_the_rows_that_it_brought(large, as_web_role, monkeypatch):
    told = []

    def looks(*_):
        told.append((known_rows(), asked("SHOW random_page_cost")))
        return ()

    child, before = make_child(), known_rows()
    monkeypatch.setattr(findings, "facts_by_child", looks)
    reviews_other_than_known(child)
    assert told[-1] == (ClaReview.objects.count(), "1.1") and told[-1][0] != before
    assert asked("SHOW random_page_cost") == "4"


def test_a_small_import_leaves_the_statistics_as_they_are():
    child, before = make_child(), known_rows()
    reviews_other_than_known(child)
    assert known_rows() == before != ClaReview.objects.count()


def test_nobody_but_the_role_that_serves_may_ask_for_it():
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE passer_by")
        cursor.execute("SET ROLE passer_by")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT record_take_statistics()")
        cursor.execute("RESET ROLE")


def test_whoever_holds_a_table_is_not_waited_for_and_the_import_goes_on(large, caplog):
    asked("SELECT 1 FROM (SELECT set_config('lock_timeout', '7s', true)) AS said")
    with connection.cursor() as cursor:
        cursor.execute("ALTER FUNCTION record_take_statistics() SET lock_timeout = '50ms'")
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE record_mother IN SHARE UPDATE EXCLUSIVE MODE")  # as a VACUUM does
            child = make_child()
            add("cla_review", child, held_on=date(2026, 1, 5))
    finally:
        other.close()
    assert ClaReview.objects.filter(child=child).exists() and "may be slow" in caplog.text
    assert asked("SHOW lock_timeout") == "7s"


def test_it_waits_for_a_few_seconds_and_gives_the_callers_patience_back():
    before = asked("SHOW lock_timeout")
    take_statistics()
    assert asked("SHOW lock_timeout") == before
    assert "lock_timeout=5s" in asked("SELECT proconfig FROM pg_proc WHERE proname = 'record_take_statistics'")
