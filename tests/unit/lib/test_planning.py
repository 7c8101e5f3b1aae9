"""Questions of many children are planned for rows in memory; all others, and what comes after, as always."""

import pytest
from django.db import DatabaseError, connection, transaction

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


@pytest.mark.parametrize("fault", ["1 / 0", "an error of the database's"])
def test_it_holds_no_longer_where_something_fails(fault):
    before = planned_with()
    with pytest.raises((ZeroDivisionError, DatabaseError)), transaction.atomic(), asking_of_many():
        if fault == "1 / 0":
            raise ZeroDivisionError
        connection.cursor().execute("SELECT 1 / 0")
    assert planned_with() == before


def test_it_holds_no_longer_for_who_goes_on_in_the_same_transaction():
    before = planned_with()
    with pytest.raises(ZeroDivisionError), asking_of_many():
        raise ZeroDivisionError
    assert planned_with() == before


def test_one_inside_another_leaves_that_as_it_was():
    with asking_of_many():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '5MB'")
        with asking_of_many():
            assert planned_with() == ("1.1", "32MB")
        assert planned_with() == ("1.1", "5MB")


def test_few_are_asked_of_as_always(django_assert_num_queries):
    with django_assert_num_queries(0), asking_of_many(False):
        pass
