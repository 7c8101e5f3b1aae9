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
    again = client.get(link)
    assert again.status_code == 410
    assert "This link has been used, or is older than three days" in again.content.decode()
    assert "Ask your administrator for another." in again.content.decode()
    assert client.post(link, {"password": "four words not together"}).status_code == 410
    assert User.objects.get(email="new@fenmarsh.example").check_password("four words not together")


def test_a_link_that_never_was_is_told_apart_by_nobody(adam, client):
    """Status and words are those of a used one."""
    page = adam.post("/people/invite/", {"name": "New", "email": "new@fenmarsh.example", "role": "analyst"})
    link = re.search(r"/set-up/[\w-]+/", page.content.decode())[0]
    client.post(link, {"password": "four words not together"}, follow=True)

    def said(address):
        answer = client.get(address)
        return answer.status_code, re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]

    assert said(link) == said("/set-up/never-was/")


def test_without_any_administrator_the_page_says_how_to_get_the_first_link(client):
    answer = client.get("/set-up/never-was/")
    assert answer.status_code == 410 and "Start ./run --own again" in answer.content.decode()


def test_the_list_says_who_was_invited_and_has_never_signed_in(adam, client, at):
    page = adam.post("/people/invite/", {"name": "New", "email": "new@fenmarsh.example", "role": "analyst"})
    link = re.search(r"/set-up/[\w-]+/", page.content.decode())[0]
    client.post(link, {"password": "four words not together"})
    listed = adam.get("/people/").content.decode()
    assert "Invited, has not signed in yet" in listed
    new = User.objects.get(email="new@fenmarsh.example")
    assert "Invited, has not signed in yet" in adam.get(f"/people/{new.public_id}/").content.decode()
    cast.signed_in(new)
    assert "Invited" not in adam.get("/people/").content.decode()


def test_the_demos_cast_is_not_waiting_to_be_let_in(adam):
    cast.person("maya", cast_as="Maya Ashworth, social worker")
    assert "Invited, has" not in adam.get("/people/").content.decode()


def test_the_forms_speak_of_numbers_in_the_files(adam):
    page = adam.get("/people/invite/").content.decode()
    assert "This person’s numbers in your files" in page and "Social Work England number" in page


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
