"""Who covers for whom, for managers. No page here shows a child."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from seenheard.accounts import operations, permissions, presenters, queries
from seenheard.accounts.forms import CoverForm
from seenheard.accounts.permissions import NotAllowed
from seenheard.accounts.presenters import FormPage, ShownForm
from seenheard.ui.paging import paged
from seenheard.ui.parts import Link


@require_safe
def covers(request):
    """Every cover of the people this manager answers for."""
    permissions.check_can_set_cover(request.user)
    listed = paged(queries.covers_set(viewer=request.user), request.GET.get("page"))
    page = presenters.covers(listed, queries.names(one.by for one in listed), request.on)
    return render(request, "accounts/covers.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def set_cover(request):
    """Somebody is away, and somebody else stands in."""
    permissions.check_can_set_cover(request.user)
    form = CoverForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_set(request, form):
        messages.success(request, "The cover is set. It works by itself on these days, and ends by itself.")
        return redirect("accounts:covers")
    page = FormPage(
        title="Set cover",
        form=presenters.drawn(form),
        button="Set cover",
        lead=(
            "On these days the person who covers sees the children of the person who is away. Restricted children "
            "and files closed by adoption stay with the people named for them.",
        ),
        back=_back(),
    )
    return render(request, "accounts/form.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def end_cover(request, public_id):
    """Somebody is back early."""
    permissions.check_can_set_cover(request.user)
    cover = queries.cover_to_end(viewer=request.user, public_id=public_id, on=request.on)
    if cover is None:
        raise Http404
    if request.method == "POST":
        operations.end_cover(cover=cover, on=request.on, by=request.user, at=request.at)
        messages.success(request, "The cover does not begin." if cover.from_on > request.on else "The cover is over.")
        return redirect("accounts:covers")
    page = FormPage(
        title="End this cover",
        form=ShownForm((), ()),
        button="End it before it begins" if cover.from_on > request.on else "End it today",
        lead=presenters.what_ends(cover, request.on),
        back=_back(),
    )
    return render(request, "accounts/form.html", {"page": page})


def _is_set(request, form) -> bool:
    try:
        operations.set_cover(**form.cleaned_data, on=request.on, by=request.user, at=request.at)
    except NotAllowed as sentence:
        form.add_error(None, str(sentence))
        return False
    return True


def _back() -> Link:
    return Link("Cover", reverse("accounts:covers"))
