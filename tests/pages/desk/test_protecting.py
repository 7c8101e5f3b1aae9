"""On the child's page: who must not know where the child lives, said, corrected, ended, and asked about after a move."""

import re
from datetime import date, timedelta

import pytest

from seenheard.config import clock
from seenheard.record import operations
from seenheard.record.models import Event
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made

WHO, WHY = "her father, and his family", "He has found them once before"
NEW = {"kind": "home", "lines": "3 Birch Close", "postcode": "PE38 9ZZ"}
LINES, POSTCODE = "14 Rowan Road", "PE30 1AA"


@pytest.fixture
def child(ash):
    made.add("address", ash, row_key="home", kind="home", lines=LINES, postcode=POSTCODE, from_on=date(2025, 1, 1))
    return ash


@pytest.fixture
def maya(child):
    return cast.signed_in("maya")


def page_of(child, *rest):
    return "/".join(["", "children", str(child.public_id), *rest, ""])


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def hidden(response):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode()))


def protect(maya, child, follow=False, **more):
    address = page_of(child, "address", "protect")
    said = {"who": WHO, "reason": WHY, "from_on_day": "3", "from_on_month": "3", "from_on_year": "2026"}
    return maya.post(address, hidden(maya.get(address)) | said | more, follow=follow)


def key():
    return Event.objects.filter(kind="address_protected").latest("pk").row_key


def test_it_stands_first_on_the_childs_page_and_the_address_nowhere(child, maya):
    assert "Somebody must not know this address" in text(maya.get(page_of(child)))
    assert protect(maya, child).status_code == 302
    page = maya.get(page_of(child))
    shown = text(page)
    assert shown.index("Who must not know where the child lives") < shown.index("What is owed")
    assert "Her father, and his family. Since 3 March 2026." in shown
    assert "Recorded by Maya Ashworth." in shown
    assert "Whose work lets them see this child may open the address" in shown
    assert LINES not in shown and POSTCODE not in shown
    assert "the address is not to be known by her father, and his family" in text(maya.get(page_of(child, "story")))
    pressed = text(maya.post(page_of(child, "address")))
    assert "Her father, and his family" in pressed and LINES in pressed
    recorded = text(maya.get(page_of(child, "recorded")))
    assert WHY in recorded and "Take it back" not in recorded


