"""Typing what happened: one happening with two sources, corrected by new versions, refused where it cannot be."""

from datetime import UTC, date, datetime, timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.permissions import NotAllowed
from seenheard.record import operations, queries
from seenheard.record.models import ChangedChild, Draft, Event, Issue, Visit
from seenheard.record.operations import Contradicted, DraftGone, NotThere, Part, VisitContradicted
from seenheard.record.permissions import NoSuchChild
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.record import add, change, make_child
from tests.unit.record.test_at_once import in_threads

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
ON = date(2026, 3, 30)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def maya():
    return cast.maya()


def hers(**person):
    child = make_child(**{"born_on": date(2015, 5, 4)} | person)
    add("involvement", child, professional_ref="P0002", team_ref="T02", role="CW", from_on=date(2025, 1, 1))
    return child


def told(child, *kinds):
    (history,) = queries.histories(child_ids=[child.pk], viewer=SYSTEM)
    return [one for one in history.happenings if one.kind in kinds]


def record(child, by, *, kind="care_review_held", on=ON, key="form-1", at=AT, **more):
    return operations.record_event(child=child, kind=kind, on=on, key=key, by=by, at=at, **more)


def visit(children, by, *, on=ON, key="visit-1", at=AT, place="home", **part):
    part = {"seen": True, "seen_alone": True, "said": "I like my room."} | part
    parts = [Part(child=child, **part) for child in children]
    return operations.record_visit(visited_on=on, place=place, parts=parts, key=key, by=by, at=at)


def test_what_is_typed_alone_is_a_happening_of_its_own(maya):
    child = hers()
    assert record(child, maya, kind="core_group_held", facts={"plan": "P1"}).written
    (one,) = told(child, "core_group_held")
    assert (one.on, one.sources, dict(one.facts)) == (ON, ("typed",), {"plan": "P1"})


def test_typed_and_imported_of_one_day_are_one_happening_with_two_sources(maya):
    child = hers()
    add("cla_review", child, held_on=ON, due_on=date(2026, 3, 28), participation="PN1")
    record(child, maya, facts={"participation": "PN7"})
    (one,) = told(child, "care_review_held")
    assert one.sources == ("typed", "ssd")
    # Typed is believed first; what only the file knows is kept.
    assert dict(one.facts) == {"council_due_on": date(2026, 3, 28), "participation": "PN7"}


def test_the_file_of_tonight_that_gives_another_day_stands_beside_what_was_typed_today(maya):
    child = hers()
    record(child, maya)
    add("cla_review", child, held_on=ON - timedelta(days=1))
    assert [(one.on, one.sources) for one in told(child, "care_review_held")] == [
        (ON - timedelta(days=1), ("ssd",)),
        (ON, ("typed",)),
    ]


def test_the_same_form_sent_again_writes_nothing(maya):
    child = hers()
    assert [record(child, maya).written, record(child, maya, at=LATER).written] == [True, False]
    assert Event.objects.count() == 1
    assert Entry.objects.filter(what="recorded_event").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_visit_sent_twenty_times_at_once_is_one_visit():
    maya, child, brother = cast.maya(), hers(), hers()
    outcomes = in_threads(*[lambda: visit([child, brother], maya)] * 20)
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert sum(saved.written for many in outcomes for saved in many) == 2
    assert Visit.objects.count() == 2


def test_a_correction_is_a_new_version_with_a_reason(maya):
    child = hers()
    record(child, maya)
    moved = ON - timedelta(days=2)
    operations.correct_event(
        child=child, key="form-1", on=moved, facts={}, why="It was on the Saturday", by=maya, at=LATER
    )
    assert [one.on for one in told(child, "care_review_held")] == [moved]
    assert [(row.happened_on, row.version_why) for row in Event.objects.order_by("id")] == [
        (ON, None),
        (moved, "It was on the Saturday"),
    ]
    # As known before the correction, it was on the first day.
    (before,) = queries.histories(child_ids=[child.pk], viewer=SYSTEM, known_at=AT + timedelta(minutes=1))
    assert [one.on for one in before.happenings if one.kind == "care_review_held"] == [ON]


def test_a_correction_without_a_reason_is_refused_and_one_that_changes_nothing_writes_nothing(maya):
    child = hers()
    record(child, maya)
    again = {"child": child, "key": "form-1", "facts": {}, "by": maya, "at": LATER}
    with pytest.raises(NotAllowed, match="Say why"):
        operations.correct_event(on=ON - timedelta(days=1), why="wrong", **again)
    assert not operations.correct_event(on=ON, why="looked at it again", **again).written
    assert Event.objects.count() == 1


