"""What is to be done: worries answered by an action or by why none is needed, and what is booked, on pages."""

import re
from datetime import date

import pytest

from seenheard.duties.models import Clock
from seenheard.record.models import Booking, ChildAction
from tests import cast

from .test_recording import YEAR, address, begin, hidden, one_visit, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya(db, stopped_clock):
    return cast.signed_in("maya")


def test_a_worry_becomes_an_action_with_an_owner_and_a_day(maya, ash):
    maya.post(begin(maya, ash), one_visit(**{"c0-worries": "Has no coat"}))
    page = text(maya.get(address(ash, "to-do/")))
    assert "Nobody has decided yet what follows." in page
    link = re.search(r'href="([^"]+/worries/[^"]+)"', page)[1]
    form = text(maya.get(link))
    said = {
        "key": hidden(form, "key"),
        "what": "act",
        "words": "Buy a coat",
        "owned_by": str(cast.maya().public_id),
        "due_on_day": "3",
        "due_on_month": "4",
        "due_on_year": "2026",
    }
    page = text(maya.post(link, said, follow=True))
    assert "Buy a coat" in page and "By Friday 3 April 2026, in 3 days" in page
    assert "An action follows from it." in page
    action = ChildAction.objects.get()
    link = re.search(r'href="([^"]+/actions/[^"]+)"', page.replace(address(ash, "to-do/actions/") + '"', ""))[1]
    assert action.row_key in link
    done = {"what": "done", "done_on_day": "31", "done_on_month": "3", "done_on_year": "2026", "outcome": "Bought."}
    form = text(maya.get(link))
    assert 'sh-turn-0"' in form and 'sh-turn-1"' in form
    assert "must be a real date" in text(maya.post(link, done | {"what": "change", "due_on_day": "99"} | YEAR))
    # What stands in the half that was not chosen is no error: nobody sees it there.
    page = text(maya.post(link, done | {"due_on_day": "99"} | YEAR, follow=True))
    assert "Done on 31 March 2026" in page and "Bought." in page


def test_a_worry_may_need_nothing_and_then_it_says_why(maya, ash):
    maya.post(begin(maya, ash), one_visit(**{"c0-worries": "Has no coat"}))
    link = re.search(r'href="([^"]+/worries/[^"]+)"', text(maya.get(address(ash, "to-do/"))))[1]
    said = {"what": "none", "owned_by": str(cast.maya().public_id)}
    assert "Say why no action is needed" in text(maya.post(link, said))
    page = text(maya.post(link, said | {"why": "It hangs at the school"}, follow=True))
    assert "No action is needed: It hangs at the school" in page


def test_a_booking_stands_beside_the_duty_and_stops_no_clock(maya, ash):
    before = Clock.objects.get(child=ash, rule="LR-01").due_on
    form = text(maya.get(address(ash, "to-do/book/")))
    said = {
        "key": hidden(form, "key"),
        "kind": "care_review_held",
        "on_day": "7",
        "on_month": "4",
        "on_year": "2026",
    }
    assert "Booked for Tuesday 7 April 2026." in text(maya.post(address(ash, "to-do/book/"), said, follow=True))
    assert Booking.objects.get().planned_on == date(2026, 4, 7)
    page = text(maya.get(address(ash)))
    assert "Booked for 7 April 2026." in page
    assert Clock.objects.get(child=ash, rule="LR-01").due_on == before


def test_a_booking_that_is_late_or_on_no_working_day_or_stands_twice_gets_a_word(maya, ash):
    said = {"kind": "care_review_held", "on_month": "4", "on_year": "2026"}

    def book(day):
        key = hidden(text(maya.get(address(ash, "to-do/book/"))), "key")
        return text(maya.post(address(ash, "to-do/book/"), said | {"on_day": day, "key": key}, follow=True))

    page = book("3")
    assert "Booked for Friday 3 April 2026. That is a bank holiday (Good Friday)." in page
    assert (
        "“First review of a looked-after child&#39;s case” is due before that, on 2 March 2026: say why it is late."
        in page
    )
    assert "booked more than once" not in page
    page = book("4")
    assert "That is a Saturday." in page
    assert "is booked more than once now: for 3 April 2026 and 4 April 2026. Take back what does not hold." in page
    assert text(maya.get(address(ash, "to-do/"))).count("This is booked more than once") == 2


def test_which_booking_is_taken_back_is_shown(maya, ash):
    for day in ("7", "8"):
        said = {"kind": "care_review_held", "on_day": day, "on_month": "4", "on_year": "2026"}
        key = hidden(text(maya.get(address(ash, "to-do/book/"))), "key")
        maya.post(address(ash, "to-do/book/"), said | {"key": key})
    for booking in Booking.objects.all():
        page = text(maya.get(address(ash, f"to-do/bookings/{booking.row_key}/")))
        assert "What is booked" in page
        assert ("For Tuesday 7 April 2026." in page) == (booking.planned_on.day == 7)
        assert ("For Wednesday 8 April 2026." in page) == (booking.planned_on.day == 8)
