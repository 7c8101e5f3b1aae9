"""What every test may lean on: a stopped clock, the web role, no network, and a fresh order each time."""

import os
import random
import socket
from datetime import UTC, date, datetime

import pytest

from seenheard.config import clock

SEED = pytest.StashKey[int]()


# --- a fresh order each time, printed so that it can be had again -------------------------------------------------


def pytest_addoption(parser):
    parser.addoption("--seed", type=int, default=None, help="run the tests in the order this seed gives")


def pytest_configure(config):
    chosen = config.getoption("--seed")
    if chosen is None:  # the processes of one run agree by the environment
        chosen = int(os.environ.setdefault("SEENHEARD_SEED", str(random.randrange(1_000_000))))
    config.stash[SEED] = chosen


def pytest_report_header(config):
    return f"order: --seed={config.stash[SEED]}"


# Whole folders that try many cases or much data: left out of ./test quick.
SLOW_FOLDERS = ("tests/properties/", "tests/reliability/")
BROWSER_FOLDERS = ("tests/journeys/",)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    for item in items:
        if item.nodeid.startswith(SLOW_FOLDERS):
            item.add_marker(pytest.mark.slow)
        if item.nodeid.startswith(BROWSER_FOLDERS):
            item.add_marker(pytest.mark.browser)
    items[:] = shuffled(items, config.stash[SEED], key=lambda item: item.nodeid.partition("::")[0])


def shuffled(items, seed, key):
    """The files in a new order, and the tests of each file in a new order, so that shared set-up is made once."""
    chance = random.Random(seed)
    files: dict[str, list] = {}
    for item in items:
        files.setdefault(key(item), []).append(item)
    names = list(files)
    chance.shuffle(names)
    return [item for name in names for item in chance.sample(files[name], len(files[name]))]


# --- no network but this machine's own ---------------------------------------------------------------------------


class NoNetwork(RuntimeError):
    """A test tried to leave this machine."""


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Sockets reach this machine only."""
    real = socket.socket.connect

    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise NoNetwork(f"A test tried to reach {address[0]}.")
        return real(self, address)

    socket.socket.connect = connect
    yield
    socket.socket.connect = real


# --- time ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def at() -> datetime:
    """Noon, London, on the day most examples happen."""
    return datetime(2026, 3, 31, 11, 0, tzinfo=UTC)


@pytest.fixture
def on(at) -> date:
    return clock.today(at)


@pytest.fixture(autouse=True)
def own_time():
    """No test inherits another's demo time."""
    clock.forget()
    yield
    clock.forget()


@pytest.fixture
def stopped_clock(monkeypatch, at):
    """Requests and commands read the moment `at`."""
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


# --- the database ----------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def flush_can_empty_everything():
    """Append-only tables refuse TRUNCATE, and tests that commit end with one: triggers rest while it runs."""
    from django.db import transaction
    from django.db.backends.postgresql.operations import DatabaseOperations

    real = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for sql in sql_list:
                cursor.execute(sql)
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")  # Django does not manage them

    DatabaseOperations.execute_sql_flush = execute_sql_flush
    yield
    DatabaseOperations.execute_sql_flush = real


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """The connection on which tries are counted ends before the test database is dropped."""
    yield
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        if connection.alias == "apart":
            connection.close()


@pytest.fixture
def as_web_role(db):
    """The rest of the test talks to the database as the role that serves."""
    from django.db import connection

    from seenheard.config.grants import web_role

    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{web_role()}"')
    yield web_role()
    connection.rollback() if not connection.in_atomic_block else None
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
