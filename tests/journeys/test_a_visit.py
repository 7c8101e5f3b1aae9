"""Maya comes back from two brothers: one form on her phone, a line that drops, a worry that gets an owner and a day."""

import re

import pytest

from tests.journeys.person import PHONE

pytestmark = pytest.mark.browser

LINDEN, MAPLE = "Linden Westmarch", "Maple Westmarch"


def test_maya_records_one_visit_to_two_brothers_on_her_phone(as_person):
    maya = as_person("Maya", screen=PHONE)
    maya.goes_to("Children")
    maya.follows(LINDEN)
    maya.finds_the_page_sound()
    pressed = 0
    maya.presses("Record a visit")
    maya.sees("Record a visit", LINDEN, "What did the child say?", f"{MAPLE} (same family)")
    maya.finds_the_page_sound()
    maya.page.get_by_label(f"{MAPLE} (same family)").check()
    maya.presses("Add to this visit")
    maya.sees(LINDEN, MAPLE)
    pressed += 3

    # The line drops in the middle of a sentence; nothing is lost.
    maya.page.context.set_offline(True)
    maya.page.get_by_label("What did the child say?").first.fill("I want to see Nan.")
    kept = maya.page.locator("#visit-kept")
    kept.filter(has_text="there is no connection").wait_for(timeout=10_000)
    maya.page.context.set_offline(False)
    kept.filter(has_text="Kept on the server").wait_for(timeout=15_000)
    maya.faults.clear()  # the browser itself tells the console that the line was down

    # The phone goes dark: the page is gone, and comes back as it was.
    address = maya.page.url
    maya.opens("/my-work/")
    maya.opens(address)
    assert maya.page.get_by_label("What did the child say?").first.input_value() == "I want to see Nan."

    # Each child has a part, with seen, alone and words apart.
    for prefix, answers in (("c0", {"seen": "yes", "seen_alone": "yes"}), ("c1", {"seen": "no"})):
        for name, value in answers.items():
            maya.page.locator(f"input[name={prefix}-{name}][value={value}]").check()
            pressed += 1
    maya.page.locator("[name=c1-why_not]").fill("At football")
    maya.page.get_by_label("What worries you?").first.fill("Has not seen Nan since Christmas")
    maya.presses("Record the visit")
    pressed += 1
    assert pressed <= 8  # docs/recording.md counts them
    maya.sees("The visit is recorded", LINDEN, MAPLE, "Has not seen Nan since Christmas")
    maya.finds_the_page_sound()

    maya.follows(re.compile("Decide what follows"))
    maya.page.get_by_label("What is to be done?").fill("Ring Nan and agree a day")
    maya.finds_the_page_sound()
    maya.presses("Keep it")
    maya.sees("Ring Nan and agree a day", "By Tuesday 7 April 2026", "Maya Ashworth answers for it.")
    maya.finds_the_page_sound()

    maya.follows("Book something")
    maya.finds_the_page_sound()
    boxes = maya.page.get_by_role("group", name="for which day?")
    for box, value in (("Day", "14"), ("Month", "4"), ("Year", "2026")):
        boxes.get_by_label(box).fill(value)
    maya.presses("Keep it")
    maya.sees("Booked for Tuesday 14 April 2026")

    maya.follows("Back to the child")
    maya.sees("“I want to see Nan.”")
    maya.follows("Recorded here")
    maya.sees("I want to see Nan.", "Recorded by Maya Ashworth.")
    maya.finds_the_page_sound()


def test_a_brother_is_left_out_with_his_words_only_when_maya_says_so(as_person):
    maya = as_person("Maya", screen=PHONE)
    maya.goes_to("Children")
    maya.follows(LINDEN)
    maya.presses("Record a visit")
    maya.page.get_by_label(f"{MAPLE} (same family)").check()
    maya.presses("Add to this visit")
    maya.page.locator("[name=c1-said]").fill("I like football")
    maya.presses(f"Leave {MAPLE} out of this visit")
    maya.sees(f"Leave {MAPLE} out of this visit?", "What did the child say?")
    maya.finds_the_page_sound()
    maya.follows("Keep the child in this visit")
    assert maya.page.locator("[name=c1-said]").input_value() == "I like football"
    maya.presses(f"Leave {MAPLE} out of this visit")
    maya.tabs_to(f"Leave {MAPLE} out, and what is filled in")
    maya.presses_enter()
    assert maya.page.locator("[name=c1-said]").count() == 0
    maya.page.locator("summary", has_text="Throw it away").click()
    maya.presses("Throw it away for good")


def test_a_visit_goes_without_scripts_and_by_keyboard(as_person):
    maya = as_person("Maya", scripts=False)
    maya.goes_to("Children")
    maya.follows("Fern Oldacre")
    maya.presses("Record a visit")
    maya.page.get_by_label("What did the child say?").fill("Hello")
    maya.presses("Keep it for later")
    maya.sees("Kept.")
    maya.goes_to("Children")
    maya.follows("Fern Oldacre")
    maya.presses("Record a visit")
    assert maya.page.get_by_label("What did the child say?").input_value() == "Hello"
    for name in ("seen", "seen_alone"):
        maya.page.locator(f"input[name=c0-{name}][value=yes]").check()
    maya.presses("Record the visit")
    maya.sees("The visit is recorded", "No worry waits for an answer.")
    maya.finds_the_page_sound()


def test_maya_records_something_by_keyboard_alone(as_person):
    maya = as_person("Maya")
    maya.goes_to("Children")
    maya.follows("Iris Dunmoor")
    maya.tabs_to("Record something else")
    maya.presses_enter()
    maya.finds_the_page_sound()
    maya.tabs_to("Dental check held")
    maya.presses_enter()
    maya.finds_the_page_sound()
    maya.tabs_to("Record it")
    maya.presses_enter()
    maya.sees("Dental check held", "From what was typed here")
    maya.finds_the_page_sound()
