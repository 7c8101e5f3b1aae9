"""Which page answers an exception: a sentence and a reference, never what was asked for and never a value."""

import logging
import sys
from http import HTTPStatus

from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import requires_csrf_token
from psycopg.errors import InsufficientPrivilege

from seenheard.accounts.permissions import NotAllowed
from seenheard.config import held
from seenheard.config.logs import where
from seenheard.ui import errors as pages

log = logging.getLogger("seenheard.errors")
REFUSES_ROWS = "ExecWithCheckOptions"
forbidden = requires_csrf_token(pages.refused)
not_found = requires_csrf_token(pages.not_found)

TOO_MANY_FILES = NotAllowed(
    "There are more files than can be handed in at once. Put them into one zip and choose that."
)


def answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """The page for an exception that says no in a sentence; None for every other."""
    from seenheard.record.permissions import NoSuchChild

    if isinstance(exception, NotAllowed):
        return pages.refused(request, exception)
    if isinstance(exception, NoSuchChild):
        return pages.not_found(request)
    return None


def is_out_of_sight(exception: Exception) -> bool:
    """Whether row-level security refused a row, because of a child whom the person does not (or not any more) see.

    Told by the place in PostgreSQL that raises it: the code is shared with rights on tables and with what a trigger of
    ours refuses, and the words are in the server's language.
    """
    cause = exception.__cause__
    return isinstance(cause, InsufficientPrivilege) and cause.diag.source_function == REFUSES_ROWS


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent could not be read; too many files for one form are said to be so."""
    if not isinstance(exception, TooManyFilesSent):
        return pages.bad_request(request, exception)
    answered = pages.refused(request, TOO_MANY_FILES)
    answered.status_code = HTTPStatus.BAD_REQUEST
    return answered


def wrong_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page in place of an empty answer; what is allowed stays in its header."""
    answered = _at_a_childs_door(request, HTTPStatus.METHOD_NOT_ALLOWED) or pages.wrong_method(request)
    answered["Allow"] = response["Allow"]
    return answered


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many tries in a short time; the page is a refusal's, the status says which."""
    answered = pages.refused(request, NotAllowed("You have tried too often. Wait five minutes, then try again."))
    answered.status_code = HTTPStatus.TOO_MANY_REQUESTS
    return answered


def failed(request: HttpRequest) -> HttpResponse:
    """The page for what nobody foresaw. The log gets the exception's class and place, not its message."""
    error = sys.exc_info()[1]
    log.error("%s failed: %s", getattr(request, "reference", "-"), where(error) if error else "no exception")
    return _at_a_childs_door(request, HTTPStatus.INTERNAL_SERVER_ERROR) or pages.broken(request)


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a good token: most often a page left open until the session ended. Its words are handed back."""
    return _at_a_childs_door(request) or held.held(request) or pages.open_too_long(request)


def _at_a_childs_door(request: HttpRequest, status: int = HTTPStatus.FORBIDDEN) -> HttpResponse | None:
    """Where a child is, what goes wrong is said in a page that tells nothing of where that is."""
    found = request.resolver_match
    trouble = getattr(found.func, "says_trouble", None) if found else None
    return trouble(request, status) if trouble else None
