"""A child's door. Its addresses name nobody, its pages have a layout of their own, and a browser keeps nothing of them.

Who stands there is nobody who signs in: a cookie holds a token, of which a hash is kept, and it ends with the browser.
"""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from seenheard.accounts.permissions import NotAllowed
from seenheard.lib.sight import look_as
from seenheard.trail import operations as trail

from ..domain.doors import CODE, LINK
from ..domain.saying import MINE
from ..operations import child_saying as operations
from ..operations import doors as door_operations
from ..presenters import door as presenter
from ..queries import doors

COOKIE = "__Host-page" if settings.PRODUCTION else "page"
LONGEST_NAME, LONGEST_SECRET = 200, 100
NO, YES, BACK, SKIP, SEND = "no", "yes", "back", "skip", "send"


def trouble(request, status: int = HTTPStatus.FORBIDDEN):
    """Something went wrong here, in words that tell nothing of where one is; asks nothing of the database."""
    return _shown(request, presenter.trouble(), status)


def at_the_door(view):
    """Open to whoever comes; sounds of our own may be heard; what goes wrong is said in our own plain page."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except NotAllowed:
            return trouble(request)

    opened = login_not_required(csp_update({"media-src": ["'self'"]})(shown))
    opened.says_trouble = trouble  # asked for wherever a request fails outside the view: config.errors
    return opened


@require_http_methods(["GET", "POST"])
@at_the_door
def door(request):
    """A code is typed."""
    if request.method == "GET":
        return _shown(request, presenter.code())
    tried = _try(request, request.POST.get("code", ""), CODE)
    return _let_in(request, tried) or _shown(request, presenter.code(problem=_problem(tried)))


@require_http_methods(["GET", "POST"])
@at_the_door
def link(request, token):
    """A link is opened: looking at it uses nothing up, pressing does."""
    if request.method == "GET":
        return _shown(request, presenter.link(token))
    tried = _try(request, token, LINK)
    return _let_in(request, tried) or _shown(request, presenter.link(token, problem=_problem(tried)))


@require_http_methods(["GET", "POST"])
@at_the_door
def page(request):
    """The one address of all questions: which one comes is kept with the draft, and nothing of it stands in history."""
    sat = _sat(request)
    if sat is None:
        return _nobody(request)
    if doors.is_sent(sat):
        return _shown(request, presenter.sent(_told(request, sat)))
    if sat.now.is_over:
        return _shown(request, presenter.plain("over", _told(request, sat)))
    if request.method == "POST":
        return _pressed(request, sat)
    _looked(request, sat)
    problem = "long" if request.GET.get("long") else ""
    return _shown(request, presenter.page(sat, on=request.on, problem=problem, with_samples=request.demo))


@require_http_methods(["GET", "POST"])
@at_the_door
def not_safe(request):
    """“I am not safe”: the numbers at once, and a button that tells whoever keeps children safe."""
    sat = _sat(request)
    if request.method == "GET" or sat is None:
        if sat is not None:
            _looked(request, sat)
        return _shown(request, presenter.not_safe(on=request.on, told=_told(request, sat) if sat else None))
    said = {name: request.POST.get(name, "") for name in ("about", "words", "key")}
    try:
        operations.say_not_safe(
            sat=sat, about=said["about"], words=said["words"], key=said["key"][:LONGEST_SECRET], at=request.at
        )
    except operations.TooLong:
        return _shown(request, presenter.not_safe(on=request.on, told=_told(request, sat), problem="long"))
    return _shown(request, presenter.told(on=request.on, told=_told(request, sat)))


@require_POST
@at_the_door
def leave(request):
    """The quick way out: the sitting ends, and the page after it is about nothing."""
    if sat := _sat(request):
        door_operations.end_sitting(sat=sat, at=request.at)
    return _without_cookie(redirect("voices:door_today"))


@require_GET
@at_the_door
def today(request):
    """A page about nothing. The browser that comes here has no way back in."""
    shown = render(request, "voices/door/today.html", {"page": presenter.today(request.on)})
    return _without_cookie(shown) if request.COOKIES.get(COOKIE) else shown


def _pressed(request, sat):
    name, go = request.POST.get("page", "")[:LONGEST_NAME], request.POST.get("go", "")[:LONGEST_NAME]
    if name == MINE and go == NO:
        door_operations.end_sitting(sat=sat, at=request.at)
        return _without_cookie(_shown(request, presenter.plain("not_mine", _told(request, sat))))
    try:
        if go == SEND:
            chose, helper = request.POST.get("chose", ""), request.POST.get("helper", "")
            operations.send_child_reply(sat=sat, chose=chose, helper=helper, at=request.at)
        else:
            operations.keep_child_page(sat=sat, page=name, given=request.POST.dict(), go=go, at=request.at)
    except operations.TooLong:
        return redirect(f"{request.path}?long=1")
    except operations.Over:
        return _shown(request, presenter.plain("over", _told(request, sat)))
    return redirect("voices:door_page")


def _try(request, secret: str, kind: str):
    return door_operations.enter(secret=secret[:LONGEST_SECRET], kind=kind, address=address_of(request), at=request.at)


def _let_in(request, tried):
    """To the first page, with a cookie that ends with the browser; whoever was signed in here is not any more."""
    if not tried.token:
        return None
    logout(request)
    answer = redirect("voices:door_page")
    answer.set_cookie(COOKIE, tried.token, httponly=True, samesite="Strict", secure=settings.PRODUCTION)
    return answer


def _problem(tried) -> str:
    return "closed" if tried.closed else "wrong"


def address_of(request) -> str:
    """Where a browser is, by what the proxy in front says where there is one; the last it names is whom it saw."""
    passed_on = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return passed_on.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _sat(request):
    """The sitting of this browser; from here on the database shows this child's own rows, and nobody else's."""
    sat = doors.sitting_of(request.COOKIES.get(COOKIE, ""), at=request.at, on=request.on)
    look_as(sat.by if sat else "", on=request.on, at=request.at)
    return sat


def _told(request, sat):
    """In which words this child's pages speak."""
    return doors.told_to(sat, on=request.on, with_samples=request.demo)


def _nobody(request):
    """No sitting here: closed by time, with words; or none at all, and then nothing tells what was here."""
    if not request.COOKIES.get(COOKIE):
        return redirect("voices:door_today")
    return _without_cookie(_shown(request, presenter.plain("ended")))


def _looked(request, sat) -> None:
    child = [str(sat.child.public_id)]
    trail.write(what="looked_at_own_answers", by=sat.by, at=request.at, children=child)


def _shown(request, page, status: int = HTTPStatus.OK) -> HttpResponse:
    return render(request, f"voices/door/{page.kind}.html", {"page": page}, status=status)


def _without_cookie(answer: HttpResponse) -> HttpResponse:
    answer.delete_cookie(COOKIE, samesite="Strict")
    return answer
