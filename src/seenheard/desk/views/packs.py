"""The review pack of one child: on the screen, and as the files that are printed or worked on."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from seenheard.desk.presenters import review_pack as presenter
from seenheard.record import queries as record_queries
from seenheard.trail import operations as trail
from seenheard.ui.downloads import file_download
from seenheard.ui.papers import TooLong, as_docx, as_pdf

FORMS = {
    "pdf": (as_pdf, "application/pdf"),
    "docx": (as_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
TOO_LONG = "There is more in this pack than one file holds. It stands on this page; print it from here."


@require_GET
def pack(request, public_id):
    """On the screen."""
    child = record_queries.child_for(viewer=request.user, public_id=public_id, on=request.on)
    page = presenter.page(viewer=request.user, child=child, on=request.on, at=request.at)
    _write_down(request, child, "looked_at_review_pack")
    return render(request, "desk/review_pack.html", {"page": page})


@require_GET
def pack_file(request, public_id, form):
    """As a file. Its name tells of nobody; who printed it and when stands on every page of it, and in the trail."""
    child = record_queries.child_for(viewer=request.user, public_id=public_id, on=request.on)
    if form not in FORMS:
        raise Http404
    lay_out, content_type = FORMS[form]
    paper = presenter.paper(viewer=request.user, child=child, on=request.on, at=request.at)
    try:
        made = lay_out(paper)
    except TooLong:
        messages.warning(request, TOO_LONG)
        return redirect("desk:review_pack", public_id=child.public_id)
    _write_down(request, child, "printed_review_pack", about=form)
    return file_download(f"{presenter.FILE}.{form}", made, content_type)


def _write_down(request, child, what, about=""):
    trail.write(what=what, by=request.user, at=request.at, children=[str(child.public_id)], about=about)
