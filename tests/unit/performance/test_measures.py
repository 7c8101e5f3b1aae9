"""Definitions, and how one row comes out: examples worked by hand."""

from datetime import date, timedelta

import pytest

from seenheard.performance.domain import measures as m
from seenheard.performance.domain.measures import MEASURES, Row, value
from seenheard.performance.domain.outcomes import OF_STANDING, OF_VISIT, WORST, of_action, of_prompt, worst
from seenheard.performance.domain.reports import ACROSS, KINDS, LISTED, measures_of, table

ON = date(2026, 3, 31)
YEAR_BACK = ON - timedelta(days=365)


def day(days):
    return ON + timedelta(days=days)


def test_each_definition_holds_together():
    for key, measure in MEASURES.items():
        assert key == measure.key and measure.counts.endswith(".") and measure.among.endswith("."), key
        assert set(measure.good) <= set(measure.outcomes) and set(measure.unknown) <= set(measure.outcomes), key
        assert not measure.good & measure.unknown and len(set(measure.outcomes)) == len(measure.outcomes), key
    assert set(OF_VISIT.values()) == set(MEASURES["visits"].outcomes)
    assert set(OF_STANDING.values()) == set(MEASURES["duties"].outcomes)
    for kind in KINDS.values():
        assert set(kind.measures) <= set(MEASURES) and kind.across in ("", *ACROSS) and kind.lists in ("", *LISTED)


@pytest.mark.parametrize(
    ("due_on", "done_on", "outcome"),
    [
        (day(0), None, "open"),
        (day(-1), None, "open and late"),
        (None, None, "open"),
        (day(0), day(0), "done in time"),
        (day(-2), day(-1), "done late"),
        (day(-2), day(1), "open and late"),  # done after the day asked about
        (day(-400), day(-365), None),  # longer ago than is counted
        (day(-400), day(-364), "done late"),
    ],
)
def test_an_action(due_on, done_on, outcome):
    assert of_action(due_on, done_on, ON, YEAR_BACK) == outcome


@pytest.mark.parametrize(
    ("act_by_on", "until_on", "gone_on", "outcome"),
    [
        (day(0), None, day(0), "in time"),
        (day(-1), None, day(0), "late"),
        (day(-1), None, None, "not done"),
        (day(0), None, None, "not due yet"),
        (day(5), day(0), None, "not done"),  # it ended by itself
        (day(5), day(1), None, "not due yet"),
    ],
)
def test_a_prompt(act_by_on, until_on, gone_on, outcome):
    assert of_prompt(act_by_on, until_on, gone_on, ON) == outcome


def test_of_a_child_the_worst_row_tells_and_each_child_has_one():
    rows = [
        Row(1, ("LV-01",), m.IN_TIME),
        Row(1, ("LV-01",), m.MISSED),
        Row(2, ("LV-01",), m.IN_TIME),
        Row(9, (), m.LATE),
    ]
    found = worst(rows, [1, 2, 3], m.VISITS)
    assert found == {1: "a visit not done", 2: "every visit in time", 3: "no visit was due"}
    for dimension, order in WORST.items():
        assert [outcome for outcome, _ in order][-1] == "" and len({words for _, words in order}) == len(order), (
            dimension
        )


def test_what_is_unknown_is_in_no_share():
    told = value(MEASURES["silence"], {m.ANSWERED: 3, m.SILENT: 1, m.STILL_TIME: 6})
    assert (told.count, told.of, told.unknown, told.share) == (3, 4, 6, 0.75)
    assert value(MEASURES["silence"], {m.STILL_TIME: 6}).share is None, "nothing to divide by is no zero"
    assert value(MEASURES["ratings"], {"green": 2, m.NO_COLOUR: 5}).of is None, "colours have no share that is good"


def test_lines_of_two_days_stand_side_by_side_and_the_total_is_of_all():
    now, then = {("T01", "red"): 2, ("T02", "green"): 3}, {("T01", "red"): 1, ("T03", "amber"): 4}
    made = table(MEASURES["ratings"], "team", [now, then])
    assert [line.by for line in made.lines] == ["T01", "T02", "T03"]
    assert made.lines[0].days == ({"red": 2}, {"red": 1}) and made.lines[1].days == ({"green": 3}, {})
    assert made.total.days == ({"red": 2, "green": 3}, {"red": 1, "amber": 4})


def test_better_or_worse_needs_two_days_and_what_is_owed_its_asking():
    def keys(across="", compares=False):
        return {one.key for one in measures_of(KINDS["service"], compares=compares, across=across)}

    assert "change" not in keys() and "change" in keys(compares=True)
    assert "visits" not in keys() and "visits" in keys(m.VISITS) and "duties" in keys(m.DUTY)
