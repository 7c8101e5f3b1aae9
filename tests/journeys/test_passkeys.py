"""Signing in with a passkey, in Chromium with a virtual authenticator: beside a password, and alone."""

import threading
from contextlib import contextmanager
from datetime import date
from urllib.parse import urlsplit

import pytest
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from django.db import connection
from fido2.server import Fido2Server
from fido2.webauthn import UserVerificationRequirement

from seenheard.accounts.models import User
from seenheard.accounts.views.sign_in import PasskeyView
from tests import cast
from tests.factories import record as made

pytestmark = pytest.mark.browser
SIGNS_IN_ANEW = True
FINGERPRINT = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
# What somebody who holds a stolen key and no finger would do: ask it for a signature without proof of who holds it.
WITHOUT_PROOF_OF_WHO = """async () => {
    const form = document.getElementById("passkey-sign-in").form
    const answer = await fetch(form.action, {headers: {Accept: "application/json"}})
    const asked = (await answer.json()).request_options
    asked.publicKey.userVerification = "discouraged"
    const credential = await window.webauthnJSON.get(asked)
    document.getElementById("passkey-credential").value = JSON.stringify(credential)
    form.submit()
}"""


@pytest.fixture(scope="module")
def child(database, django_db_blocker):
    """A real installation, not a demo: Maya, who has a password, and a child whom she works with."""
    from django.core.management import call_command

    with django_db_blocker.unblock():
        connection.settings_dict["CONN_MAX_AGE"] = 0
        cast.maya()
        child = made.make_child(born_on=date(2015, 5, 4), forename="Fern", surname="Quill")
        made.add("involvement", child, professional_ref="P0002", role="CW", from_on=date(2025, 1, 1))
        yield child
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def site(child):
    """Passkeys are bound to a name: browsers refuse them for a bare number such as 127.0.0.1."""
    from pytest_django.live_server_helper import LiveServer

    server = LiveServer("localhost")
    server._live_server_modified_settings.enable()
    yield server.url
    server.stop()
    server._live_server_modified_settings.disable()


class Maya:
    """Maya at her own laptop, which has a fingerprint reader."""

    def __init__(self, browser, site, child):
        self.context = browser.new_context(base_url=site)
        self.context.set_default_timeout(8000)
        self.page, self.child_page = self.context.new_page(), f"/children/{child.public_id}/"
        self.reader = self.context.new_cdp_session(self.page)
        self.reader.send("WebAuthn.enable")
        made = self.reader.send("WebAuthn.addVirtualAuthenticator", {"options": FINGERPRINT})
        self.authenticator = made["authenticatorId"]

    def types_her_password(self):
        self.page.goto("/sign-in/")
        self.page.get_by_label("E-mail address").fill("maya@fenmarsh.example")
        self.page.get_by_label("Password").fill(cast.PASSWORD)
        self.goes_on_by("Sign in")

    def presses(self, words):
        self.page.get_by_role("button", name=words, exact=True).click()

    def goes_on_by(self, words):
        """Press a button, and wait for the page that it brings."""
        with self.page.expect_navigation():
            self.presses(words)

    def adds_a_passkey(self, *, alone):
        self.types_her_password()
        self.page.goto("/my-sign-in/passkeys/add/")
        self.page.get_by_label("Sign in with it alone").set_checked(alone)
        self.presses("Add")
        self.page.wait_for_url("**/my-sign-in/recovery-codes/")

    def signs_out(self):
        self.page.goto("/sign-out/")
        self.page.get_by_role("main").get_by_role("button", name="Sign out").click()
        self.page.wait_for_url("**/sign-in/")

    def finger(self, is_hers):
        whose = {"authenticatorId": self.authenticator, "isUserVerified": is_hers}
        self.reader.send("WebAuthn.setUserVerified", whose)

    def opens_the_child(self) -> bool:
        """Whether the child's page opens; if not, the site has asked her to sign in or to set up a second step."""
        answer = self.page.goto(self.child_page)
        path = urlsplit(self.page.url).path
        if path == self.child_page:
            assert answer.status == 200 and "Fern Quill" in self.reads
            return True
        assert path in ("/sign-in/", "/sign-in/code/", "/my-sign-in/")
        return False

    @property
    def reads(self):
        return self.page.get_by_role("main").inner_text()


