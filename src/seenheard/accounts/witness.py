"""Sign-ins, sign-outs and failures, written in the trail as Django and allauth report them. Never a name or address."""

from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from seenheard.accounts import queries
from seenheard.trail import operations as trail

UNKNOWN = "unknown"


@receiver(user_logged_in)
def signed_in(sender, request, user, **_) -> None:
    """Begin the session's 12 hours, remember the device, write it down."""
    if not _came_through_the_site(request):
        return
    request.session["began_at"] = request.session["seen_at"] = request.at.timestamp()
    request.signed_in_here = user
    trail.write(what="signed_in", by=user, at=request.at)


@receiver(user_logged_out)
def signed_out(sender, request, user, **_) -> None:
    if user is None or not _came_through_the_site(request):
        return
    why = "left idle, or open too long" if getattr(request, "ended_by_itself", False) else ""
    trail.write(what="signed_out", by=user, at=request.at, why=why)


@receiver(user_login_failed)
def sign_in_failed(sender, credentials, request=None, **_) -> None:
    """A failed try: whose account was tried, when there is one. What was typed is not kept."""
    if not _came_through_the_site(request):
        return
    person = queries.person_with_email(credentials.get("email", ""))
    trail.write(what="sign_in_failed", by=person or UNKNOWN, at=request.at)


@receiver(authentication_failed)
def second_factor_failed(sender, request, user, **_) -> None:
    trail.write(what="second_factor_failed", by=user, at=request.at)


def _came_through_the_site(request) -> bool:
    """Every request the site serves carries its moment; Django's test client signs in without any request."""
    return hasattr(request, "at")
