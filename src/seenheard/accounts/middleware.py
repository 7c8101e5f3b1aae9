"""How long a session lives, and that one factor opens no page about a child."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect

from seenheard.accounts import devices, factors

RESTED = 30
"""Seconds after which a request counts as new activity: saves a write on most requests."""


class SessionLimits:
    """Ends a session after 20 minutes without a request, and after 12 hours whatever happens (by setting)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            self._end_or_go_on(request)
        response = self.get_response(request)
        if person := getattr(request, "signed_in_here", None):
            devices.remember(response, person)
        return response

    def _end_or_go_on(self, request) -> None:
        now, session = request.at.timestamp(), request.session
        began, seen = session.setdefault("began_at", now), session.setdefault("seen_at", now)
        if now - began > settings.SESSION_LONGEST_SECONDS or now - seen > settings.SESSION_IDLE_SECONDS:
            request.ended_by_itself = True
            logout(request)
        elif now - seen > RESTED:
            session["seen_at"] = now


class TwoFactors:
    """Deny by default: every page that needs a sign-in needs two factors.

    A view may say that one is enough (setting up the second), but only for people who have not set one up yet.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        needs_sign_in = getattr(view, "login_required", True)
        if not needs_sign_in or not request.user.is_authenticated or factors.has_two(request):
            return None
        if is_mfa_enabled(request.user):
            # Signing in asks for the second factor, so this session came about some other way: end it.
            logout(request)
            return redirect("account_login")
        return None if getattr(view, "one_factor_enough", False) else redirect("mfa_index")
