"""What one job or request leaves broken does not reach the next."""

import pytest
from django.db import OperationalError, connection, connections, transaction

from seenheard.config.connections import give_up_what_is_broken, give_up_what_is_stuck
from seenheard.config.models import Installation

pytestmark = pytest.mark.django_db(transaction=True)


def no_memory(*_):
    raise MemoryError


def stuck():
    """The connection as Django leaves it: in a transaction that nobody holds."""
    connection.set_autocommit(False)  # as after a rollback for which there was no memory
    with pytest.raises(MemoryError), connection.execute_wrapper(no_memory), transaction.atomic():
        pass
    assert connection.in_atomic_block and not connection.atomic_blocks


def write():
    with transaction.atomic():
        Installation.objects.get_or_create(id=1)


def written():
    """Seen from another connection, so only what was committed."""
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {Installation._meta.db_table}")
            return cursor.fetchone()[0]
    finally:
        other.close()


def test_without_it_nothing_gets_through():
    """The planted fault: what Django itself does between two requests is not enough."""
    stuck()
    connection.close_if_unusable_or_obsolete()
    try:
        with pytest.raises(OperationalError):
            write()
    finally:
        give_up_what_is_stuck()


def test_a_transaction_that_nobody_holds_is_given_up():
    stuck()
    give_up_what_is_broken()
    write()
    assert written() == 1


def test_a_transaction_that_somebody_holds_is_left_alone():
    with transaction.atomic():
        Installation.objects.get_or_create(id=1)
        give_up_what_is_stuck()
        assert Installation.objects.filter(id=1).exists()
    assert written() == 1
