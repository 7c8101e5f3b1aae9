"""The register and a rule's page in a real browser: axe, a phone's width, no script."""

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
    for address in PAGES:
        browser.is_sound(look, address, address.strip("/").replace("/", "-"))
    without_script = look("/rules/LR-02/", 1280, java_script_enabled=False)
    assert without_script.locator("h1").inner_text() == "Second review of a looked-after child's case"
