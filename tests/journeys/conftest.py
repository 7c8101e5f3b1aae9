"""The demo, loaded once through the real importers, served on loopback, with jobs done when the test says so."""

import asyncio
import threading

import pytest

from tests import browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    """The test database. pytest-django makes one only for tests with its mark, and its mark would empty it each time."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        if connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"]:
            yield
            return
        made = setup_databases(verbosity=0, interactive=False)
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="module")
def demo(request, database, django_db_blocker, tmp_path_factory):
    """Fenmarsh in the test database, for the tests of one file; emptied afterwards.

    Its two years of rounds are there for files that say so (`TWO_YEARS = True`); for files that say `ITS_LAST_ROUNDS =
    True` the last three, of which its director has published nothing.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import override_settings

    from seenheard.config import clock, demo_reports, prepare
    from seenheard.returns.operations import keeping
    from tests import fenmarsh

    with django_db_blocker.unblock(), override_settings(FILES_FOLDER=tmp_path_factory.mktemp("files")):
        keeping._lock.cache_clear()
        connection.settings_dict["CONN_MAX_AGE"] = 0  # the threads of server and jobs leave no connection behind
        with pytest.MonkeyPatch.context() as patched:
            if getattr(request.module, "ITS_LAST_ROUNDS", False):
                fenmarsh.with_its_last_rounds(patched)
                patched.setattr(demo_reports, "publish", lambda at, on: None)
            elif not getattr(request.module, "TWO_YEARS", False):
                fenmarsh.without_its_past(patched)
            prepare.become("demo", say=lambda sentence: None)
        yield
        call_command("flush", verbosity=0, interactive=False)
        clock.forget()
    keeping._lock.cache_clear()


@pytest.fixture(scope="module")
def site(demo):
    """The address of a running server."""
    from pytest_django.live_server_helper import LiveServer

    server = LiveServer("127.0.0.1")
    server._live_server_modified_settings.enable()
    yield server.url
    server.stop()
    server._live_server_modified_settings.disable()


@pytest.fixture(scope="module")
def chromium(site):
    """Debian's Chromium, begun after the site: its event loop may not ask the database."""
    with browser.chromium() as launched:
        yield launched


@pytest.fixture(scope="module")
def sessions(site, request):
    """Who has signed in: not again in each test of a file, but where it says that it is about that."""
    return None if getattr(request.module, "SIGNS_IN_ANEW", False) else {}


@pytest.fixture
def as_person(chromium, site, sessions):
    """`as_person("Maya")`: somebody of the cast, signed in, in a browser of their own."""
    from tests.journeys.person import Person

    people = []

    def sign_in(name, **screen):
        at_hand = None if any(person.name == name for person in people) else sessions  # two browsers, two sessions
        people.append(Person(chromium, site, name, sessions=at_hand, **screen))
        return people[-1]

    yield sign_in
    for person in people:
        person.context.close()


@pytest.fixture
def work_is_done(demo):
    """Do the jobs that wait, as the worker would, until none is left."""
    from seenheard.config import jobs

    async def work():
        working = jobs.workers_own_app()
        async with working.open_async():
            await working.run_worker_async(wait=False, concurrency=1, install_signal_handlers=False)

    def do():
        # In a thread of its own: the browser's driver has an event loop in this one.
        thread = threading.Thread(target=lambda: asyncio.run(work()))
        thread.start()
        thread.join()

    return do