def test_what_is_taken_back_is_told_no_longer_and_stays_to_be_seen(maya):
    child = hers()
    record(child, maya)
    operations.withdraw(name="event", child=child, key="form-1", why="It was another child", by=maya, at=LATER)
    assert told(child, "care_review_held") == []
    assert Event.objects.count() == 2
    with pytest.raises(NotThere):
        operations.withdraw(name="event", child=child, key="form-1", why="It was another child", by=maya, at=LATER)


def test_whoever_does_not_see_the_child_cannot_record_and_nothing_is_written():
    child = hers()
    with pytest.raises(NoSuchChild):
        record(child, cast.otto())
    with pytest.raises(NotAllowed, match="does not let you record"):
        record(child, cast.ana())
    assert not Event.objects.exists()
    assert not Entry.objects.filter(what="recorded_event").exists()


def test_recording_marks_the_child_and_writes_one_trail_row(maya):
    child = hers()
    ChangedChild.objects.all().delete()
    record(child, maya)
    assert [row.child_id for row in ChangedChild.objects.all()] == [child.pk]
    (entry,) = Entry.objects.filter(what="recorded_event")
    assert (entry.children, entry.about) == ([str(child.public_id)], "event/form-1")


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2026, 4, 1), "has not come yet"),
        (date(2013, 1, 1), "before the child was born"),
    ],
)
def test_a_day_that_cannot_be_is_refused_whatever_reason_is_given(maya, on, says):
    with pytest.raises(Contradicted, match=says):
        record(hers(), maya, on=on, kept_why="because I say so, truly")
    assert not Event.objects.exists()


def test_a_day_after_death_is_kept_with_a_reason(maya):
    child = hers(died_on=date(2026, 3, 1))
    with pytest.raises(Contradicted, match="after the day on which the child died"):
        record(child, maya)
    assert record(child, maya, kept_why="The review of the file was held all the same").written


def test_today_is_the_day_in_london_on_the_night_the_clocks_change(maya):
    """At half past eleven at night UTC on 29 March it is already the 30th in London."""
    assert record(hers(), maya, on=date(2026, 3, 30), at=datetime(2026, 3, 29, 23, 30, tzinfo=UTC)).written


def test_a_visit_counts_for_whatever_the_child_is_in_on_the_day(maya):
    child = hers()
    add("cla_episode", child, from_on=date(2026, 1, 1), start_reason="S")
    add("cp_plan", child, plan_ref="PL1", from_on=date(2026, 2, 1))
    visit([child], maya)
    found = told(child, "care_visit_made", "protection_visit_made", "need_visit_made")
    assert [(one.kind, one.facts.get("plan")) for one in found] == [
        ("protection_visit_made", "PL1"),
        ("care_visit_made", None),
    ]


def test_a_visit_to_a_child_in_neither_is_one_to_a_child_in_need(maya):
    child = hers()
    add("cla_episode", child, from_on=date(2025, 1, 1), until_on=date(2026, 1, 1), start_reason="S", end_reason="E4")
    visit([child], maya)
    assert [one.kind for one in told(child, "care_visit_made", "need_visit_made")] == ["need_visit_made"]


def test_a_child_who_moved_yesterday_was_still_in_care(maya):
    """On the day care ends the child may have been visited just before."""
    child = hers()
    add("cla_episode", child, from_on=date(2025, 1, 1), until_on=ON, start_reason="S", end_reason="E4")
    visit([child], maya)
    assert [one.kind for one in told(child, "care_visit_made", "need_visit_made")] == ["care_visit_made"]


def test_two_brothers_are_recorded_in_one_go_each_with_their_own_words(maya):
    ash, bo = hers(), hers()
    operations.record_visit(
        visited_on=ON,
        place="home",
        parts=[
            Part(child=ash, seen=True, seen_alone=True, said="I want to see Nan.", issues=("Contact with Nan",)),
            Part(child=bo, seen=False, why_not_seen="At football"),
        ],
        key="v1",
        by=maya,
        at=AT,
    )
    rows = {row.child_id: row for row in Visit.objects.all()}
    assert (rows[ash.pk].said, rows[bo.pk].why_not_seen) == ("I want to see Nan.", "At football")
    assert {row.together for row in rows.values()} == {"v1"}
    assert [(row.child_id, row.words) for row in Issue.objects.all()] == [(ash.pk, "Contact with Nan")]


