"""The page of what waits and a person's page in a real browser: axe, a phone's width, the keyboard, no script."""

import pytest

from tests import browser, cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
WAITING = "/people/waiting/"


@pytest.fixture
def pages():
    """As Adam left them for Sara: a role, a lost phone and an invitation wait."""
    adam, maya, otto = cast.signed_in("adam"), cast.maya(), cast.otto()
    sara = cast.signed_in("sara")
    adam.post(
        f"/people/{maya.public_id}/role/",
        {"role": "team_manager", "worker_refs": "P0002", "team_refs": "T02, T05", "asked_about": "T05"},
    )
    adam.post(f"/people/{otto.public_id}/second-step/")
    adam.post("/people/invite/", {"name": "Noor New", "email": "noor@fenmarsh.example", "role": "analyst"})
    person = f"/people/{maya.public_id}/"
    return {
        WAITING: sara.get(WAITING).content.decode(),
        "/asked/": adam.get(WAITING).content.decode(),
        person: adam.get(person).content.decode(),
    }


@pytest.fixture
def look(pages):
    """Opens an address at a width; the answers were rendered beforehand."""
    with browser.showing(pages) as opener:
        yield opener


def test_the_pages_are_sound_at_a_desk_on_a_phone_and_by_keyboard(look, pages):
    """One browser for all of it: starting one costs more than everything it is asked."""
    for number, address in enumerate(pages):
        browser.is_sound(look, address, f"waiting-{number}")
    by_keyboard(look(WAITING, 1280, java_script_enabled=False))


def by_keyboard(page) -> None:
    """Each button is a stop, in order, and says what it agrees to or refuses."""
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent").strip())
    said = [stop for stop in stops if stop.startswith(("Agree:", "Refuse:"))]
    assert len(said) >= 6 and said[0] == "Agree: Adam Reed asks that Maya Ashworth becomes team manager."
    assert said[1] == "Refuse: Adam Reed asks that Maya Ashworth becomes team manager."