@pytest.fixture
def at_her_laptop(chromium, site, child, django_db_blocker):
    """Maya without any second factor yet; whatever she adds is gone afterwards."""
    from allauth.mfa.models import Authenticator

    maya = Maya(chromium, site, child)
    yield maya
    maya.context.close()
    beside_the_browser(django_db_blocker, lambda: Authenticator.objects.all().delete())


def test_a_password_and_then_a_passkey(at_her_laptop):
    maya = at_her_laptop
    maya.adds_a_passkey(alone=False)
    assert maya.opens_the_child(), "adding it has just proved it"
    maya.signs_out()
    maya.types_her_password()
    assert not maya.opens_the_child(), "a password alone is one factor"
    maya.page.goto("/sign-in/code/")
    maya.goes_on_by("Use a passkey or security key instead")
    assert maya.opens_the_child()


def test_a_passkey_alone_counts_as_two_because_it_asks_for_the_finger(at_her_laptop):
    maya = at_her_laptop
    maya.adds_a_passkey(alone=True)
    maya.signs_out()
    assert not maya.opens_the_child()
    maya.page.goto("/sign-in/")
    maya.goes_on_by("Sign in with a passkey")
    assert maya.opens_the_child()


def test_without_her_finger_it_signs_nobody_in_and_the_page_says_so(at_her_laptop):
    maya = at_her_laptop
    maya.adds_a_passkey(alone=True)
    maya.signs_out()
    maya.finger(is_hers=False)
    maya.page.goto("/sign-in/")
    maya.presses("Sign in with a passkey")
    maya.page.get_by_text("The passkey was not used.").wait_for()
    assert not maya.opens_the_child()


def test_a_signature_without_proof_of_who_holds_the_key_is_refused_by_the_site(at_her_laptop):
    """The browser's own insistence is not enough: here it is told not to insist."""
    maya = at_her_laptop
    maya.adds_a_passkey(alone=True)
    maya.signs_out()
    maya.finger(is_hers=False)
    maya.page.goto("/sign-in/")
    with maya.page.expect_navigation():
        maya.page.evaluate(WITHOUT_PROOF_OF_WHO)
    assert "/sign-in/" in maya.page.url
    assert not maya.opens_the_child()


def test_a_site_that_does_not_insist_on_the_proof_turns_this_check_red(at_her_laptop, monkeypatch):
    real = Fido2Server.authenticate_begin
    lax = {"user_verification": UserVerificationRequirement.DISCOURAGED}
    monkeypatch.setattr(Fido2Server, "authenticate_begin", lambda self, **asked: real(self, **asked | lax))
    monkeypatch.setattr(PasskeyView, "form_class", LoginWebAuthnForm)  # nor do we look at the signature
    maya = at_her_laptop
    maya.adds_a_passkey(alone=True)
    maya.signs_out()
    maya.finger(is_hers=False)
    maya.page.goto("/sign-in/")
    with maya.page.expect_navigation():
        maya.page.evaluate(WITHOUT_PROOF_OF_WHO)
    assert maya.opens_the_child(), "the condition that the check above refuses"


def test_the_same_signature_with_her_finger_is_taken(at_her_laptop):
    """The refusal above shares its set-up with this success, so it is the missing proof that is refused."""
    maya = at_her_laptop
    maya.adds_a_passkey(alone=True)
    maya.signs_out()
    maya.page.goto("/sign-in/")
    with maya.page.expect_navigation():
        maya.page.evaluate(WITHOUT_PROOF_OF_WHO.replace('"discouraged"', '"required"'))
    assert maya.opens_the_child()


def test_a_passkey_of_somebody_switched_off_signs_nobody_in(at_her_laptop, django_db_blocker):
    maya = at_her_laptop
    maya.adds_a_passkey(alone=True)
    maya.signs_out()
    with switched_off(django_db_blocker):
        maya.page.goto("/sign-in/")
        maya.goes_on_by("Sign in with a passkey")
        assert not maya.opens_the_child()


@contextmanager
def switched_off(django_db_blocker):
    beside_the_browser(django_db_blocker, lambda: User.objects.update(is_active=False))
    yield
    beside_the_browser(django_db_blocker, lambda: User.objects.update(is_active=True))


def beside_the_browser(django_db_blocker, act):
    """Do something in the database from a thread of its own: the browser's driver has an event loop in this one."""

    def run():
        with django_db_blocker.unblock():
            act()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
