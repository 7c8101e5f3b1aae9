"""How a clock stands, as a table."""

from datetime import date

import pytest

from seenheard.timescales import queries
from seenheard.timescales.domain.clock import Clock
from seenheard.timescales.domain.standing import STANDINGS, is_coming, is_local_missed, is_open, standing
from tests.unit.timescales.made import day

RULE = queries.rules()["LR-01"]
DUE = date(2026, 4, 29)


def clock(**about) -> Clock:
    plain = {
        "rule": "LR-01", "version": None, "started_on": date(2026, 3, 30), "started_ref": "x", "due_on": DUE,
        "local_due_on": None, "council_due_on": None, "ended_on": None, "ended_how": None, "ended_ref": None,
        "unjudged": None, "to_the_day": False, "because": {},
    }  # fmt: skip
    return Clock(**plain | about)


MET_IN_TIME = {"ended_on": DUE, "ended_how": "met"}
MET_LATE = {"ended_on": date(2026, 4, 30), "ended_how": "met"}
LAPSED = {"ended_on": date(2026, 4, 1), "ended_how": "lapsed"}
UNKNOWN = {"unjudged": "care_visit_made"}
HOURS = {"to_the_day": True}


@pytest.mark.parametrize(
    ("about", "on", "stands"),
    [
        ({}, "2026-04-14", "running"),
        ({}, "2026-04-15", "due soon"),
        ({}, "2026-04-29", "due soon"),
        ({}, "2026-04-30", "overdue"),
        (MET_IN_TIME, "2026-04-29", "met"),
        (MET_IN_TIME, "2026-04-28", "due soon"),
        (MET_LATE, "2026-05-01", "met late"),
        (MET_LATE, "2026-04-29", "due soon"),
        (LAPSED, "2026-05-20", "lapsed"),
        (LAPSED, "2026-03-31", "running"),
        (UNKNOWN, "2026-05-20", "cannot be judged"),
        (UNKNOWN | MET_IN_TIME, "2026-05-20", "cannot be judged"),
        (UNKNOWN | LAPSED, "2026-05-20", "lapsed"),
        ({"due_on": None}, "2026-05-20", "cannot be judged"),
        (HOURS, "2026-04-28", "due soon"),
        (HOURS, "2026-04-29", "to the day"),
        (HOURS, "2026-04-30", "overdue"),
        (HOURS | MET_IN_TIME, "2026-05-20", "to the day"),
        (HOURS | MET_LATE, "2026-05-20", "met late"),
        (HOURS | MET_IN_TIME | {"ended_on": date(2026, 4, 28)}, "2026-05-20", "met"),
    ],
)
def test_a_clock_stands(about, on, stands):
    assert standing(clock(**about), RULE, day(on)) == stands
    assert stands in STANDINGS


def test_every_standing_can_be_reached():
    reached = {row[2] for row in test_a_clock_stands.pytestmark[0].args[1]}
    assert reached == set(STANDINGS)


@pytest.mark.parametrize(
    ("about", "on", "missed"),
    [
        ({}, "2026-04-16", False),
        ({}, "2026-04-17", True),
        ({}, "2026-04-29", True),
        ({}, "2026-04-30", False),
        (MET_IN_TIME, "2026-06-01", True),
        (MET_IN_TIME | {"ended_on": date(2026, 4, 16)}, "2026-06-01", False),
        (MET_LATE, "2026-06-01", False),
        (LAPSED, "2026-06-01", False),
        (UNKNOWN, "2026-04-20", False),
        ({"local_due_on": None}, "2026-04-20", False),
    ],
)
def test_a_local_day_missed_while_the_laws_was_kept_is_amber(about, on, missed):
    assert is_local_missed(clock(**{"local_due_on": date(2026, 4, 16)} | about), day(on)) is missed


@pytest.mark.parametrize(
    ("on", "is_so"), [("2026-03-29", False), ("2026-03-30", True), ("2026-04-28", True), ("2026-04-29", False)]
)
def test_a_clock_is_open_from_the_day_it_started_until_the_day_it_ended(on, is_so):
    assert is_open(clock(**MET_IN_TIME), day(on)) is is_so


@pytest.mark.parametrize(
    ("about", "on", "is_so"),
    [
        (UNKNOWN, "2026-03-29", False),
        (UNKNOWN, "2026-03-30", True),
        (UNKNOWN, "2026-04-29", True),
        (UNKNOWN, "2026-04-30", False),
        (UNKNOWN | {"due_on": None}, "2026-04-14", False),
        (UNKNOWN | LAPSED, "2026-04-01", False),
        ({"unjudged": "born_on"}, "2026-04-14", False),
        ({}, "2026-04-14", False),
    ],
)
def test_what_no_file_tells_of_is_coming_up_to_its_day(about, on, is_so):
    assert is_coming(clock(**about), day(on)) is is_so
