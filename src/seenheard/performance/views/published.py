"""What is published, for those who see totals alone. No address here takes anything that changes a figure."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import NotAllowed, open_to
from seenheard.ui.downloads import csv_download

from .. import operations, permissions, queries
from ..forms.published import WithdrawForm
from ..presenters import published as presenter

readers = open_to(Ability.READ_PUBLISHED)


@readers
@require_safe
def published(request):
    """Every report that was published."""
    permissions.check_can_read_published(request.user)
    page = presenter.published(viewer=request.user, on=request.on)
    return render(request, "performance/published.html", {"page": page})


@readers
@require_POST
def publish(request):
    """The report of the quarter that the form names."""
    permissions.check_can_publish(request.user)
    try:
        on = date.fromisoformat(request.POST.get("quarter", ""))
    except ValueError:
        return HttpResponseBadRequest("Choose a quarter.")
    made = operations.publish(on=on, by=request.user, at=request.at)
    messages.success(request, "The report is published. It stays as it is now.")
    return redirect("performance:published_report", public_id=made.public_id)


@readers
@require_safe
def report(request, public_id):
    """One report, the same for everybody."""
    permissions.check_can_read_published(request.user)
    page = presenter.report(viewer=request.user, one=_found(public_id))
    return render(request, "performance/report_published.html", {"page": page})


@readers
@require_safe
def file(request, public_id):
    """The figures of one report, as a file."""
    permissions.check_can_read_published(request.user)
    one = _found(public_id)
    if hasattr(one, "withdrawn"):
        raise Http404
    return csv_download(f"three-voices-{one.on}", presenter.FILE_HEAD, presenter.file_rows(one))


@readers
@require_POST
def withdraw(request, public_id):
    """Show its figures no more."""
    permissions.check_can_publish(request.user)
    one, form = _found(public_id), WithdrawForm(request.POST)
    if form.is_valid() and _withdrawn(request, one, form):
        messages.success(request, "The report is withdrawn. Its page says why.")
        return redirect("performance:published_report", public_id=public_id)
    page = presenter.report(viewer=request.user, one=one, form=form)
    return render(request, "performance/report_published.html", {"page": page})


def _withdrawn(request, one, form: WithdrawForm) -> bool:
    try:
        operations.withdraw(published=one, why=form.cleaned_data["why"], by=request.user, at=request.at)
    except NotAllowed as sentence:
        form.refuse(sentence)
        return False
    return True


def _found(public_id):
    try:
        return queries.published_report(public_id=public_id)
    except queries.NoSuchReport:
        raise Http404 from None
