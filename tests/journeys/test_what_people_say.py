"""What people say, from the question to the answer that comes back: a difference that Maya talks about and the child
reads of, an alarm by keyboard, and how the plan is judged."""

import re

import pytest

from tests.journeys.person import PHONE, Person

pytestmark = pytest.mark.browser
TWO_YEARS = True
GALE, FERN, MAPLE = "Gale Ravensford", "Fern Alderbrook", "Maple Westmarch"


@pytest.fixture
def stranger(chromium, site):
    """`stranger(screen=PHONE)`: somebody who has signed in to nothing."""
    found = []

    def arrives(**screen):
        found.append(Person(chromium, site, "", **screen))
        return found[-1]

    yield arrives
    for one in found:
        one.context.close()


def goes_to_what_is_said(person, child: str) -> None:
    person.goes_to("Children")
    person.follows(child)
    person.follows(re.compile("Every round, and what can be done|Ask now, and what is asked"))


def asks_again(maya, child: str) -> None:
    goes_to_what_is_said(maya, child)
    maya.presses("Ask now")
    maya.sees("Open since")


def lets_the_child_in(maya) -> str:
    """Maya makes a code; the code."""
    maya.follows("Let the child answer")
    maya.finds_the_page_sound()
    maya.presses("Make it")
    maya.finds_the_page_sound()
    return maya.page.locator("main .govuk-heading-xl").last.inner_text()


def opens_the_door(child, code: str) -> None:
    child.opens("/hello/")
    child.page.get_by_label("Your code").fill(code)
    child.presses("Go on")
    child.presses("Yes, it is for me")


def test_what_came_back_is_talked_about_told_and_read_by_the_child(as_person, stranger):
    maya = as_person("Maya", scripts=False)
    goes_to_what_is_said(maya, FERN)
    maya.follows("Read what was said side by side")
    maya.sees("“No”", "She sits alone at dinner")
    maya.finds_the_page_sound()
    maya.page.locator("a[href*='/talk/learning/']").first.click()
    maya.finds_the_page_sound()
    maya.presses(re.compile("Keep"))
    maya.sees("There is a problem", "Say who talked with whom")
    maya.fills("Who talked with whom?", "Maya with Fern and her carer, at home")
    maya.fills("What was decided?", "The new school is too big. She visits the smaller one.")
    maya.page.get_by_label("Something is to be done").check()
    maya.fills("What is to be done?", "Ask the virtual school for a place at Fen Lane")
    maya.page.locator("textarea[name=for_child]").fill("You said school is hard. We look at a smaller one with you.")
    maya.presses(re.compile("Keep"))
    maya.sees("The talk is kept", "Ask the virtual school", "You said school is hard")
    maya.follows(re.compile("Record how the child was told ?: Learning"))
    maya.page.locator("[name=how]").fill("At the visit")
    maya.page.locator("textarea[name=words]").fill("On Thursday we look at Fen Lane together.")
    maya.presses(re.compile("Keep"))
    maya.sees("On Thursday we look at Fen Lane together.")
    maya.follows("Print a card for the child")
    maya.sees("On Thursday we look at Fen Lane together.")
    maya.does_not_see("The new school is too big")

    asks_again(maya, FERN)
    fern = stranger(screen=PHONE, scripts=False)
    opens_the_door(fern, lets_the_child_in(maya))
    fern.sees(
        "You said school is hard. We look at a smaller one with you.", "On Thursday we look at Fen Lane together."
    )
    fern.does_not_see("The new school is too big", "Alderbrook", "virtual school")


def test_red_on_safety_is_taken_and_done_by_keyboard_alone(as_person, stranger):
    maya = as_person("Maya")
    asks_again(maya, MAPLE)
    child = stranger(screen=PHONE)
    opens_the_door(child, lets_the_child_in(maya))
    child.page.get_by_role("link", name="I am not safe").click()
    child.sees("999", "0800 1111")
    child.page.locator("textarea[name=words]").fill("He waits at the gate again.")
    child.presses(re.compile("Tell"))
    child.sees("999")

    tom = as_person("Tom", screen=PHONE)
    tom.opens("/my-work/")
    tom.sees("safety")
    tom.opens("/alarms/")
    tom.finds_the_page_sound()
    tom.follows(re.compile("^Open "))
    tom.sees("He waits at the gate again.")
    tom.finds_the_page_sound()
    tom.tabs_to("I have this")
    tom.presses_enter()
    tom.sees("Tom Hale")
    tom.page.get_by_label("What was done?").focus()
    tom.page.keyboard.type("Rang her; she is with her carer, and the police are at the gate.")
    tom.tabs_to("Record what was done")
    tom.presses_enter()
    tom.sees("she is with her carer, and the police are at the gate")
    tom.finds_the_page_sound()
    tom.opens("/alarms/")
    tom.does_not_see("I have this")


def test_the_reviewing_officer_rates_the_plan(as_person):
    ines = as_person("Ines", scripts=False)
    goes_to_what_is_said(ines, GALE)
    ines.follows("How the care plan is judged")
    ines.sees("Side by side", "What she asked for has been done, and it lasts.")
    ines.finds_the_page_sound()
    ines.presses("Keep my rating")
    ines.sees("There is a problem", "Give your reasons")
    ines.page.locator("input[name=colour][value=amber]").check()
    ines.tabs_to("Keep my rating")
    ines.presses_enter()
    ines.sees("Give your reasons")
    ines.page.get_by_label("Your reasons").fill("The plan does not say yet what happens after eighteen.")
    ines.presses("Keep my rating")
    ines.sees(
        "The plan does not say yet what happens after eighteen.", "What she asked for has been done, and it lasts."
    )
    phone = as_person("Ines", screen=PHONE)
    phone.opens(ines.page.url)
    phone.sees("The plan does not say yet what happens after eighteen.")
    phone.finds_the_page_sound()
