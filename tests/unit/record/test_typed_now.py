"""What lasts, typed here: lists of who is looked after, and who sees whom, follow it at once; files stand beside."""

from datetime import UTC, date, datetime, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record import operations, queries
from seenheard.record.domain.accounts import Says
from seenheard.record.models import ChildNow, Involved
from tests import cast
from tests.factories.record import add, make_child

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
ON = date(2026, 3, 30)
BEFORE, AFTER = ON - timedelta(days=3), ON + timedelta(days=1)
LONG_AGO = date(2024, 2, 1)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def sara():
    return cast.sara()


@pytest.fixture
def child():
    """A child of Maya's team, whose worker she is."""
    child = make_child(born_on=date(2015, 5, 4))
    add("involvement", child, professional_ref="P0002", team_ref="T02", role="CW", from_on=date(2025, 1, 1))
    return child


def type_it(child, kind, *, by=SYSTEM, on=ON, key=None, at=AT, **facts):
    key = key or f"{kind}-{on}"
    operations.record_event(child=child, kind=kind, on=on, key=key, by=by, at=at, facts=facts)
    return key


def take_back(child, key, by=SYSTEM):
    operations.withdraw(name="event", child=child, key=key, why="It was another child", by=by, at=LATER)


def line(child):
    return ChildNow.objects.get(child=child)


def told(child, *kinds):
    (history,) = queries.histories(child_ids=[child.pk], viewer=SYSTEM)
    return [(one.kind, one.on, one.sources) for one in history.happenings if one.kind in kinds]


def lines():
    return (
        list(ChildNow.objects.order_by("pk").values()),
        list(
            Involved.objects.order_by("child", "from_on", "professional_ref").values_list("child", "professional_ref")
        ),
    )


def test_a_child_of_whom_it_was_typed_is_looked_after_until_it_is_taken_back(child):
    key = type_it(child, "became_looked_after", care="C1")
    type_it(child, "legal_status_started", legal="C1")
    type_it(child, "placement_started", placement="PL", place="U6")
    now = line(child)
    assert (now.looked_after_since_on, now.legal_code, now.placed_since_on) == (ON, "C1", ON)
    take_back(child, key)
    now = line(child)
    assert (now.looked_after_since_on, now.legal_code, now.placed_since_on) == (None, None, None)


def test_an_end_that_was_typed_ends_what_a_file_began_and_correcting_it_puts_it_right(child):
    add("cla_episode", child, from_on=LONG_AGO, care_ref="CARE", start_reason="S")
    add("cp_plan", child, from_on=LONG_AGO, plan_ref="P1")
    add("cin_episode", child, referred_on=LONG_AGO, referral_ref="R1")
    ends = [
        type_it(child, kind) for kind in ("ceased_to_be_looked_after", "protection_plan_ended", "need_episode_closed")
    ]
    now = line(child)
    stands = (now.looked_after_since_on, now.protection_plan_since_on, now.in_need_since_on)
    assert stands == (None, None, None)
    for key in ends:
        take_back(child, key)
    now = line(child)
    assert (now.looked_after_since_on, now.protection_plan_since_on, now.in_need_since_on) == (LONG_AGO,) * 3


def test_a_correction_moves_the_line_with_it(child):
    key = type_it(child, "protection_plan_started", category="NEG")
    said = {"why": "It was the Friday before", "facts": {"category": "NEG"}, "by": SYSTEM, "at": LATER}
    operations.correct_event(child=child, key=key, on=BEFORE, **said)
    assert line(child).protection_plan_since_on == BEFORE


def test_a_file_that_tells_the_same_day_tells_the_same(child):
    type_it(child, "became_looked_after", care="our-key", key="our-key")
    add("cla_episode", child, from_on=ON, care_ref="CARE", start_reason="S", until_on=AFTER, end_reason="E4A")
    assert told(child, "became_looked_after") == [("became_looked_after", ON, ("typed", "ssd"))]
    assert line(child).looked_after_since_on is None  # the file's end counts: nobody typed another


@pytest.mark.parametrize("theirs", [BEFORE, AFTER])
def test_a_file_that_dates_the_same_thing_otherwise_stands_beside_and_both_say_so(child, sara, theirs):
    type_it(child, "became_looked_after", care="our-key", key="our-key")
    add("cla_episode", child, from_on=theirs, care_ref="CARE", start_reason="S")
    assert told(child, "became_looked_after") == [("became_looked_after", ON, ("typed",))]
    assert line(child).looked_after_since_on == ON
    story = queries.story(viewer=sara, child=child, on=AT.date(), kinds=["became_looked_after"])
    said = {(one.happening.on, one.stands): one.beside for one in story}
    assert said == {(ON, True): (Says("ssd", theirs),), (theirs, False): (Says("typed", ON),)}


def test_a_file_that_ends_it_on_another_day_stands_beside(child, sara):
    add("cp_plan", child, from_on=LONG_AGO, plan_ref="P1", until_on=AFTER)
    type_it(child, "protection_plan_ended", plan="P1")
    assert told(child, "protection_plan_ended") == [("protection_plan_ended", ON, ("typed",))]
    story = queries.story(viewer=sara, child=child, on=AT.date(), kinds=["protection_plan_ended"])
    assert [(one.happening.on, one.stands) for one in story] == [(ON, True), (AFTER, False)]