def test_a_contradiction_in_one_childs_part_keeps_neither(maya):
    ash, bo = hers(), hers()
    parts = [Part(child=ash, seen=True, seen_alone=True), Part(child=bo, seen=False, seen_alone=True)]
    with pytest.raises(VisitContradicted) as error:
        operations.record_visit(visited_on=ON, place="home", parts=parts, key="v1", by=maya, at=AT)
    assert {key: [one.code for one in many] for key, many in error.value.found.items()} == {
        str(bo.public_id): ["not_seen_but_alone", "why_not_seen"]
    }
    assert not Visit.objects.exists()


def test_an_unborn_child_was_not_seen(maya):
    child = hers(born_on=None, expected_on=date(2026, 6, 1))
    with pytest.raises(VisitContradicted, match="No birth is recorded yet"):
        visit([child], maya)
    assert visit([child], maya, seen=False, seen_alone=None, said="", why_not_seen="Not born yet")[0].written


def test_the_second_person_to_record_the_same_visit_is_told_and_may_say_it_was_another(maya):
    child = hers()
    visit([child], maya)
    with pytest.raises(VisitContradicted, match="Maya Ashworth has already recorded a visit"):
        visit([child], cast.tom(), key="visit-2")
    assert visit([child], cast.tom(), key="visit-2", kept_why="I went again in the evening")[0].written
    assert len(told(child, "need_visit_made")) == 2


def test_where_the_child_no_longer_lived_needs_a_reason(maya):
    child = hers()
    left = ON - timedelta(days=1)
    with pytest.raises(VisitContradicted, match="had left this place on 29 March 2026"):
        visit([child], maya, place="home before", left_home_on=left)
    assert visit([child], maya, place="home before", left_home_on=left, kept_why="They met at the old carer's")[
        0
    ].written


def test_the_visitors_registration_is_read_from_the_staff_list(maya):
    child = hers()
    visit([child], maya)
    add("professional", None, professional_ref="P0002", registration_no=None, name="Maya")
    visit([child], maya, key="second", on=ON - timedelta(days=1))
    add("professional", None, professional_ref="P0002x", registration_no="SW900001", name="Maya")
    visit([child], maya, key="third", on=ON - timedelta(days=2))
    assert [row.qualified for row in Visit.objects.order_by("id")] == [None, False, True]


def test_a_visit_is_written_up_on_the_day_it_was_recorded(maya):
    child = hers()
    visit([child], maya)
    (written,) = told(child, "visit_written_up")
    assert (written.on, written.facts["visit"]) == (date(2026, 3, 31), f"visit-1:{child.public_id}")
    assert told(child, "need_visit_made")[0].facts["visit"] == written.facts["visit"]


def test_silence_about_what_is_recorded_here_says_something_from_the_day_it_is(maya):
    child = hers()

    def history():
        (found,) = queries.histories(child_ids=[child.pk], viewer=SYSTEM)
        return found

    assert "core_group_held" in history().unrecorded
    operations.keep_here(kinds=["core_group_held"], from_on=date(2026, 1, 1), by=cast.sara(), at=AT)
    assert "core_group_held" not in history().unrecorded
    assert history().known_from["core_group_held"] == date(2026, 1, 1)
    with pytest.raises(NotAllowed):
        operations.keep_here(kinds=["core_group_held"], from_on=date(2026, 1, 1), by=maya, at=LATER)


def test_an_issue_is_answered_by_an_action_or_by_why_none_is_needed(maya):
    child = hers()
    operations.raise_issue(child=child, words="Nothing to eat in the house", on=ON, key="i1", by=maya, at=AT)
    with pytest.raises(NotAllowed, match="Say why no action is needed"):
        operations.answer_issue(child=child, key="i1", no_action_why="no", by=maya, at=LATER)
    operations.answer_with_action(
        child=child,
        issue="i1",
        words="Ask for a food parcel",
        owned_by=str(maya.public_id),
        due_on=ON + timedelta(days=3),
        key="a1",
        by=maya,
        at=LATER,
    )
    (action,) = queries.actions(viewer=maya, child=child, on=ON)
    assert (action.words, action.arising_from, action.done_on) == ("Ask for a food parcel", "issue/i1", None)
    assert [issue.answered for issue in queries.issues(viewer=maya, child=child, on=ON)] == [True]
    operations.finish_action(
        child=child, key="a1", done_on=ON, outcome="Parcel brought", by=maya, at=LATER + timedelta(hours=1)
    )
    (action,) = queries.actions(viewer=maya, child=child, on=ON)
    assert (action.done_on, action.outcome) == (ON, "Parcel brought")


