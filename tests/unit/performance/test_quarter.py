"""What a published report counts is what the measures count, each child once where it says children."""

import re
from datetime import date, timedelta

import pytest

from seenheard.performance import operations
from seenheard.performance.domain.published import BY_KEY, TOO_FEW, read
from seenheard.performance.queries import quarter
from seenheard.performance.queries.quarter import begins_on, counted
from seenheard.trail.models import Entry
from seenheard.voices import operations as voices
from seenheard.voices.domain.answers import Colour
from tests import cast
from tests.factories import voices as made
from tests.pages.desk.conftest import looked_after
from tests.pages.desk.test_heat_map import child_says

from .conftest import LATER, ON, goes_on, sends

pytestmark = pytest.mark.django_db


def cells(told, key):
    return {row: numbers for (row, _), numbers in zip(told[key].rows, told[key].cells, strict=True)}


def test_each_table_counts_four_children_or_what_happened_in_the_quarter(two_teams):
    told = counted(on=ON, today=LATER)
    assert set(told) == set(BY_KEY)
    assert cells(told, "assessed") == {"worker": (3, 1), "carer": (0, 4)}
    views = cells(told, "own_views")
    assert views["10"] == (1, 3) and sum(map(sum, views.values())) == 4
    assert cells(told, "said_by_worker")["home"] == (0, 0, 3, 1)
    assert cells(told, "said_by_worker")["health"] == (0, 3, 0, 1)
    assert cells(told, "said_by_child")["home"] == (1, 0, 0, 3)
    assert set(cells(told, "said_by_carer").values()) == {(0, 0, 0, 4)}
    assert cells(told, "mismatches") == {"act_today": (0, 0), "act": (0, 1), "talk": (0, 0)}
    assert {len(numbers) for numbers in cells(told, "prompts").values()} == {4}


def test_an_answer_in_which_nothing_is_said_is_published_as_no_view(two_teams, at):
    made.said(two_teams.rounds[two_teams.silent.pk], "child", at)
    assert cells(counted(on=ON, today=LATER), "own_views")["10"] == (1, 3)


def test_a_quarter_that_is_over_counts_the_same_for_ever(two_teams, says, at):
    before = counted(on=ON, today=LATER)
    goes_on(two_teams, says, at)
    assert counted(on=ON, today=LATER) == before


def test_what_happened_in_one_quarter_is_in_no_other(two_teams, says, at):
    """Or the prompts of two reports could be subtracted."""
    goes_on(two_teams, says, at)
    ends = (ON - timedelta(days=90), ON)
    there = [sum(map(sum, counted(on=end, today=LATER)["prompts"].cells)) for end in ends]
    assert there[0] == 0 and counted(on=ends[0], today=LATER)["mismatches"].cells == ((0, 0),) * 3


def test_a_difference_that_comes_to_light_after_the_quarter_of_its_round_counts_in_the_next(council, says, at):
    """Once: where the worker sent late, where the round was over in between, and where the other voice came late."""
    opened, later = at + timedelta(days=82), at + timedelta(days=101)  # 21 June and 10 July
    for name, worker_at, child_at in (("A", later, opened), ("B", None, opened), ("C", opened, later)):
        child = looked_after(forename=name, at=opened)
        one = voices.open_round(child=child, by=cast.maya(), at=opened)
        for when, sends_it in sorted([(child_at, "child"), *([(worker_at, "worker")] if worker_at else [])]):
            if sends_it == "child":
                child_says(one, when, home="red", safety="red")
            else:
                sends(one, says(home="green", safety="green"), when)
    ends = (date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31))
    told = [sum(map(sum, counted(on=end, today=ends[-1] + timedelta(days=1))["mismatches"].cells)) for end in ends]
    assert told == [0, 3, 0] and begins_on() == opened.date()


QUARTERS = (date(2026, 3, 31), date(2026, 6, 30))  # the second begins on 1 April


def of_an_earlier_round(at):
    """Three children who said red where the worker said green in a round of the quarter before; all agree since, and
    nobody has talked about it. It could be read at once, or not before the quarter; of one all agreed again before it."""
    later = at + timedelta(days=80)
    for name, opened, sent in (("at once", 40, -40), ("late", 20, 5), ("agreed", 80, -80)):
        child = looked_after(forename=name)
        now = made.asked(child, at - timedelta(days=opened))
        made.said(now, "child", at - timedelta(days=opened), home=Colour.RED)
        made.said(now, "worker", at + timedelta(days=sent), home=Colour.GREEN)
        for when in (at - timedelta(days=10), later) if name == "agreed" else (later,):
            again = made.asked(child, when)
            for voice in ("worker", "child"):
                made.said(again, voice, when, home=Colour.GREEN)


def acted_on():
    """Of each quarter the children whose difference is one to act on, followed up and open; none has another."""
    told = [cells(counted(on=end, today=LATER + timedelta(days=60)), "mismatches") for end in QUARTERS]
    assert {sum(one["act_today"] + one["talk"]) for one in told} == {0}
    return [one["act"] for one in told]


def test_a_difference_from_before_the_quarter_counts_where_it_first_could_be_read(council, at, monkeypatch):
    """Although a round of the quarter agrees: in one quarter, and in no other, as open until somebody talks."""
    of_an_earlier_round(at)
    assert acted_on() == [(0, 2), (0, 1)]
    with monkeypatch.context() as planted:  # the latest round alone
        planted.setattr(quarter.Quarter, "standing", {})
        assert acted_on() == [(0, 1), (0, 0)]
    with monkeypatch.context() as planted:  # what was told in the quarter before is told again
        highest = quarter._highest
        planted.setattr(quarter, "_highest", lambda day: highest(day) if day.as_at != QUARTERS[0] else {})
        assert acted_on()[1] == (0, 2)


def test_four_children_are_too_few_to_be_published(two_teams, at):
    made = operations.publish(on=ON, by=cast.person("della"), at=at + timedelta(days=2))
    told = {table.key: table.why_not for table in read(made.text).tables}
    assert {told[key] for key in told if BY_KEY[key].of_a_day} == {TOO_FEW}


@pytest.mark.usefixtures("stopped_clock")
def test_a_director_sees_the_service_in_totals_and_no_child_and_the_look_is_written(two_teams):
    told = cast.signed_in("della").get("/totals/")
    main = told.content.decode().partition("<main")[2]
    said = re.sub(r"<[^>]*>|\s+", " ", main)
    assert told.status_code == 200 and "Children who are asked" in said
    assert re.search(r"31 March 2026\s+3\s+1\s+75%", said), "three asked and one not, as the measure says"
    assert "/children/" not in main and "Underwood" not in main and "Unasked" not in main
    (row,) = Entry.objects.filter(what="looked_at_totals")
    assert row.children == [] and row.by == str(cast.person("della").public_id)
    assert cast.signed_in("cllr").get("/totals/").status_code == 403
