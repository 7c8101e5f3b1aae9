"""The demo's sign-in: choose whom to be. Exists only in a database born as demo, and only for this machine."""

from ipaddress import ip_address

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from seenheard.accounts import factors, presenters, queries

BACKEND = "seenheard.accounts.backends.SignIn"


@login_not_required
@require_safe
def cast(request):
    _demo_on_this_machine(request)
    return render(request, "accounts/cast.html", {"page": presenters.cast(queries.cast())})


@login_not_required
@require_POST
def be(request, public_id):
    """Sign in as somebody invented; stands for both factors, because there is nothing real to protect."""
    _demo_on_this_machine(request)
    member = queries.cast().filter(public_id=public_id).first()
    if member is None:
        raise Http404
    login(request, member, backend=BACKEND)
    record_authentication(request, member, factors.CAST)
    return redirect("/")


def is_offered(request) -> bool:
    """Whether this is a demo, asked for from the machine it runs on."""
    return getattr(request, "demo", False) and ip_address(request.META["REMOTE_ADDR"]).is_loopback


def _demo_on_this_machine(request) -> None:
    if not is_offered(request):
        raise Http404
