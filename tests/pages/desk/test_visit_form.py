"""The visit form under bad luck: two windows, a double press, a child who moved on, words that are far too many."""

import re
from datetime import date, timedelta

import pytest

from seenheard.record.models import Booking, ChildAction, Draft, Event, Issue, Visit
from tests import cast
from tests.factories import record as made
from tests.pages.desk.conftest import looked_after
from tests.pages.desk.test_recording import DAY, address, begin, hidden, one_visit, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya(db, stopped_clock):
    return cast.signed_in("maya")


@pytest.fixture
def brothers(ash, take):
    bo = looked_after(forename="Bo")
    for child in (ash, bo):
        made.add("family", child, family_ref="F1")
    take()
    return ash, bo


def both(maya, brothers):
    """A draft for both, and its address."""
    draft = begin(maya, brothers[0])
    maya.post(draft, DAY | {"do": "add", "also": str(brothers[1].public_id)})
    return draft


def test_an_older_window_does_not_write_over_newer_words(maya, ash):
    draft = begin(maya, ash)
    old, new = text(maya.get(draft)), text(maya.get(draft))
    first = {"version": hidden(new, "version"), "page": hidden(new, "page"), "c0-said": "Hello again"}
    assert maya.post(f"{draft}keep/", first).status_code == 204
    late = {"version": hidden(old, "version"), "page": hidden(old, "page"), "c0-said": "Hel"}
    assert maya.post(f"{draft}keep/", late).status_code == 409
    assert Draft.objects.get().content["c0-said"] == "Hello again"
    page = text(maya.post(draft, one_visit(**late)))
    assert "You have kept something newer of this visit elsewhere" in page and not Visit.objects.exists()
    # Pressed again, knowing: then this is what is meant.
    again = {"version": hidden(page, "version"), "page": hidden(page, "page"), "c0-said": "Hel"}
    assert maya.post(draft, one_visit(**again)).status_code == 302


def test_a_windows_own_saves_may_overtake_one_another(maya, ash):
    draft = begin(maya, ash)
    page = text(maya.get(draft))
    said = {"version": hidden(page, "version"), "page": hidden(page, "page")}
    for words in ("H", "He", "Hey"):
        assert maya.post(f"{draft}keep/", said | {"c0-said": words}).status_code == 204
    assert Draft.objects.get().content["c0-said"] == "Hey"


def test_a_page_that_shows_one_brother_takes_no_words_from_the_other(maya, brothers):
    draft = both(maya, brothers)
    maya.post(f"{draft}keep/", {"c0-said": "One", "c1-said": "Two"})
    maya.post(f"{draft}keep/", {"c0-said": "One more"})
    assert {key: Draft.objects.get().content[key] for key in ("c0-said", "c1-said")} == {
        "c0-said": "One more",
        "c1-said": "Two",
    }


def test_pressed_twice_the_second_press_is_no_error(maya, ash):
    draft = begin(maya, ash)
    said = one_visit(**{"c0-said": "Hello"})
    assert [maya.post(draft, said)["Location"][-6:] for _ in range(3)] == ["/done/"] * 3
    assert Visit.objects.count() == 1
    draft = begin(maya, ash)
    assert [maya.post(draft, {"do": "throw"}).status_code for _ in range(2)] == [302, 404]


def test_a_child_one_no_longer_sees_is_left_out_and_the_brother_is_sent(maya, brothers):
    draft = both(maya, brothers)
    maya.post(f"{draft}keep/", {"c1-said": "Two"})
    row = made.queries.current_rows(source="ssd", object="involvement")
    keys = [key for key, found in row.items() if found[2] == brothers[1].pk]
    made.change("involvement", brothers[1], keys[0], professional_ref="P0003", team_ref=cast.OTHER_TEAM)
    page = text(maya.get(draft))
    assert "no longer among those you see" in page and 'name="c1-seen"' not in page
    assert maya.post(f"{draft}keep/", {"c1-said": "Three"}).status_code == 204
    assert Draft.objects.get().content["c1-said"] == "Two"
    assert maya.post(draft, one_visit()).status_code == 302
    assert [row.child_id for row in Visit.objects.all()] == [brothers[0].pk]


def test_a_brother_ticked_by_mistake_is_left_out_again(maya, brothers):
    draft = both(maya, brothers)
    assert maya.post(draft, DAY | {"do": "out-1"}).status_code == 302
    page = text(maya.get(draft))
    assert 'name="c1-seen"' not in page and "Bo Underwood (same family)" in page
    maya.post(draft, DAY | {"do": "add", "also": str(brothers[1].public_id)})
    assert 'name="c2-seen"' in text(maya.get(draft))


