"""How the plan is rated: counted by rater, crossed by anything, as it was on the day; and in nothing that is published."""

from collections import Counter
from datetime import timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.performance import operations as publishing
from seenheard.performance.domain import measures as m
from seenheard.performance.domain.measures import MEASURES
from seenheard.performance.domain.published import DEFINITIONS
from seenheard.performance.domain.reports import KINDS
from seenheard.performance.queries import AsAt, Asked, as_at, crossed, report
from seenheard.performance.queries.quarter import counted
from seenheard.voices import operations, queries
from seenheard.voices.domain.answers import Colour
from seenheard.voices.domain.plans import Rater
from tests import cast

from .conftest import LATER, ON

pytestmark = pytest.mark.django_db
OFFICER, WORKER = ("reviewing officer",), ("worker",)


def rate(child, colour, by, at, days=0):
    when = at + timedelta(days=days)
    operations.rate_plan(
        child=child, colour=colour, reasons="As I see it.", key=f"{child.pk} {colour} {days}", by=by, at=when
    )


def day(as_at=ON, viewer=SYSTEM):
    return AsAt(viewer=viewer, on=LATER, as_at=as_at)


def told(as_at=ON, viewer=SYSTEM):
    return Counter(row[1:] for row in day(as_at, viewer).rows("plan"))


def by_plan(key, as_at=ON):
    found = day(as_at)
    counts = Counter()
    for one in crossed(found, key, found.each(key), [m.PLAN]):
        counts[one.by[0]] += one.many
    return counts


@pytest.fixture
def rated(two_teams, at):
    """Red: green by the officer, amber by the worker. Silent: red by the officer, once green."""
    rate(two_teams.red, Colour.GREEN, cast.ines(), at)
    rate(two_teams.red, Colour.AMBER, cast.maya(), at)
    rate(two_teams.silent, Colour.GREEN, cast.ines(), at - timedelta(hours=1))
    rate(two_teams.silent, Colour.RED, cast.ines(), at)
    return two_teams


def test_each_child_once_for_each_rater_by_the_latest_rating(rated):
    assert told() == {
        (OFFICER, "green"): 1,
        (OFFICER, "red"): 1,
        (OFFICER, "not rated"): 2,
        (WORKER, "amber"): 1,
        (WORKER, "not rated"): 3,
    }
    total = report(viewer=SYSTEM, on=ON, asked=Asked(KINDS["service"], ON, only="plan")).tables[0]
    (figure,) = total.total.values(MEASURES["plan"])
    assert (figure.count, figure.of, figure.unknown) == (3, None, 5), (
        "who has not rated is in no share, and no colour is good"
    )


def test_it_is_what_the_page_of_the_plan_says(rated):
    for child in (rated.red, rated.silent, rated.other):
        latest = queries.plan_of(viewer=SYSTEM, child=child, on=ON).latest
        told_of = queries.plans_then(child_ids=[child.pk], as_at=ON)
        counted_of = {rater: told[child.pk] for rater, told in told_of.items() if told}
        assert counted_of == {rater: one.colour for rater, one in latest.items()}
    assert not any(queries.plans_then(child_ids=[], as_at=ON).values())


def test_a_past_day_keeps_the_rating_that_it_had(rated, at):
    before = told(), by_plan("asked")
    rate(rated.red, Colour.RED, cast.ines(), at, days=1)
    assert (told(), by_plan("asked")) == before
    assert told(ON + timedelta(days=1))[OFFICER, "red"] == 2 and told(ON - timedelta(days=1))[OFFICER, "not rated"] == 4


def test_anything_can_be_crossed_by_the_officers_rating_and_adds_up_to_its_rows(rated):
    assert by_plan("asked") == {"green": 1, "red": 1, "not rated": 2}
    found = day()
    for key in MEASURES:
        rows = found.rows(key)
        assert sum(by_plan(key).values()) == len(rows), key
    ratings = {
        (one.by, one.outcome): one.many for one in crossed(found, "ratings", found.each("ratings"), ["plan", "voice"])
    }
    assert ratings[("green", "child"), "red"] == 1, "the child says red where the plan is green"
    assert by_plan("plan")["not rated"] == 4, "two raters of two children whom the officer has not rated"


def test_the_workers_rating_is_no_part_of_the_crossing(rated, at, monkeypatch):
    rate(rated.unasked, Colour.RED, cast.maya(), at)
    assert by_plan("asked") == {"green": 1, "red": 1, "not rated": 2}
    told_of = queries.plans_then
    monkeypatch.setattr(queries, "plans_then", lambda **asked: dict.fromkeys(Rater, told_of(**asked)[Rater.WORKER]))
    assert by_plan("asked") != {"green": 1, "red": 1, "not rated": 2}


def test_who_sees_the_child_reads_its_plans_rating_and_nobody_else(rated):
    assert sum(told(viewer=cast.tom()).values()) == 6 and sum(told(viewer=cast.ines()).values()) == 8
    assert told(viewer=cast.otto()) == {(OFFICER, "not rated"): 1, (WORKER, "not rated"): 1}
    assert told(viewer=cast.ana()) == {}


def test_nothing_that_is_published_asks_where_children_were_met_or_how_plans_are_rated(rated, at, monkeypatch):
    """Nor is anything published crossed by it: the tables are the same whatever the ratings are."""
    before = counted(on=ON, today=LATER)

    def asks(*_, **__):
        raise AssertionError("a published table asks for this")

    rate(rated.other, Colour.RED, cast.ines(), at)
    monkeypatch.setattr(queries, "plans_then", asks)
    monkeypatch.setattr(as_at, "ROWS", {**as_at.ROWS, "plan": asks, "met": asks})
    assert counted(on=ON, today=LATER) == before
    publishing.publish(on=ON, by=cast.person("della"), at=at + timedelta(days=2))
    with pytest.raises(AssertionError, match="a published table asks"):
        told()
    assert not [one.key for one in DEFINITIONS if {"plan", "met"} & set(one.caption.casefold().split())]
