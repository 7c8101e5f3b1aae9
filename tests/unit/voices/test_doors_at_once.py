"""Several browsers at a child's door in the same moment: a code opens one of them, a reply is sent once."""

from datetime import date

import pytest

from seenheard.voices import operations as voices
from seenheard.voices.models import Alarm, Reply, Sitting, WrongTry
from seenheard.voices.operations import child_saying, doors
from seenheard.voices.queries.doors import sitting_of
from tests import cast
from tests.factories.at_once import at_once
from tests.pages.desk.conftest import looked_after
from tests.pages.voices.door import council_that_asks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def code(db, at):
    ash = looked_after(born_on=date(2012, 5, 4))
    council_that_asks(at)
    voices.open_round(child=ash, by=cast.maya(), at=at)
    return doors.make_child_way(child=ash, kind="code", form="11-17", language="en", by=cast.maya(), at=at).secret


def enters(secret, at, address="192.0.2.1"):
    return lambda: doors.enter(secret=secret, kind="code", address=address, at=at)


def test_one_code_typed_in_six_browsers_opens_one(code, at):
    found = at_once(*(enters(code, at, f"192.0.2.{number}") for number in range(6)))
    assert sum(bool(one.token) for one in found) == 1
    assert Sitting.objects.count() == 1


def test_twelve_wrong_codes_at_once_close_the_address_after_the_tenth(code, at):
    found = at_once(*(enters("CDFH3479", at) for _ in range(12)))
    assert sum(one.closed for one in found) == 2 and WrongTry.objects.count() == 10


def test_twenty_times_at_once_is_one_reply_and_one_alarm(code, at):
    token = doors.enter(secret=code, kind="code", address="192.0.2.1", at=at).token
    sat = sitting_of(token, at=at, on=date(2026, 3, 31))
    red = {"sat": sat, "page": "safety", "given": {"answer": "4"}, "go": "on", "at": at}
    at_once(*(lambda: child_saying.keep_child_page(**red) for _ in range(10)))
    sent = at_once(*(lambda: child_saying.send_child_reply(sat=sat, chose="", helper="", at=at) for _ in range(10)))
    assert len({one.pk for one in sent}) == 1
    assert (Reply.objects.count(), Alarm.objects.count()) == (1, 1)
