"""Two directors who publish one quarter in the same moment: one report, and a sentence for who came second."""

import time
from datetime import date

import pytest

from seenheard.accounts.models import User
from seenheard.accounts.permissions import NotAllowed
from seenheard.performance import operations
from seenheard.performance.models import Published, Withdrawn
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.at_once import at_once
from tests.unit.performance.test_publishing import AT, END, WHY, counting, counts  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)
EARLIER = date(2025, 9, 30)
LONG_ENOUGH = 0.3  # seconds: whoever is not kept waiting has looked for an earlier report before the first is kept


@pytest.fixture
def directors():
    second = User.objects.create_user("second@fenmarsh.example", cast.PASSWORD, name="Second Director", role="director")
    return cast.person("della"), second


@pytest.fixture
def counting_takes_long(counting, monkeypatch):  # noqa: F811
    """One child more has no assessment in the later quarter."""

    def slowly(*, on, **_):
        time.sleep(LONG_ENOUGH)
        return counts(without=21 if on == END else 20)

    monkeypatch.setattr("seenheard.performance.operations.publishing.counted", slowly)


def test_a_quarter_published_and_withdrawn_by_two_at_once_is_so_once(directors, counting_takes_long):
    answers = at_once(*(lambda by=by: operations.publish(on=END, by=by, at=AT) for by in directors))
    (made,) = [answer for answer in answers if isinstance(answer, Published)]
    (refused,) = [answer for answer in answers if answer is not made]
    assert isinstance(refused, NotAllowed) and "has been published. It is published once" in str(refused)
    assert [one.pk for one in Published.objects.all()] == [made.pk]
    answers = at_once(*(lambda by=by: operations.withdraw(published=made, why=WHY, by=by, at=AT) for by in directors))
    assert len({one.pk for one in answers}) == 1 == Withdrawn.objects.count()
    for what in ("published_report", "withdrew_report"):
        assert [entry.about for entry in Entry.objects.filter(what=what)] == [str(made.public_id)]


def test_two_quarters_published_at_once_are_held_against_each_other(directors, counting_takes_long):
    """Both would otherwise be compared with no other, and tell together of the one child."""
    quarters = zip((END, EARLIER), directors, strict=True)
    at_once(*(lambda on=on, by=by: operations.publish(on=on, by=by, at=AT) for on, by in quarters))
    told = [entry.counts["not_published"] for entry in Entry.objects.filter(what="published_report").order_by("pk")]
    assert told == [0, 1]
