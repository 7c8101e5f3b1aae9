"""Signed out in the middle of a form: what was typed is handed back, and sent after signing in, in one's own name."""

import re

import pytest

from tests.journeys.person import PHONE

pytestmark = pytest.mark.browser
SIGNS_IN_ANEW = True

SAID = "I want to see Nan.\nAnd the dog."


def signs_out_elsewhere(person):
    """In another tab of the same browser."""
    tab = person.context.new_page()
    tab.goto("/sign-out/")
    with tab.expect_navigation():
        tab.get_by_role("main").get_by_role("button", name="Sign out").click()
    tab.close()


def signs_in_elsewhere(tab, name):
    """Whom the demo offers; for everybody else a password and a code."""
    with tab.expect_navigation():
        tab.get_by_role("button", name=re.compile(f"^{name}")).first.click()
    tab.close()


def follows_into_a_new_window(person, words):
    with person.context.expect_page() as opened:
        person.tabs_to(words)
        person.page.keyboard.press("Enter")
    return opened.value


def fills_in_a_visit(maya, child):
    maya.goes_to("Children")
    maya.follows(child)
    maya.presses("Record a visit")
    for name in ("seen", "seen_alone"):
        maya.page.locator(f"input[name=c0-{name}][value=yes]").check()
    maya.page.get_by_label("What did the child say?").fill(SAID)


@pytest.mark.parametrize(("scripts", "child"), [(True, "Linden Westmarch"), (False, "Maple Westmarch")])
def test_a_visit_pressed_while_signed_out_is_recorded_after_signing_in(as_person, scripts, child):
    maya = as_person("Maya", screen=PHONE, scripts=scripts)
    fills_in_a_visit(maya, child)
    if scripts:
        maya.page.locator("#visit-kept", has_text="Kept on the server").wait_for(timeout=10_000)
        maya.page.wait_for_timeout(1_500)  # until nothing is on its way any more
    signs_out_elsewhere(maya)
    maya.presses("Record the visit")
    maya.sees("You were signed out", "Nothing was kept, and nothing is lost")
    maya.finds_the_page_sound()
    assert "Nan" not in maya.reads

    # By keyboard alone: sign in in a new window, come back, press twice.
    signs_in_elsewhere(follows_into_a_new_window(maya, "Sign in (opens in a new window)"), "Maya")
    maya.tabs_to("Send again")
    maya.presses_enter()
    maya.sees("Typed before you signed in", "You are signed in as Maya Ashworth.")
    maya.finds_the_page_sound()
    maya.tabs_to("Send again")
    maya.presses_enter()
    maya.sees("The visit is recorded")
    maya.follows(child)
    maya.sees("I want to see Nan.")


def test_another_who_signs_in_is_told_whose_words_these_may_be(as_person):
    maya = as_person("Maya", scripts=False)
    maya.goes_to("Children")
    maya.follows("Iris Dunmoor")
    maya.follows("Record something else")
    maya.follows("Dental check held")
    signs_out_elsewhere(maya)
    tab = maya.context.new_page()
    tab.goto("/demo/")
    signs_in_elsewhere(tab, "Tom")
    maya.presses("Record it")
    maya.sees("You are signed in as Tom Hale.", "perhaps by somebody else", "close this page, and nothing is sent")
    maya.finds_the_page_sound()


def test_the_form_holds_the_press_while_it_knows_that_nobody_is_signed_in(as_person):
    maya = as_person("Maya", screen=PHONE)
    fills_in_a_visit(maya, "Fern Oldacre")
    signs_out_elsewhere(maya)
    maya.page.get_by_label("What did the child say?").fill(f"{SAID} And the cat.")
    kept = maya.page.locator("#visit-kept")
    kept.filter(has_text="You have been signed out").wait_for(timeout=15_000)
    maya.presses_in_vain("Record the visit")
    kept.filter(has_text="signed out").wait_for(timeout=5_000)
    assert maya.page.get_by_label("What did the child say?").input_value().endswith("And the cat.")
    tab = maya.context.new_page()
    tab.goto("/demo/")
    signs_in_elsewhere(tab, "Maya")
    kept.filter(has_text="Kept on the server").wait_for(timeout=20_000)
    maya.presses("Record the visit")
    maya.sees("The visit is recorded")
