"""A story of more than fifty things can be put on one page, so that paper loses none of them."""

from datetime import date, timedelta

import pytest

from seenheard.desk.presenters import story as presenter
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made

pytestmark = pytest.mark.django_db
VISIT = "Visit while looked after</h2>"
LINK = "Whole story on one page, to print"


@pytest.fixture
def long_story(ash):
    """Ash, visited on each of fifty-one days."""
    days = [date(2026, 2, 3) + timedelta(days=day) for day in range(51)]
    made.add_all("cla_visit", ash, [{"visited_on": day, "seen": True} for day in days])
    return ash


@pytest.fixture
def read(long_story):
    client = cast.signed_in("maya")
    return lambda **asked: client.get(f"/children/{long_story.public_id}/story/", asked).content.decode()


def test_the_whole_story_stands_on_one_page_with_the_same_filters(read):
    first = read(kind="Visits", order="oldest")
    assert first.count(VISIT) == 50 and LINK in first
    assert 'href="?kind=Visits&amp;order=oldest&amp;whole=yes"' in first
    whole = read(kind="Visits", order="oldest", whole="yes")
    assert whole.count(VISIT) == 51
    assert "Showing 1 to 51 of 51 things" in whole
    assert LINK not in whole and 'href="?kind=Visits&amp;order=oldest">50 to a page' in whole


def test_a_story_that_fits_on_one_page_offers_no_other(read):
    assert LINK not in read(kind="Reviews and conferences")


def test_it_is_written_down_as_the_story_is_and_asks_little_of_the_database(read, long_story, count_queries):
    read()  # the first request of a session also notes when it began
    assert count_queries(lambda: read(whole="yes")) <= 15
    looks = Entry.objects.filter(what="looked_at_story").values_list("children", flat=True)
    assert list(looks) == [[str(long_story.public_id)]] * 2


def test_what_is_too_long_for_one_page_says_so_and_loses_nothing(read, monkeypatch):
    assert "One page holds at most 1,000 things." not in read(kind="Visits", whole="yes")
    monkeypatch.setattr(presenter, "WHOLE_MOST", 50)
    first, second = (read(kind="Visits", whole="yes", page=page) for page in ("1", "2"))
    assert "One page holds at most 1,000 things. Print each page, or choose a shorter time." in first
    assert (first.count(VISIT), second.count(VISIT)) == (50, 1)
    assert "?kind=Visits&amp;whole=yes&amp;page=2" in first or "?kind=Visits&whole=yes&page=2" in first
