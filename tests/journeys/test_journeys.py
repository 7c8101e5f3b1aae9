"""What Maya, Tom, Ines and anyone at all do with it, in a browser, from signing in to the end.

Every page they pass is held to axe with no violation, one heading, no sideways scroll and a silent console.
"""

import re

import pytest

from tests.journeys.person import PHONE

pytestmark = pytest.mark.browser

OLIVE = "Olive Quarrington"


def test_maya_reads_what_is_due_and_why_opens_a_child_and_her_address(as_person):
    maya = as_person("Maya")
    maya.sees("My work", "Tuesday 31 March 2026", "12 things need you", OLIVE)
    maya.sees("Due Tuesday 24 March 2026: 6 months after 24 September 2025. Regulation 7(3)(a).")
    maya.finds_the_page_sound()

    maya.follows(OLIVE)
    maya.sees(
        "Looked after since 14 February 2024", "What is owed", "For the reviewing officer.", "People around the child"
    )
    maya.finds_the_page_sound()

    maya.follows(re.compile("Read the whole story"))
    maya.sees("The story so far", "Became looked after", "From the Standard Safeguarding Dataset")
    maya.finds_the_page_sound()
    maya.chooses("About", "Visits")
    maya.presses("Show")
    maya.sees("Visit while looked after")
    assert "Became looked after" not in maya.reads

    maya.follows("Back to the child")
    maya.does_not_see("FM5 ")
    maya.presses("Show the full address")
    maya.sees("Where the child lives", "FM5", "That you have read this address is written down.")
    maya.finds_the_page_sound()


def test_maya_looks_back_to_a_day_gone_by(as_person):
    maya = as_person("Maya")
    maya.follows(OLIVE)
    maya.unfolds("Look back to another day")
    for box, value in (("Day", "1"), ("Month", "March"), ("Year", "2025")):
        maya.fills(box, value)
    maya.presses("Look back")
    maya.sees("As at the end of Saturday 1 March 2025, reckoned with all that is known now.")
    maya.finds_the_page_sound()
    maya.fills("Day", "31")
    maya.fills("Month", "February")
    maya.presses("Look back")
    maya.sees("There is a problem", "must be a real date")
    maya.finds_the_page_sound()


def test_maya_reaches_every_duty_that_has_ended_and_this_childs_dates(as_person):
    maya = as_person("Maya")
    maya.follows(OLIVE)
    olive = maya.page.url
    maya.opens(f"{olive}past-duties/")
    maya.sees("Duties that have ended", "Showing 1 to")
    maya.finds_the_page_sound()
    maya.follows(re.compile("^Reviews"))
    maya.sees("Later reviews of a looked-after child")
    maya.follows("Back to the child")
    assert maya.page.url == f"{olive}#duties"
    maya.opens(f"{olive}due-dates/")
    maya.sees("The council’s own due dates and ours", "Only the day it was held")
    maya.finds_the_page_sound()


def test_what_is_folded_on_the_screen_is_on_the_paper(as_person):
    maya = as_person("Maya")
    maya.follows(OLIVE)
    folded, look_back = maya.page.locator("details .sh-duty").first, maya.page.get_by_text("Look back to another day")
    assert not folded.is_visible() and look_back.is_visible()
    maya.page.emulate_media(media="print")
    assert folded.is_visible() and not look_back.is_visible()
    maya.sees("Shown to Maya")
    assert "no lawyer or practitioner has checked the rules yet" in maya.page.locator("header").inner_text()


def test_maya_finds_a_child_by_name_and_the_address_bar_does_not_tell(as_person):
    maya = as_person("Maya")
    maya.goes_to("Children")
    maya.finds_the_page_sound()
    maya.fills("Find a child", "olive quarr")
    maya.presses("Find")
    maya.sees("1 child found.", OLIVE)
    assert "uarring" not in maya.page.url
    maya.finds_the_page_sound()


def test_tom_sees_his_team_and_who_carries_what(as_person):
    tom = as_person("Tom")
    tom.sees("My work", "What is yours: what is a manager’s duty")
    tom.finds_the_page_sound()
    tom.goes_to("My team")
    tom.sees("Who carries what", "Maya Ashworth")
    tom.finds_the_page_sound()
    tom.chooses("Worker", "Maya Ashworth")
    tom.presses("Show")
    tom.sees(OLIVE)
    tom.finds_the_page_sound()


