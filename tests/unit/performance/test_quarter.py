"""What a published report counts is what the measures count, each child once where it says children."""

import re
from datetime import timedelta

import pytest

from seenheard.performance import operations
from seenheard.performance.domain.published import BY_KEY, TOO_FEW, read
from seenheard.performance.queries.quarter import counted
from seenheard.trail.models import Entry
from tests import cast

from .conftest import LATER, ON, goes_on

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
