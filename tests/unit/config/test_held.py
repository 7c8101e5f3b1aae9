"""What was typed while signed out is handed back to the page that sent it, and to no other."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from seenheard.record.models import Draft, Event
from seenheard.trail.models import Entry
from tests import cast
from tests.pages.desk.conftest import ash, take  # noqa: F401
from tests.pages.desk.test_recording import DAY, address, begin, hidden, text

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

FORM = "application/x-www-form-urlencoded"
HERE = {"HTTP_ORIGIN": "http://testserver"}
WORDS = 'She said: "I <like> it",\r\nand laughed & ran'


@pytest.fixture
def form(ash):  # noqa: F811
    """The address of an ordinary form, and what somebody typed into it."""
    where = address(ash, "record/dental_check_held/")
    key = hidden(text(cast.signed_in("maya").get(where)), "key")
    return where, DAY | {"key": key, "note": WORDS}


def press(client, where, said, **headers):
    return client.post(where, urlencode(said, doseq=True), **{"content_type": FORM} | HERE | headers)


def held_in(answer) -> dict[str, str]:
    """The fields that a page hands back, without its token."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def token_in(answer) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)[1]


def is_held(answer) -> bool:
    return answer.status_code == 403 and "Send again</button>" in answer.text


def test_words_sent_while_signed_out_are_handed_back_and_nothing_else_happens(form):
    where, said = form
    before = Entry.objects.count()
    answer = press(Client(), where, said)
    assert is_held(answer) and held_in(answer) == said and "You were signed out" in answer.text
    assert f'action="{where}"' in answer.text and 'rel="noopener"' in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert "I &lt;like&gt; it" not in re.sub(r"<input[^>]*>", "", answer.text)  # hidden, and nowhere in the text
    assert not Event.objects.exists() and Entry.objects.count() == before


def test_words_whose_token_is_stale_meet_whoever_signed_in_once_and_are_then_taken(form):
    where, said = form
    client = Client(enforce_csrf_checks=True)
    first = press(client, where, said)  # nobody, and no cookie at all
    assert is_held(first)
    cast.sign_in(client, cast.maya())
    client.cookies["csrf"] = "c" * 32  # as signing in does: another token
    second = press(client, where, held_in(first) | {"csrfmiddlewaretoken": token_in(first)})
    assert is_held(second) and "You are signed in as Maya Ashworth" in second.text and held_in(second) == said
    assert not Event.objects.exists()
    third = press(client, where, held_in(second) | {"csrfmiddlewaretoken": token_in(second)})
    assert third.status_code == 302 and Event.objects.get().happened_on


def test_a_real_sign_in_makes_the_token_stale_so_nobody_sends_anothers_words_unasked(form):
    where, said = form
    client = Client(enforce_csrf_checks=True)
    first = press(client, where, said)
    before = client.cookies["csrf"].value
    page = client.get("/sign-in/?password")
    cast.otto()
    one_factor = {"login": "otto@fenmarsh.example", "password": cast.PASSWORD}
    client.post("/sign-in/", one_factor | {"csrfmiddlewaretoken": token_in(page)})
    assert client.session.get("_auth_user_id") and client.cookies["csrf"].value != before
    assert press(client, where, held_in(first) | {"csrfmiddlewaretoken": token_in(first)}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "https://testserver"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_MODE": "cors"},
        {"content_type": "text/plain"},
        {"content_type": "application/json"},
    ],
    ids=str,
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_what_no_page_of_this_site_sent_is_handed_back_to_nobody(form, headers, signed_in):
    where, said = form
    client = cast.signed_in("maya", enforce_csrf_checks=True) if signed_in else Client()
    assert is_held(press(client, where, said))
    answer = press(client, where, said, **headers)
    assert not is_held(answer) and "laughed" not in answer.text and answer.status_code == (403 if signed_in else 302)


def test_the_address_of_the_page_tells_as_well_as_its_origin_where_a_browser_sends_no_other(form):
    where, said = form
    body = urlencode(said)
    for referer, held in (("http://testserver/x/", True), ("http://evil.example/testserver", False), ("", False)):
        answer = Client().post(where, body, content_type=FORM, HTTP_REFERER=referer)
        assert is_held(answer) is held, referer


@pytest.mark.parametrize(
    "where", ["/sign-in/", "/sign-in/code/", "/confirm/", "/my-sign-in/password/", "/people/invite/", "/cover/new/"]
)
def test_what_is_typed_to_sign_in_or_about_accounts_is_never_handed_back(form, where):
    client = Client(enforce_csrf_checks=True)
    assert is_held(press(client, *form))
    answer = press(client, where, {"password": "laughed", "code": "123456"})
    assert not is_held(answer) and "laughed" not in answer.text


def test_a_file_has_to_be_chosen_again(form):
    assert is_held(press(Client(), *form))
    answer = Client().post("/imports/new/", {"note": "laughed"}, **HERE)
    assert answer.status_code == 403 and "has to be chosen again" in answer.text
    assert not is_held(answer) and "laughed" not in answer.text


def test_more_than_a_form_holds_is_not_handed_back(form):
    where, said = form
    assert is_held(press(Client(), where, said | {"note": "x" * 900_000}))
    assert press(Client(), where, said | {"note": "x" * 1_100_000}).status_code == 302


def test_a_press_without_any_words_goes_to_the_sign_in_as_before(form):
    where, _ = form
    answer = press(Client(), where, {"csrfmiddlewaretoken": "x"})
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")


def test_a_visit_pressed_after_the_session_has_ended_is_recorded_after_signing_in(ash):  # noqa: F811
    maya = cast.signed_in("maya")
    draft = begin(maya, ash)
    said = DAY | {"do": "keep", "c0-said": WORDS}
    answer = press(Client(), draft, said)
    assert is_held(answer) and not Draft.objects.get().content
    assert press(maya, draft, held_in(answer)).status_code == 302
    assert Draft.objects.get().content["c0-said"].replace("\r\n", "\n") == WORDS.replace("\r\n", "\n")
