"""Tom answers for a team, Sara for all: who lacks a worker, who carries what, who changed, what nobody has seen."""

import re

import pytest

from tests.journeys.person import PHONE

pytestmark = pytest.mark.browser

A4 = 673  # pixels between the margins
WITHIN = "[...document.querySelectorAll('.sh-table')].every(one => one.scrollWidth <= one.clientWidth)"
LISTS = ("Late, and why", "Without a worker", "Caseloads", "Changes of worker", "Seen by nobody")


def download(person, words):
    """Follow a link to a file; its name and its text."""
    with person.page.expect_download() as coming:
        person.page.get_by_role("link", name=words).first.click()  # a file, and no other page
    return coming.value.suggested_filename, coming.value.path().read_text("utf-8-sig")


def test_tom_goes_through_the_lists_of_his_team(as_person):
    tom = as_person("Tom")
    tom.goes_to("My team")
    tom.sees("Who carries what", "Maya Ashworth")
    tom.finds_the_page_sound()
    for name in LISTS:
        tom.follows(name)
        assert tom.page.locator("h1").inner_text() == name
        assert tom.page.get_by_role("link", name=name, exact=True).get_attribute("aria-current") == "page"
        tom.finds_the_page_sound()


def test_tom_takes_a_list_with_him(as_person):
    tom = as_person("Tom")
    tom.opens("/my-team/caseloads/")
    name, text = download(tom, "Download this list")
    assert name == "caseloads-2026-03-31.csv"
    assert text.startswith("Worker,Team,Children,Families,How they stand,")
    assert "Maya Ashworth" in text
    tom.opens("/my-team/")
    name, text = download(tom, "Download this list")
    assert name == "what-is-due-2026-03-31.csv" and text.count("2026-03-31") > 10


def test_tom_says_that_a_worker_is_in_the_first_year(as_person):
    tom = as_person("Tom")
    tom.opens("/my-team/caseloads/")
    tom.sees("The limit is 15 to 18 children in the first year after qualifying", "Not known")
    tom.page.get_by_role("row", name="Maya Ashworth").get_by_role("link", name="Not known").click()
    tom.sees("Is this worker in the first year after qualifying?")
    tom.finds_the_page_sound()
    tom.presses("Save")
    tom.sees("There is a problem", "Choose yes or no")
    tom.finds_the_page_sound()
    tom.page.get_by_label("Yes", exact=True).check()
    for box, value in (("Day", "1"), ("Month", "September"), ("Year", "2026")):
        tom.fills(box, value)
    tom.presses("Save")
    tom.sees("Maya Ashworth: in the first year until 1 September 2026.")
    tom.finds_the_page_sound()


def test_sara_sets_the_limits(as_person):
    sara = as_person("Sara")
    sara.goes_to("All teams")
    sara.follows("Without a worker")
    sara.sees(
        "2 children have no worker, and 1 child only a worker without a social work registration.", "Ash Westmarch"
    )
    sara.finds_the_page_sound()
    sara.follows("Caseloads")
    sara.follows("Change the limits")
    sara.finds_the_page_sound()
    sara.fills("Experienced: at most", "22")
    sara.presses("Change the limits")
    sara.sees("There is a problem", "must not be less than where the limit begins")
    sara.finds_the_page_sound()
    sara.fills("Experienced: at most", "24")
    sara.presses("Change the limits")
    sara.sees("The limits of a caseload have been set.", "23 to 24 for experienced workers")
    sara.finds_the_page_sound()


def test_with_the_keyboard_alone(as_person):
    tom = as_person("Tom")
    tom.opens("/my-team/")
    for name in LISTS[1:3]:
        tom.tabs_to(name)
        tom.presses_enter()
        assert tom.page.locator("h1").inner_text() == name
    tom.page.get_by_role("link", name="Not known").first.focus()
    tom.presses_enter()
    tom.sees("Is this worker in the first year after qualifying?")
    tom.tabs_to("Save")
    tom.presses_enter()
    tom.sees("Choose yes or no")


def test_on_a_phone_and_without_javascript(as_person):
    for tom in (as_person("Tom", screen=PHONE), as_person("Tom", screen=PHONE, scripts=False)):
        tom.opens("/my-team/")
        for name in LISTS:
            tom.follows(name)
            assert tom.page.locator("h1").inner_text() == name
            tom.finds_the_page_sound()


def test_on_paper_the_list_says_as_at_when_and_has_no_buttons(as_person):
    tom = as_person("Tom")
    tom.opens("/my-team/caseloads/")
    link = tom.page.get_by_role("link", name=re.compile("Download this list"))
    assert link.is_visible()
    tom.page.emulate_media(media="print")
    assert not link.is_visible()
    tom.sees("Tuesday 31 March 2026", "Maya Ashworth")


def test_on_paper_every_list_keeps_within_its_frame_and_leaves_the_tabs_out(as_person):
    tom = as_person("Tom", screen={"width": A4, "height": 950})
    for name in ("late", "without-a-worker", "caseloads", "changes-of-worker", "seen-by-nobody"):
        tom.opens(f"/my-team/{name}/")
        tabs = tom.page.get_by_role("navigation", name="Lists about the work of others")
        assert tabs.is_visible()
        tom.page.emulate_media(media="print")
        assert not tabs.is_visible()
        assert tom.page.evaluate(WITHIN), f"{name} runs out of its frame"
        tom.page.emulate_media(media="screen")


def test_tom_finds_a_child_whose_name_he_half_remembers(as_person):
    tom = as_person("Tom")
    tom.goes_to("Children")
    tom.fills("Find a child", "quarrignton olive")
    tom.presses("Find")
    tom.sees("Olive Quarrington", "Spelt otherwise")
    tom.finds_the_page_sound()
