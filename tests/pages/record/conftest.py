"""A child whom few should see, and a clock that can be moved."""

from datetime import date, timedelta

import pytest

from seenheard.config import clock
from tests.factories import record as made


@pytest.fixture
def child():
    """A child of Maya's team, looked after."""
    facts = {
        "involvement": {"professional_ref": "P0002", "team_ref": "T02", "from_on": date(2025, 1, 1)},
        "cla_episode": {"from_on": date(2025, 5, 1), "start_reason": "S"},
        "address": {"kind": "home", "lines": "1 High Street", "postcode": "PE30 1AA", "protected": "the father"},
    }
    return made.make_child(local_id="500001", forename="Fern", surname="Quill", facts=facts)


@pytest.fixture
def at_the_moment(monkeypatch, at):
    """`at_the_moment(minutes=60)`: requests from now on are made that long after noon."""

    def later(**time):
        monkeypatch.setattr(clock, "now", lambda: at + timedelta(**time))

    return later
