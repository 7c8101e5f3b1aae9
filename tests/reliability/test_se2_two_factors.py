"""SE2: no page about a child, an import or a person's account is reached on one factor, by any way in."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from seenheard.accounts import adapters
from tests import cast
from tests.reliability.test_au1_no_row_no_page import children_in
from tests.reliability.test_az1_every_url import TABLE
from tests.reliability.world import browser, real_path

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

REACHED_ON_ONE = {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_index",
    "account_change_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
}
"""Where a second factor is set up. Nothing else that needs a sign-in."""


def test_only_setting_up_a_second_factor_is_reached_on_one():
    assert {name for name, line in TABLE["url"].items() if line["door"] == "one factor"} == REACHED_ON_ONE


@pytest.mark.parametrize("actor", ["stranger", "one factor", "half signed in"])
def test_no_page_shows_a_child_on_less_than_two_factors(actor, world):
    seen = {}
    for name in TABLE["url"]:
        client, path = browser(actor, world), real_path(name, world)
        for method in ("GET", "POST"):
            if found := children_in(client.generic(method, path)):
                seen[method, name] = found
    assert seen == {}


def test_a_session_that_was_never_asked_for_its_second_factor_is_ended(world):
    client = browser("half signed in", world)
    assert client.get("/my-sign-in/")["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session


# --- the council's own sign-in, against a pretended provider -------------------------------------------------------


class Answer:
    status_code, headers, ok = 200, {"content-type": "application/json"}, True

    def __init__(self, data):
        self.data = data

    def json(self):
        return self.data

    def raise_for_status(self):
        return None


class Provider:
    """Answers as an OpenID Connect provider would; who it says has signed in can be chosen."""

    def __init__(self, email, verified=True):
        self.person = {"sub": "0001", "email": email, "email_verified": verified, "name": "Whoever"}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def get(self, url, **_):
        if url.endswith("openid-configuration"):
            return Answer(
                {
                    "issuer": "https://council.example",
                    "authorization_endpoint": "https://council.example/authorise",
                    "token_endpoint": "https://council.example/token",
                    "userinfo_endpoint": "https://council.example/userinfo",
                }
            )
        return Answer(self.person)

    def request(self, method, url, **_):
        return Answer({"access_token": "a", "token_type": "Bearer"})

    post = request


@pytest.fixture
def council(settings, monkeypatch):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "council",
                    "name": "Council",
                    "client_id": "c",
                    "secret": "s",
                    "settings": {"server_url": "https://council.example"},
                }
            ]
        }
    }

    def sign_in(email, verified=True) -> Client:
        provider = Provider(email, verified)
        monkeypatch.setattr(adapters.CouncilSignIn, "get_requests_session", lambda self: provider)
        client = Client()
        to = urlsplit(client.post("/sign-in/council/council/")["Location"])
        assert to.netloc == "council.example"
        state = parse_qs(to.query)["state"][0]
        client.get("/sign-in/council/council/back/", {"code": "x", "state": state})
        return client

    return sign_in


def test_the_councils_sign_in_lets_in_whom_an_administrator_invited(council, settings):
    settings.OIDC_IS_TWO_FACTORS = True
    cast.newcomer("administrator")
    assert council("new@fenmarsh.example").get("/people/").status_code == 200


def test_unless_the_setting_says_so_it_counts_as_one_factor(council, settings):
    settings.OIDC_IS_TWO_FACTORS = False
    cast.newcomer("administrator")
    assert council("new@fenmarsh.example").get("/people/")["Location"] == "/my-sign-in/"


@pytest.mark.parametrize(("email", "verified"), [("nobody@fenmarsh.example", True), ("new@fenmarsh.example", False)])
def test_nobody_joins_by_it_and_an_unverified_address_proves_nothing(council, settings, email, verified):
    settings.OIDC_IS_TWO_FACTORS = True
    cast.newcomer("administrator")
    assert "_auth_user_id" not in council(email, verified).session


def test_a_switched_off_account_stays_out(council, settings):
    settings.OIDC_IS_TWO_FACTORS = True
    cast.newcomer("administrator", is_active=False)
    assert "_auth_user_id" not in council("new@fenmarsh.example").session


# --- planted fault -------------------------------------------------------------------------------------------------


def test_a_middleware_that_lets_one_factor_pass_turns_this_check_red(world, monkeypatch):
    from seenheard.accounts.middleware import TwoFactors

    monkeypatch.setattr(TwoFactors, "process_view", lambda *a: None)
    assert children_in(browser("one factor", world).get(real_path("desk:child", world)))
