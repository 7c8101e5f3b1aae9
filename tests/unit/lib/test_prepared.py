"""A prepared question is planned once for a connection, and answered for whoever looks each time."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from seenheard.config.grants import web_role
from seenheard.lib.prepared import prepared_cursor
from seenheard.lib.sight import EVERYTHING, look_as
from tests.factories import record as made

pytestmark = pytest.mark.django_db
CHILDREN = "SELECT id FROM record_child WHERE id >= %(first)s::bigint ORDER BY id"
PLANS = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT id FROM record_child%'"


def children(first: int) -> list[int]:
    with prepared_cursor() as cursor:
        cursor.execute(CHILDREN, {"first": first})
        return [child_id for (child_id,) in cursor.fetchall()]


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
    with pytest.raises(DatabaseError), transaction.atomic(), prepared_cursor() as cursor:
        cursor.execute("SELECT 1 / %(none)s::int", {"none": 0})
    assert children(child.pk) == [child.pk]
