"""The components page in a real browser: axe, a phone's width, the keyboard, dark mode, paper.

No server: the browser's requests are answered from the templates and the static folder, under the strictest policy.
"""

from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string

from seenheard.ui import gallery
from tests import browser
from tests.unit.ui.test_shell import SITE

pytestmark = pytest.mark.browser
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'"
HOST = "http://seenheard.test"


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as launched:
        yield launched


@pytest.fixture
def look(chromium):
    """Opens the components page at a width; what the browser complains of fails the test."""
    complaints, opened = [], []

    def opener(width, wrong="", **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.route("**/*", lambda route: route.fulfill(**answer(route.request.url)))
        page.goto(f"{HOST}/?wrong={wrong}")
        page.wait_for_load_state("networkidle")
        return page

    yield opener
    for context in opened:
        context.close()
    assert complaints == []


def answer(url):
    """What the site would send for an address."""
    asked = urlsplit(url)
    if asked.path == "/":
        context = {"page": gallery.page({"wrong": asked.query.removeprefix("wrong=")}), "site": SITE}
        html = render_to_string("ui/gallery.html", context)
        return {"body": html, "content_type": "text/html", "headers": {"Content-Security-Policy": POLICY}}
    return browser.asset(asked.path)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("wrong", ["", "1"], ids=["fresh", "with errors"])
def test_axe_finds_nothing(look, width, wrong):
    result = browser.axe(look(width, wrong, bypass_csp=True))
    assert result.violations_count == 0, result.generate_report()


def test_axe_would_find_a_box_without_a_label(look):
    page = look(1280, bypass_csp=True)
    page.evaluate("document.querySelector('label[for=id_email]').remove()")
    assert "label" in {violation["id"] for violation in browser.axe(page).response["violations"]}


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_is_wider_than_the_screen(look, width):
    assert look(width).evaluate("document.documentElement.scrollWidth") == width


def test_on_a_phone_a_row_of_a_table_is_a_block_with_titles(look):
    page = look(390)
    title = page.evaluate("getComputedStyle(document.querySelector('.sh-table td'), '::before').content")
    assert title == '"Rows: "'
    assert page.locator("table").aria_snapshot().count("row ") >= 3


def test_the_keyboard_reaches_the_content_first_and_shows_where_it_is(look):
    page = look(1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"


def test_after_a_mistake_the_keyboard_is_at_the_list_of_mistakes(look):
    focused = look(1280, wrong="1").evaluate("document.activeElement.className")
    assert focused == "govuk-error-summary"


def test_someone_who_prefers_dark_still_gets_ink_on_paper(look):
    page = look(1280, color_scheme="dark")
    seen = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert seen == ["rgb(35, 33, 31)", "rgb(250, 247, 242)"]


def test_with_forced_colours_a_standing_keeps_its_words_and_its_edge(look):
    page = look(1280, forced_colors="active")
    assert page.locator(".sh-tag").first.inner_text() == "Overdue"
    assert page.evaluate("getComputedStyle(document.querySelector('.sh-tag')).borderTopStyle") == "solid"


def test_on_paper_there_is_the_child_but_no_navigation(look):
    page = look(1280)
    page.emulate_media(media="print")
    assert page.locator(".sh-duty").first.is_visible()
    for left_out in (".sh-nav", ".sh-filters", ".govuk-button", ".govuk-back-link"):
        assert not page.locator(left_out).first.is_visible(), left_out
    # GOV.UK Frontend prints the address of every link that begins with a slash: a child's page among them.
    printed = page.evaluate(
        "getComputedStyle(document.querySelector('.sh-duty__why a[href^=\"/\"]'), '::after').content"
    )
    assert printed == "none"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
