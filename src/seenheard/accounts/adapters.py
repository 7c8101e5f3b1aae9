"""Where allauth asks us: who may join (nobody by himself), how tries are counted, and our own words."""

import base64
import hashlib
from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect

from seenheard.accounts import devices

NO_ACCOUNT = "You have no account here yet. Ask your administrator to invite you."


class Accounts(DefaultAccountAdapter):
    """Sign-in by password."""

    error_messages: ClassVar[dict] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right",
        "too_many_login_attempts": "Too many tries. Wait one minute, then try again",
        "rate_limited": "Too many tries. Wait one minute, then try again",
        "incorrect_password": "The password is not right",
        "enter_current_password": "The password you have now is not right",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Tries are counted per address typed, and apart for a device that this person has signed in from before.

        So a stranger who keeps trying somebody's address never locks that person out.
        """
        email = credentials.get("email", "").strip().lower()
        return f"{email}:{devices.known_as(request, email)}"

    def respond_user_inactive(self, request, user):
        messages.error(request, NO_ACCOUNT)
        return redirect("account_login")

    def get_password_change_redirect_url(self, request) -> str:
        return "/my-sign-in/"

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Not for the first second factor: whoever sets it up typed the password a moment ago."""
        return is_mfa_enabled(context.request.user) and super().is_reauthentication_required(app=app, **kwargs)


class CouncilSignIn(DefaultSocialAccountAdapter):
    """Sign-in by the council's OpenID Connect: for people who have been invited, never a way to join."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        if sociallogin.user.pk is None or not sociallogin.user.is_active:
            messages.error(request, NO_ACCOUNT)
            raise ImmediateHttpResponse(redirect("account_login"))


class SecondFactors(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes are encrypted: a stolen copy of the database is not enough."""

    error_messages: ClassVar[dict] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right, or is too old. Enter the newest one",
    }

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _lock().decrypt(encrypted_text.encode()).decode()


def _lock() -> Fernet:
    """A key of its own purpose, made from the installation's secret key."""
    key = hashlib.sha256(b"seenheard second factors" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
