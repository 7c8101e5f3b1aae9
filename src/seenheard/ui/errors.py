"""The pages shown when something cannot be shown."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from seenheard.ui.presenters import ErrorPage, HeldPage

NOT_FOUND = ErrorPage(
    "Page not found",
    "We cannot find that page",
    "There is nothing here that you can open.",
    "If you typed the address, check it. If you followed a link, it may be out of date, "
    "or it may lead to a child you do not work with.",
)
BAD_REQUEST = ErrorPage(
    "Something was wrong with that request",
    "We could not read that",
    "What your browser sent was not complete.",
    "Go back, reload the page and try again.",
)
REFUSED = ErrorPage(
    "You cannot do that",
    "You cannot do that",
    "Your role does not allow it.",
    "If you need this for your work, ask your manager or the person who looks after accounts.",
)
WRONG_METHOD = ErrorPage(
    "Nothing to read here",
    "There is nothing to read here",
    "This address takes what a button on another page sends. Nothing was changed.",
    "Go back and press the button on that page.",
)
OPEN_TOO_LONG = ErrorPage(
    "This page was open too long",
    "This page was open too long",
    "Nothing was saved by this step.",
    "Go back, reload the page and send it again. If you are asked to, sign in first.",
)
BROKEN = ErrorPage(
    "Something went wrong",
    "Something went wrong on our side",
    "Nothing you were doing was saved by this step. The fault has been written down for the people who run this.",
    "Wait a minute and try again. If it happens again, tell them the reference below.",
)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: it does not exist, or you may not know that it does; the page cannot be told apart."""
    return _shown(request, NOT_FOUND, 404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense."""
    return _shown(request, BAD_REQUEST, 400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: you may know of it and may not do it; the refusal's own sentence says why."""
    plain = exception is None or type(exception) is PermissionDenied
    sentence = "" if plain else str(exception)
    return _shown(request, replace(REFUSED, sentence=sentence or REFUSED.sentence), 403)


def wrong_method(request: HttpRequest) -> HttpResponse:
    """405: the address is there, but not for this: most often one that a button sends to was opened as a page."""
    return _shown(request, WRONG_METHOD, 405)


def open_too_long(request: HttpRequest) -> HttpResponse:
    """403: the form came without a good token, most often from a page left open until the session ended."""
    return _shown(request, OPEN_TOO_LONG, 403)


def held(
    request: HttpRequest, *, name: str, sign_in: str, token: str, fields: tuple[tuple[str, str], ...], with_files: bool
) -> HttpResponse:
    """403: what was typed is handed back, to be sent again to where it was sent; `name` says who is signed in now."""
    page = HeldPage(
        title="Send it again" if name else "You were signed out",
        heading="Typed before you signed in" if name else "You were signed out",
        name=name,
        sign_in=sign_in,
        action=request.get_full_path(),
        token=token,
        fields=fields,
        with_files=with_files,
    )
    return render(request, "ui/held.html", {"page": page}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. Asks nothing of the database or the session, which may be what has failed."""
    page = replace(BROKEN, reference=_reference(request))
    return HttpResponse(render_to_string("ui/error.html", {"page": page}), status=500)


def _shown(request: HttpRequest, page: ErrorPage, status: int) -> HttpResponse:
    page = replace(page, reference=_reference(request))
    return render(request, "ui/error.html", {"page": page}, status=status)


def _reference(request: HttpRequest) -> str:
    """What the middleware calls this request in the log, if it got that far."""
    return getattr(request, "reference", "")
