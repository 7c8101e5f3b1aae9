"""WH3: a request forged from elsewhere changes nothing, at any address that changes something."""

import json

import pytest
from django.db import transaction

from tests.reliability.signed_in import as_left
from tests.reliability.tables import TRAIL_AND_SESSION, differing, fingerprints
from tests.reliability.test_az1_every_url import TABLE, due
from tests.reliability.world import ROLES, real_path

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

SECRET = "a" * 32
EVIL = "https://evil.example"
LET_IN = ("page", "goes on", "sign in")


def changers() -> list[tuple[str, str]]:
    """Every address that takes POST, with the first actor whom it lets in; nobody is too much a stranger to be forged."""
    found = []
    for name in sorted(TABLE["url"]):
        if "POST" in TABLE["url"][name]:
            actors = [actor for actor in (*ROLES, "one factor", "stranger") if due(name, actor, "POST") in LET_IN]
            found += [(name, actor) for actor in actors[:1]]
    return found


WAYS = {
    "without a token": {"token": ""},
    "with another token": {"token": "b" * 32},
    "from a foreign origin": {"token": SECRET, "HTTP_ORIGIN": EVIL},
    "from a sandboxed page": {"token": SECRET, "HTTP_ORIGIN": "null"},
    "across sites": {"token": "", "HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_REFERER": EVIL},
    "as JSON": {"token": "", "content_type": "application/json", "data": json.dumps({"a": 1})},
}


def forged(path, actor, world) -> tuple[dict[str, int], set[str]]:
    """What each way of forging is answered with, and the tables that changed."""
    client = as_left(actor, world, enforce_csrf_checks=True)
    savepoint, before = transaction.savepoint(), fingerprints(but=TRAIL_AND_SESSION)
    answers = {way: post(client, path, **headers) for way, headers in WAYS.items()}
    changed = differing(before, fingerprints(but=TRAIL_AND_SESSION))
    transaction.savepoint_rollback(savepoint)
    return answers, changed


def post(client, path, *, token, data=None, **headers) -> int:
    client.cookies["csrf"] = SECRET
    given = {"HTTP_X_CSRFTOKEN": token} if token else {}
    return client.post(path, data or {}, **given, **headers).status_code


@pytest.mark.parametrize(("name", "actor"), changers())
def test_a_forged_request_is_refused_and_changes_nothing(name, actor, world):
    answers, changed = forged(real_path(name, world), actor, world)
    assert set(answers.values()) == {403}
    assert changed == set()


@pytest.mark.parametrize(("name", "actor"), changers())
def test_the_same_request_with_its_token_is_not_refused(name, actor, world):
    client = as_left(actor, world, enforce_csrf_checks=True)
    savepoint = transaction.savepoint()
    assert post(client, real_path(name, world), token=SECRET) in (200, 204, 302)
    transaction.savepoint_rollback(savepoint)


HERE = {"HTTP_ORIGIN": "http://testserver", "content_type": "application/x-www-form-urlencoded", "data": "why=words"}


@pytest.mark.parametrize(("name", "actor"), changers())
def test_what_is_pressed_on_this_very_site_changes_nothing_without_its_token_or_by_a_stranger(name, actor, world):
    """Words that are handed back (`config/held.py`) are handed back, and that is all; nobody's sign-in is."""
    path, savepoint = real_path(name, world), transaction.savepoint()
    outside = [] if TABLE["url"][name]["door"] == "open" else ["stranger", "left idle"]
    clients = {who: as_left(who, world, enforce_csrf_checks=True) for who in (actor, *outside)}
    before = fingerprints(but=TRAIL_AND_SESSION)
    assert post(clients.pop(actor), path, token="", **HERE) == 403
    assert {post(client, path, token=SECRET, **HERE) for client in clients.values()} <= {302, 403}
    changed = differing(before, fingerprints(but=TRAIL_AND_SESSION))
    transaction.savepoint_rollback(savepoint)
    assert changed == set()


def test_there_are_addresses_to_forge():
    assert len(changers()) >= 15


def test_an_exempt_view_turns_this_check_red(world, monkeypatch):
    from django.middleware.csrf import CsrfViewMiddleware

    monkeypatch.setattr(CsrfViewMiddleware, "process_view", lambda *a, **k: None)
    answers, changed = forged(real_path("accounts:switch_off", world), "administrator", world)
    assert 302 in answers.values() and "accounts_user" in changed
