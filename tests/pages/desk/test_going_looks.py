"""How it is going, the review pack and what was found, at a desk, on a phone, by keyboard and without colour."""

import pytest

from tests import browser, cast
from tests.pages.desk.test_review_pack import ash

__all__ = ["ash"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def look(ash, stopped_clock):
    """Each page as the reviewing officer sees it: the child's, with what goes well first, and those it leads to."""
    ines, child = cast.signed_in("ines"), f"/children/{ash.public_id}/"
    found = {f"{child}{path}": ines.get(f"{child}{path}") for path in ("", "going/", "review-pack/")}
    find = f"{child}voices/find/"
    found[find] = ines.post(find, {"words": "rabbit"})
    assert {answer.status_code for answer in found.values()} == {200}
    with browser.showing({address: answer.content.decode() for address, answer in found.items()}) as opener:
        yield opener, list(found)


def test_every_page_is_sound_at_both_widths_and_told_without_colour(look):
    opener, addresses = look
    for number, address in enumerate(addresses):
        browser.is_sound(opener, address, f"going-{number}")
    page = opener(addresses[1], 390)
    home = page.locator("#c-home").inner_text()
    assert "Better since 5 January 2026: red then, green now." in home
    line = page.locator("#c-home svg").last
    assert line.get_attribute("aria-label") == "5 January 2026: red; 9 March 2026: green"
    assert (line.locator("rect").count(), line.locator("circle").count()) == (1, 1)  # each with a shape of its own


def test_a_wide_table_of_the_pack_is_reached_by_keyboard(look):
    opener, addresses = look
    page = opener(addresses[2], 390)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('sh-table')"):
            break
    assert "Round opened on 9 March 2026" in page.evaluate("document.activeElement.innerText")
    named = page.locator(".sh-table td").all()[:3]  # one below another on a phone, each says whose it is
    say = [one.evaluate("one => getComputedStyle(one, '::before').content") for one in named]
    assert say == ['"Social worker: "', '"Carer: "', '"Child: "']