def test_an_action_needs_an_owner_who_can_sign_in(maya):
    nobody = cast.newcomer(is_active=False)
    with pytest.raises(NotAllowed, match="whose account is in use"):
        operations.add_action(
            child=hers(), words="Ring Nan", owned_by=str(nobody.public_id), due_on=AT.date(), key="a1", by=maya, at=AT
        )


def test_an_action_needs_an_owner_who_sees_the_child(maya):
    with pytest.raises(NotAllowed, match="who sees this child"):
        operations.add_action(
            child=hers(), words="Ring", owned_by=str(cast.otto().public_id), due_on=AT.date(), key="a1", by=maya, at=AT
        )


def test_a_booking_on_a_day_gone_by_is_refused(maya):
    child = hers()
    with pytest.raises(NotAllowed, match="Record what happened"):
        operations.book(child=child, kind="care_visit_made", planned_on=ON, key="b1", by=maya, at=AT)
    operations.book(child=child, kind="care_visit_made", planned_on=date(2026, 4, 7), key="b1", by=maya, at=AT)
    (one,) = queries.bookings_to_settle(viewer=maya, child=child, on=ON)
    assert (one.planned_on, one.state) == (date(2026, 4, 7), "booked")
    operations.cancel_booking(child=child, key="b1", why="The carer is away then", by=maya, at=LATER)
    assert queries.bookings_to_settle(viewer=maya, child=child, on=ON) == ()


def test_a_draft_is_kept_with_every_change_and_is_nobody_elses(maya):
    child = hers()
    draft = operations.begin_draft(form="visit", children=[str(child.public_id)], content={"said": "I"}, by=maya, at=AT)
    operations.save_draft(public_id=draft.public_id, content={"said": "I am"}, by=maya, at=LATER)
    assert [one.content["said"] for one in queries.drafts(viewer=maya)] == ["I am"]
    assert list(queries.drafts(viewer=cast.tom())) == []
    with pytest.raises(DraftGone):
        operations.save_draft(public_id=draft.public_id, content={}, by=cast.tom(), at=LATER)
    operations.send_draft(public_id=draft.public_id, by=maya, at=LATER)
    assert list(queries.drafts(viewer=maya)) == []
    assert Draft.objects.get().content == {}
    with pytest.raises(DraftGone):
        operations.save_draft(public_id=draft.public_id, content={"said": "late"}, by=maya, at=LATER)


def test_a_file_that_corrects_its_own_row_leaves_what_was_typed(maya):
    child = hers()
    key = add("cla_review", child, held_on=ON, participation="PN1")
    record(child, maya, facts={"participation": "PN7"})
    change("cla_review", child, key, held_on=ON, participation="PN3", at=LATER)
    (one,) = told(child, "care_review_held")
    assert (one.facts["participation"], one.sources) == ("PN7", ("typed", "ssd"))


def test_a_beginning_that_a_file_tells_too_ends_with_the_files_own_end(maya):
    """What was typed calls the plan by the form's key; the file has a name of its own for it, and tells its end by that."""
    child = hers()
    on = date(2026, 3, 2)
    record(child, maya, kind="protection_plan_started", on=on, facts={"plan": "form-1"})
    record(child, maya, kind="core_group_held", on=on + timedelta(days=7), key="form-2", facts={"plan": "form-1"})
    add("cp_plan", child, plan_ref="PL1", from_on=on, until_on=date(2026, 3, 20))
    visit([child], maya, on=date(2026, 3, 10))
    found = told(child, "protection_plan_started", "core_group_held", "protection_plan_ended", "protection_visit_made")
    assert [(one.kind, one.facts["plan"]) for one in found] == [
        ("protection_plan_started", "PL1"),
        ("core_group_held", "PL1"),
        ("protection_visit_made", "PL1"),
        ("protection_plan_ended", "PL1"),
    ]


def test_a_record_open_for_reading_takes_nothing_down(maya):
    child = hers()
    child.found_for, child.opened = (maya, AT.date()), object()
    with pytest.raises(NotAllowed, match="for reading only"):
        record(child, maya)
