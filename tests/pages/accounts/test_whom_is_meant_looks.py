"""Being asked whom one means, in a real browser: axe, a phone's width, the keyboard, no script."""

import pytest

from seenheard.accounts.models import User
from tests import browser, cast
from tests.factories import record as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
ADDRESS = "/restricted/new/"


@pytest.fixture
def pages():
    """Sara wrote two beginnings: one that one person has, and one that two have."""
    for who in ("maya", "otto"):
        cast.person(who)
    User.objects.create_user("otto2@fenmarsh.example", name="Otto Linden-Featherstonehaugh", role="team_manager")
    made.make_child(local_id="500001")
    filled = {"child": "500001", "people": "may\nott", "why": "The father works in the next office"}
    return {ADDRESS: cast.signed_in("sara").post(ADDRESS, filled).content.decode()}


@pytest.fixture
def look(pages):
    with browser.showing(pages) as opener:
        yield opener


def test_it_is_sound_at_a_desk_on_a_phone_and_by_keyboard(look):
    browser.is_sound(look, ADDRESS, "whom")
    by_keyboard(look(ADDRESS, 390, java_script_enabled=False))


def by_keyboard(page) -> None:
    """From the summary of what is wrong to the choice, with the arrow to the second of two, and on to the button."""
    page.get_by_role("link", name="Choose whom you mean by “ott”").focus()
    page.keyboard.press("Enter")
    chosen = "[...document.querySelectorAll('input:checked')].map(one => one.labels[0].innerText).join()"
    assert "Otto" not in page.evaluate(chosen) and "Maya Ashworth, social worker" in page.evaluate(chosen)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert "Otto Linden-Featherstonehaugh" in page.evaluate(chosen)
    for _ in range(12):
        page.keyboard.press("Tab")
        if "Restrict this child" in page.evaluate("document.activeElement.innerText || ''"):
            return
    raise AssertionError("the Tab key never reached the button")
