"""The page of reports, in a browser: at a desk and on a phone, with figures, with rows, and with what is wrong."""

import pytest

from seenheard.record.operations import Part, record_visit
from seenheard.voices.domain.answers import Colour
from seenheard.voices.operations import rate_plan
from tests import browser, cast
from tests.factories.record import loads
from tests.unit.performance.conftest import ON, ash, asked, council, says, two_teams  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


def test_the_page_is_sound(two_teams, stopped_clock, at):  # noqa: F811
    tom = cast.signed_in("tom")
    loads("ssd", ["cla_visit"])
    for child, place in ((two_teams.red, "out"), (two_teams.silent, "home")):
        part = Part(child=child, seen=True)
        record_visit(visited_on=ON, place=place, parts=[part], key=place, by=cast.maya(), at=at)
    rate_plan(child=two_teams.red, colour=Colour.RED, reasons="It is late.", key="red", by=cast.ines(), at=at)
    asked_for = {
        "/reports/": {"against": "2026-03-01", "across": "category"},
        "/rows/": {"report": "views", "rows": "ratings"},
        "/met/": {"report": "met", "against": "2026-03-01"},
        "/plan/": {"report": "team", "about": cast.TEAM, "across": "plan"},
        "/child/": {"report": "child", "about": two_teams.red.now.local_id, "rows": "plan"},
        "/nobody/": {"report": "worker", "about": "Nobody Known"},
        "/wrong/": {"report": "team", "on": "soon"},
    }
    pages = {address: tom.get("/reports/", given).content.decode() for address, given in asked_for.items()}
    with browser.showing(pages) as look:
        for address in pages:
            browser.is_sound(look, address, f"reports-{address.strip('/')}")
