"""The pages on which the voices are set, in a real browser: axe, a phone's width, the keyboard, no script, both ways
of writing."""

import pytest

from seenheard.voices import operations
from tests import browser, cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
HERE = "/voices/categories/"
CATEGORY, WORDS, CHANGE = f"{HERE}health/", f"{HERE}health/words/5-10/ar/", f"{HERE}health/change/"
SETTINGS, NIGHT, LANGUAGES = "/voices/settings/", "/voices/settings/night_number/", "/voices/languages/"
DOOR = "/voices/languages/ar/"


@pytest.fixture
def pages(at):
    """As they stand when the five were asked, and then the twelve; and with what a form says of what it refuses."""
    sara = cast.signed_in("sara")
    operations.choose_pack(pack="five", by=cast.sara(), at=at)
    told = {"/move/": sara.get("/voices/packs/twelve/").content.decode()}
    operations.choose_pack(pack="twelve", by=cast.sara(), at=at)
    told["/refused/"] = sara.post(f"{HERE}health/retire/", {"why": ""}).content.decode()
    for address in (HERE, CATEGORY, WORDS, CHANGE, SETTINGS, NIGHT, LANGUAGES, DOOR):
        told[address] = sara.get(address).content.decode()
    return told


@pytest.fixture
def look(pages):
    """Opens an address at a width; the answers were rendered beforehand."""
    with browser.showing(pages) as opener:
        yield opener


def test_the_pages_are_sound_at_a_desk_on_a_phone_and_by_keyboard(look, pages):
    """One browser for all of it: starting one costs more than everything it is asked."""
    for number, address in enumerate(pages):
        browser.is_sound(look, address, f"asked-{number}")
    by_keyboard(look(CHANGE, 1280, java_script_enabled=False))
    from_right_to_left(look(LANGUAGES, 1280))


def by_keyboard(page) -> None:
    """Name, place and button are stops, in this order."""
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
    assert stops[stops.index("name") :][:3] == ["name", "place", "Keep"]


def from_right_to_left(page) -> None:
    """Arabic begins at the right of its cell, English at the left."""
    assert page.evaluate("getComputedStyle(document.querySelector('span[lang=ar]')).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('span[lang=en]')).direction") == "ltr"
    begins = "(lang) => { const s = document.querySelector(`td span[lang=${lang}]`), r = document.createRange(); "
    begins += (
        "r.selectNodeContents(s); const c = s.closest('td').getBoundingClientRect(), b = r.getBoundingClientRect(); "
    )
    begins += "return [b.left - c.left, c.right - b.right]; }"
    left, _ = page.evaluate(begins, "en")
    _, right = page.evaluate(begins, "ar")
    assert left < 25 and right < 25
