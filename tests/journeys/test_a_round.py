"""Maya asks, and answers for herself: on her phone with the line going, and at a desk without JavaScript."""

import re

import pytest

from tests.journeys.person import PHONE

pytestmark = pytest.mark.browser
LINDEN, MAPLE = "Linden Westmarch", "Maple Westmarch"


def asks(maya, name):
    """From the child's page to the open round."""
    maya.goes_to("Children")
    maya.follows(name)
    maya.follows(re.compile("Ask now, and what is asked|Every round, and what can be done"))
    maya.finds_the_page_sound()
    if maya.page.get_by_role("button", name="Ask now").count():
        maya.presses("Ask now")
    maya.sees("Open since", "Not yet: the social worker")


def test_on_her_phone_nothing_is_lost_when_the_line_drops(as_person):
    maya = as_person("Maya", screen=PHONE)
    asks(maya, LINDEN)
    maya.follows("Give your answer")
    maya.finds_the_page_sound()
    home = maya.page.locator("#c-home")
    home.get_by_label("Amber").check()
    kept = maya.page.locator("#round-kept")
    kept.filter(has_text="Kept on the server").wait_for(timeout=15_000)
    maya.page.context.set_offline(True)
    home.get_by_label("Home: why?").fill("He would rather be nearer to school")
    kept.filter(has_text="there is no connection").wait_for(timeout=15_000)
    maya.page.context.set_offline(False)
    kept.filter(has_text="Kept on the server").wait_for(timeout=15_000)
    maya.faults.clear()  # the browser itself tells the console that the line was down
    address = maya.page.url
    maya.opens("/my-work/")
    maya.opens(address)
    assert (
        maya.page.locator("#c-home").get_by_label("Home: why?").input_value() == "He would rather be nearer to school"
    )
    maya.presses("Send")
    maya.sees("What people said, side by side", "He would rather be nearer to school", "The duties are as they stand")
    maya.finds_the_page_sound()


def test_without_javascript_it_is_kept_sent_and_put_right_by_keyboard(as_person):
    maya = as_person("Maya", scripts=False)
    asks(maya, MAPLE)
    maya.follows("Give your answer")
    maya.page.locator("#c-home").get_by_label("Red").check()
    maya.tabs_to("Send")
    maya.presses_enter()
    maya.sees("There is a problem", "Home: Say why it is red, in words.")
    maya.page.get_by_label("Home: why?").fill("The room is shared, and he does not sleep")
    maya.presses("Keep it for later")
    maya.sees("Kept on the server. Nobody else reads it")
    maya.follows("Give your answer")
    assert maya.page.get_by_label("Home: why?").input_value() == "The room is shared, and he does not sleep"
    maya.presses("Send")
    maya.sees("Sent. It stays as it is", "The room is shared, and he does not sleep")
