"""A prepared question is planned once for a connection, and answered for whoever looks each time."""

from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from seenheard.config.grants import web_role
from seenheard.lib import prepared
from seenheard.lib.prepared import rows_of
from seenheard.lib.sight import EVERYTHING, look_as
from tests.factories import record as made

pytestmark = pytest.mark.django_db
CHILDREN = "SELECT id FROM record_child WHERE id >= %(first)s::bigint ORDER BY id"
PLANS = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%SELECT id FROM record_child %'"


def children(first: int) -> list[int]:
    return [child_id for (child_id,) in rows_of(CHILDREN, {"first": first})]


def plans() -> int:
    with connection.cursor() as cursor:
        cursor.execute(PLANS)
        return cursor.fetchone()[0]


@pytest.fixture
def as_served():
    yield lambda: connection.cursor().execute(f'SET LOCAL ROLE "{web_role()}"')
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT set_config('seenheard.viewer', %s, true)", [EVERYTHING])


def test_it_is_planned_once_however_often_it_is_asked():
    first, second = made.make_child(), made.make_child()
    asked = [children(one.pk) for one in (first, second) * 5]
    assert asked == [[first.pk, second.pk], [second.pk]] * 5
    assert plans() == 1


def test_each_answer_is_for_whoever_looks_then(as_served):
    child = made.make_child()
    assert [children(child.pk) for _ in range(8)] == [[child.pk]] * 8
    as_served()
    assert children(child.pk) == [child.pk]
    look_as("", on=date(2026, 3, 31), at=datetime(2026, 3, 31, 12, tzinfo=UTC))
    assert [children(child.pk) for _ in range(8)] == [[]] * 8
    look_as(EVERYTHING, on=date(2026, 3, 31), at=datetime(2026, 3, 31, 12, tzinfo=UTC))
    assert children(child.pk) == [child.pk]


def test_a_failure_is_djangos_and_the_question_can_be_asked_again():
    child = made.make_child()
    assert children(child.pk) == [child.pk]
    for number in (1, 0, 0, 2):
        with nullcontext() if number else pytest.raises(DatabaseError), transaction.atomic():
            assert rows_of("SELECT 4 / %(by)s::int", {"by": number}) == [(4 // number,)]
    assert children(child.pk) == [child.pk]


def test_a_plan_outlasts_a_transaction_that_is_taken_back():
    child = made.make_child()
    before = plans()
    for _ in range(3):
        with transaction.atomic():
            assert children(child.pk) == [child.pk]
            transaction.set_rollback(True)
    assert plans() <= before + 1


def test_of_what_failed_nothing_stays_planned():
    before = plans_like("SELECT 4 / %")
    for number in (0, 1, 0, 0, 1):
        with nullcontext() if number else pytest.raises(DatabaseError), transaction.atomic():
            rows_of("SELECT 4 / %(by)s::int", {"by": number})
    assert plans_like("SELECT 4 / %") <= before + 1


def plans_like(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{words}"])
        return cursor.fetchone()[0]


def test_a_question_may_be_without_values():
    assert [rows_of("SELECT 7", {}) for _ in range(3)] == [[(7,)]] * 3


def test_a_table_that_has_a_column_more_is_planned_anew_in_the_next_transaction():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE round (one int); INSERT INTO round VALUES (1)")
        assert rows_of("SELECT * FROM round", {}) == rows_of("SELECT * FROM round", {}) == [(1,)]
        cursor.execute("ALTER TABLE round ADD COLUMN two int DEFAULT 2")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows_of("SELECT * FROM round", {})
    assert rows_of("SELECT * FROM round", {}) == [(1, 2)]


def test_a_connection_that_has_died_is_another_one_and_has_no_plans(monkeypatch):
    """As Django does it before a cursor is given: at the beginning of a request it looks whether the server is there."""
    child = made.make_child()
    assert children(child.pk) == [child.pk]
    real, found = connection.cursor, {}

    def another():
        found.setdefault("plans", prepared._planned.pop(connection.connection, None))
        connection.connection.execute("DEALLOCATE ALL") if len(found) == 1 else None
        found["asked"] = True
        return real()

    monkeypatch.setattr(connection, "cursor", another)
    assert children(child.pk) == [child.pk]


def test_psycopg_plans_nothing_by_itself():
    """Where it does, it lets go of every plan of the connection with each transaction that is taken back."""
    assert connection.connection.prepare_threshold is None


def test_what_somebody_else_has_let_go_of_is_planned_again():
    child = made.make_child()
    assert children(child.pk) == [child.pk]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    with pytest.raises(DatabaseError), transaction.atomic():
        children(child.pk)
    assert children(child.pk) == [child.pk]


def test_a_value_may_be_none_a_list_or_stand_twice():
    question = "SELECT %(day)s::date, %(ids)s::bigint[], %(day)s::date IS NULL"
    for day in (None, date(2026, 3, 31)):
        assert rows_of(question, {"ids": [1, 2], "day": day}) == [(day, [1, 2], day is None)]
