"""Who must not know where a child lives: it protects at once, through imports and moves, until a person ends it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations, queries
from seenheard.record.models import ChangedChild, Event, Issue
from seenheard.record.operations import NotThere, SaidAlready, TellsAddress
from seenheard.record.permissions import NoSuchChild
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made

pytestmark = pytest.mark.django_db
AT, ON = made.AT, made.AT.date()
LATER = AT + timedelta(days=1)
WHO, WHY = "her father, and his family", "He has found them once before"
OLD = {"kind": "home", "lines": "14 Rowan Road, Littleport", "postcode": "PE30 1AA", "from_on": date(2025, 1, 1)}
NEW = {"kind": "home", "lines": "3 Birch Close, Downham", "postcode": "PE38 9ZZ", "from_on": date(2026, 3, 31)}
TOLD = "She sleeps at 14 Rowan Road"


def a_child(**where):
    involved = {"professional_ref": "P0002", "team_ref": "T02", "role": "CW", "from_on": date(2025, 1, 1)}
    return made.make_child(
        forename="Ash", born_on=date(2015, 5, 4), facts={"involvement": involved, "address": OLD | where}
    )


@pytest.fixture
def child():
    return a_child()


def protect(*children, **more):
    said = {"who": WHO, "why": WHY, "from_on": date(2026, 3, 3), "key": "one", "by": cast.maya(), "at": AT} | more
    return operations.protect_address(children=children, **said)


def worry(child, words=TOLD, **more):
    said = {"words": words, "on": ON, "key": "worry", "by": cast.maya(), "at": AT} | more
    return operations.raise_issue(child=child, **said)


def whole(child, on=ON):
    return queries.whole_child(viewer=SYSTEM, child=child, on=on)


def unanswered(child, on=ON):
    return queries.unanswered(viewer=SYSTEM, child=child, on=on)


def is_protected(child) -> bool:
    """By the one question every way of writing asks; what it wrote is taken back."""
    try:
        worry(child, key=f"try {Issue.objects.count()}")
    except TellsAddress:
        return True
    return False


# --- saying it -----------------------------------------------------------------------------------------------------


def test_it_protects_at_once_with_a_trail_row_and_two_times(child):
    worry(child, key="before")
    (saved,) = protect(child)
    assert saved.written
    assert is_protected(child)
    assert whole(child).address_protected == WHO
    (lives,) = queries.address(viewer=cast.maya(), child=child, on=ON)
    assert lives.protected == WHO
    row = Event.objects.get(kind="address_protected")
    assert (row.source, row.happened_on, row.known_from) == ("typed", date(2026, 3, 3), AT)
    entry = Entry.objects.get(what="protected_address")
    assert (entry.children, entry.why, entry.by) == ([str(child.public_id)], WHY, str(cast.maya().public_id))
    assert ChangedChild.objects.filter(child=child, run_id="typed:one").exists()


def test_twice_leaves_one_and_the_same_again_under_another_form_is_told(child):
    protect(child)
    (again,) = protect(child)
    assert not again.written
    with pytest.raises(SaidAlready):
        protect(child, key="another form")
    assert Event.objects.count() == Entry.objects.filter(what="protected_address").count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"who": " "}, "who must not know"),
        ({"who": "x" * 301}, "300 letters"),
        ({"why": "because"}, "10 letters or more"),
        ({"which": "school"}, "which address"),
        ({"from_on": ON + timedelta(days=1)}, "has not come yet"),
        ({"why": "He must not learn of 14 Rowan Rd"}, "tells an address"),
        ({"who": "whoever asks for PE301AA"}, "tells an address"),
    ],
)
def test_refused_leaves_nothing(child, said, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        protect(child, **said)
    assert not Event.objects.exists() and not Entry.objects.filter(what="protected_address").exists()
    assert not is_protected(child)
    protect(child)
    assert is_protected(child)


def test_only_who_may_record_for_the_child_says_it(child):
    for who, wrong in (("ana", NotAllowed), ("grace", NotAllowed), ("otto", NoSuchChild)):
        with pytest.raises(wrong):
            protect(child, by=cast.person(who))
    assert not Event.objects.exists()
    protect(child, by=cast.maya())


def test_brothers_and_sisters_are_told_of_in_one_go_all_or_none(child):
    other, elsewhere = a_child(row_key="A2"), a_child(row_key="A3", lines="9 Elm Way", postcode="PE1 1AA")
    for one in (child, other, elsewhere):
        made.add("family", one, family_ref="F1")
    offered = queries.to_protect(viewer=cast.maya(), child=child, on=ON).living_there
    assert [one.public_id for one in offered] == [other.public_id]
    unseen = made.make_child()
    with pytest.raises(NoSuchChild):
        protect(child, other, unseen)
    assert not Event.objects.exists()
    protect(child, other)
    assert is_protected(child) and is_protected(other) and not is_protected(elsewhere)
    assert Entry.objects.filter(what="protected_address").count() == 2


def test_one_of_two_homes_may_be_meant(child):
    made.add("address", child, kind="placement", lines="3 Birch Close", postcode="PE38 9ZZ", from_on=date(2026, 1, 1))
    assert queries.to_protect(viewer=cast.maya(), child=child, on=ON).kinds == ("placement", "home")
    protect(child, which="placement")
    assert not is_protected(child)
    with pytest.raises(TellsAddress):
        worry(child, "It is loud at 3 Birch Cl.", key="placement")
    told = {lives.kinds: lives.protected for lives in queries.address(viewer=cast.maya(), child=child, on=ON)}
    assert told == {("placement",): WHO, ("home",): None}


# --- what goes on around it ----------------------------------------------------------------------------------------


def test_a_file_that_says_the_same_under_another_key_protects_as_before_and_asks_nothing(child):
    key = made.add("address", child, source="ssda903", **OLD)
    protect(child)
    made.change("address", child, key, source="ssda903", at=LATER, **OLD | {"lines": "14, ROWAN RD. Littleport"})
    made.add("address", child, row_key="a new key", at=LATER, **OLD)
    assert is_protected(child) and not unanswered(child)


def test_a_move_is_asked_about_and_protects_both_until_it_is_answered(child):
    (saved,) = protect(child)
    assert not unanswered(child)
    made.add("address", child, row_key="moved", at=LATER, **NEW)
    assert unanswered(child) == {"one"}
    assert is_protected(child)
    with pytest.raises(TellsAddress):
        worry(child, "Noise at 3 Birch Close", key="new")
    held = {"child": child, "protection": saved.key, "key": "held", "by": cast.maya(), "at": LATER}
    assert operations.protection_holds(**held).written
    assert not operations.protection_holds(**held).written
    assert not operations.protection_holds(**held | {"key": "another press"}).written
    assert not unanswered(child) and is_protected(child)
    assert Entry.objects.filter(what="confirmed_address_protection").count() == 1


def test_a_correction_answers_no_question_about_a_move(child):
    protect(child)
    made.add("address", child, row_key="moved", at=LATER, **NEW)
    correct(child)
    assert unanswered(child) == {"one"}


def test_a_file_that_corrects_or_takes_away_the_address_takes_no_protection_away():
    child = made.make_child(forename="Ash", facts={"involvement": {"professional_ref": "P0002", "team_ref": "T02"}})
    key = made.add("address", child, **OLD)
    protect(child)
    made.change("address", child, key, at=LATER, **NEW)
    assert is_protected(child) and unanswered(child) == {"one"}


def test_said_before_any_address_is_known_it_protects_the_first_that_comes():
    child = made.make_child(forename="Ash", facts={"involvement": {"professional_ref": "P0002", "team_ref": "T02"}})
    protect(child)
    assert whole(child).address_protected == WHO and not unanswered(child)
    made.add("address", child, at=LATER, **OLD)
    assert is_protected(child) and unanswered(child) == {"one"}


# --- correcting and ending -----------------------------------------------------------------------------------------


def correct(child, **more):
    said = {"who": "her uncle", "reason": WHY, "from_on": date(2026, 3, 2), "why": "It was the uncle who came"}
    said |= {"protection": "one", "by": cast.maya(), "at": LATER} | more
    return operations.correct_protection(child=child, **said)


def end(child, **more):
    said = {"why": "The order was lifted, she told him herself", "protection": "one", "key": "end", "by": cast.maya()}
    return operations.end_protection(child=child, **said | {"at": LATER} | more)


def test_a_correction_is_a_new_version_that_protects_on(child):
    protect(child)
    with pytest.raises(NotAllowed, match="10 letters"):
        correct(child, why="no")
    with pytest.raises(TellsAddress):
        correct(child, reason="He came to 14 Rowan Road")
    assert whole(child).address_protected == WHO
    assert correct(child).written
    assert whole(child).address_protected == "her uncle" and is_protected(child)
    assert Event.objects.filter(kind="address_protected").count() == 2
    with pytest.raises(operations.ChangedMeanwhile):
        correct(child, who="somebody", based_on=Event.objects.earliest("pk").pk)


def test_ending_needs_a_reason_and_is_kept(child):
    protect(child)
    for refused in ({"why": "over"}, {"by": cast.person("ana")}, {"why": "He lives at 14 Rowan Rd now"}):
        with pytest.raises(NotAllowed):
            end(child, **refused)
    assert is_protected(child)
    assert end(child).written
    assert not end(child).written, "the same form again"
    with pytest.raises(NotThere):
        end(child, key="another form")
    assert not is_protected(child) and whole(child, ON + timedelta(days=1)).protections == ()
    assert whole(child, ON).address_protected == WHO, "the day before it was so"
    assert Entry.objects.get(what="ended_address_protection").why.startswith("The order was lifted")


def test_what_others_said_stands_when_one_is_ended(child):
    protect(child)
    protect(child, who="the lodger", key="two")
    end(child)
    assert is_protected(child)
    assert whole(child, ON + timedelta(days=1)).address_protected == "the lodger"


def test_it_is_neither_taken_back_nor_corrected_by_the_way(child):
    protect(child)
    said = {"child": child, "key": "one", "why": "It was a mistake of mine", "by": cast.maya(), "at": LATER}
    with pytest.raises(NotAllowed, match="ended with a reason"):
        operations.withdraw(name="event", **said)
    with pytest.raises(NotAllowed, match="ended with a reason"):
        operations.correct_event(on=ON, facts={}, **said)
    assert is_protected(child)


def test_scripts_say_it_as_any_event(child):
    facts = {"must_not_know": WHO, "reason": WHY}
    operations.record_event(child=child, kind="address_protected", on=ON, facts=facts, key="s", by=SYSTEM, at=AT)
    assert is_protected(child)
    ended = {"child": child, "kind": "address_protection_ended", "key": "e", "by": SYSTEM, "at": AT}
    with pytest.raises(NotAllowed, match="from today"):
        operations.record_event(on=ON - timedelta(days=1), facts={"reason": WHY}, **ended)
    operations.record_event(on=ON, facts={"reason": WHY}, **ended)
    assert not is_protected(child)


# --- keeping words all the same, and reasons -----------------------------------------------------------------------


def test_a_name_alone_is_kept_with_a_reason_on_the_version_and_in_the_trail(child):
    protect(child)
    school = "Enjoys Rowan Road Primary School"
    with pytest.raises(TellsAddress) as refused:
        worry(child, school)
    assert refused.value.perhaps and not Issue.objects.exists()
    with pytest.raises(TellsAddress):
        worry(child, school, keep_words="short")
    worry(child, school, keep_words="It is the name of the school")
    kept = "The words do not tell the protected address: It is the name of the school"
    assert Issue.objects.get().version_why == kept
    entry = Entry.objects.get(what="raised_issue")
    assert (entry.why, entry.counts) == (kept, {"kept_words": True})


@pytest.mark.parametrize("words", [TOLD, "pe30 1aa", "Rowan Rd, number 14"])
def test_no_reason_keeps_what_surely_tells(child, words):
    protect(child)
    with pytest.raises(TellsAddress) as refused:
        worry(child, words, keep_words="I want to keep these words")
    assert not refused.value.perhaps
    with pytest.raises(TellsAddress):
        worry(child, "By Rowan Road", keep_words="I mean number 14 Rowan Road")
    assert not Issue.objects.exists()


def restrict(child, by, why):
    said = {"people": [cast.maya()], "from_on": ON, "until_on": None}
    return operations.restrict_child(child=child, why=why, by=by, at=AT, **said)


def test_reasons_of_those_who_may_know_the_address_are_asked_and_of_those_who_may_not_are_not(child):
    """A refusal would tell somebody who tries addresses that one of them is right."""
    protect(child)
    why = "He waits outside 14 Rowan Road every day"
    sara = cast.person("sara")
    with pytest.raises(TellsAddress):
        restrict(child, sara, why)
    restrict(child, sara, "He waits outside every day, and asks")
    made_reason = operations.restrict_child(
        child=child, people=[cast.maya(), cast.tom()], from_on=ON, until_on=None, why=why, by=sara, at=AT
    )
    assert made_reason.why == why, "the child is restricted to others now: she no longer sees it"


def test_moments_are_utc_and_days_are_londons(child):
    late = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)  # half past midnight on 1 April in London
    protect(child, at=late, from_on=date(2026, 4, 1))
    assert is_protected(child)
