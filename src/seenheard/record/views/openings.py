"""Opening one child's record beyond one's own work. It shows what tells namesakes apart, and no more."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from seenheard.accounts import factors
from seenheard.lib.sight import seeing_everything
from seenheard.record import operations, permissions, queries
from seenheard.record.domain.openings import BREAK_GLASS, DUTY, MOST_FOUND
from seenheard.record.forms.openings import OpenForm
from seenheard.record.presenters import openings as presenters
from seenheard.record.views.doing import FORM, done, said
from seenheard.trail import operations as trail

WHY = "a record is found and opened by somebody whose work does not reach it"

NOBODY = "No child whose record could be opened has this name or number"


@require_http_methods(FORM)
@seeing_everything(WHY)
def on_duty(request):
    """A duty worker opens the record of any child, with a reason."""
    permissions.check_can_open(request.user, DUTY)
    return _open(request, DUTY)


@require_http_methods(FORM)
@seeing_everything(WHY)
def break_glass(request):
    """Somebody who works with children opens one record in an emergency: a second factor is asked for again."""
    permissions.check_can_open(request.user, BREAK_GLASS)
    if where := factors.where_to_confirm(request):
        return redirect(where)
    return _open(request, BREAK_GLASS)


def _open(request, kind: str):
    form = OpenForm(said(request), kind=kind)
    if not form.is_valid():
        return _page(request, form, kind)
    if "child" in request.POST:
        chosen = queries.child_to_open(viewer=request.user, public_id=request.POST["child"], on=request.on)
        return _opened(request, form, kind, chosen)
    lines = queries.children_to_open(
        viewer=request.user, on=request.on, words=form.cleaned_data["words"], limit=MOST_FOUND
    )
    if not lines:
        form.add_error("words", NOBODY)
    return _page(request, form, kind, lines)


def _opened(request, form, kind: str, child):
    """To the record: opened, or open to this person as it is."""
    if not queries.sees(viewer=request.user, child=child, on=request.on):
        if not done(form, lambda: _write(request, form.cleaned_data, kind, child)):
            return _page(request, form, kind)
        factors.use_up_confirmation(request)
    return redirect(presenters.address_of(child))


def _write(request, filled, kind: str, child) -> None:
    operations.open_record(
        child=child,
        kind=kind,
        because=filled["because"],
        why=filled["why"],
        by=request.user,
        on=request.on,
        at=request.at,
    )


def _page(request, form, kind: str, lines=()):
    standing = queries.opened_now(viewer=request.user, kind=kind, on=request.on, at=request.at)
    told = [line.child.public_id for line in lines] + [one.public_id for one in standing]
    if told:
        trail.write(
            what="looked_at_list",
            by=request.user,
            at=request.at,
            children=[str(one) for one in dict.fromkeys(told)],
            about=f"{'to_open' if lines else 'open_now'}:{kind}",
            why=form.cleaned_data["why"] if lines else "",
        )
    page = presenters.open_record(form, kind, lines, standing=standing, on=request.on)
    return render(request, "record/open_record.html", {"page": page})
