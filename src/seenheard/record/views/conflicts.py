"""Saying that one knows a child or the family; and for managers and the guardian of records, who has said so."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from seenheard.lib.sight import seeing_everything
from seenheard.record import operations, permissions, queries
from seenheard.record.forms.conflicts import DeclareForm, EndConflictForm
from seenheard.record.presenters import conflicts as presenters
from seenheard.record.views.doing import FORM, done, said
from seenheard.trail import operations as trail

WHY = "who declared a conflict, and about whom, concerns managers who do not see the child"

ABOUT = "declared_conflicts"


@require_safe
@seeing_everything(WHY)
def conflicts(request):
    """Every conflict of the people this viewer answers for."""
    permissions.check_can_see_conflicts(request.user)
    page = presenters.conflicts(viewer=request.user, on=request.on, asked=request.GET)
    _looked(request, page.public_ids)
    return render(request, "record/conflicts.html", {"page": page})


@require_http_methods(FORM)
def declare(request, public_id):
    """Declare that one knows this child or the family, and see it no more. The page shows nothing of the child."""
    child = queries.child_to_look_at(viewer=request.user, public_id=public_id, on=request.on, at=request.at)
    form = DeclareForm(said(request))
    if form.is_valid() and done(form, lambda: _declare(request, child, form.cleaned_data)):
        messages.success(request, "Thank you. You do not see this child any more. Your manager is told.")
        return redirect("desk:start")
    return render(request, "record/declare_conflict.html", {"page": presenters.declare(form)})


@require_http_methods(FORM)
@seeing_everything(WHY)
def end_conflict(request, public_id):
    """End a conflict that somebody else has declared."""
    permissions.check_can_see_conflicts(request.user)
    conflict = queries.conflict_to_end(viewer=request.user, public_id=public_id)
    permissions.check_can_end_conflict(request.user, conflict.person_public_id)
    form = EndConflictForm(said(request))
    if form.is_valid() and done(form, lambda: _end(request, conflict, form.cleaned_data["why"])):
        messages.success(request, "The conflict is ended.")
        return redirect("record:conflicts")
    page = presenters.end_conflict(conflict, form, viewer=request.user, on=request.on)
    _looked(request, [str(conflict.child.public_id)])
    return render(request, "record/end_conflict.html", {"page": page})


def _looked(request, public_ids: list[str]) -> None:
    trail.write(what="looked_at_list", by=request.user, at=request.at, children=public_ids, about=ABOUT)


@seeing_everything("who has opened a record may say so of the family, and write nothing else about the child")
def _declare(request, child, filled) -> None:
    operations.declare_conflict(child=child, kind=filled["kind"], words=filled["words"], by=request.user, at=request.at)


def _end(request, conflict, why) -> None:
    operations.end_conflict(conflict=conflict, on=request.on, why=why, by=request.user, at=request.at)