def test_it_stands_among_what_is_known_in_the_visit_form(child, maya):
    protect(maya, child)
    form = maya.post(page_of(child, "visit"), follow=True)
    assert "Must not know the address Her father, and his family" in text(form)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"who": ""}, "Say who must not know the address"),
        ({"reason": "He is bad"}, "in 10 letters or more"),
        ({"from_on_year": "2027"}, "must be 31 March 2026 or earlier"),
        ({"reason": "He has come to 14 Rowan Rd before"}, "tells an address of the child"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(child, maya, said, sentence):
    refused = protect(maya, child, **said)
    assert refused.status_code == 200 and sentence in text(refused)
    assert WHO in refused.content.decode() or not said.get("who", WHO)
    assert not Event.objects.exists()
    protect(maya, child)
    assert Event.objects.count() == 1


def test_brothers_and_sisters_who_live_there_are_offered(child, maya):
    other = made.make_child(
        forename="Elm",
        facts={
            "involvement": {"professional_ref": "P0002", "team_ref": "T02", "from_on": date(2025, 1, 1)},
            "address": {"kind": "home", "lines": "14, Rowan Rd", "postcode": POSTCODE},
        },
    )
    for one in (child, other):
        made.add("family", one, family_ref="F1")
    form = maya.get(page_of(child, "address", "protect"))
    assert "Elm (same family)" in text(form)
    assert str(other.public_id) in Entry.objects.latest("pk").children
    assert protect(maya, child, also=[str(other.public_id)]).status_code == 302
    assert "Her father, and his family" in text(maya.get(page_of(other)))
    refused = protect(maya, child, who="somebody else", also=[str(made.make_child().public_id)])
    assert refused.status_code == 200 and "Choose from these" in text(refused)


def test_a_correction_keeps_both_versions(child, maya):
    protect(maya, child)
    address = page_of(child, "address", "protected", key())
    form = maya.get(address)
    assert WHY in form.content.decode()
    said = {"who": "her uncle", "reason": WHY, "from_on_day": "3", "from_on_month": "3", "from_on_year": "2026"}
    assert "in 10 letters or more" in text(maya.post(address, hidden(form) | said | {"why": "no"}))
    assert maya.post(address, hidden(form) | said | {"why": "It was the uncle"}).status_code == 302
    assert "Her uncle. Since 3 March 2026." in text(maya.get(page_of(child)))
    unchanged = maya.post(address, hidden(maya.get(address)) | said | {"why": "It was the uncle"}, follow=True)
    assert "It says this already" in text(unchanged) and Event.objects.count() == 2
    old = maya.post(address, hidden(form) | said | {"who": "nobody", "why": "Another window"})
    assert "Somebody has changed this since you opened it" in text(old)
    versions = text(maya.get(page_of(child, "recorded", "event", key())))
    assert "Before: Her father, and his family" in versions


def test_it_ends_with_a_reason_and_a_tick_alone(child, maya):
    protect(maya, child)
    address = page_of(child, "address", "protected", key(), "end")
    form = maya.get(address)
    assert "Her father, and his family. Since 3 March 2026." in text(form)
    why = "The order was lifted"
    assert "Say that you have made sure" in text(maya.post(address, hidden(form) | {"why": why}))
    assert "10 letters" in text(maya.post(address, hidden(form) | {"sure": "on", "why": "over"}))
    assert "Who must not know" in text(maya.get(page_of(child)))
    assert maya.post(address, hidden(form) | {"sure": "on", "why": why}).status_code == 302
    assert "Who must not know where" not in text(maya.get(page_of(child)))
    assert maya.get(address).status_code == 404, "over is over"
    assert why in text(maya.get(page_of(child, "story")))


def test_the_same_form_again_says_what_is_true(child, maya):
    form = hidden(maya.get(page_of(child, "address", "protect")))
    assert "the address is protected from now" in text(protect(maya, child, **form, follow=True))
    assert "kept already, and stands: the address is protected" in text(protect(maya, child, **form, follow=True))
    address = page_of(child, "address", "protected", key(), "end")
    maya.post(address, hidden(maya.get(address)) | {"sure": "on", "why": "The order was lifted"}, follow=True)
    again = protect(maya, child, **form)
    assert again.status_code == 200 and Event.objects.count() == 2
    assert "was kept, and has been ended since" in text(again) and "protected from now" not in text(maya.get("/"))
    assert "Who must not know where" not in text(maya.get(page_of(child)))


def test_a_correction_that_would_take_the_protection_from_an_address_is_refused(child, maya):
    placed = {"kind": "placement", "lines": "3 Birch Close", "postcode": "PE38 9ZZ", "from_on": date(2026, 1, 1)}
    made.add("address", child, **placed)
    protect(maya, child, which="every")
    address = page_of(child, "address", "protected", key())
    said = {"who": WHO, "reason": WHY, "from_on_day": "3", "from_on_month": "3", "from_on_year": "2026"}
    said |= {"why": "It holds for one", "which": "placement"}
    refused = maya.post(address, hidden(maya.get(address)) | said)
    assert refused.status_code == 200 and "then end this one, with the reason" in text(refused)
    assert Event.objects.count() == 1


def test_after_a_move_the_page_asks_and_one_press_answers(child, maya, at, monkeypatch):
    protect(maya, child)
    assert "Does it hold for the new address?" not in text(maya.get(page_of(child)))
    made.add("address", child, row_key="new", at=at + timedelta(minutes=1), **NEW)
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=2))
    page = text(maya.get(page_of(child)))
    assert "The child has moved since this was said" in page and "Does it hold for the new address?" in page
    address = page_of(child, "address", "protected", key(), "holds")
    assert maya.get(address).status_code == 405
    maya.post(address)
    maya.post(address)
    assert Event.objects.filter(kind="address_protection_confirmed").count() == 1
    assert "Does it hold for the new address?" not in text(maya.get(page_of(child)))


def test_nobody_else_says_or_ends_it(child, maya):
    protect(maya, child)
    places = (["protect"], ["protected", key()], ["protected", key(), "end"])
    for who, status in (("otto", 404), ("ana", 404), ("grace", 404)):
        browser = cast.signed_in(who)
        for place in places:
            assert browser.get(page_of(child, "address", *place)).status_code == status
            assert browser.post(page_of(child, "address", *place), {"why": WHY, "sure": "on"}).status_code == status
    assert Event.objects.count() == 1
    assert maya.get(page_of(child, "address", *places[2])).status_code == 200


def test_the_generic_pages_lead_to_it_or_do_not_exist(child, maya):
    protect(maya, child)
    assert "/address/protect/" in maya.get(page_of(child, "record")).content.decode()
    assert maya.get(page_of(child, "record", "address_protected")).status_code == 404
    assert maya.get(page_of(child, "recorded", "events", key())).status_code == 404
    said = {"why": "It was a mistake of mine"}
    refused = maya.post(page_of(child, "recorded", "event", key(), "take-back"), said)
    assert "ended with a reason, on the child’s page" in text(refused)
    assert "Who must not know where" in text(maya.get(page_of(child)))


def test_a_duty_worker_reads_it_and_may_not_change_it(child, maya, at):
    protect(maya, child)
    dev = cast.person("dev")
    said = {"kind": "duty", "because": "contact", "why": "The school rang about a cut"}
    operations.open_record(child=child, by=dev, on=at.date(), at=at, **said)
    page = text(cast.signed_in("dev").get(page_of(child)))
    assert "Her father, and his family" in page and "Somebody must not know this address" not in page
    assert "End it" not in page


def test_the_page_keeps_within_its_queries(child, maya, count_queries):
    before = count_queries(lambda: maya.get(page_of(child)))
    protect(maya, child)
    after = count_queries(lambda: maya.get(page_of(child)))
    assert after <= before + 3 and after <= 18
