"""A move that was typed, reasons that were followed by others, and a visit of whom nobody is seen: at a desk, on a phone."""

from datetime import date

import pytest

from seenheard.duties import operations as duties
from seenheard.prompts.models import Prompt
from seenheard.record import operations as record
from tests import browser, cast
from tests.factories import record as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
OLD = {"kind": "placement", "lines": "14 Rowan Road", "postcode": "PE30 1AA", "from_on": date(2026, 2, 2)}


@pytest.fixture
def pages(ash, take, at, on):
    """Each page by its address, rendered beforehand."""
    maya, tom = cast.maya(), cast.tom()
    made.add("address", ash, row_key="old", **OLD)
    kept = {"who": "her father", "why": "He has found them once before", "from_on": date(2026, 3, 3)}
    record.protect_address(children=[ash], key="protected", by=maya, at=at, **kept)
    moved = {"kind": "placement_started", "on": date(2026, 3, 29), "facts": {"placement": "m", "place": "U6"}}
    record.record_event(child=ash, key="m", by=maya, at=at, **moved)
    take()
    prompt = Prompt.objects.get(child=ash, cause="LR-01")
    for by, why in ((maya, "The reviewing officer is ill"), (tom, "The child was in hospital until the 12th")):
        duties.explain_delay(child=ash, rule=prompt.cause, key=prompt.key, why=why, by=by, at=at)
    hers, his = cast.signed_in(maya), cast.signed_in(tom)
    child = f"/children/{ash.public_id}/"
    found = {one: hers.get(one) for one in (child, f"{child}to-do/late/", f"{child}recorded/")}
    made.add("cla_review", ash, held_on=date(2026, 3, 30), row_key="held")
    take()
    found |= {f"{child}past-duties/": hers.get(f"{child}past-duties/?part=reviews")}
    found |= {"/my-team/late/": his.get("/my-team/late/"), f"{child}address/": hers.post(f"{child}address/")}
    draft = hers.post(f"{child}visit/")["Location"]
    said = {"people": [cast.person("ines")], "from_on": on, "until_on": None, "by": cast.person("sara"), "at": at}
    record.restrict_child(child=ash, why="The father works in the next office", **said)
    found[draft] = hers.get(draft)
    assert {answer.status_code for answer in found.values()} == {200}
    return {address: answer.content.decode() for address, answer in found.items()}


def test_they_are_sound_at_a_desk_and_on_a_phone(pages):
    with browser.showing(pages) as look:
        for number, address in enumerate(pages):
            browser.is_sound(look, address, f"mends-{number}")
