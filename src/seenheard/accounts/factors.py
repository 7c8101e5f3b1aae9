"""Which sign-ins count as two factors, and how a view says that one is enough for it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse

from seenheard.accounts.permissions import NotAllowed

CAST = "cast"
"""How the demo's own sign-in is written into the session."""
COUNCIL = "socialaccount"
"""How the council's own sign-in is."""

CONFIRMING = "confirming"
"""Where the session keeps that a second factor was asked for again, and how many had been given by then."""
FRESH = timedelta(minutes=15)
NO_SECOND_HERE = (
    "This needs your second step again, and you have none here. Set up an authenticator app or a passkey first, "
    "under your name at the top."
)


def one_factor_enough(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that someone who has not set up a second factor must reach: the setting up itself."""
    view.one_factor_enough = True  # type: ignore[attr-defined]
    return view


def has_two(request) -> bool:
    """Whether this session was begun, or since strengthened, with two factors."""
    return any(_is_second(record, request) for record in get_authentication_records(request, request.user))


def stood_for_both(request) -> str:
    """The way in, CAST or COUNCIL, that alone stands for both factors of this session; empty where none does."""
    records = get_authentication_records(request, request.user)
    methods = (record.get("method", "") for record in records if _is_second(record, request))
    return next((method for method in methods if method in (CAST, COUNCIL)), "")


def note_second(request, kind: str) -> None:
    """The person has just proved a second factor by setting it up: as good as confirming who they are."""
    record_authentication(request, request.user, "mfa", type=kind, reauthenticated=True)


def where_to_confirm(request) -> str:
    """The address at which the person gives a second factor again before going on, or nothing if they just have.

    One given before this was asked does not count, nor one for something done since. Raises NotAllowed for somebody
    who has no second factor here. In a demo nobody has one, and choosing whom to be stands for it.
    """
    if stood_for_both(request) == CAST:
        return ""
    asked, now = request.session.get(CONFIRMING), request.at.timestamp()
    if asked and now - asked["at"] <= FRESH.total_seconds() and _given_again(request) > asked["given"]:
        return ""
    request.session[CONFIRMING] = {"given": _given_again(request), "at": now}
    return f"{_confirm_page(request.user)}?{urlencode({'next': request.path})}"


def use_up_confirmation(request) -> None:
    """What was confirmed is done: the next time a second factor is asked for again."""
    request.session.pop(CONFIRMING, None)


def _given_again(request) -> int:
    records = get_authentication_records(request, request.user)
    return sum(record.get("method") == "mfa" and bool(record.get("reauthenticated")) for record in records)


def _confirm_page(user) -> str:
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    if Authenticator.Type.TOTP in kinds:
        return reverse("mfa_reauthenticate")
    if Authenticator.Type.WEBAUTHN in kinds:
        return reverse("mfa_reauthenticate_webauthn")
    raise NotAllowed(NO_SECOND_HERE)


def _is_second(record: dict, request) -> bool:
    match record.get("method"):
        case "mfa":
            return True
        case "socialaccount":
            return settings.OIDC_IS_TWO_FACTORS
        case "cast":
            return getattr(request, "demo", False)
    return False
