"""A late import, a correction, a sibling already told of, words in two boxes: what is protected stays protected."""

from datetime import date, timedelta

import pytest

from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations
from seenheard.record.models import Conflict, Event, Issue, Restriction
from seenheard.record.operations import SaidAlready, TellsAddress
from tests import cast
from tests.factories import record as made
from tests.unit.record import test_protecting as said
from tests.unit.record.test_protecting import a_child, correct, end, is_protected, protect, unanswered, worry

pytestmark = pytest.mark.django_db
AT, ON, LATER, OLD, NEW = made.AT, said.ON, said.LATER, said.OLD, said.NEW
BEFORE = AT - timedelta(minutes=1)
PLACED = {"kind": "placement", "lines": "3 Birch Close", "postcode": "PE38 9ZZ", "from_on": date(2026, 1, 1)}


@pytest.fixture
def child():
    return a_child()


def refused(child, words, **more):
    """Whether these words are; what was written is left."""
    try:
        worry(child, words, key=f"try {Issue.objects.count()}", **more)
    except TellsAddress:
        return True
    return False


# --- an import that has waited its turn ------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", [BEFORE, AT, LATER], ids=["before", "the same", "after"])
def test_an_import_that_is_written_later_with_an_earlier_moment_loses_no_address(moment):
    child = made.make_child(forename="Ash", facts={"involvement": {"professional_ref": "P0002", "team_ref": "T02"}})
    key = made.add("address", child, at=AT - timedelta(days=1), **OLD)
    protect(child)
    made.change("address", child, key, at=moment, **NEW)
    assert is_protected(child), "the old address"
    assert refused(child, "Noise at 3 Birch Close")
    assert unanswered(child) == {"one"}
    held = {"child": child, "protection": "one", "by": cast.maya(), "at": LATER}
    assert operations.protection_holds(key="held", **held).written
    assert not unanswered(child) and is_protected(child)
    made.change("address", child, key, at=moment, **OLD | {"lines": "9 Elm Way", "postcode": "PE1 1AA"})
    assert unanswered(child) == {"one"} and is_protected(child)
    assert refused(child, "Noise at 3 Birch Close") and refused(child, "Noise at 9 Elm Way")


def test_two_imports_that_are_both_late_lose_nothing_either(child):
    protect(child)
    key = made.add("address", child, row_key="new", at=BEFORE, **NEW)
    made.change("address", child, key, at=BEFORE, **NEW | {"lines": "9 Elm Way"})
    assert refused(child, "Noise at 3 Birch Close") and refused(child, "Noise at 9 Elm Way")


def test_what_a_file_had_put_right_before_it_was_said_is_not_protected():
    child = made.make_child(forename="Ash", facts={"involvement": {"professional_ref": "P0002", "team_ref": "T02"}})
    key = made.add("address", child, at=AT - timedelta(days=2), **NEW)
    made.change("address", child, key, at=AT - timedelta(days=1), **OLD)
    protect(child)
    assert is_protected(child) and not refused(child, "Noise at 3 Birch Close")


def test_a_correction_keeps_what_the_record_held_and_the_same_form_writes_nothing_after_an_import(child):
    protect(child)
    made.add("address", child, row_key="new", at=BEFORE, **NEW)
    assert not protect(child)[0].written
    correct(child)
    assert not protect(child)[0].written
    assert unanswered(child) == {"one"} and is_protected(child)
    assert Event.objects.count() == 2


# --- a correction never narrows --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("was", "to"), [("", "placement"), ("", "home"), ("home", "placement")])
def test_a_correction_does_not_take_the_protection_from_an_address(child, was, to):
    made.add("address", child, **PLACED)
    protect(child, which=was)
    with pytest.raises(NotAllowed, match="then end this one, with the reason"):
        correct(child, which=to)
    assert is_protected(child) and Event.objects.count() == 1


def test_a_correction_may_widen_it(child):
    made.add("address", child, **PLACED)
    protect(child, which="placement")
    assert not is_protected(child)
    correct(child, which="")
    assert is_protected(child) and refused(child, "Noise at 3 Birch Close")


