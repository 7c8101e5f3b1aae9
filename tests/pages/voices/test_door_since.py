"""At the next opening a child first reads what was done; and never a word that is not for them."""

from datetime import date, timedelta

import pytest

from seenheard.config import clock
from seenheard.voices import operations as voices
from seenheard.voices.domain.answers import Colour
from seenheard.voices.domain.replies import Given
from seenheard.voices.models import Category, Reply, Talk, ToldBack
from tests import cast
from tests.pages.desk.conftest import looked_after
from tests.pages.voices.door import Child, council_that_asks, way

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
DONE, DECIDED, WORKERS = "Zqtoldbackx", "Zqdecidedx", "Zqworkerwordx"


@pytest.fixture
def ash(db, stopped_clock):
    return looked_after(born_on=date(2012, 5, 4))


@pytest.fixture
def answered(ash, at):
    """A round that the child has answered, and of which something came."""
    council_that_asks(at)
    first = voices.open_round(child=ash, by=cast.maya(), at=at)
    Child(way(ash, at)).begins().answers(home=4).presses("check", go="send")
    reply = Reply.objects.get()
    said = {"child": ash, "by": str(cast.maya().public_id), "at": at + timedelta(days=2)}
    Talk.objects.create(
        round=first,
        category=Category.objects.get(key="home"),
        held_on=date(2026, 4, 2),
        with_whom="Maya and the carer",
        decided=DECIDED,
        no_action_why="It is done.",
        for_child="You have your own room now.",
        key="talk",
        **said,
    )
    ToldBack.objects.create(reply=reply, told_on=date(2026, 4, 2), how="by card", words=DONE, key="told", **said)
    voices.send_worker_reply(
        public_id=first.public_id, given={"home": Given(Colour.GREEN, WORKERS)}, key="w", by=cast.maya(), at=at
    )
    return first


@pytest.fixture
def next_round(answered, ash, at, monkeypatch):
    later = at + timedelta(days=90)
    monkeypatch.setattr(clock, "now", lambda: later)
    voices.open_round(child=ash, by=cast.maya(), at=later)
    return later


def test_what_was_done_comes_first_and_to_nobody_before_they_say_who_they_are(next_round, ash):
    child = Child(way(ash, next_round))
    assert "Zq" not in child.sees() and "own room" not in child.sees()
    page = child.presses("mine")
    assert "What we did" in page and DONE in page
    assert "About Home, on 2 April 2026" in page.replace("Thursday ", "") and "You have your own room now." in page
    assert "Who will see what you say" in child.presses("since")


def test_no_word_that_is_not_for_the_child_is_on_any_page(next_round, ash):
    child = Child(way(ash, next_round)).begins()
    pages = [child.presses(page) for page in ("mine", "since", "who", "home", "one_thing", "anything_else")]
    pages.append(child.presses("check", go="send"))
    for page in pages:
        assert DECIDED not in page and WORKERS not in page and "Maya" not in page


def test_where_nothing_came_of_it_nothing_is_said(ash, at):
    council_that_asks(at)
    voices.open_round(child=ash, by=cast.maya(), at=at)
    assert "What we did" not in Child(way(ash, at)).presses("mine")
