"""The second press of a restriction in a real browser: axe, a phone's width, the keyboard, no script."""

from datetime import date

import pytest

from tests import browser, cast
from tests.factories import record as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
ADDRESS = "/restricted/new/"


@pytest.fixture
def look():
    for who in ("maya", "tom", "ines"):
        cast.person(who)
    works = {"professional_ref": "P0002", "team_ref": "T02", "from_on": date(2025, 1, 1)}
    made.make_child(local_id="500001", forename="Fern", surname="Quill-Featherstonehaugh", facts={"involvement": works})
    filled = {"child": "500001", "people": "Ines Duarte", "why": "The father works in the next office"}
    page = cast.signed_in("sara").post(ADDRESS, filled).content.decode()
    with browser.showing({ADDRESS: page}) as opener:
        yield opener


def test_it_is_sound_at_a_desk_on_a_phone_and_by_keyboard(look):
    browser.is_sound(look, ADDRESS, "restrict")
    by_keyboard(look(ADDRESS, 390, java_script_enabled=False))


def by_keyboard(page) -> None:
    """From the summary of what is wrong to a tick, and on to the button."""
    page.get_by_role("link", name="Check that this is the child you mean").focus()
    page.keyboard.press("Enter")
    ticked = "[...document.querySelectorAll('input:checked')].map(one => one.labels[0].innerText).join()"
    here = "document.activeElement"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate(f"{here}.name === 'also'") and not page.evaluate(ticked):
            page.keyboard.press("Space")
        if "Restrict this child" in page.evaluate(f"{here}.innerText || ''"):
            assert page.evaluate(ticked) == "Maya Ashworth, social worker"
            return
    raise AssertionError("the Tab key never reached the button")
