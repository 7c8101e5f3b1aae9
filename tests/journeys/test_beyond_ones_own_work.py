"""A duty worker opens a child of another team, the guardian judges it; cover, a restriction, a conflict: at a browser."""

import re

import pytest

from tests.journeys.person import PHONE

pytestmark = pytest.mark.browser
WHY = "The school called about a cut on the arm"
FOUND = "The call from the school is in the duty book"


def first_of_mayas(maya):
    """Name, number and address of the first child on Maya's list."""
    maya.goes_to("Children")
    link = maya.page.locator("#main-content .sh-plain a.govuk-link").first
    name, address = link.inner_text(), link.get_attribute("href")
    maya.opens(address)
    number = re.search(r"The council’s own: (\w+)", maya.reads)[1]
    return name, number, address


def asks_for(person, words, reason, why):
    person.fills("The child’s name, or the council’s own number", words)
    person.page.get_by_label(reason).check()
    person.fills("In your own words", why)
    person.tabs_to("Find the child")
    person.presses_enter()


def test_dev_opens_a_record_on_duty_and_grace_judges_it(as_person):
    name, number, address = first_of_mayas(as_person("Maya"))
    dev = as_person("Dev", scripts=False, screen=PHONE)
    dev.opens(address)
    assert dev.status == 404

    dev.goes_to("Open a record")
    dev.presses("Find the child")
    dev.sees("There is a problem", "Enter the child’s name or number", "Choose why you need to open it")
    asks_for(dev, number, "Somebody has called or written about this child", WHY)
    dev.sees("Which child do you mean?", number)
    dev.presses(re.compile("^Open the record: "))
    dev.sees(name, "Opened on duty", "The guardian of records sees that you opened it")

    grace = as_person("Grace", scripts=False, screen=PHONE)
    grace.goes_to("Looks to judge")
    grace.sees("Dev Mistry", number, "Opened on duty", "Not judged yet")
    grace.does_not_see(name)
    grace.follows("Dev Mistry")
    grace.sees("Somebody has called or written about this child", WHY, "Opened the record on duty", "Not judged yet.")
    grace.presses("Judge")
    grace.sees("There is a problem", "Choose what you found")
    grace.page.get_by_label("In order", exact=True).check()
    grace.fills("In your words", FOUND)
    grace.tabs_to("Judge")
    grace.presses_enter()
    grace.page.get_by_label("Judged", exact=True).select_option(label="Judged")
    grace.presses("Show")
    grace.follows("Dev Mistry")
    grace.sees(FOUND, "Grace Amadi")
    grace.opens(address)
    assert grace.status == 404, "the guardian sees who looked, and no record"


def test_tom_breaks_the_glass_and_the_guardian_is_told_at_once(as_person):
    """In a demo choosing whom to be stands for the second factor; Tom looks for a child of another team."""
    tom, sara = as_person("Tom", scripts=False), as_person("Sara")
    sara.goes_to("Children")
    everybody = [link.get_attribute("href") for link in sara.page.locator("#main-content .sh-plain a.govuk-link").all()]
    for address in everybody:
        tom.opens(address)
        if tom.status == 404:
            break
    sara.opens(address)
    number = re.search(r"The council’s own: (\w+)", sara.reads)[1]

    tom.goes_to("Children")
    tom.follows("Open a record in an emergency")
    asks_for(tom, number, "A child may be in danger now", "A neighbour heard the child cry for hours")
    tom.presses(re.compile("^Break the glass"))
    tom.sees("Opened in an emergency")

    grace = as_person("Grace")
    grace.goes_to("Looks to judge")
    grace.sees("Two records were opened so, and not judged yet.", "Tom Hale", number)
    grace.finds_the_page_sound()
    grace.follows("Tom Hale")
    grace.finds_the_page_sound()


def test_every_page_on_the_way_is_sound(as_person):
    _, number, address = first_of_mayas(as_person("Maya"))
    dev, sara, tom, maya = (as_person(who) for who in ("Dev", "Sara", "Tom", "Maya"))
    dev.finds_the_page_sound()
    asks_for(dev, number, "Something else", WHY)
    dev.finds_the_page_sound()

    sara.opens("/restricted/new/")
    sara.finds_the_page_sound()
    sara.presses("Restrict this child")
    sara.sees("There is a problem")
    sara.finds_the_page_sound()
    sara.fills("The council’s own number for the child", number)
    sara.fills("Who still sees the child", "Tom Hale")
    sara.fills("Why is the child restricted?", "The father works in the next office")
    sara.presses("Restrict this child")
    sara.sees(
        "Check that this is the child you mean", "Maya Ashworth (social worker)", "will not see the child any more"
    )
    sara.finds_the_page_sound()
    sara.presses("Restrict this child")
    sara.sees(number, "Tom Hale", "until somebody ends it")
    sara.finds_the_page_sound()
    maya.opens(address)
    assert maya.status == 404
    sara.follows(re.compile("^End the restriction"))
    sara.finds_the_page_sound()
    sara.fills("Why does it end?", "The father has left the council")
    sara.presses("End the restriction")
    sara.finds_the_page_sound()

    tom.opens("/cover/new/")
    tom.finds_the_page_sound()
    tom.fills("Who is away", "Maya Ashworth")
    tom.fills("Who covers", "ines")
    for group, day in (("First day away", "1"), ("Back on", "8")):
        boxes = tom.page.get_by_role("group", name=group)
        for box, value in (("Day", day), ("Month", "April"), ("Year", "2026")):
            boxes.get_by_label(box).fill(value)
    tom.presses("Set cover")
    tom.sees("Check whom you mean by “ines”", "Ines Duarte, reviewing officer")
    tom.finds_the_page_sound()
    tom.tabs_to("Set cover")
    tom.presses_enter()
    tom.sees("Maya Ashworth", "Ines Duarte", "From 1 April 2026, back on 8 April 2026")
    tom.finds_the_page_sound()
    tom.follows(re.compile("^End the cover"))
    tom.finds_the_page_sound()

    maya = as_person("Maya")
    maya.opens(address)
    maya.follows("I know this child or family")
    maya.finds_the_page_sound()
    maya.page.get_by_label("I know the family").check()
    maya.presses("Declare, and close the record to me")
    maya.sees("You do not see this child any more")
    maya.opens(address)
    assert maya.status == 404
    tom.goes_to("Conflicts")
    tom.sees("Maya Ashworth", number, "I know the family")
    tom.finds_the_page_sound()
    tom.follows(re.compile("^End this for Maya"))
    tom.finds_the_page_sound()