def test_a_brother_is_not_left_out_with_his_words_unasked(maya, brothers):
    draft = both(maya, brothers)
    said = DAY | {"do": "out-1", "c0-said": "One", "c1-seen": "yes", "c1-said": "I like football"}
    page = text(maya.post(draft, said))
    assert "Leave Bo Underwood out of this visit?" in page and "does not come back" in page
    assert "Did you see the child?" in page and "What did the child say?" in page
    assert "What did you notice?" not in page and "football" not in page  # what goes is named, and only that
    assert 'name="c1-seen"' in text(maya.get(draft)) and "I like football" in text(maya.get(draft))
    assert maya.post(draft, {"do": "out-1-sure"}).status_code == 302
    page = text(maya.get(draft))
    assert 'name="c1-seen"' not in page and "One" in page


def test_of_several_children_each_question_says_of_whom_it_is_asked(maya, brothers):
    page = text(maya.get(both(maya, brothers)))
    assert "Ash Underwood: did you see the child?" in page and "Bo Underwood: did you see the child?" in page


def test_a_draft_keeps_its_own_fields_only_and_no_book(maya, ash):
    draft = begin(maya, ash)
    maya.post(f"{draft}keep/", {"c0-said": "Hi\x00", "junk": "x", "c7-said": "nobody"})
    assert set(Draft.objects.get().content) == {"c0-said", "page"} and Draft.objects.get().content["c0-said"] == "Hi"
    assert maya.post(f"{draft}keep/", {"c0-said": "x" * 150_000, "c0-noticed": "y" * 60_000}).status_code == 413
    assert Draft.objects.get().content["c0-said"] == "Hi"


def test_five_brothers_need_no_more_questions_to_the_database_than_a_page_may_ask(maya, brothers, take, count_queries):
    draft = both(maya, brothers)
    more = [looked_after(forename=name) for name in ("Cy", "Di", "Ed")]
    for child in more:
        made.add("family", child, family_ref="F1")
    take()
    maya.post(draft, DAY | {"do": "add", "also": [str(child.public_id) for child in more]})
    assert count_queries(lambda: maya.get(draft)) <= 15


def test_a_visit_taken_back_takes_back_what_it_raised(maya, ash):
    maya.post(begin(maya, ash), one_visit(**{"c0-worries": "Has no coat"}))
    link = re.search(r'href="([^"]+/visit/[^"]+/take-back/)"', text(maya.get(address(ash, "recorded/"))))[1]
    assert "Tuesday 31 March" in text(maya.get(link)) or "Monday 30 March" in text(maya.get(link))
    maya.post(link, {"why": "It was another child"})
    assert "Has no coat" not in text(maya.get(address(ash, "to-do/")))
    assert Issue.objects.filter(known_until=None, withdrawn=True).count() == 1


def test_the_same_form_with_another_day_is_not_called_recorded(maya, ash):
    key = hidden(text(maya.get(address(ash, "record/dental_check_held/"))), "key")
    maya.post(address(ash, "record/dental_check_held/"), DAY | {"key": key})
    page = text(maya.post(address(ash, "record/dental_check_held/"), DAY | {"key": key, "on_day": "16"}))
    assert "This form was recorded already" in page
    assert [row.happened_on for row in Event.objects.all()] == [date(2026, 3, 30)]


def test_a_booking_of_a_day_gone_by_can_be_settled(maya, ash):
    Booking.objects.create(
        child=ash,
        source="typed",
        row_key="B1",
        row_hash=1,
        known_from=made.AT,
        run_id="x",
        kind="visit",
        planned_on=made.AT.date() - timedelta(days=3),
        booked_on=made.AT.date() - timedelta(days=9),
        state="booked",
    )
    page = text(maya.get(address(ash, "to-do/")))
    assert "Was booked for Saturday 28 March 2026" in page
    link = re.search(r'href="([^"]+/bookings/[^"]+)"', page)[1]
    assert "The booking is taken back." in text(maya.post(link, {"why": "The child was away"}, follow=True))


def test_an_action_keeps_its_owner_when_only_the_day_moves(maya, ash):
    otto = cast.otto()
    form = text(maya.get(address(ash, "to-do/actions/")))
    key = hidden(form, "key")
    said = {"key": key, "words": "Ring", "owned_by": str(cast.maya().public_id)}
    due = {"due_on_day": "3", "due_on_month": "4", "due_on_year": "2026"}
    maya.post(address(ash, "to-do/actions/"), said | due)
    row = ChildAction.objects.get()  # as if a manager elsewhere had given it to Otto
    row.pk, row.row_key, row.owned_by = None, "other", str(otto.public_id)
    row.save(force_insert=True)
    page = text(maya.get(address(ash, "to-do/actions/other/")))
    assert re.search(rf'<option value="{otto.public_id}" selected>Otto Lind', page)
