"""What was in the way of people at work: whose day it is, the way on from a booking, ticks that were lost, dead ends."""

import re
from datetime import date

import pytest

from seenheard.desk.presenters.diary import said_of_booking
from seenheard.duties.models import Clock
from seenheard.prompts.models import Prompt
from seenheard.record import operations
from seenheard.record.models import Draft
from tests import cast
from tests.factories import record as made

from .conftest import looked_after
from .test_delays import first_review, maya, tick
from .test_recording import address, text

__all__ = ["maya"]
pytestmark = pytest.mark.django_db
TIGHTER = "2 March 2026 by our own standard, 9 March 2026 by law"


@pytest.fixture
def two_days(ash):
    """The first review, of which our own standard asks a week sooner."""
    Clock.objects.filter(child=ash, rule="LR-01").update(due_on=date(2026, 3, 9), local_due_on=date(2026, 3, 2))


def book(maya, ash, day="14", month="4", year="2026", **more):
    form = address(ash, "to-do/book/")
    key = re.search(r'name="key" value="([^"]+)"', text(maya.get(form)))[1]
    said = {"key": key, "kind": "care_review_held", "on_day": day, "on_month": month, "on_year": year}
    return maya.post(form, said | more, follow=True)


@pytest.mark.usefixtures("two_days")
def test_a_booking_and_the_form_of_reasons_say_whose_day_it_is(maya, ash, on):
    booked = {"kind": "care_review_held", "booked_on": date(2026, 4, 14), "on": on}
    words, is_late = said_of_booking(viewer=cast.maya(), child=ash, **booked)
    assert f"is due before that, on {TIGHTER}" in words and is_late
    assert f"due {TIGHTER}" in text(maya.get(address(ash, "to-do/late/")))


def test_after_a_booking_that_is_too_late_a_link_leads_to_why(maya, ash):
    page = text(book(maya, ash))
    assert "say why it is late" in page
    (message,) = re.findall(r'<div class="sh-message[^>]*>(.*?)</div>', page, re.S)
    assert f'href="{address(ash, "to-do/late/")}"' in message


def test_a_booking_in_time_leads_nowhere_else(db, stopped_clock, take):
    child = looked_after(forename="Rowan", since=date(2026, 3, 9))
    take()
    page = text(book(cast.signed_in("maya"), child, day="1"))
    (message,) = re.findall(r'<div class="sh-message[^>]*>(.*?)</div>', page, re.S)
    assert "<a " not in message


def test_a_day_that_has_passed_is_said_at_its_boxes_too(maya, ash):
    page = text(book(maya, ash, month="3", day="30"))
    assert page.count("The day has passed already. Record what happened instead of booking it") == 2
    assert 'id="on-error"' in page or "govuk-error-message" in page


def test_a_reason_of_spaces_is_said_at_its_field_too(maya, ash):
    duty = f"LR-01 {first_review(ash).key}"
    page = text(maya.post(address(ash, "to-do/late/"), {"duty": duty, "why": "  late          "}))
    assert page.count("Say why it is late, in 10 letters or more") == 2


def test_ticks_of_two_children_are_still_there(maya, ash, take):
    rowan = looked_after(forename="Rowan")
    take()
    prompts = [first_review(ash), first_review(rowan)]
    answer = tick(maya, *prompts, back="/my-work/?page=1")
    ticked = re.findall(r'name="prompt" value="(\d+)" checked', text(answer))
    assert set(ticked) == {str(one.pk) for one in prompts}
    assert '" checked' not in text(maya.get("/my-work/"))


def test_who_ticks_a_worry_alone_is_told_what_to_do(maya, ash, at):
    said = {"giver": "record", "owner": "social worker", "at_once": False, "given_at": at}
    days = {"opens_on": at.date(), "act_by_on": at.date()}
    worry = Prompt.objects.create(child=ash, cause="issue_unanswered", key="a", **said, **days)
    assert "of a worry decide what follows" in text(tick(maya, worry))


def test_addresses_of_presses_lead_to_their_page(maya, ash):
    assert maya.get("/my-work/cannot/")["Location"] == "/my-work/"
    assert maya.get(address(ash, "address/"))["Location"] == f"{address(ash)}#home"
    assert cast.signed_in("otto").get(address(ash, "address/")).status_code == 404


def test_a_draft_of_whom_nobody_is_seen_any_more_says_how_it_is_thrown_away(maya, ash, at):
    draft = maya.post(address(ash, "visit/"))["Location"]
    said = {"people": [cast.person("ines")], "from_on": at.date(), "until_on": None, "by": cast.person("sara")}
    operations.restrict_child(child=ash, why="The father works in the next office", at=at, **said)
    page = text(maya.get(draft))
    assert "throw it away below" in page and "Tell the child" not in page
    assert '<details class="govuk-details" open>' in page and "Underwood" not in page
    assert maya.post(draft, {"do": "throw"}).status_code == 302
    assert not Draft.objects.filter(sent_at=None, content__isnull=False).exclude(content={}).exists()


@pytest.mark.usefixtures("two_days")
def test_after_a_visit_it_is_said_by_whose_standard_the_next_one_is_due(maya, ash):
    made.add("cla_visit", ash, visited_on=date(2026, 3, 3), visit_ref="v", care_ref="CARE", seen=True)
    rule = Clock.objects.filter(child=ash, rule__startswith="LV", ended_on=None).exclude(due_on=None)
    rule.update(due_on=date(2026, 3, 9), local_due_on=date(2026, 3, 2))
    assert rule.exists()
    draft = maya.post(address(ash, "visit/"))["Location"]
    Draft.objects.update(sent_at="2026-03-31T11:00:00Z")
    assert "The next visit is due by Monday 2 March 2026 by our own standard, Monday 9 March 2026 by law." in text(
        maya.get(f"{draft}done/")
    )
