"""What comes back from one round to the next, on the page that shows a round side by side."""

from datetime import timedelta

import pytest

from seenheard.config import clock
from seenheard.voices import operations
from tests import cast
from tests.pages.desk.test_heat_map import child_says, read, worker_says
from tests.unit.voices.conftest import ash, asked, council  # noqa: F401

pytestmark = pytest.mark.django_db
TWO_RUNNING = "People have seen the same part differently two rounds running: Health."
SEVERAL = "People see three or more parts of life differently in this round."
AGAIN = "It was seen differently in the round before, too."


def test_what_comes_back_is_said_once_the_round_is_open_and_at_the_part(asked, at, monkeypatch):  # noqa: F811
    child_says(asked, at, health="amber", home="green")
    worker_says(asked, at, health="green", home="green")
    operations.close_round(public_id=asked.public_id, why="All but the carer.", by=cast.maya(), at=at)
    later = at + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    second = operations.open_round(child=asked.child, by=cast.maya(), at=later)
    child_says(second, later, health="amber", home="red", friends="amber")
    maya, page = cast.signed_in("maya"), f"/rounds/{second.public_id}/"
    assert "two rounds running" not in read(maya.get(page)), "blind: nothing tells what the child said"
    worker_says(second, later, health="green", home="green", friends="green")
    said = read(maya.get(page))
    assert TWO_RUNNING in said and SEVERAL in said and "It belongs in supervision" in said
    assert said.count(AGAIN) == 1 and AGAIN in said.split('id="c-health"')[1].split("</section>")[0]
    first = read(maya.get(f"/rounds/{asked.public_id}/"))
    assert "two rounds running" not in first and AGAIN not in first and SEVERAL not in first