def test_a_later_day_takes_no_protection_from_a_home_that_ended_before():
    child = a_child(until_on=date(2026, 3, 10))
    protect(child)
    assert is_protected(child)
    correct(child, from_on=date(2026, 3, 20))
    assert is_protected(child)
    assert Event.objects.latest("pk").happened_on == date(2026, 3, 20), "the story tells the day that is right"
    correct(child, from_on=date(2026, 3, 21))
    assert is_protected(child)


def test_an_earlier_day_widens_it():
    child = a_child(until_on=date(2026, 3, 2))
    protect(child)
    assert not is_protected(child)
    correct(child, from_on=date(2026, 2, 1))
    assert is_protected(child)


# --- a move ----------------------------------------------------------------------------------------------------------


def test_an_area_alone_is_not_the_place_of_new_lines_without_a_postcode():
    child = a_child(lines=None, postcode=None, area="PE30")
    protect(child)
    assert not unanswered(child)
    made.add("address", child, row_key="new", at=LATER, kind="home", lines="3 Birch Close", from_on=date(2026, 3, 31))
    assert unanswered(child) == {"one"}


# --- several children ------------------------------------------------------------------------------------------------


def test_a_sibling_is_added_to_what_is_said_of_a_child_already(child):
    other = a_child(row_key="A2")
    protect(child)
    saved = protect(child, other, key="another form")
    assert [one.written for one in saved] == [True, False] and {one.key for one in saved} >= {"one"}
    assert is_protected(child) and is_protected(other) and Event.objects.count() == 2
    with pytest.raises(SaidAlready):
        protect(child, other, key="a third form")
    assert [one.written for one in protect(child, other, key="another form")] == [False, False]


def test_the_same_form_after_it_was_ended_says_so(child):
    protect(child)
    end(child, at=AT)
    with pytest.raises(operations.EndedSince, match="ended since"):
        protect(child)
    assert not is_protected(child)
    assert protect(child, key="anew")[0].written and is_protected(child)


# --- words in two boxes, and reasons ---------------------------------------------------------------------------------


def test_words_and_the_reason_that_keeps_them_are_read_together(child):
    protect(child)
    assert refused(child, "We met in Rowan Road", keep_words="It is the number 14 there")
    assert refused(child, "The house is 14, with a red door. The road: Rowan Road", keep_words="I want to keep them")
    part = {"child": child, "seen": True, "seen_alone": True, "keep_words": "It is the name of a school"}
    split = operations.Part(**part, said="I like Rowan Road", noticed="We rang at number 14")
    visit = {"visited_on": ON, "place": "home", "by": cast.maya(), "at": AT}
    with pytest.raises(TellsAddress):
        operations.record_visit(parts=[split], key="v", **visit)
    assert not Issue.objects.exists()
    fine = operations.Part(**part, said="I like Rowan Road School", noticed="Well")
    assert operations.record_visit(parts=[fine], key="w", **visit | {"visited_on": date(2026, 3, 14)})


def test_a_day_an_hour_and_a_code_beside_the_words_are_no_number_of_a_house(child):
    protect(child)
    facts = {"team": "T14", "on": "2026-03-14", "at": "14:14", "key": "6e8a434e-4e14-4a14-8a14-8133b86496d0"}
    said = {"on": ON, "keep_because": "It is the name of a school"}
    assert operations.telling_addresses.check_words(child, "At Rowan Road", facts, **said)
    with pytest.raises(TellsAddress):
        operations.telling_addresses.check_words(child, "At Rowan Road", "14", **said)


def test_nobody_is_stopped_by_a_perhaps_who_says_that_they_know_the_family_or_restricts(child):
    """There is no box for why such words can stay, and none is needed."""
    protect(child)
    restricted = {"people": [cast.maya(), cast.tom()], "from_on": ON, "until_on": None, "by": cast.sara(), "at": AT}
    with pytest.raises(TellsAddress):
        operations.restrict_child(child=child, why="He waits at 14 Rowan Road", **restricted)
    one = operations.restrict_child(child=child, why="He waits at Rowan Road School", **restricted)
    assert Restriction.objects.get() == one
    with pytest.raises(TellsAddress):
        operations.declare_conflict(child=child, kind="family", words="I live at 15, by PE30 1AA", by=cast.tom(), at=AT)
    operations.declare_conflict(child=child, kind="family", words="I teach at Rowan Road School", by=cast.tom(), at=AT)
    assert Conflict.objects.get().why == "I teach at Rowan Road School"
