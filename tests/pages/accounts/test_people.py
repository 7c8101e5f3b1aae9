"""The administrator's pages."""

import re

import pytest

from seenheard.accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def adam():
    return cast.signed_in("adam")


def test_everybody_is_listed(adam):
    cast.maya()
    page = adam.get("/people/").content.decode()
    assert "Maya Ashworth" in page and "Social worker" in page


def test_inviting_somebody_shows_a_link_that_works_once(adam, client):
    page = adam.post("/people/invite/", {"name": "New", "email": "new@fenmarsh.example", "role": "analyst"})
    link = re.search(r"/set-up/[\w-]+/", page.content.decode())[0]
    assert "New password" in client.get(link).content.decode()
    assert client.post(link, {"password": "four words not together"})["Location"] == "/sign-in/"
    assert client.get(link).status_code == 404
    assert User.objects.get(email="new@fenmarsh.example").check_password("four words not together")


def test_a_short_password_is_refused_with_a_reason(adam, client):
    page = adam.post("/people/invite/", {"name": "New", "email": "new@fenmarsh.example", "role": "analyst"})
    link = re.search(r"/set-up/[\w-]+/", page.content.decode())[0]
    assert "12 characters" in client.post(link, {"password": "short one"}).content.decode()
    assert client.get(link).status_code == 200, "the link is still good"


def test_an_empty_invitation_says_what_is_missing(adam):
    page = adam.post("/people/invite/", {"name": ""}).content.decode()
    assert "Enter the person" in page and "Choose a role" in page


def test_an_address_that_is_taken_is_said_beside_the_field(adam):
    cast.maya()
    page = adam.post("/people/invite/", {"name": "M", "email": "maya@fenmarsh.example", "role": "analyst"})
    assert "has an account already" in page.content.decode()


def test_switching_off_bites_on_the_next_request(adam):
    maya = cast.maya()
    browser = cast.signed_in(maya)
    assert browser.get("/people/").status_code == 403
    assert adam.post(f"/people/{maya.public_id}/switch-off/").status_code == 302
    assert browser.get("/people/").status_code == 302


@pytest.mark.parametrize("deed", ["set-up-link", "switch-off", "switch-on", "second-step", "role"])
def test_each_button_answers_and_refuses_get(adam, deed):
    url = f"/people/{cast.maya().public_id}/{deed}/"
    assert adam.post(url, {"role": "analyst"}).status_code in (200, 302)
    assert adam.get(url).status_code == 405


@pytest.mark.parametrize("who", ["maya", "tom", "ines", "sara", "ana"])
def test_nobody_else_sees_people(who):
    browser = cast.signed_in(who)
    assert browser.get("/people/").status_code == 403
    assert browser.get(f"/people/{cast.adam().public_id}/").status_code == 403
