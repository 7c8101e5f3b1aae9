"""The register and a rule's page in a real browser: axe, a phone's width, no script."""

import os

import pytest

from tests import browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PAGES = ["/rules/", "/rules/LR-02/", "/rules/LH-02/", "/rules/CP-01/"]


@pytest.fixture
def look(client):
    """Opens an address at a width, without JavaScript; the answers come from the views themselves."""
    with browser.showing({address: client.get(address).content.decode() for address in PAGES}) as opener:
        yield opener


def test_the_pages_are_sound_at_a_desk_and_on_a_phone(look):
    """One browser for all of it: starting one costs more than everything it is asked."""
    from axe_playwright_python.sync_playwright import Axe

    for width in (1280, 390):
        for address in PAGES:
            page = look(address, width, bypass_csp=True)
            result = Axe().run(page)
            assert result.violations_count == 0, f"{address}: {result.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") == width, address
            if folder := os.environ.get("SCREENSHOTS"):
                name = address.strip("/").replace("/", "-")
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    without_script = look("/rules/LR-02/", 1280, java_script_enabled=False)
    assert without_script.locator("h1").inner_text() == "Second review of a looked-after child's case"
