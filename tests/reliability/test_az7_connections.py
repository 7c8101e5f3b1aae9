"""AZ7: nobody sees what is another's where two people ask in turn over the same few connections to the database.

With the first line removed, so that the database alone tells them apart; 400 requests by day, 10,000 at night
(SEENHEARD_NIGHT=1), over four connections, and between them requests of nobody and refused ones.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client

from seenheard.config import clock
from tests import cast
from tests.factories import record as made
from tests.reliability.world import AT, ON

NIGHT = bool(os.environ.get("SEENHEARD_NIGHT"))
REQUESTS = 10_000 if NIGHT else 400
CONNECTIONS = 4


@pytest.fixture
def two_people(transactional_db, monkeypatch):
    """Two workers with ten children each, whose names tell whose they are; committed, as other connections see them."""
    from seenheard.accounts.models import User

    monkeypatch.setattr(clock, "now", lambda: AT)
    connections["default"].ensure_connection()
    people = {}
    for name in ("Aster", "Borage"):
        ref = f"P-{name}"
        fields = {"role": "social_worker", "worker_refs": [ref], "name": f"Worker {name}"}
        people[name] = User.objects.create_user(f"{name.lower()}@fenmarsh.example", cast.PASSWORD, **fields)
        for number in range(10):
            works = {"involvement": {"professional_ref": ref, "from_on": ON - timedelta(days=9)}}
            made.make_child(forename=f"{name}{number}", surname="Field", facts=works)
    return people


def bleeding(people, times: int) -> tuple[list[str], int]:
    """Ask for the list of children, one person and the other in turn, over a few connections; whose names were wrong,
    and how many right ones were counted. Between them somebody who has not signed in, and a request that is refused."""
    names = sorted(people)
    cookies = {name: cast.sign_in(Client(), people[name]).cookies for name in names}

    def ask(number: int) -> tuple[str, str]:
        name = names[number // CONNECTIONS % 2]  # so that on each connection one comes after the other
        client = Client(raise_request_exception=False)
        if number % 10 == 9:
            assert client.get("/children/").status_code == 302 and client.post("/children/").status_code != 200
        client.cookies = cookies[name]
        return name, client.get("/children/?whose=all").content.decode()

    def close(_) -> None:
        together.wait()  # so that each thread closes its own
        connections.close_all()

    together = Barrier(CONNECTIONS)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        answers = list(pool.map(ask, range(times)))
        list(pool.map(close, range(CONNECTIONS)))
    wrong = [name for name, page in answers if any(other in page for other in names if other != name)]
    return wrong, sum(all(f"{name}{number} Field" in page for number in range(10)) for name, page in answers)


@pytest.mark.django_db(transaction=True, databases=["default", "apart"])
@pytest.mark.larger_at_night
def test_nobody_sees_what_is_anothers_over_the_same_connections(two_people, no_first_line):
    wrong, right = bleeding(two_people, REQUESTS)
    assert wrong == [] and right == REQUESTS


@pytest.mark.django_db(transaction=True, databases=["default", "apart"])
def test_a_viewer_that_stays_on_the_connection_turns_this_check_red(two_people, no_first_line, monkeypatch):
    """The planted fault: who looked first looks for ever."""
    from seenheard.config import middleware

    def stays(viewer_id, *, on, at):
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(current_setting('seenheard.kept', true), '')")
            kept = cursor.fetchone()[0] or viewer_id
            cursor.execute("SELECT set_config('seenheard.kept', %s, false)", [kept])
        real(kept, on=on, at=at)

    real = middleware.look_as
    monkeypatch.setattr(middleware, "look_as", stays)
    wrong, _ = bleeding(two_people, 40)
    assert wrong
