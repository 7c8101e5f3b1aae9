"""The page of reports, in a browser: at a desk and on a phone, with figures, with rows, and with what is wrong."""

import pytest

from tests import browser, cast
from tests.unit.performance.conftest import ash, asked, council, says, two_teams  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


def test_the_page_is_sound(two_teams, stopped_clock):  # noqa: F811
    tom = cast.signed_in("tom")
    asked_for = {
        "/reports/": {"against": "2026-03-01", "across": "category"},
        "/rows/": {"report": "views", "rows": "ratings"},
        "/wrong/": {"report": "team", "on": "soon"},
    }
    pages = {address: tom.get("/reports/", given).content.decode() for address, given in asked_for.items()}
    with browser.showing(pages) as look:
        for address in pages:
            browser.is_sound(look, address, f"reports-{address.strip('/')}")
