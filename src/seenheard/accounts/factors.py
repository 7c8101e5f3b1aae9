"""Which sign-ins count as two factors, and how a view says that one is enough for it."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings

CAST = "cast"
"""How the demo's own sign-in is written into the session."""
COUNCIL = "socialaccount"
"""How the council's own sign-in is."""


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


def _is_second(record: dict, request) -> bool:
    match record.get("method"):
        case "mfa":
            return True
        case "socialaccount":
            return settings.OIDC_IS_TWO_FACTORS
        case "cast":
            return getattr(request, "demo", False)
    return False
