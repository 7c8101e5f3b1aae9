"""From which day a review is ahead, and for which day it is planned: out of files, and out of what was booked here."""

from datetime import UTC, date, datetime

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.record import operations, queries
from seenheard.record.domain.arranged import ARRANGED
from tests import cast
from tests.factories.record import AT, add, make_child

pytestmark = pytest.mark.django_db
BEGAN, BOOKED_AT = date(2025, 11, 3), datetime(2026, 2, 24, 9, tzinfo=UTC)


@pytest.fixture
def kept():
    operations.keep_here(kinds=["review_report_sent"], from_on=date(2025, 1, 1), by=cast.sara(), at=AT)


@pytest.fixture
def child(db):
    child = make_child(born_on=date(2015, 5, 4))
    add("cla_episode", child, from_on=BEGAN, legal_code="C2", place_code="U6", care_ref="C1")
    add("involvement", child, professional_ref="P0002", team_ref="T02", role="CW", from_on=BEGAN)
    return child


def arranged(child):
    """The day from which each was ahead, and the day it was planned for."""
    (told,) = queries.histories(child_ids=[child.pk], viewer=SYSTEM)
    found = [one for one in told.happenings if one.kind == ARRANGED]
    return [(one.on.isoformat(), one.facts["arranged_for_on"].isoformat()) for one in found]


def review(child, due_on, held_on=None, **more):
    days = {"due_on": date.fromisoformat(due_on), "held_on": held_on and date.fromisoformat(held_on)}
    add("cla_review", child, **days, **more)


def book(child, planned_on, key="b1", at=BOOKED_AT):
    operations.book(
        child=child, kind="care_review_held", planned_on=date.fromisoformat(planned_on), key=key, by=cast.maya(), at=at
    )


def test_a_file_s_review_is_ahead_from_the_review_before_it_or_from_coming_into_care(child, kept):
    review(child, "2025-11-28", "2025-11-27")
    review(child, "2026-02-26")
    assert arranged(child) == [("2025-11-03", "2025-11-28"), ("2025-11-27", "2026-02-26")]


def test_nothing_is_told_where_nobody_records_that_reports_are_sent(child):
    review(child, "2026-02-26")
    assert arranged(child) == []


def test_a_child_without_a_planned_review_has_none(child, kept):
    assert arranged(child) == []
    add("cla_review", child, held_on=date(2025, 11, 27))
    assert arranged(child) == []


def test_a_cancelled_review_is_not_ahead(child, kept):
    review(child, "2026-02-26", cancelled=True)
    assert arranged(child) == []


def test_a_review_held_shortly_before_its_planned_day_was_that_review(child, kept):
    """Typed here, and the file does not know it yet: no second report is owed for the day that the file still names."""
    review(child, "2026-02-26")
    facts = {"council_due_on": None}
    said = {"key": "held", "facts": facts, "by": cast.maya(), "at": AT, "kept_why": "It was."}
    operations.record_event(child=child, kind="care_review_held", on=date(2026, 2, 20), **said)
    assert arranged(child) == [("2025-11-03", "2026-02-26")]


def test_a_planned_day_that_passed_without_a_review_makes_way_for_the_next(child, kept):
    review(child, "2026-01-08")
    review(child, "2026-02-26")
    assert arranged(child) == [("2025-11-03", "2026-01-08"), ("2026-01-08", "2026-02-26")]


def test_what_is_booked_here_is_ahead_from_the_day_it_was_booked(child, kept):
    review(child, "2026-03-24")
    book(child, "2026-03-26")
    assert arranged(child) == [("2025-11-03", "2026-03-24"), ("2026-02-24", "2026-03-26")]


def test_of_two_told_on_one_day_the_booked_one_counts(child, kept):
    review(child, "2025-11-28", "2026-02-24")
    review(child, "2026-05-20")
    book(child, "2026-05-19")
    assert ("2026-02-24", "2026-05-19") in arranged(child) and len(arranged(child)) == 2


def test_a_booking_that_was_taken_back_plans_nothing(child, kept):
    book(child, "2026-03-26")
    operations.cancel_booking(child=child, key="b1", why="The carer is ill", by=cast.maya(), at=BOOKED_AT)
    assert arranged(child) == []


def test_as_known_before_it_was_booked_there_is_no_booking(child, kept):
    book(child, "2026-03-26")
    (told,) = queries.histories(child_ids=[child.pk], viewer=SYSTEM, known_at=datetime(2026, 2, 23, tzinfo=UTC))
    assert not [one for one in told.happenings if one.kind == ARRANGED]


def test_it_is_reckoned_and_told_by_nobody_so_the_story_does_not_tell_it(child, kept):
    review(child, "2026-02-26")
    book(child, "2026-03-26")
    told = queries.story(viewer=cast.maya(), child=child, on=date(2026, 3, 31))
    assert ARRANGED not in {one.happening.kind for one in told}
    assert "care_review_planned" in {one.happening.kind for one in told}


def reported(child, on):
    operations.record_event(
        child=child, kind="review_report_sent", on=date.fromisoformat(on), facts={}, by=cast.maya(), at=AT, key=on
    )


def test_a_report_sent_before_the_review_was_booked_here_is_for_that_review(child, kept):
    reported(child, "2026-02-20")
    book(child, "2026-03-26")
    assert arranged(child) == [("2026-02-19", "2026-03-26")]


def test_a_report_for_a_review_that_was_planned_otherwise_is_not_for_the_one_booked_later(child, kept):
    book(child, "2026-02-26", key="b0", at=datetime(2026, 2, 2, 9, tzinfo=UTC))
    reported(child, "2026-02-20")
    book(child, "2026-03-26")
    assert sorted(arranged(child))[-1] == ("2026-02-24", "2026-03-26")


def test_a_report_sent_before_the_last_review_is_not_for_the_next(child, kept):
    reported(child, "2026-01-20")
    review(child, "2026-01-28", "2026-01-28")
    book(child, "2026-03-26")
    assert ("2026-02-24", "2026-03-26") in arranged(child)


def test_a_day_that_a_file_names_and_somebody_books_here_too_is_one(child, kept):
    review(child, "2026-03-26")
    book(child, "2026-03-26")
    assert arranged(child) == [("2025-11-03", "2026-03-26")]
