"""What people say, at a desk, on a phone, by keyboard and on paper."""

import pytest

from seenheard.voices import operations
from seenheard.voices.domain.answers import Colour
from seenheard.voices.domain.replies import Given
from tests import browser, cast
from tests.pages.desk.test_voices import ash, asked, child_said, ones, send

__all__ = ["ash", "asked"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LONG = "She says that the room is too small, that nobody asked her, and that she would rather be nearer to school. " * 4


@pytest.fixture
def pages(asked, at, stopped_clock):
    """Each page by its address, rendered beforehand: blind, wrong, open, and a round after with the words of last time."""
    maya, tom = cast.signed_in("maya"), cast.signed_in("tom")
    child, round_ = f"/children/{asked.child.public_id}/voices/", f"/rounds/{asked.public_id}/"
    child_said(asked, keys=("home", "safety", "friends"), comment=LONG)
    found = {
        child: maya.get(child),
        f"{round_}blind/": maya.get(round_),
        f"{round_}manager/": tom.get(round_),
        f"{round_}answer/": maya.get(f"{round_}answer/"),
        f"{round_}close/": maya.get(f"{round_}close/"),
        f"{round_}wrong/": send(asked, maya, **ones("home", "red", ""), **ones("health")),
    }
    given = {"home": "GREEN", "safety": "RED", "health": "GREEN", "friends": "RED"}
    said = {key: Given(Colour[word], f"Because of {key}. {LONG}") for key, word in given.items()}
    operations.send_worker_reply(public_id=asked.public_id, given=said, key="k", by=cast.maya(), at=at)
    found |= {round_: maya.get(round_), f"{round_}officer/": cast.signed_in("ines").get(round_)}
    operations.close_round(public_id=asked.public_id, why="She moves on Friday.", by=cast.maya(), at=at)
    found[f"{child}over/"] = maya.get(child)
    assert {answer.status_code for answer in found.values()} == {200}
    return {address: answer.content.decode() for address, answer in found.items()}


@pytest.fixture
def look(pages):
    with browser.showing(pages) as opener:
        yield opener


def test_every_page_is_sound_at_both_widths(look, pages):
    for number, address in enumerate(pages):
        browser.is_sound(look, address, f"voices-{number}")


def of_columns(pages):
    return next(address for address in pages if address.startswith("/rounds/") and address.count("/") == 3)


def test_columns_stand_side_by_side_at_a_desk_and_one_below_another_on_a_phone(look, pages):
    for width, tops in ((1280, 1), (390, 3)):
        page = look(of_columns(pages), width)
        boxes = page.locator("#c-home .sh-voices__one").all()
        assert len({box.bounding_box()["y"] for box in boxes}) == tops and len(boxes) == 3


def test_differences_and_silence_are_told_without_colour(look, pages):
    page = look(of_columns(pages), 390)
    home = page.locator("#c-home").inner_text()
    assert (
        "Act" in home
        and "The child is more worried, by two steps of two." in home
        and "Green" in home
        and "Red" in home
    )
    assert page.locator("#c-home .sh-voices__one--silent").inner_text().split("\n")[0] == "Carer"


def test_by_keyboard_a_colour_is_chosen_and_words_are_written(look, pages):
    page = look(next(one for one in pages if one.endswith("/answer/")), 1280)
    first = page.locator("input[type=radio]").first
    name = first.get_attribute("name")
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.locator(f"input[name={name}]:checked").get_attribute("value") == "amber"
    page.keyboard.press("Tab")
    page.keyboard.type("Nobody has asked her")
    assert page.locator(f"textarea[name={name.replace('-answer', '-comment')}]").input_value() == "Nobody has asked her"


def test_on_paper_the_columns_are_there_and_the_presses_are_not(look, pages):
    page = look(of_columns(pages), 1280)
    page.emulate_media(media="print")
    assert page.locator("#c-home .sh-voices__one").first.is_visible()
    assert page.locator(".sh-acts:visible, .govuk-button:visible").count() == 0
