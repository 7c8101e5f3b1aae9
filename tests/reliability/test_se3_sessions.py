"""SE3: a session is short, new at sign-in, dead on the server after sign-out, and leaves nothing in the browser."""

import os
from datetime import timedelta

import pytest
from django.test import Client

from seenheard.config import clock
from seenheard.trail.models import Entry
from tests import cast
from tests.reliability.test_az1_every_url import TABLE
from tests.reliability.world import AT, ROLES, browser, real_path

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

ENDED = 1_000 if os.environ.get("SEENHEARD_NIGHT") else 50


@pytest.fixture
def at(monkeypatch):
    """Move the site's clock: at(minutes=…) after noon."""

    def move(**after):
        monkeypatch.setattr(clock, "now", lambda: AT + timedelta(**after))

    move()
    return move


def is_in(client) -> bool:
    return client.get("/people/").status_code == 200


def test_twenty_minutes_without_a_request_end_the_session(at):
    client = cast.signed_in("adam")
    assert is_in(client)
    at(minutes=19)
    assert is_in(client)
    at(minutes=38)
    assert is_in(client), "each request begins the twenty minutes anew"
    at(minutes=38, seconds=1 + 20 * 60)
    assert not is_in(client)
    assert Entry.objects.filter(what="signed_out", why__contains="idle").count() == 1


def test_after_twelve_hours_even_a_busy_session_ends(at):
    client = cast.signed_in("adam")
    for quarter in range(48 * 15 // 15):
        at(minutes=15 * quarter)
        assert is_in(client)
    at(hours=12, minutes=1)
    assert not is_in(client)


def test_a_session_gets_a_new_id_at_sign_in():
    cast.newcomer()
    client = Client()
    client.get("/sign-in/")
    client.session.save()
    before = client.session.session_key
    client.cookies["session"] = before
    client.post("/sign-in/", {"login": "new@fenmarsh.example", "password": cast.PASSWORD})
    assert client.session["_auth_user_id"] and client.session.session_key != before


@pytest.mark.larger_at_night
def test_ended_sessions_can_never_be_used_again():
    adam, alive = cast.adam(), []
    for _ in range(ENDED):
        client = cast.sign_in(Client(), adam)
        stolen = Client()
        stolen.cookies["session"] = client.cookies["session"].value
        assert is_in(stolen)
        client.post("/sign-out/")
        alive.append(is_in(stolen))
    assert not any(alive)


def test_a_new_password_ends_every_other_session_of_that_person():
    adam = cast.adam()
    client = cast.sign_in(Client(), adam)
    assert is_in(client)
    adam.set_password("another four words here")
    adam.save()
    assert not is_in(client)


def kept(world, actors=("worker", "analyst", "administrator")) -> list[str]:
    """Answers to people who have signed in that a browser might keep."""
    return [
        f"{method} {name} as {actor}"
        for actor in actors
        for client in [browser(actor, world)]
        for name in TABLE["url"]
        if name not in ("account_logout", "ui:council_css")
        for method in ("GET", "POST")
        if "no-store" not in client.generic(method, real_path(name, world)).headers.get("Cache-Control", "")
    ]


def test_no_answer_to_anybody_signed_in_is_kept_by_the_browser(world):
    assert set(ROLES) >= {"worker", "analyst", "administrator"}
    assert kept(world) == []


def test_signing_out_asks_the_browser_to_forget():
    assert cast.signed_in("adam").post("/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'


def test_cookies_are_closed_to_scripts_and_other_sites(settings):
    cast.newcomer()
    client = Client()
    client.post("/sign-in/", {"login": "new@fenmarsh.example", "password": cast.PASSWORD})
    session, device = client.cookies["session"], client.cookies["device"]
    assert session["httponly"] and session["samesite"] == "Lax"
    assert device["httponly"] and device["samesite"] == "Strict"


def test_over_https_cookies_are_secure_and_bound_to_the_host(settings):
    from seenheard.accounts import devices

    settings.SESSION_COOKIE_SECURE = True
    assert devices.cookie_name().startswith("__Host-")


# --- planted faults ----------------------------------------------------------------------------------------------


def test_a_limit_that_is_not_read_turns_this_check_red(at, settings):
    settings.SESSION_IDLE_SECONDS = 10**6
    client = cast.signed_in("adam")
    assert is_in(client)
    at(minutes=60)
    assert is_in(client)


def test_an_answer_without_no_store_turns_this_check_red(world, monkeypatch):
    from seenheard.config.middleware import Answer

    real = Answer.__call__

    def forgets(self, request):
        response = real(self, request)
        response["Cache-Control"] = "private"
        return response

    monkeypatch.setattr(Answer, "__call__", forgets)
    assert kept(world, actors=("administrator",))
