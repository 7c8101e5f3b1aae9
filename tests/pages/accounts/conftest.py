"""Sign-in counts its tries on a connection of its own, which has to be closed before the test database goes."""

import pytest
from django.db import connections


@pytest.fixture(autouse=True, scope="session")
def close_the_other_connection(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        connections["apart"].close()
