"""A few children whose clocks have been taken, on 31 March 2026."""

from datetime import date

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations
from tests import cast
from tests.factories import record as made

MAYA = cast.PEOPLE["maya"][2][0]
LATE = date(2026, 2, 2)


def looked_after(*, worker=MAYA, team=cast.TEAM, since=LATE, **more):
    """A child in care since a day, held by this worker, whose reviews our files would carry."""
    facts = {
        "cla_episode": {"from_on": since, "legal_code": "C2", "place_code": "U6", "care_ref": "CARE"},
        "involvement": {"professional_ref": worker, "role": "CW", "team_ref": team, "from_on": since},
    }
    who = {"born_on": date(2012, 5, 4), "forename": "Ash", "surname": "Underwood"} | more
    return made.make_child(facts=facts, tables=["cla_review"], **who)


@pytest.fixture
def take(at):
    """Take the changes, as the job does."""
    return lambda: operations.take_changes(by=SYSTEM, at=at)


@pytest.fixture
def ash(db, stopped_clock, take):
    child = looked_after()
    take()
    return child


@pytest.fixture
def count_queries():
    """How many statements a call sends to the database. A test's savepoints stand for the server's BEGIN and COMMIT."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(call) -> int:
        with CaptureQueriesContext(connection) as sent:
            call()
        return sum("SAVEPOINT" not in one["sql"] for one in sent.captured_queries)

    return count
