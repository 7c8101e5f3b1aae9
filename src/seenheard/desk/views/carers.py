"""Who looks after a child and may answer: the list, inviting, and ending."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from seenheard.accounts.permissions import NotAllowed
from seenheard.desk.forms.carers import EndForm, InviteForm
from seenheard.desk.presenters import carers as presenter
from seenheard.record import queries as record_queries
from seenheard.trail import operations as trail
from seenheard.voices import operations, queries
from seenheard.voices.permissions import can_invite_carers, check_can_invite_carers


@require_http_methods(["GET", "POST"])
def carers(request, public_id):
    """Who may answer for the child, for everybody who works with it; the form for the worker and the managers."""
    child = record_queries.child_for(viewer=request.user, public_id=public_id, on=request.on)
    if request.method == "POST":
        check_can_invite_carers(request.user)
    homes = queries.households_of(viewer=request.user, child=child, on=request.on)
    now = next((one for one in homes if one.runs), None)
    form = InviteForm(request.POST or None, asks_kind=now is None) if can_invite_carers(request.user) else None
    if request.method == "POST" and form.is_valid():
        try:
            said = {"kind": now.kind if now else "", **form.cleaned_data}
            made = operations.invite_carer(child=child, **said, by=request.user, at=request.at)
        except NotAllowed as sentence:
            form.add_error(None, str(sentence))
        else:
            messages.success(request, presenter.after_inviting(made))
            return redirect("desk:carers", public_id=child.public_id)
    since_on = queries.placed_since(viewer=request.user, child=child, on=request.on)
    page = presenter.carers(child=child, households=homes, since_on=since_on, form=form)
    return _page(request, "desk/carers.html", page, child)


@require_http_methods(["GET", "POST"])
def end(request, public_id, person):
    """End one person's right while the placement goes on, and say why."""
    child = record_queries.child_for(viewer=request.user, public_id=public_id, on=request.on)
    check_can_invite_carers(request.user)
    homes = queries.households_of(viewer=request.user, child=child, on=request.on)
    member = presenter.member_of(homes, person)
    if member is None:
        raise Http404
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_member(
                child=child, person=str(person), reason=form.cleaned_data["reason"], by=request.user, at=request.at
            )
        except NotAllowed as sentence:
            form.add_error(None, str(sentence))
        else:
            messages.success(request, f"{member.name} does not answer for this child any more.")
            return redirect("desk:carers", public_id=child.public_id)
    return _page(request, "desk/form.html", presenter.end(child=child, member=member, form=form), child)


def _page(request, template, page, child):
    trail.write(what="looked_at_carers", by=request.user, at=request.at, children=[str(child.public_id)])
    return render(request, template, {"page": page})
