"""For supervision: what comes back, as its reader may see it; by worker and child, and no figure about a worker."""

import csv
import io
from datetime import date, timedelta

import pytest

from seenheard.trail.models import Entry
from seenheard.voices import operations, queries
from tests import cast
from tests.pages.desk import test_heat_map as heat_map
from tests.pages.desk.conftest import looked_after
from tests.pages.desk.test_heat_map import ON, child_says, read, worker_says

pytestmark = pytest.mark.django_db
PAGE = "/my-team/for-supervision/"
AGAIN = timedelta(days=92)
LONG_AGO = date(2024, 9, 2)


@pytest.fixture
def council(at, stopped_clock):
    """One that has asked for more than a year."""
    return heat_map.council.__wrapped__(None, at - 5 * AGAIN, stopped_clock)


def in_care(**more):
    return looked_after(since=LONG_AGO, **more)


def asked_in(child, at, *said, about=None):
    """One round a quarter, the last of them today: of each what the child said; the worker says green of all of it."""
    found = []
    for number, colours in enumerate(said):
        day = at - AGAIN * (len(said) - 1 - number)
        asked = operations.open_round(child=child, by=cast.maya(), at=day)
        child_says(asked, day, about=about, **colours)
        worker_says(asked, day, **dict.fromkeys(colours, "green"))
        found.append(asked)
    return found[-1]


def told(viewer):
    """By child and part of life: in how many rounds, since when, whether it waits; and whether several differ at once."""
    return {
        (one.child_id, part.category.key): (part.rounds, part.since_on, part.waits, one.several)
        for one in queries.patterns(viewer=viewer, on=ON)
        for part in one.parts
    }


def test_the_same_part_again_or_three_at_once_and_nothing_else(council, at):
    again, several, once, over, child = (in_care(forename=f"Bo{number}") for number in range(5))
    amber = {"health": "amber"}
    latest = asked_in(again, at, amber, amber, amber | {"home": "amber"})
    asked_in(several, at, dict.fromkeys(("health", "home", "friends"), "red"))
    asked_in(once, at, {"health": "green"}, amber)
    asked_in(over, at, amber, amber, {"health": "green"})
    asked_in(child, at, amber, {"home": "amber"})
    begun = latest.opened_on - 2 * AGAIN
    assert told(cast.tom()) == {
        (again.pk, "health"): (3, begun, True, False),
        (several.pk, "health"): (1, ON, True, True),
        (several.pk, "home"): (1, ON, True, True),
        (several.pk, "friends"): (1, ON, True, True),
    }
    for one in (again, several, once, over, child):
        whole = queries.pattern_now(viewer=cast.tom(), child=one, on=ON)
        of_list = {key for child_id, key in told(cast.tom()) if child_id == one.pk}
        assert bool(whole) == bool(of_list) and of_list.issuperset(whole.again), "as the columns’ page has it"
    talked = {"held_on": ON, "with_whom": "Maya with Bo", "decided": "We ask.", "for_child": "We ask.", "key": "t"}
    more = {"no_action_why": "It is in place.", "by": cast.maya(), "at": at}
    operations.record_talk(round_public_id=latest.public_id, category="health", **talked, **more)
    assert told(cast.tom())[again.pk, "health"] == (3, begun, False, False)


def test_what_a_child_keeps_from_its_reader_makes_no_pattern_for_them(council, at):
    child = in_care(forename="Bo")
    amber = {"health": "amber"}
    asked_in(child, at, amber, amber, about={"health": "manager"})
    assert told(cast.tom()) == {} and (child.pk, "health") in told(cast.sara())
    assert "Bo Underwood" not in read(cast.signed_in("tom").get(PAGE))
    assert told(cast.person("mona")) == {}, "of another team nothing"
    blind = operations.open_round(child=in_care(forename="Di"), by=cast.maya(), at=at)
    child_says(blind, at, health="red", home="red", friends="red")
    assert "Di Underwood" not in read(cast.signed_in("sara").get(PAGE)), "not before the columns are open"


def test_page_and_file_by_worker_without_any_figure_about_one(council, at):
    child = in_care(forename="Bo")
    three = dict.fromkeys(("health", "home", "friends"), "amber")
    latest = asked_in(child, at, three, three)
    browser = cast.signed_in("tom")
    said = read(browser.get(PAGE))
    assert "It never counts against a worker." in said and "1 child to talk about in supervision" in said
    assert said.count("2 rounds running, one of 3 parts at once") == 3 and "Not yet" in said
    assert f"/rounds/{latest.public_id}/" in said and 'aria-current="page">For supervision' in said
    rows = list(csv.DictReader(io.StringIO(browser.get(f"{PAGE}file/").content.decode("utf-8-sig"))))
    assert [(row["Rounds running"], row["Parts that differ at once"], row["Talked about"]) for row in rows] == [
        ("2", "3", "Not yet")
    ] * 3
    assert {row["Since"] for row in rows} == {(ON - AGAIN).isoformat()} and {row["As at"] for row in rows} == {str(ON)}
    looks = Entry.objects.filter(what="looked_at_list", about="team_patterns")
    assert [entry.children for entry in looks] == [[str(child.public_id)]]
    assert cast.signed_in("maya").get(PAGE).status_code == 403
    assert "Nothing comes back" in read(cast.signed_in("mona").get(PAGE))


def test_more_children_are_no_more_questions(council, at, count_queries):
    amber = {"health": "amber"}
    asked_in(in_care(forename="Bo"), at, amber, amber)
    browser = cast.signed_in("tom")
    read(browser.get(PAGE))  # what is kept for the process is asked for once
    few = count_queries(lambda: browser.get(PAGE))
    for number in range(6):
        asked_in(in_care(forename=f"Di{number}"), at, amber, amber, about={"home": "worker"})
    assert count_queries(lambda: browser.get(PAGE)) == few == 15


def test_the_page_of_a_supervision_leads_to_it_for_those_who_may_open_it(council, at):
    child = in_care()
    where = f"/children/{child.public_id}/record/supervision_held/"
    assert PAGE in read(cast.signed_in("tom").get(where))
    assert PAGE not in read(cast.signed_in("maya").get(where))
    assert PAGE not in read(cast.signed_in("tom").get(f"/children/{child.public_id}/record/worker_left/"))
