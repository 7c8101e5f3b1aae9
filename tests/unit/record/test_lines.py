"""A line in a list as plain values says what the record's line of the child says."""

from datetime import date

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record import queries
from seenheard.record.models import ChildNow
from seenheard.record.queries import Line
from tests.factories.record import AT, add, make_child

pytestmark = pytest.mark.django_db
ON = AT.date()


def test_a_line_is_the_records_line_under_the_same_names():
    child, other = make_child(local_id="500001", forename="Fern", born_on=date(2015, 5, 4)), make_child()
    add("involvement", child, professional_ref="P1", team_ref="T1", from_on=date(2025, 1, 1))
    add("cla_episode", child, from_on=date(2025, 5, 1), start_reason="S")
    lines = queries.lines_of([child.pk])
    stored = queries.children_now(viewer=SYSTEM, on=ON).get(pk=child.pk)
    assert lines == {child.pk: Line(*(getattr(stored, name) for name in Line._fields))}
    assert lines[child.pk].looked_after_since_on and lines[child.pk].worker_ref == "P1"
    assert other.pk in queries.lines_of([child.pk, other.pk])


def test_of_nobody_nothing_is_asked(django_assert_num_queries):
    assert ChildNow.objects.count() == 0
    with django_assert_num_queries(0):
        assert queries.lines_of(()) == {}
