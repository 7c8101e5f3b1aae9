"""Children whom named people alone see: the list, restricting one, ending it. For service managers.

Nothing of what is in a file is shown. Whoever may not restrict gets no list, and learns of no child.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from seenheard.lib.sight import seeing_everything
from seenheard.record import operations, permissions, queries
from seenheard.record.forms.restricted import EndRestrictionForm, RestrictForm
from seenheard.record.presenters import restricted as presenters
from seenheard.record.views.doing import FORM, done, said
from seenheard.trail import operations as trail
from seenheard.ui.words import join_and

WHY = "who restricts a child need not be one of the people named"

ABOUT = "restricted_children"


@require_safe
@seeing_everything(WHY)
def restricted(request):
    """Every restriction: who is named, until when, why and by whom."""
    permissions.check_can_restrict(request.user)
    page = presenters.restricted(viewer=request.user, on=request.on, asked=request.GET)
    _looked(request, page.public_ids)
    return render(request, "record/restricted.html", {"page": page})


@require_http_methods(FORM)
@seeing_everything(WHY)
def restrict(request):
    """Restrict one child to named people, from today."""
    permissions.check_can_restrict(request.user)
    form = RestrictForm(said(request), viewer=request.user, on=request.on, initial=_asked_for(request))
    if form.is_valid() and done(form, lambda: _restrict(request, form.cleaned_data)):
        named = join_and(sorted(person.name for person in form.cleaned_data["people"]))
        messages.success(request, f"The child is restricted. Nobody but {named} sees that it is here.")
        return redirect("record:restricted")
    if form.told_of:
        _looked(request, form.told_of)
    page = presenters.restrict(form, viewer=request.user, on=request.on)
    return render(request, "record/restrict.html", {"page": page})


@require_http_methods(FORM)
@seeing_everything(WHY)
def end_restriction(request, public_id):
    """End one restriction, from today."""
    restriction = queries.restriction_to_end(viewer=request.user, public_id=public_id, on=request.on)
    form = EndRestrictionForm(said(request))
    if form.is_valid() and done(form, lambda: _end(request, restriction, form.cleaned_data["why"])):
        messages.success(request, "The restriction is over.")
        return redirect("record:restricted")
    _looked(request, [str(restriction.child.public_id)])
    return render(request, "record/end_restriction.html", {"page": presenters.end_restriction(restriction, form)})


def _asked_for(request) -> dict[str, str]:
    """The number of the child from whose page this was asked for, where the viewer sees the child."""
    try:
        child = queries.child_for(viewer=request.user, public_id=request.GET.get("child", ""), on=request.on)
    except permissions.NoSuchChild:
        return {}
    return {"child": queries.how_to_call(viewer=request.user, child=child)}


def _looked(request, public_ids: list[str]) -> None:
    trail.write(what="looked_at_list", by=request.user, at=request.at, children=public_ids, about=ABOUT)


def _restrict(request, asked) -> None:
    operations.restrict_child(
        child=asked["child"],
        people=asked["people"],
        from_on=request.on,
        until_on=asked["until_on"],
        why=asked["why"],
        by=request.user,
        at=request.at,
    )


def _end(request, restriction, why) -> None:
    operations.end_restriction(restriction=restriction, on=request.on, why=why, by=request.user, at=request.at)
