"""Staff let a child in, or write down what they saw."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from seenheard.accounts.permissions import NotAllowed
from seenheard.record import queries as record_queries
from seenheard.record.permissions import check_can_record
from seenheard.trail import operations as trail

from ..forms.child_way import SawForm, WayForm
from ..operations.doors import make_child_way
from ..operations.observing import keep_observation
from ..presenters import child_way as presenter
from .doing import FORM, said


@require_http_methods(FORM)
def way(request, public_id):
    """A code or a link for this child; shown once, on the answer to the press."""
    child = _child(request, public_id)
    form = WayForm(
        said(request),
        languages=presenter.languages(on=request.on, with_samples=request.demo),
        initial={"form": presenter.suggested(viewer=request.user, child=child, on=request.on)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _made(request, child, form)
        except NotAllowed as sentence:
            form.add_error(None, str(sentence))
    page = presenter.way(viewer=request.user, child=child, on=request.on, form=form)
    return _shown(request, child, "voices/child_way.html", page)


@require_http_methods(FORM)
def saw(request, public_id):
    """What somebody saw of a child who does not answer."""
    child = _child(request, public_id)
    form = SawForm(said(request))
    if request.method == "POST" and form.is_valid() and _kept(request, child, form):
        messages.success(request, "Kept as what you saw.")
        return redirect("desk:voices", public_id=child.public_id)
    page = presenter.saw(viewer=request.user, child=child, on=request.on, form=form)
    return _shown(request, child, "voices/form.html", page)


def _child(request, public_id):
    child = record_queries.child_for(viewer=request.user, public_id=public_id, on=request.on)
    check_can_record(request.user)
    return child


def _made(request, child, form):
    asked = {name: form.cleaned_data[name] for name in ("kind", "form", "language")}
    made = make_child_way(
        child=child, helpers=form.helpers, by=request.user, at=request.at, with_samples=request.demo, **asked
    )
    site = f"{request.scheme}://{request.get_host()}"
    page = presenter.made(viewer=request.user, child=child, on=request.on, way=made, site=site)
    return _shown(request, child, "voices/child_way_made.html", page)


def _kept(request, child, form) -> bool:
    told = {name: form.cleaned_data[name] for name in ("words", "keep_words", "key")}
    try:
        keep_observation(child=child, helpers=form.helpers, by=request.user, at=request.at, **told)
    except NotAllowed as sentence:
        form.refuse(sentence)
        return False
    return True


def _shown(request, child, template, page):
    trail.write(what="looked_at_form", by=request.user, at=request.at, children=[str(child.public_id)])
    return render(request, template, {"page": page})
