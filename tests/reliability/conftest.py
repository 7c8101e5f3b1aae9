"""The world that the checks on pages share: built once a file, and taken back after it."""

import pytest
from django.db import connections, transaction

from seenheard.config import clock
from tests.reliability import world as worlds


@pytest.fixture(autouse=True, scope="session")
def close_the_other_connection(django_db_setup, django_db_blocker):
    """Sign-in counts its tries on a connection of its own, to be closed before the test database goes."""
    yield
    with django_db_blocker.unblock():
        connections["apart"].close()


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """Fenmarsh inside one transaction of this file's; each test runs in a savepoint of it."""
    from django.conf import settings

    with django_db_blocker.unblock():
        before = settings.TRAIL_HEADS_FOLDER
        settings.TRAIL_HEADS_FOLDER = tmp_path_factory.mktemp("heads")
        whole = transaction.atomic()
        whole.__enter__()
        try:
            yield worlds.build()
        finally:
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)
            settings.TRAIL_HEADS_FOLDER = before


@pytest.fixture
def world(built, db, monkeypatch):
    """The built world, at noon of 31 March 2026."""
    monkeypatch.setattr(clock, "now", lambda: worlds.AT)
    return built
