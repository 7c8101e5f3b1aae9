"""Questions of many children are planned for rows in memory; all others, and what comes after, as always."""

import pytest
from django.db import connection

from seenheard.lib.planning import asking_of_many

pytestmark = pytest.mark.django_db


def planned_with():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('random_page_cost'), current_setting('work_mem')")
        return cursor.fetchone()


def test_it_holds_inside_and_no_longer():
    before = planned_with()
    with asking_of_many():
        assert planned_with() == ("1.1", "32MB") != before
    assert planned_with() == before


def test_few_are_asked_of_as_always(django_assert_num_queries):
    with django_assert_num_queries(0), asking_of_many(False):
        pass