def test_a_move_is_a_move_and_two_referrals_are_two(child):
    add("cla_episode", child, from_on=LONG_AGO, start_reason="S")
    add("cla_placement", child, from_on=LONG_AGO, place_code="U6", placement_ref="PL1")
    add("cin_episode", child, referred_on=BEFORE, referral_ref="R1")
    type_it(child, "placement_started", placement="PL2", place="U6")
    type_it(child, "referral_received", referral="R2")
    assert [day for _, day, _ in told(child, "placement_started")] == [LONG_AGO, ON]
    assert [day for _, day, _ in told(child, "referral_received")] == [BEFORE, ON]
    assert (line(child).placed_since_on, line(child).in_need_since_on) == (ON, ON)


def test_a_beginning_long_after_that_of_a_file_is_another_one_and_nothing_of_before_is_lost(child):
    add("cla_episode", child, from_on=LONG_AGO, care_ref="CARE", start_reason="S")
    type_it(child, "became_looked_after", care="our-key")
    assert [day for _, day, _ in told(child, "became_looked_after")] == [LONG_AGO, ON]
    assert line(child).looked_after_since_on == ON


def test_what_ended_on_the_day_it_began_has_ended(child):
    add("cla_episode", child, from_on=LONG_AGO, start_reason="S")
    type_it(child, "legal_status_started", legal="L1")
    type_it(child, "legal_status_ended", legal="L1")
    assert line(child).legal_code is None


def test_an_end_that_ends_nothing_is_told_and_changes_nothing(child):
    add("cla_episode", child, from_on=LONG_AGO, until_on=date(2024, 9, 1), end_reason="E4A", care_ref="CARE")
    type_it(child, "ceased_to_be_looked_after", care="CARE")
    assert [day for _, day, _ in told(child, "ceased_to_be_looked_after")] == [date(2024, 9, 1), ON]


def test_a_worker_who_was_typed_sees_the_child_and_who_left_does_not(child):
    otto, maya = cast.otto(), cast.maya()
    day = AT.date()
    assert not queries.sees(viewer=otto, child=child, on=day)
    key = type_it(child, "worker_allocated", worker="P0003", team="T03", role="CW")
    assert queries.sees(viewer=otto, child=child, on=day)
    assert (line(child).worker_ref, line(child).team_ref) == ("P0003", "T03")
    type_it(child, "worker_left", worker="P0002")
    assert not queries.sees(viewer=maya, child=child, on=day)
    take_back(child, key)
    assert not queries.sees(viewer=otto, child=child, on=day)
    assert line(child).worker_ref is None


def test_a_worker_of_no_team_that_was_said_works_for_the_one_that_has_the_child(child):
    type_it(child, "worker_allocated", worker="P0044")
    assert (line(child).worker_ref, line(child).team_ref) == ("P0044", "T02")


def test_a_worker_of_whom_no_file_says_since_when_can_have_left(child):
    add("involvement", child, professional_ref="P0003", team_ref="T03", role="CW")
    type_it(child, "worker_left", worker="P0003")
    assert not queries.sees(viewer=cast.otto(), child=child, on=AT.date())


def test_two_workers_of_one_day_are_two(child):
    add("involvement", child, professional_ref="P0044", team_ref="T02", role="CW", from_on=ON)
    type_it(child, "worker_allocated", worker="P0003", team="T03")
    assert set(Involved.objects.filter(child=child).values_list("professional_ref", flat=True)) == {
        "P0002",
        "P0003",
        "P0044",
    }


def test_why_there_is_a_new_worker_is_told_with_the_new_worker(child):
    add("involvement", child, professional_ref="P0044", from_on=ON, change_reason="LEFTRL")
    (history,) = queries.histories(child_ids=[child.pk], viewer=SYSTEM)
    facts = {(one.kind, one.facts["worker"]): one.facts.get("reason") for one in history.happenings}
    assert facts == {("worker_allocated", "P0002"): None, ("worker_allocated", "P0044"): "LEFTRL"}


def test_a_reviewing_officer_is_nobodys_worker(child):
    other = make_child()
    add("involvement", other, professional_ref="P0010", role="IRO", from_on=ON)
    assert line(other).worker_ref is None


def test_the_lines_made_anew_are_those_that_were_kept(child):
    add("cla_episode", child, from_on=LONG_AGO, care_ref="CARE", start_reason="S")
    type_it(child, "worker_allocated", worker="P0003", team="T03")
    type_it(child, "ceased_to_be_looked_after", care="CARE")
    type_it(child, "became_care_leaver")
    other = make_child()
    kept = lines()
    operations.refresh_now(on=AT.date())
    assert lines() == kept
    assert (line(child).care_leaver, line(other).care_leaver) == (True, False)


def test_an_import_and_its_undoing_leave_what_was_typed(child):
    type_it(child, "became_looked_after", care="our-key", key="our-key")
    add("cla_episode", child, run_id="r-1", from_on=ON, care_ref="CARE", start_reason="S")
    assert told(child, "became_looked_after") == [("became_looked_after", ON, ("typed", "ssd"))]
    operations.undo(run_id="r-1", by=SYSTEM, at=LATER)
    assert told(child, "became_looked_after") == [("became_looked_after", ON, ("typed",))]
    assert line(child).looked_after_since_on == ON
