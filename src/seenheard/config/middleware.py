"""What happens around every request: a reference and headers, one transaction, and whose eyes are looking."""

import ipaddress
import logging
import secrets
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.http.request import split_domain_port

from seenheard.config import clock, errors
from seenheard.lib.sight import look_as

access = logging.getLogger("seenheard.access")

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


# Style sheets and pictures: no word about anybody, so browsers may keep them and no log need name them.
THE_SAME_FOR_ALL = ("/static/", "/ui/council.css")


# Headers that proxies and tunnels add to what they pass on.
PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


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

    An exception, or an answer of 500 and above, takes all of it back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.at = clock.now()
        request.on = clock.today(request.at)
        request.demo = clock.is_demo()
        request.failed = False
        if request.demo and is_elsewhere(request):
            return HttpResponse("A demo is served to its own machine only.", "text/plain", HTTPStatus.FORBIDDEN)
        with transaction.atomic():
            response = self.get_response(request)
            if request.failed or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request, exception):
        request.failed = True
        return errors.answer(request, exception)


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


class Viewer:
    """Tells the database whose eyes are looking, for this transaction: row-level security goes by it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.viewer_id = str(request.user.public_id) if request.user.is_authenticated else ""
        look_as(request.viewer_id, on=request.on, at=request.at)
        return self.get_response(request)
