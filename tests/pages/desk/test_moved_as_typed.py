"""A move that somebody typed asks what a move of a file asks, and the address of the placement before is told no more."""

from datetime import date, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import operations as duties
from seenheard.prompts.models import Prompt
from seenheard.record import queries
from seenheard.record.models import ChildNow, Event
from tests import cast
from tests.factories import record as made

from .test_protecting import hidden, key, page_of, protect, text

ON = date(2026, 3, 31)
MOVED = date(2026, 3, 29)
OLD = {"kind": "placement", "lines": "14 Rowan Road", "postcode": "PE30 1AA", "from_on": date(2026, 2, 2)}
ASKED = "The child has moved since the address was protected"
HOLDS = "Does it hold for the new address?"


@pytest.fixture
def child(ash, take):
    made.add("address", ash, row_key="placed", **OLD)
    take()
    return ash


@pytest.fixture
def maya(child):
    return cast.signed_in("maya")


def move(maya, child, on=MOVED):
    address = page_of(child, "record", "placement_started")
    said = {"on_day": on.day, "on_month": on.month, "on_year": on.year, "place": "U6"}
    sent = maya.post(address, hidden(maya.get(address)) | said)
    assert sent.status_code == 302, text(sent)


def prompts(child):
    return list(Prompt.objects.filter(child=child, cause="protection_unanswered", gone_at=None))


def test_it_asks_on_the_page_and_on_my_work_and_one_press_answers(child, maya):
    protect(maya, child)
    assert HOLDS not in text(maya.get(page_of(child)))
    move(maya, child)
    assert HOLDS in text(maya.get(page_of(child)))
    assert ASKED in text(maya.get("/my-work/"))
    (one,) = prompts(child)
    assert (one.key, one.opens_on, one.act_by_on) == (key(), ON, ON + timedelta(days=2)), "known here since today"
    maya.post(page_of(child, "address", "protected", key(), "holds"))
    assert not prompts(child) and HOLDS not in text(maya.get(page_of(child)))
    assert Event.objects.filter(kind="address_protection_confirmed").count() == 1


def test_counted_again_it_is_the_same_and_taken_back_it_is_asked_no_more(child, maya, at):
    protect(maya, child)
    move(maya, child)
    before = list(Prompt.objects.filter(child=child).order_by("pk").values())
    duties.rebuild(by=SYSTEM, at=at)
    assert list(Prompt.objects.filter(child=child).order_by("pk").values()) == before
    moved = Event.objects.get(kind="placement_started").row_key
    maya.post(page_of(child, "recorded", "event", moved, "take-back"), {"why": "It was another child who moved"})
    assert not prompts(child) and HOLDS not in text(maya.get(page_of(child)))
    assert "PE30" in text(maya.get(page_of(child)))


def test_a_file_that_tells_its_address_later_puts_no_day_off_and_its_own_place_is_asked_of_once(child, maya, at):
    protect(maya, child)
    move(maya, child)
    new = {"kind": "placement", "lines": "3 Birch Close", "postcode": "PE38 9ZZ", "from_on": MOVED}
    made.add("address", child, row_key="new", at=at + timedelta(days=1), **new)
    (asked,) = queries.moves_to_ask_about(child_id=child.pk, on=ON + timedelta(days=1))
    assert asked.from_on == ON
    assert "PE38" in text(maya.get(page_of(child))) and HOLDS in text(maya.get(page_of(child)))


def test_a_file_that_says_they_live_where_they_lived_answers_it(child, maya, at):
    protect(maya, child)
    move(maya, child)
    made.add("address", child, row_key="new", at=at + timedelta(days=1), **OLD | {"from_on": MOVED})
    assert not queries.unanswered(viewer=SYSTEM, child=child, on=ON)


@pytest.mark.parametrize(("which", "asks"), [("placement", True), ("home", False)])
def test_it_asks_where_the_placements_address_is_meant(child, maya, which, asks):
    made.add("address", child, row_key="home", kind="home", lines="2 Ash Court", postcode="PE2 2CC")
    protect(maya, child, which=which)
    move(maya, child)
    assert bool(prompts(child)) is asks


def test_a_placement_of_before_that_is_told_late_is_no_move(child, maya):
    protect(maya, child)
    move(maya, child, on=date(2025, 5, 5))
    assert not prompts(child) and "PE30" in text(maya.get(page_of(child)))


def test_said_once_the_move_was_known_nothing_is_asked(child, maya):
    move(maya, child)
    protect(maya, child)
    assert not prompts(child) and HOLDS not in text(maya.get(page_of(child)))


def test_of_a_child_without_any_address_it_is_asked_too(ash):
    maya = cast.signed_in("maya")
    protect(maya, ash)
    move(maya, ash)
    assert prompts(ash) and HOLDS in text(maya.get(page_of(ash)))


def test_the_stay_that_ended_is_asked_about_while_it_lasts(child, maya):
    protect(maya, child)
    move(maya, child)
    moved = Event.objects.get(kind="placement_started").row_key
    address = page_of(child, "record", "placement_ended")
    said = {"on_day": "31", "on_month": "3", "on_year": "2026", "placement": moved}
    assert maya.post(address, hidden(maya.get(address)) | said).status_code == 302
    assert not queries.unanswered(viewer=SYSTEM, child=child, on=ON)


def test_the_old_address_is_told_as_the_new_placements_nowhere(child, maya):
    assert "PE30" in text(maya.get(page_of(child)))
    move(maya, child)
    page = text(maya.get(page_of(child)))
    assert "PE30" not in page and "Address not recorded" in page and "Show the full address" not in page
    assert ChildNow.objects.get(child=child).area is None
    pressed = text(maya.post(page_of(child, "address")))
    assert "14 Rowan Road" not in pressed and "Neither the address nor the postcode is recorded" in pressed
    assert "From what was typed here" in pressed


def test_the_address_of_a_placement_that_ended_here_is_told_no_more(child, maya):
    address = page_of(child, "record", "placement_ended")
    said = {"on_day": "29", "on_month": "3", "on_year": "2026"}
    assert maya.post(address, hidden(maya.get(address)) | said).status_code == 302
    assert "PE30" not in text(maya.get(page_of(child)))
    assert "14 Rowan Road" not in text(maya.post(page_of(child, "address")))


def test_the_parents_home_stays_what_it_was(child, maya):
    made.add("address", child, row_key="home", kind="home", lines="2 Ash Court", postcode="PE2 2CC")
    move(maya, child)
    pressed = text(maya.post(page_of(child, "address")))
    assert "2 Ash Court" in pressed and "14 Rowan Road" not in pressed
    assert "PE2" not in text(maya.get(page_of(child))), "the parents' district is not put instead"