def test_ines_sees_the_reviews_that_are_hers(as_person):
    ines = as_person("Ines")
    ines.sees("What needs you as a reviewing officer.", OLIVE, "Later reviews")
    assert "Visit to a child" not in ines.reads
    ines.finds_the_page_sound()
    ines.page.locator("[name=prompt]").first.check()
    ines.presses("It is arranged")
    ines.sees("Ines Duarte has arranged it")
    ines.finds_the_page_sound()
    ines.goes_to("Due dates")
    ines.sees("How often they agree", "Dates that differ")
    ines.finds_the_page_sound()


def test_anyone_reads_the_register_of_rules(as_person):
    anyone = as_person("Adam")
    anyone.opens("/rules/")
    anyone.sees("not yet modelled")
    anyone.finds_the_page_sound()
    anyone.opens("/rules/LR-01/")
    anyone.sees("20 working days", "Care Planning, Placement and Case Review (England) Regulations 2010")
    anyone.finds_the_page_sound()


def test_sara_sees_every_worker_and_chooses_one(as_person):
    sara = as_person("Sara")
    sara.sees("What has come to you because nobody below is there to have it.")
    sara.finds_the_page_sound()
    sara.goes_to("All teams")
    sara.sees("Choose a worker or a part of life to read what is due for each child.", "Maya Ashworth")
    sara.finds_the_page_sound()
    sara.follows("Maya Ashworth")
    sara.sees(OLIVE)


def test_those_who_see_no_child_are_told_so_and_shown_none(as_person):
    adam = as_person("Adam")
    adam.opens("/my-work/")
    assert adam.status == 403
    adam.sees("Your role sees no list of children")
    adam.finds_the_page_sound()


def test_maya_with_the_keyboard_alone(as_person):
    maya = as_person("Maya")
    maya.tabs_to("Skip to main content")
    maya.tabs_to(OLIVE)
    maya.presses_enter()
    maya.sees("What is owed")
    maya.tabs_to("Show the full address")
    maya.presses_enter()
    maya.sees("That you have read this address is written down.")
    maya.tabs_to("Back to the child")
    maya.presses_enter()
    maya.tabs_to("Read the whole story")
    maya.presses_enter()
    maya.sees("The story so far")


def test_maya_without_javascript(as_person):
    maya = as_person("Maya", scripts=False)
    maya.sees("My work", OLIVE)
    maya.follows(OLIVE)
    maya.sees("What is owed")
    maya.presses("Show the full address")
    maya.sees("That you have read this address is written down.")
    maya.follows("Back to the child")
    maya.follows(re.compile("Read the whole story"))
    maya.chooses("Order", "Oldest first")
    maya.presses("Show")
    maya.sees("The story so far")
    maya.finds_the_page_sound()


def test_maya_on_a_phone(as_person):
    maya = as_person("Maya", screen=PHONE)
    for go in (
        lambda: None,
        lambda: maya.follows(OLIVE),
        lambda: maya.follows(re.compile("Read the whole story")),
        lambda: maya.follows("Back to the child"),
        lambda: maya.opens(f"{maya.page.url}past-duties/"),
        lambda: maya.opens(maya.page.url.replace("past-duties", "due-dates")),
        lambda: maya.follows("Back to the child"),
        lambda: maya.presses("Show the full address"),
        lambda: maya.goes_to("Children"),
        lambda: maya.opens("/rules/"),
        lambda: maya.opens("/rules/LR-01/"),
    ):
        go()
        maya.finds_the_page_sound()


@pytest.mark.parametrize("who", ["Tom", "Sara", "Ana", "Adam"])
def test_those_who_answer_for_others_on_a_phone(as_person, who):
    person = as_person(who, screen=PHONE)
    person.finds_the_page_sound()
    pages = {
        "Tom": ["/my-team/", "/due-dates/"],
        "Sara": ["/my-team/", "/closed-files/", "/closed-files/name/"],
        "Ana": ["/imports/", "/due-dates/"],
        "Adam": ["/people/", "/people/invite/"],
    }[who]
    for address in pages:
        person.opens(address)
        person.finds_the_page_sound()


def test_a_page_with_a_fault_is_found_out(as_person):
    maya = as_person("Maya")
    maya.page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/ui/mark.svg\">')"
    )
    with pytest.raises(AssertionError, match="image-alt"):
        maya.finds_the_page_sound()
    maya.looks_again()
    maya.page.evaluate("document.querySelector('main').style.width = '3000px'")
    with pytest.raises(AssertionError, match="sideways"):
        maya.finds_the_page_sound()
