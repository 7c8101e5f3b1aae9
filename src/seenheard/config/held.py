"""What somebody typed and sent while signed out is handed back to them, in a page from which it can be sent again.

Nothing is kept here, changed or written down: the answer to a form that may not be taken holds its words, and that is
all. It is given to nobody but a page of this very site, for what people type into the record, and never for what is
typed to sign in.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse

from seenheard.ui import errors as pages

ROOMS = {
    "desk",
    "record",
    "prompts",
    "returns",
    "timescales",
    "voices",
}  # accounts' pages ask for passwords, codes and links
TOKEN = "csrfmiddlewaretoken"  # the name of a field
LARGEST = 1_000_000  # bytes of one form; a visit to six children fits
TYPED, WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"


class HoldsWhatWasTyped:
    """Stands before the one who demands a sign-in: a form that meets nobody signed in is answered with its words."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        return held(request)


def held(request: HttpRequest) -> HttpResponse | None:
    """403 with a page that holds what was sent; None for what is not handed back.

    Whoever signs in gets a new token, so what was typed before always meets this page once more after that. It then
    says in whose name it would be sent: somebody else may have typed it. For this reason no script renews its token.
    """
    if not _may_be_held(request):
        return None
    with_files = request.content_type == WITH_FILES
    fields = () if with_files else _fields(request)
    if not fields and not with_files:
        return None
    return pages.held(
        request,
        name=request.user.name if request.user.is_authenticated else "",
        sign_in=reverse("account_login"),
        token=get_token(request),
        fields=fields,
        with_files=with_files,
    )


def _may_be_held(request: HttpRequest) -> bool:
    return (
        request.method == "POST"
        and request.resolver_match is not None
        and request.resolver_match.namespace in ROOMS
        and request.content_type in (TYPED, WITH_FILES)
        and (request.content_type == WITH_FILES or int(request.META.get("CONTENT_LENGTH") or 0) <= LARGEST)
        and _was_pressed_here(request)
    )


def _was_pressed_here(request: HttpRequest) -> bool:
    """Whether a person pressed this in a page of this very site, by all that the browser says of it."""
    said = request.headers
    if (
        said.get("Sec-Fetch-Site", "same-origin") != "same-origin"
        or said.get("Sec-Fetch-Mode", "navigate") != "navigate"
    ):
        return False
    referer = urlsplit(said.get("Referer", ""))
    return said.get("Origin", f"{referer.scheme}://{referer.netloc}") == f"{request.scheme}://{request.get_host()}"


def _fields(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, values in request.POST.lists() if name != TOKEN for value in values)
