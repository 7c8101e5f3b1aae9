"""Error pages: a plain sentence and a reference, never what was asked for and never a value."""

import logging
import sys
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token

from seenheard.config.logs import where

log = logging.getLogger("seenheard.errors")

TITLES = {
    HTTPStatus.BAD_REQUEST: "That request could not be understood",
    HTTPStatus.FORBIDDEN: "You cannot do that",
    HTTPStatus.NOT_FOUND: "Page not found",
    HTTPStatus.METHOD_NOT_ALLOWED: "That cannot be done from here",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong",
}
ADVICE = {
    HTTPStatus.BAD_REQUEST: "Go back and try again.",
    HTTPStatus.FORBIDDEN: "If you think you should be able to, ask your administrator.",
    HTTPStatus.NOT_FOUND: "If you typed the address, check that it is right.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Go back and try again.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Nothing was changed. Try again in a few minutes.",
}


def answer(request, exception) -> HttpResponse | None:
    """The page for an exception that says no in a sentence; None for every other."""
    from seenheard.accounts.permissions import NotAllowed
    from seenheard.record.permissions import NoSuchChild

    if isinstance(exception, NotAllowed):
        return page(request, HTTPStatus.FORBIDDEN, advice=str(exception))
    if isinstance(exception, (NoSuchChild, Http404)):
        return page(request, HTTPStatus.NOT_FOUND)
    return None


def page(request, status: HTTPStatus, advice: str = "") -> HttpResponse:
    """A page that stands alone: the shell may be what failed."""
    reference = getattr(request, "reference", "")
    text = loader.render_to_string(
        "config/error.html",
        {"title": TITLES[status], "advice": advice or ADVICE[status], "reference": reference},
    )
    return HttpResponse(text, status=status)


@requires_csrf_token
def bad_request(request, exception=None) -> HttpResponse:
    return page(request, HTTPStatus.BAD_REQUEST)


@requires_csrf_token
def forbidden(request, exception=None) -> HttpResponse:
    return page(request, HTTPStatus.FORBIDDEN)


@requires_csrf_token
def not_found(request, exception=None) -> HttpResponse:
    return page(request, HTTPStatus.NOT_FOUND)


def failed(request) -> HttpResponse:
    """The page for what nobody foresaw. The log gets the class and the place, not the message."""
    error = sys.exc_info()[1]
    log.error("%s failed: %s", getattr(request, "reference", "-"), where(error) if error else "no exception")
    return page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def refused_form(request, reason="") -> HttpResponse:
    """A form without a good token: most often a page left open until the session ended."""
    return page(request, HTTPStatus.FORBIDDEN, advice="This page had been open too long. Go back, reload it and try again.")
