"""A passkey without a password: the key has to prove who holds it, whatever question the signature answers."""

import json
from hashlib import sha256
from time import time

import pytest
from allauth.account import app_settings as settings
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY, WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from tests import cast

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
SITE = "testserver"
HELD, PROVED = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Key:
    """A security key that belongs to somebody, as the site came to know it."""

    def __init__(self, owner):
        self.owner, self.private, self.id = owner, ec.generate_private_key(ec.SECP256R1()), owner.email.encode()
        public = AttestedCredentialData.create(
            Aaguid.NONE, self.id, ES256.from_cryptography_key(self.private.public_key())
        )
        known = AttestationObject.create("none", self._data(PROVED | AuthenticatorData.FLAG.AT, public), {})
        told = self._client_data(CollectedClientData.TYPE.CREATE, b"0" * 32)
        WebAuthn.add(owner, "Key", self._sent(clientDataJSON=told, attestationObject=known))

    def answers(self, question: bytes, flags) -> str:
        """What it signs; the number of the person beside it is signed by nobody."""
        data, told = self._data(flags), self._client_data(CollectedClientData.TYPE.GET, question)
        signature = self.private.sign(bytes(data) + sha256(told).digest(), ec.ECDSA(SHA256()))
        who = user_pk_to_url_str(self.owner).encode()
        sent = self._sent(authenticatorData=data, clientDataJSON=told, signature=signature, userHandle=who)
        return json.dumps(sent)

    def _data(self, flags, public=b""):
        return AuthenticatorData.create(sha256(SITE.encode()).digest(), flags, 0, public)

    def _client_data(self, kind, question):
        return CollectedClientData.create(kind, question, f"https://{SITE}")

    def _sent(self, **response):
        name = websafe_encode(self.id)
        told = {key: websafe_encode(bytes(value)) for key, value in response.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": told, "clientExtensionResults": {}}


@pytest.fixture
def maya():
    return Key(cast.maya())


@pytest.fixture
def asked_for_a_second_step():
    """Tom's browser, where his own password was typed: it is asked for his key, which need prove no more than itself.

    The sign-in has run out since, so that another may begin; the question stands.
    """
    Key(cast.tom())
    browser = Client()
    browser.post("/sign-in/", {"login": "tom@fenmarsh.example", "password": cast.PASSWORD})
    browser.get("/sign-in/code/")
    session = browser.session
    session["account_login"] |= {"initiated_at": time() - settings.LOGIN_TIMEOUT - 1}
    session.save()
    return browser


def question_of(browser) -> bytes:
    return websafe_decode(browser.session[STATE_SESSION_KEY]["challenge"])


def signs_in(browser, key, flags) -> bool:
    browser.post("/sign-in/passkey/", {"credential": key.answers(question_of(browser), flags)})
    return browser.session.get("_auth_user_id") == str(key.owner.pk)


@pytest.mark.parametrize(("flags", "taken"), [(PROVED, True), (HELD, False)])
def test_alone_it_proves_who_holds_it(flags, taken, maya):
    browser = Client()
    browser.get("/sign-in/passkey/", headers={"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"})
    assert signs_in(browser, maya, flags) is taken


@pytest.mark.parametrize(("flags", "taken"), [(PROVED, True), (HELD, False)])
def test_also_where_it_answers_what_somebody_else_was_asked_after_a_password(
    flags, taken, maya, asked_for_a_second_step
):
    """Who has an account and a colleague's key, but not her finger, is not let in as the colleague."""
    assert signs_in(asked_for_a_second_step, maya, flags) is taken
