"""A child with worries, something to be done, a delay explained and a move to answer: its pages at a desk, on a phone,
by keyboard."""

from datetime import date, timedelta

import pytest

from seenheard.duties import operations as duties
from seenheard.prompts.models import Prompt
from seenheard.record import operations as record
from tests import browser, cast
from tests.factories import record as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WHY = "The reviewing officer is ill until the 9th"
HOMES = (
    {"kind": "home", "lines": "14 Rowan Road", "postcode": "PE30 1AA", "from_on": date(2025, 1, 1)},
    {"kind": "home", "lines": "3 Birch Close", "postcode": "PE38 9ZZ", "from_on": date(2026, 3, 20)},
)


def live(child, by, at, on):
    """All of it happens to the child."""
    said = {"child": child, "by": by, "at": at}
    made.add("address", child, row_key="old", **HOMES[0])
    kept = {"who": "her father", "why": "He has found them once before", "from_on": date(2026, 3, 3)}
    record.protect_address(children=[child], key="protected", by=by, at=at, **kept)
    made.add("address", child, row_key="new", **HOMES[1])
    record.raise_issue(words="Has a bruise on the left arm", on=on, key="open", **said)
    record.raise_issue(words="Has no winter coat that fits", on=on, key="answered", **said)
    record.answer_issue(key="answered", no_action_why="It hangs at the school", **said)
    own = {"owned_by": str(by.public_id), **said}
    before = own | {"at": at - timedelta(days=5)}
    record.add_action(words="Take the child to the doctor", due_on=on - timedelta(days=1), key="late", **before)
    record.add_action(words="Ask the college about a travel pass", due_on=on + timedelta(days=3), key="soon", **own)
    record.add_action(words="Ring the school", due_on=on, key="done", **own)
    record.finish_action(key="done", done_on=on, outcome="They have rung back", **said)
    record.book(kind="care_review_held", planned_on=on + timedelta(days=9), key="booked", **said)


@pytest.fixture
def pages(ash, take, at, on):
    """Each page by its address, rendered beforehand."""
    maya, tom = cast.maya(), cast.tom()
    live(ash, maya, at, on)
    take()
    prompt = Prompt.objects.get(child=ash, cause="LR-01")
    duties.explain_delay(child=ash, rule=prompt.cause, key=prompt.key, why=WHY, by=maya, at=at)
    hers, his = cast.signed_in(maya), cast.signed_in(tom)
    child, form = f"/children/{ash.public_id}/", f"/children/{ash.public_id}/to-do/late/"
    found = {one: hers.get(one) for one in (child, f"{child}story/", f"{child}to-do/", "/my-work/")}
    found |= {f"{child}to-do/book/": hers.get(f"{child}to-do/book/"), "/my-team/": his.get("/my-team/")}
    found |= {form: hers.get(f"{form}?prompt={prompt.pk}"), f"{form}wrong/": hers.post(form, {"why": "late"})}
    assert {answer.status_code for answer in found.values()} == {200}
    return {address: answer.content.decode() for address, answer in found.items()}


@pytest.fixture
def look(pages):
    with browser.showing(pages) as opener:
        yield opener


def test_all_of_it_is_on_them(pages):
    child = next(page for address, page in pages.items() if address.count("/") == 3 and "children" in address)
    for words in ("Has a bruise on the left arm", "Take the child to the doctor", "Late", WHY, "for the new address"):
        assert words in child, words
    for words in ("The child has moved since the address was protected", "cannot be done by that day", WHY):
        assert words in pages["/my-work/"], words
    assert WHY in pages["/my-team/"]


def test_they_are_sound_at_a_desk_and_on_a_phone(pages, look):
    for number, address in enumerate(pages):
        browser.is_sound(look, address, f"worries-{number}")


SENT = """addEventListener("submit", sent => {
    sent.preventDefault();
    window.sent = [new URL(sent.submitter.formAction).pathname, new FormData(sent.target).getAll("prompt").length];
})"""


def test_the_press_that_asks_why_is_reached_and_sent_by_keyboard(look):
    page = look("/my-work/", 390)
    page.evaluate(SENT)
    page.query_selector_all("input[name=prompt]")[0].focus()
    page.keyboard.press("Space")
    for _ in range(60):
        if page.evaluate("document.activeElement.getAttribute('formaction')"):
            break
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "It cannot be done by that day: say why"
    page.keyboard.press("Enter")
    assert page.evaluate("window.sent") == ["/my-work/cannot/", 1]
