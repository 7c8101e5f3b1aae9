"""What stands around every page: one transaction, headers, a reference, the viewer; never a value in a log or error."""

import logging
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from seenheard.config import errors
from seenheard.config.logs import WithoutValues
from seenheard.config.models import Installation
from tests import cast
from tests.unit.config.pages_that_fail import CANARY

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.unit.config.pages_that_fail")]

EVERYWHERE = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FAILING = ["/value/", "/integrity/", "/database/", "/refused/", "/no-such-child/", "/no-such-page/", "/nowhere/"]


class ReadingClient(Client):
    """Reads a streamed answer to its end, as a browser does."""

    def request(self, **request):
        answer = super().request(**request)
        if answer.streaming:
            b"".join(answer.streaming_content)
            answer.close()
        return answer


@pytest.fixture
def client():
    return ReadingClient(raise_request_exception=False)


@pytest.fixture
def logged():
    """What our formatter would have written, all loggers together."""
    lines: list[str] = []

    class Into(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    handler = Into()
    handler.setFormatter(WithoutValues("%(name)s %(message)s"))
    root, ours = logging.getLogger(), logging.getLogger("seenheard")
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    yield lines
    root.removeHandler(handler)


# --- one transaction -------------------------------------------------------------------------------------------------


def test_what_a_page_changes_is_kept(client):
    assert client.get("/changes/").status_code == 200
    assert Installation.objects.count() == 1
    assert client.session["seen"] == "yes"


@pytest.mark.parametrize("address", ["/value/", "/integrity/", "/refused/", "/no-such-child/", "/no-such-page/"])
def test_an_exception_takes_back_what_the_page_changed(client, address):
    assert client.get(address).status_code in (403, 404, 500)
    assert Installation.objects.count() == 0


def test_an_answer_of_500_takes_it_back_too(client):
    client.get("/changes/?status=503")
    assert Installation.objects.count() == 0


def test_without_the_transaction_the_change_would_stay(client, settings):
    """The planted fault."""
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "OneTransaction" not in one and "accounts" not in one]
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "Viewer" not in one]
    assert client.get("/no-such-page/").status_code == 404
    assert Installation.objects.count() == 1


# --- what is answered ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status"),
    [("/value/", 500), ("/database/", 500), ("/refused/", 403), ("/no-such-child/", 404), ("/nowhere/", 404)],
)
def test_each_failure_has_its_page(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert CANARY not in answer.text
    assert "<h1" in answer.text


def test_a_refusal_shows_its_own_sentence(client):
    assert "Your role does not let you do this." in client.get("/refused/").text


def test_no_such_child_and_no_such_page_cannot_be_told_apart(client):
    one, other = client.get("/no-such-child/"), client.get("/nowhere/")
    assert one.text.replace(one["X-Reference"], "") == other.text.replace(other["X-Reference"], "")


@pytest.mark.parametrize(
    "address", ["/changes/", *FAILING, "/members/", "/static/ui/seenheard.css", "/static/nothing.css"]
)
def test_every_answer_has_the_headers(client, address):
    answer = client.get(address)
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
    assert "geolocation=()" in answer["Permissions-Policy"]


def test_hsts_is_sent_where_the_site_is_served_securely(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert client.get("/nowhere/", secure=True)["Strict-Transport-Security"] == "max-age=31536000"


def test_a_missing_header_would_be_noticed(client, settings):
    """The planted fault."""
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith("XFrameOptionsMiddleware")]
    assert "X-Frame-Options" not in client.get("/nowhere/").headers


def test_pages_are_never_stored_and_styles_may_be(client):
    assert client.get("/changes/")["Cache-Control"] == "no-store"
    assert "no-store" not in client.get("/static/ui/seenheard.css").headers.get("Cache-Control", "")


def test_too_many_tries_are_answered_429(rf):
    request = rf.get("/sign-in/")
    request.user = AnonymousUser()
    answer = errors.too_many(request)
    assert answer.status_code == 429 and "tried too often" in answer.text


def test_a_stranger_is_sent_to_sign_in_by_default(client):
    answer = client.get("/members/")
    assert answer.status_code == 302 and "sign-in" in answer["Location"]


# --- whose eyes, and when --------------------------------------------------------------------------------------------


def test_the_database_knows_who_looks(client, stopped_clock):
    maya = cast.maya()
    cast.sign_in(client, maya)
    viewer, on, at, demo = client.get("/eyes/").text.split("|")
    assert (viewer, on, at, demo) == (str(maya.public_id), "2026-03-31", stopped_clock.isoformat(), "False")


def test_a_stranger_looks_as_nobody(client):
    assert client.get("/eyes/").text.startswith("|")


@pytest.mark.parametrize(("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("", 200), ("192.0.2.7", 403)])
def test_a_demo_answers_its_own_machine_only(client, address, status):
    Installation.objects.create(born_demo_at=datetime(2027, 1, 10, tzinfo=UTC))
    assert client.get("/eyes/", REMOTE_ADDR=address).status_code == status


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Forwarded-For", "192.0.2.7"),
        ("X-Forwarded-Host", "demo.example"),
        ("X-Real-IP", "192.0.2.7"),
        ("Forwarded", "for=192.0.2.7"),
        ("Via", "1.1 tunnel"),
        ("Host", "demo.example"),
    ],
)
def test_a_demo_is_not_served_through_a_proxy_or_a_tunnel(client, settings, name, value):
    settings.ALLOWED_HOSTS = ["*"]
    Installation.objects.create(born_demo_at=datetime(2027, 1, 10, tzinfo=UTC))
    assert client.get("/eyes/").status_code == 200
    assert client.get("/eyes/", headers={name: value}).status_code == 403


def test_an_authoritys_own_site_answers_other_machines(client):
    assert client.get("/eyes/", REMOTE_ADDR="192.0.2.7").status_code == 200


# --- what is written in logs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/value/", "/integrity/", "/database/"])
def test_a_failure_is_logged_with_reference_class_and_place_and_no_value(client, logged, address):
    answer = client.get(address)
    told = "\n".join(logged)
    assert answer["X-Reference"] in told
    assert "Error at " in told or "DataError at" in told or "InvalidTextRepresentation" in told
    assert CANARY not in told


def test_the_access_line_has_no_query_string(client, logged):
    client.get("/changes/?q=Zebedee-Quillfeather")
    lines = [line for line in logged if line.startswith("seenheard.access")]
    assert len(lines) == 1 and "GET /changes/ 200" in lines[0]
    assert CANARY not in lines[0]


@pytest.mark.parametrize("address", [f"/linked/{CANARY}/", f"/nowhere/{CANARY}/"])
def test_the_access_line_holds_nothing_of_the_address(client, logged, address):
    client.get(address)
    lines = [line for line in logged if line.startswith("seenheard.access")]
    assert len(lines) == 1 and CANARY not in lines[0]
    assert "GET /linked/<str:token>/ 200" in lines[0] or "GET (no such page) 404" in lines[0]


def test_an_ordinary_formatter_would_have_told(client, caplog):
    """The planted fault: Python's own formatter writes the exception's message."""
    try:
        raise ValueError(CANARY)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", (), __import__("sys").exc_info())
    assert CANARY in logging.Formatter().format(record)
    record.exc_text = None
    assert CANARY not in WithoutValues().format(record)


@pytest.mark.parametrize(
    ("where", "words"), [("/for-a-press/", "There is nothing to read here"), ("/hello/leave/", "")]
)
def test_an_address_for_a_press_says_so_in_words(client, where, words):
    answer = client.get(where)
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert words in answer.content.decode() and "</html>" in answer.content.decode()
