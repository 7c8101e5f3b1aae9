"""Signing in and out as a browser meets it."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from seenheard.trail.models import Entry
from tests import cast

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def try_password(client, email="maya@fenmarsh.example", password=cast.PASSWORD):
    return client.post("/sign-in/", {"login": email, "password": password})


def code_now(secret) -> str:
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"


@pytest.fixture
def maya():
    return cast.maya()


@pytest.fixture
def with_app(maya):
    secret = generate_totp_secret()
    TOTP.activate(maya, secret)
    return secret


def test_the_sign_in_page_asks_for_address_and_password(client):
    page = client.get("/sign-in/").content.decode()
    assert 'name="login"' in page and 'type="password"' in page


def test_a_password_alone_leads_to_setting_up_a_second_step(client, maya):
    assert try_password(client).status_code == 302
    answer = client.get("/people/")
    assert answer.status_code == 302 and answer["Location"] == "/my-sign-in/"
    assert "Set up a second step" in client.get("/my-sign-in/").content.decode()


def test_setting_up_an_app_opens_the_door_and_gives_recovery_codes(client, maya):
    try_password(client)
    page = client.get("/my-sign-in/app/").content.decode()
    secret = re.search(r"<code[^>]*>(\w+)</code>", page)[1]
    answer = client.post("/my-sign-in/app/", {"code": code_now(secret)})
    assert answer["Location"] == "/my-sign-in/recovery-codes/"
    assert client.get("/my-sign-in/recovery-codes/").content.decode().count("<code") == 10
    assert client.get("/people/").status_code == 403, "past the second factor; only the role refuses now"


def test_password_then_code_signs_in(client, maya, with_app):
    assert try_password(client)["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session, "not yet"
    client.get("/sign-in/code/")
    client.post("/sign-in/code/", {"code": code_now(with_app)})
    assert client.get("/people/").status_code == 403


def test_a_wrong_code_does_not(client, maya, with_app):
    try_password(client)
    page = client.post("/sign-in/code/", {"code": "000000"})
    assert page.status_code == 200 and "_auth_user_id" not in client.session
    assert Entry.objects.filter(what="second_factor_failed").count() == 1


def test_sign_ins_and_failures_are_in_the_trail_without_names(client, maya):
    try_password(client, password="wrong")
    try_password(client, email="nobody@fenmarsh.example")
    try_password(client)
    client.post("/sign-out/")
    rows = Entry.objects.order_by("id").values_list("what", "by")
    mine = str(maya.public_id)
    assert list(rows) == [
        ("sign_in_failed", mine),
        ("sign_in_failed", "unknown"),
        ("signed_in", mine),
        ("signed_out", mine),
    ]
    assert "fenmarsh" not in str(list(Entry.objects.values()))


def test_sign_out_kills_the_session_on_the_server(client):
    cast.sign_in(client, cast.adam())
    assert client.get("/people/").status_code == 200
    stolen = Client()
    stolen.cookies["session"] = client.cookies["session"].value
    answer = client.post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert stolen.get("/people/").status_code == 302


def test_a_switched_off_account_gets_the_answer_of_a_wrong_password(client, maya):
    wrong = try_password(client, password="wrong").content.decode()
    maya.is_active = False
    maya.save()
    right = try_password(client).content.decode()
    assert "is not right" in wrong and "is not right" in right and "_auth_user_id" not in client.session


def test_the_cast_page_exists_only_in_a_demo(client, maya):
    assert client.get("/demo/").status_code == 404
    assert client.post(f"/demo/{maya.public_id}/").status_code == 404


@pytest.fixture
def demo(maya, monkeypatch):
    from seenheard.config import clock

    monkeypatch.setattr(clock, "is_demo", lambda: True)
    maya.cast_as = "Maya Ashworth, social worker"
    maya.save()


def test_in_a_demo_one_press_signs_in_with_both_factors(client, maya, demo):
    assert "Maya Ashworth, social worker" in client.get("/demo/").content.decode()
    assert client.post(f"/demo/{maya.public_id}/").status_code == 302
    assert client.get("/people/").status_code == 403


def test_in_a_demo_nobody_is_told_that_a_second_step_is_needed_to_go_on(client, maya, demo):
    client.post(f"/demo/{maya.public_id}/")
    text = client.get("/my-sign-in/").content.decode()
    assert "choosing whom to be is enough to sign in, and you need to set up nothing" in text
    assert "After that you can go on" not in text


def test_in_a_demo_too_a_password_alone_is_told_that_a_second_step_is_needed(client, maya, demo):
    try_password(client)
    assert "After that you can go on" in client.get("/my-sign-in/").content.decode()


def test_who_came_by_the_councils_own_sign_in_is_told_that_it_is_enough(client, maya, settings):
    cast.sign_in(client, maya, factors=1)
    session = client.session
    session["account_authentication_methods"] = [{"method": "socialaccount", "at": 0}]
    session.save()
    settings.OIDC_IS_TWO_FACTORS = True
    assert "You need to set up nothing here." in client.get("/my-sign-in/").content.decode()
    settings.OIDC_IS_TWO_FACTORS = False
    assert "After that you can go on" in client.get("/my-sign-in/").content.decode()


def test_a_form_left_open_too_long_says_what_to_do(maya):
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": maya.email, "password": cast.PASSWORD})
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "<title>This page was open too long" in text
    assert "Go back, reload the page and send it again." in text
    assert "You cannot do that" not in text and "your manager" not in text


def test_in_a_demo_the_first_page_offers_the_cast(client, maya, demo):
    first = client.get("/", follow=True)
    assert first.redirect_chain[-1][0] == "/demo/"
    page = first.content.decode()
    assert "Maya Ashworth, social worker" in page and 'type="password"' not in page
    assert 'href="/sign-in/?password"' in page
    assert 'type="password"' in client.get("/sign-in/?password").content.decode()


def test_nobody_but_the_cast_and_nobody_from_elsewhere_gets_in_that_way(client, demo, maya):
    assert client.post(f"/demo/{cast.tom().public_id}/").status_code == 404
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.get("/demo/").status_code in (403, 404)
    assert elsewhere.post(f"/demo/{maya.public_id}/").status_code in (403, 404)
