"""A cookie that says "somebody has signed in from here before". It lets nobody in: it only keeps the throttle fair."""

import secrets

from django.conf import settings
from django.core.signing import BadSignature

A_YEAR = 365 * 24 * 60 * 60


def cookie_name() -> str:
    """Host-bound wherever the site is served over https."""
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def known_as(request, email: str) -> str:
    """The device's own word if this address has signed in here before, else empty."""
    try:
        owner, _, word = request.get_signed_cookie(cookie_name(), salt="device").partition("|")
    except (KeyError, BadSignature):
        return ""
    return word if owner == email else ""


def remember(response, user) -> None:
    """Mark the browser that gets this response as a device of the user's."""
    response.set_signed_cookie(
        cookie_name(),
        f"{user.email}|{secrets.token_hex(8)}",
        salt="device",
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
