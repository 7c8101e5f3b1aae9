"""Reports: on screen, printed, and as files. Each writes into the trail first: no row, no page."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seenheard.trail import operations as trail
from seenheard.ui.downloads import csv_download, xlsx_download

from .. import permissions, queries
from ..forms.reports import Chosen, chosen
from ..presenters import reports as presenter

DOWNLOADS = {"csv": csv_download, "xlsx": xlsx_download}


@require_safe
def reports(request):
    """The report that was chosen, and the form to choose another."""
    permissions.check_can_read_reports(request.user)
    told = chosen(request.GET, viewer=request.user, on=request.on)
    page = presenter.page(viewer=request.user, on=request.on, chosen=told)
    what, about = _look(told)
    trail.write(what=f"looked_at_{what}", by=request.user, at=request.at, children=page.public_ids, about=about)
    return render(request, "performance/reports.html", {"page": page})


@require_safe
def file(request, kind):
    """The figures of the same report as a file."""
    permissions.check_can_read_reports(request.user)
    told = chosen(request.GET, viewer=request.user, on=request.on)
    if told.asked is None:
        raise Http404
    found = queries.report(viewer=request.user, on=request.on, asked=told.asked)
    if found.is_of_nobody:
        raise Http404
    what, about = _look(told)
    trail.write(what=f"downloaded_{what}", by=request.user, at=request.at, children=told.public_ids, about=about)
    name = f"report-{told.asked.kind.key}-{told.asked.as_at:%Y-%m-%d}"
    return DOWNLOADS[kind](name, presenter.FILE_HEAD, presenter.file_rows(found))


def _look(told: Chosen) -> tuple[str, str]:
    """What the trail says: a report of one child is a look at that child, any other is a list."""
    kind = told.asked.kind if told.asked else None
    return "report" if kind and kind.about == "child" else "list", f"report {kind.key}" if kind else "report"
