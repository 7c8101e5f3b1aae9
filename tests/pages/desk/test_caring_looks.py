"""A carer's pages, and the worker's page of carers, at a desk, on a phone, by keyboard and without a script."""

import pytest

from seenheard.voices import operations
from tests import browser, cast
from tests.pages.desk.test_caring import INVITED, answer
from tests.pages.desk.test_voices import ash, asked, child_said, ones
from tests.unit.voices.test_carers import came_in, invite

__all__ = ["ash", "asked"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def pages(asked, at, stopped_clock):
    """Each page by its address, rendered beforehand."""
    maya, who = cast.signed_in("maya"), f"/children/{asked.child.public_id}/carers/"
    nobody = cast.signed_in(cast.carer("cato"))
    found = {f"{who}none/": maya.get(who), f"{who}wrong/": maya.post(who, INVITED | {"email": "x", "name": ""})}
    person = invite(asked.child, at=at).person
    carl, page = cast.signed_in(came_in(person, at)), f"/caring/{asked.public_id}/"
    found |= {
        who: maya.get(who),
        f"{who}end/": maya.get(f"{who}{person.public_id}/end/"),
        "/caring/": carl.get("/caring/"),
        "/caring/none/": nobody.get("/caring/"),
        page: carl.get(page),
        f"{page}wrong/": answer(asked, carl, **ones("home", "red", "")),
        "/caring/refused/": carl.get("/my-work/"),
    }
    child_said(asked, keys=("home",), show_carer=True, comment="I like the garden")
    answer(asked, carl, **ones("home", "green", "It is home now"), anything_else="She sings.")
    operations.close_round(public_id=asked.public_id, why="She moves on Friday.", by=cast.maya(), at=at)
    found |= {f"{page}said/": carl.get(f"{page}said/"), "/caring/answered/": carl.get("/caring/")}
    wrong = {address: one.status_code for address, one in found.items() if one.status_code not in (200, 403)}
    assert not wrong
    return {address: one.content.decode() for address, one in found.items()}


@pytest.fixture
def look(pages):
    with browser.showing(pages) as opener:
        yield opener


def test_every_page_is_sound_at_both_widths(look, pages):
    for number, address in enumerate(pages):
        browser.is_sound(look, address, f"caring-{number}")


def form_of(pages):
    return next(one for one in pages if one.startswith("/caring/") and one.count("/") == 3 and len(one) > 40)


def test_without_a_script_the_form_can_be_filled_in_and_sent(look, pages):
    page = look(form_of(pages), 390, java_script_enabled=False)
    assert page.locator("form#round").count() == 1 and page.get_by_role("button", name="Send").is_visible()
    page.get_by_label("Green: this is so").first.check()
    page.get_by_role("button", name="Keep it for later").is_visible()


def test_by_keyboard_an_answer_is_chosen_and_its_reason_written(look, pages):
    page = look(form_of(pages), 1280)
    first = page.locator("form#round input[type=radio]").first
    first.focus()
    page.keyboard.press("Space")
    assert first.is_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("They sleep well")
    assert page.locator("form#round textarea").first.input_value() == "They sleep well"


def test_every_press_is_large_enough_for_a_thumb(look, pages):
    page = look(form_of(pages), 390)
    for button in page.locator("form#round button").all():
        assert button.bounding_box()["height"] >= 36


def test_what_the_child_lets_them_see_stands_apart(look, pages):
    page = look(next(one for one in pages if one.endswith("/said/")), 390)
    assert "What the child lets you see" in page.locator("main").inner_text()
    assert "I like the garden" in page.locator("main").inner_text()
