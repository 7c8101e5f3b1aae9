"""What every test may lean on: a stopped clock, the web role, no network, and a fresh order each time."""

import gc
import os
import random
import socket
from contextlib import contextmanager
from datetime import UTC, date, datetime

import hypothesis
import pytest

from seenheard.config import clock

SEED = pytest.StashKey[int]()

# How long an example took says more about what else the machine does than about us.
TOO_SLOW = hypothesis.HealthCheck.too_slow
hypothesis.settings.register_profile("shared machine", deadline=None, suppress_health_check=[TOO_SLOW])
hypothesis.settings.load_profile("shared machine")


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
SLOW_FOLDERS = ("tests/properties/", "tests/reliability/", "tests/pages/")
# Files of which each takes a second of processor or more, and rarely fails alone.
SLOW_FILES = (
    "tests/conventions/test_second_line.py",
    "tests/unit/config/test_closed_files.py",
    "tests/unit/config/test_demo.py",
    "tests/unit/config/test_demo_made.py",
    "tests/unit/config/test_guards.py",
    "tests/unit/duties/test_two_takers.py",
    "tests/unit/performance/test_figures.py",
    "tests/unit/performance/test_plan.py",
    "tests/unit/performance/test_quarter.py",
    "tests/unit/performance/test_reports.py",
    "tests/unit/performance/test_same_everywhere.py",
    "tests/unit/prompts/test_handing_on.py",
    "tests/unit/prompts/test_staffing.py",
    "tests/unit/record/test_every_call_may_fail.py",
    "tests/unit/record/test_opening.py",
    "tests/unit/record/test_protecting_together.py",
    "tests/unit/record/test_restricting.py",
    "tests/unit/record/test_reviewing.py",
    "tests/unit/returns/test_comparing_fenmarsh.py",
    "tests/unit/returns/test_rows_left_out.py",
    "tests/unit/returns_read/test_cage.py",
    "tests/unit/timescales/test_keeping.py",
    "tests/unit/trail/test_sealing.py",
)
BROWSER_FOLDERS = ("tests/journeys/",)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    for item in items:
        if item.nodeid.startswith((*SLOW_FOLDERS, *SLOW_FILES)):
            item.add_marker(pytest.mark.slow)
        if item.nodeid.startswith(BROWSER_FOLDERS):
            item.add_marker(pytest.mark.browser)
    items[:] = shuffled(items, config.stash[SEED], key=lambda item: item.nodeid.partition("::")[0])


def shuffled(items, seed, key):
    """The files in a new order, and the tests of each file in a new order, so that shared set-up is made once.

    A seed gives any part of the tests the order that they have in the whole: what one process of several did, or
    one file, can be had again by itself.
    """
    files: dict[str, list] = {}
    for item in items:
        files.setdefault(key(item), []).append(item)
    names = sorted(files, key=lambda name: random.Random(f"{seed} {name}").random())
    return [item for name in names for item in _in_new_order(files[name], random.Random(f"{seed} in {name}"))]


def _in_new_order(items, chance):
    return chance.sample(items, len(items))


# The files that this process has run so far, in their order. With several processes at work nothing else tells.
done_here: dict[str, None] = {}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    """A test that fails in one of several processes says how to have that process's order again."""
    report = (yield).get_result()
    done_here[item.nodeid.partition("::")[0]] = None
    if report.failed and "PYTEST_XDIST_WORKER" in os.environ:
        again = f"-n 0 --seed={item.config.stash[SEED]} {' '.join(done_here)}"
        report.sections.append(("what to give pytest for the same files in the same order", again))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """All that was made until here stays to the end: the collector of garbage need not look through it again."""
    gc.collect()
    gc.freeze()


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
    """No test inherits another's demo: its time, its council's name, its own standards."""
    from django.conf import settings

    settled = settings.LOCAL_STANDARDS, settings.COUNCIL_NAME
    clock.forget()
    yield
    clock.forget()
    settings.LOCAL_STANDARDS, settings.COUNCIL_NAME = settled


@pytest.fixture
def stopped_clock(monkeypatch, at):
    """Requests and commands read the moment `at`."""
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


# --- the database ----------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def flush_can_empty_everything():
    """Append-only tables refuse to be emptied, and tests that commit end so: triggers rest while it is done.

    Rows are deleted: to truncate a hundred tables that hold nothing takes a quarter of a second.
    """
    from django.db import transaction
    from django.db.backends.postgresql.operations import DatabaseOperations

    real = DatabaseOperations.sql_flush, DatabaseOperations.execute_sql_flush
    unmanaged = [f"procrastinate_{name}" for name in ("events", "periodic_defers", "jobs", "workers")]

    def sql_flush(self, style, tables, **_):
        return [f"DELETE FROM {self.quote_name(table)}" for table in (*tables, *unmanaged)]

    def execute_sql_flush(self, sql_list):
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica; " + "; ".join(sql_list))

    DatabaseOperations.sql_flush, DatabaseOperations.execute_sql_flush = sql_flush, execute_sql_flush
    yield
    DatabaseOperations.sql_flush, DatabaseOperations.execute_sql_flush = real


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """On the tests' own server a process's database is a copy of one with all tables: `migrate` has nothing to do."""
    if os.environ.get("OWN_TEST_SERVER"):
        from django.db import connection

        from tests import migrated

        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated.copied_from(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Nobody may be connected when the test database is dropped: neither we, on whichever connection, nor a browser's
    last request."""
    yield
    from django.db import connections

    with django_db_blocker.unblock():
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connections.close_all()


@pytest.fixture(scope="module")
def for_this_file(django_db_setup, django_db_blocker):
    """`with for_this_file():` makes what the tests of a file share, once; each test then runs in a savepoint of it.

    Taken back after the last of them. A file whose tests commit, or expect an empty database, cannot use it.
    """
    from django.db import connection, transaction

    @contextmanager
    def made():
        with django_db_blocker.unblock():
            yield
            connection.check_constraints()  # here, once: else every test that follows would check all of it anew

    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture(autouse=True, scope="session")
def pages_are_asked_for_as_they_are_served():
    """Every request of every test runs under row-level security."""
    from tests import served

    served.as_the_web_role()


@pytest.fixture(autouse=True, scope="session")
def files_of_pages_are_looked_for_once():
    """Each browser of a test loads the middleware anew; which stylesheets and scripts there are does not change."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    real, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def add(self):
        if not found:
            real(self)
            found.update(self.files)
        self.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = add
    yield
    WhiteNoiseMiddleware.add_files_from_finders = real


@pytest.fixture
def without_the_second_line(monkeypatch):
    """Requests as the owner, whom row-level security does not hold here: a fault planted in the first line shows."""
    from tests import served

    monkeypatch.setattr(served, "held", False)


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
