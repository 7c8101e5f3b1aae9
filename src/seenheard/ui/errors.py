"""The pages shown when something cannot be shown."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from seenheard.ui.presenters import ErrorPage

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
BROKEN = ErrorPage(
    "Something went wrong",
    "Something went wrong on our side",
    "Nothing you were doing was saved by this step. The fault has been written down for the people who run this.",
    "Wait a minute and try again. If it happens again, tell them the time it happened.",
)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: it does not exist, or you may not know that it does; the page cannot be told apart."""
    return render(request, "ui/error.html", {"page": NOT_FOUND}, status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense."""
    return render(request, "ui/error.html", {"page": BAD_REQUEST}, status=400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: you may know of it and may not do it; the refusal's own sentence says why."""
    plain = exception is None or type(exception) is PermissionDenied
    page = ErrorPage(
        "You cannot do that",
        "You cannot do that",
        (not plain and str(exception)) or "Your role does not allow it.",
        "If you need this for your work, ask your manager or the person who looks after accounts.",
    )
    return render(request, "ui/error.html", {"page": page}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. Asks nothing of the database or the session, which may be what has failed."""
    return HttpResponse(render_to_string("ui/error.html", {"page": BROKEN}), status=500)
