"""On the page of columns, what is green for everybody stands folded: below the rest, by name, and in full on paper."""

import pytest

from seenheard.voices import operations
from seenheard.voices.domain.answers import Colour
from seenheard.voices.domain.replies import Given
from tests import browser, cast
from tests.pages.desk.test_voices import ash, asked, child_said
from tests.unit.voices.test_carers import came_in, invite, send

__all__ = ["ash", "asked"]
pytestmark = [pytest.mark.django_db]


def given(**colours):
    return {key: Given(Colour[word.upper()], f"Because of {key}. " * 9) for key, word in colours.items()}


@pytest.fixture
def page(asked, at, stopped_clock):
    """The child, the carer and the worker say green of ten parts; of one the child is silent, of one the carer amber."""
    calm = [key for key in asked.categories if key not in ("home", "safety")]
    child_said(asked, colour=3, keys=[*calm, "home"])
    carl = came_in(invite(asked.child, at=at).person, at)
    rest = dict.fromkeys(calm, "green")
    send(asked, given(**rest, home="amber", safety="green"), carl, at)
    said = given(**rest, home="green", safety="green")
    operations.send_worker_reply(public_id=asked.public_id, given=said, key="w", by=cast.maya(), at=at)
    return cast.signed_in("maya").get(f"/rounds/{asked.public_id}/").content.decode(), calm


def test_what_is_green_for_everybody_is_folded_and_silence_and_colours_are_not(page):
    html, calm = page
    shown, folded = html.split("<details", 1)
    folded, after = folded.split("</details>", 1)
    assert 'id="c-' not in after
    quiet = [key for key in calm if f'id="c-{key}"' in folded]
    assert quiet and f"{len(quiet)} parts where all say green and no duty presses: " in folded
    assert 'id="c-home"' in shown and 'id="c-safety"' in shown, "a difference, and a child who is silent"
    for key in quiet:
        assert f"Because of {key}." in folded, "every word is there, also without a script"
    assert set(quiet) < set(calm), "a duty is overdue"
    for key in set(calm) - set(quiet):
        part = shown.split(f'id="c-{key}"')[1].split("</section>")[0]
        loud = ("Overdue", "Due soon", "Cannot be judged")
        assert any(words in part for words in loud), "not folded for its duty alone"


@pytest.mark.browser
def test_folded_it_is_shorter_sound_opened_by_key_and_printed_in_full(page):
    html, calm = page
    with browser.showing({"/rounds/x/": html}) as look:
        browser.is_sound(look, "/rounds/x/", "columns-folded")
        for width in (1280, 390):
            sheet = look("/rounds/x/", width)
            low = sheet.evaluate("document.documentElement.scrollHeight")
            sheet.locator("summary").focus()
            sheet.keyboard.press("Enter")
            high = sheet.evaluate("document.documentElement.scrollHeight")
            assert high > low * 1.3
        paper = look("/rounds/x/", 1280)
        paper.emulate_media(media="print")
        assert all(paper.locator(f"#c-{key} .sh-said").first.is_visible() for key in calm)
