"""Once a day the rounds open whose day has come: before a child's next review, or every three months."""

from datetime import date, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from seenheard.accounts.domain import SYSTEM
from seenheard.config import clock, jobs
from seenheard.duties import operations as duties
from seenheard.duties import queries as duties_queries
from seenheard.timescales import queries as timescales
from seenheard.voices import operations, queries
from tests import cast
from tests.factories import record as made
from tests.pages.desk.conftest import looked_after

pytestmark = pytest.mark.django_db
HELD = date(2026, 1, 20)  # a second review: the next is due within 183 days, on 22 July


@pytest.fixture
def ash(stopped_clock, at):
    """In care since 2024, reviewed twice, in a council that asks the worker and the carer."""
    child = looked_after(since=date(2024, 5, 1))
    for day in (date(2024, 5, 20), date(2025, 8, 1), HELD):
        made.add("cla_review", child, held_on=day)
    duties.take_changes(by=SYSTEM, at=at)
    operations.choose_pack(pack="five", by=cast.sara(), at=at)
    return child


def review_of(child, on) -> date:
    return duties_queries.next_due(viewer=SYSTEM, on=on, rules=jobs.REVIEWS)[child.pk]


def rounds(child, on):
    return [(one.opened_on, one.why, one.review_on) for one in queries.rounds_of(viewer=SYSTEM, child=child, on=on)]


def on_day(monkeypatch, at, day):
    then = at + timedelta(days=(day - at.date()).days)
    monkeypatch.setattr(clock, "now", lambda: then)
    jobs.open_rounds()


def test_the_rules_are_those_of_reviews():
    assert all("review" in timescales.rules()[rule].title.lower() for rule in jobs.REVIEWS)


def test_a_round_opens_four_weeks_before_the_review_is_due_and_not_a_day_before(ash, at, on, monkeypatch):
    review = review_of(ash, on)
    four_weeks = review - timedelta(weeks=4)
    on_day(monkeypatch, at, on)
    first = (on, "every three months", review)
    assert rounds(ash, on) == [first]
    on_day(monkeypatch, at, four_weeks - timedelta(days=1))
    assert rounds(ash, review)[-1] == first and four_weeks - timedelta(days=1) > on + timedelta(days=28)
    before = [one for one in rounds(ash, review) if one[1] == "before a review"]
    on_day(monkeypatch, at, four_weeks)
    assert before == [] and (four_weeks, "before a review", review) in rounds(ash, review)


def test_twice_on_one_day_is_once(ash, at, on, monkeypatch):
    for _ in range(3):
        on_day(monkeypatch, at, on)
    assert len(rounds(ash, on)) == 1


def test_a_review_that_is_overdue_is_no_day_to_come(ash, on):
    assert ash.pk not in duties_queries.next_due(viewer=SYSTEM, on=date(2030, 1, 1), rules=jobs.REVIEWS)


def test_of_a_child_one_may_not_see_no_day_is_told(ash, on):
    assert ash.pk in duties_queries.next_due(viewer=cast.maya(), on=on, rules=jobs.REVIEWS)
    assert duties_queries.next_due(viewer=cast.otto(), on=on, rules=jobs.REVIEWS) == {}


def test_the_change_of_day_asks_for_it_once(ash):
    for _ in range(3):
        jobs.change_day()
    assert ProcrastinateJob.objects.filter(task_name="voices.open_rounds").count() == 1
