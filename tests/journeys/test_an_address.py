"""Maya says at her phone who must not know where a child lives; it stands first, no note tells it, and it ends on purpose."""

import re

import pytest

from tests.journeys.person import PHONE

pytestmark = pytest.mark.browser
WHO, WHY = "her father, and his family", "He has followed them to an earlier address"
FIRST, SAY = "Who must not know where the child lives", "Somebody must not know this address"


def opens_a_child(maya):
    """The first child of whom nobody has said it, with an address; its page's address."""
    maya.goes_to("Children")
    links = maya.page.locator("#main-content .sh-plain a.govuk-link").all()
    for address in [link.get_attribute("href") for link in links]:
        maya.opens(address)
        if FIRST not in maya.reads and "Show the full address" in maya.reads:
            return address
    raise AssertionError("no child of Maya's has an address")


def says_it(maya):
    maya.follows("Somebody else must not know it either")
    maya.fills("Who must not know it?", WHO)
    maya.fills("Why must they not know it?", WHY)


def the_postcode(maya):
    maya.presses("Show the full address")
    found = re.search(r"\bFM\d+ ?\d[A-Z]{2}\b", maya.reads)[0]
    maya.follows("Back to the child")
    return found


def test_maya_protects_an_address_without_a_script_by_the_keyboard(as_person):
    maya = as_person("Maya", scripts=False, screen=PHONE)
    address = opens_a_child(maya)
    postcode = the_postcode(maya)
    maya.follows(SAY)
    maya.presses("Protect the address")
    maya.sees("There is a problem", "Say who must not know the address")
    maya.fills("Who must not know it?", WHO)
    maya.fills("Why must they not know it?", f"He has rung at {postcode}")
    maya.presses("Protect the address")
    maya.sees("tells an address of the child that is protected")
    maya.fills("Why must they not know it?", WHY)
    maya.tabs_to("Protect the address")
    maya.presses_enter()
    maya.sees("the address is protected from now", FIRST, "Her father, and his family. Since")
    maya.does_not_see(postcode)

    maya.follows("Worries, actions and bookings")
    maya.follows("Add an action")
    maya.fills("What is to be done?", f"Send the letter to {postcode.replace(' ', '').lower()}")
    maya.presses("Add it")
    maya.sees("There is a problem", "Take it out, then save again")
    assert postcode.replace(" ", "").lower() in maya.page.get_by_label("What is to be done?").input_value()

    maya.opens(address)
    maya.follows(re.compile("^Read the whole story|^Open the story"))
    maya.sees("the address is not to be known by her father, and his family", WHY)

    maya.opens(address)
    maya.follows(re.compile("^End it"))
    maya.fills("Why need it not be protected any more?", "The order was lifted last week")
    maya.presses("End the protection")
    maya.sees("There is a problem", "Say that you have made sure")
    maya.page.get_by_label("I have made sure").check()
    maya.tabs_to("End the protection")
    maya.presses_enter()
    maya.sees("The address is not protected from them any more")
    maya.does_not_see(FIRST)


def test_the_demo_holds_a_protected_address_and_every_page_of_it_is_sound(as_person):
    maya = as_person("Maya", screen=PHONE)
    maya.goes_to("Children")
    maya.fills("Find a child", "502394")
    maya.presses("Find")
    maya.follows(re.compile("Eastmere"))
    maya.sees(FIRST, "Her father, and his family. Since 3 March 2026.")
    maya.finds_the_page_sound()
    home = maya.page.url
    for words in ("Correct it", "End it"):
        maya.follows(re.compile(f"^{words}"))
        maya.finds_the_page_sound()
        maya.presses(re.compile("^Keep the correction|^End the protection"))
        maya.sees("There is a problem")
        maya.finds_the_page_sound()
        maya.opens(home)
    says_it(maya)
    maya.finds_the_page_sound()
    maya.presses("Protect the address")
    maya.sees("This is said already, and stands.")
    maya.finds_the_page_sound()
    maya.opens(home)
    maya.presses("Show the full address")
    maya.sees("Who must not know this address", "Her father, and his family")
    maya.finds_the_page_sound()
    maya.page.emulate_media(media="print")
    maya.opens(home)
    maya.sees(FIRST)
    assert not maya.page.get_by_role("link", name=re.compile("^End it")).is_visible()
