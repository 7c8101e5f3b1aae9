"""What happens around every request: a reference and headers, one transaction, and whose eyes are looking."""

import ipaddress
import logging
import secrets
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseNotAllowed
from django.http.request import split_domain_port

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import NotAllowed, can, is_kept_from
from seenheard.config import clock, errors
from seenheard.config.logs import where
from seenheard.lib.sight import look_as

access = logging.getLogger("seenheard.access")
log = logging.getLogger("seenheard.errors")

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


# Style sheets and pictures: no word about anybody, so browsers may keep them and no log need name them.
THE_SAME_FOR_ALL = ("/static/", "/ui/council.css")


# Headers that proxies and tunnels add to what they pass on.
PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")

NOT_FOR_CARERS = NotAllowed("This page is not for carers. Yours begin at “Children placed with you”.")
TOTALS_ALONE = NotAllowed("This page may be about children. You see totals alone; yours begin at “Published reports”.")


class Answer:
    """Outermost: every response, errors and static files too, leaves with a reference, headers and one log line.

    The log line names the page and not the address asked for: that may hold a token, a child's id, or a search.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.reference = secrets.token_hex(4)
        response = self.get_response(request)
        response["X-Reference"] = request.reference
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        if request.path.startswith(THE_SAME_FOR_ALL):
            return response
        response["Cache-Control"] = "no-store"
        access.info(
            "%s %s %s %s %s",
            request.reference,
            request.method,
            page_of(request),
            response.status_code,
            getattr(request, "viewer_id", "-"),
        )
        return response


def page_of(request) -> str:
    """The pattern of the page's address, "/children/<uuid:public_id>/"."""
    return f"/{request.resolver_match.route}" if request.resolver_match else "(no such page)"


class OneTransaction:
    """One transaction around a request and everything in it, the session too; one reading of the clock.

    An exception, or an answer of 500 and above, takes all of it back. Where somebody loses sight of a child while they
    save something about it (a restriction, a conflict, the end of a cover that commits between the looking and the
    writing), the database refuses the row. Then all of it is taken back and the whole request is made once more, as if
    it had come a moment later: what may not be seen answers as if it did not exist, and what was sent is there for the
    rest of it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.at = clock.now()
        request.on = clock.today(request.at)
        request.demo = clock.is_demo()
        if request.demo and is_elsewhere(request):
            return HttpResponse("A demo is served to its own machine only.", "text/plain", HTTPStatus.FORBIDDEN)
        response = self._answered(request)
        if request.out_of_sight:  # most often by chance; what is no chance may show this once, and only here
            log.warning("%s refused by row-level security, made once more: %s", request.reference, request.out_of_sight)
            forget_who_asks(request)
            response = self._answered(request)
        if request.out_of_sight:  # twice is no chance: the first line lets somebody write whom the second refuses
            log.error("%s refused by row-level security twice: %s", request.reference, request.out_of_sight)
            return errors.not_found(request)
        return response

    def _answered(self, request):
        request.failed, request.out_of_sight = False, ""
        with transaction.atomic():
            response = self.get_response(request)
            if request.failed or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request, exception):
        request.failed = True
        if errors.is_out_of_sight(exception):
            request.out_of_sight = where(exception)
            return HttpResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR)  # nobody sees it: nothing is kept by it
        return errors.answer(request, exception)


def forget_who_asks(request) -> None:
    """So that the person is looked up again, with what was kept of whom they see; files are read from their start."""
    for kept in ("_cached_user", "_acached_user"):
        if hasattr(request, kept):
            delattr(request, kept)
    for _, files in request.FILES.lists():
        for file in files:
            file.seek(0)


def is_elsewhere(request) -> bool:
    """Whether the request comes, or may come, from another machine.

    Behind a proxy or a tunnel on this machine every request has a loopback address: what such things add to a
    request, and the name that was asked for, tell them apart. A socket of this machine has no address.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if address and not ipaddress.ip_address(address).is_loopback:
        return True
    name = split_domain_port(request.get_host())[0].strip("[]")
    return name not in settings.DEMO_HOSTS or any(header in request.headers for header in PASSED_ON)


class OwnPages:
    """Deny by default: of the pages that need a sign-in, carers and those who see totals alone get their own, and those
    with which they sign in. An address that is only for a press says so in words."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        return errors.wrong_method(request, response) if isinstance(response, HttpResponseNotAllowed) else response

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or not is_kept_from(request.user, view):
            return None
        if not request.resolver_match.namespace or not getattr(view, "login_required", True):
            return None
        is_carer = can(request.user, Ability.ANSWER_FOR_CHILDREN_PLACED)
        return errors.answer(request, NOT_FOR_CARERS if is_carer else TOTALS_ALONE)


class Viewer:
    """Tells the database whose eyes are looking, for this transaction: row-level security goes by it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.viewer_id = str(request.user.public_id) if request.user.is_authenticated else ""
        look_as(request.viewer_id, on=request.on, at=request.at)
        return self.get_response(request)
