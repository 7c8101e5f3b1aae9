"""The care plan, as its reviewing officer and the worker judge it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from seenheard.accounts.permissions import NotAllowed
from seenheard.record import queries as record_queries
from seenheard.trail import operations as trail

from .. import operations, permissions, queries
from ..forms.plans import PlanForm
from ..presenters import plans as presenter

DONE = "Your rating of the plan is kept."


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, public_id):
    """Both ratings side by side; a form for whoever rates."""
    child = record_queries.child_for(viewer=request.user, public_id=public_id, on=request.on)
    if request.method == "POST":
        permissions.rater_of(request.user)
        if not queries.rates_plan(viewer=request.user, child=child, on=request.on):
            raise NotAllowed(permissions.NOT_A_RATER)
    form = PlanForm(request.POST or None, scheme=queries.scheme_on(request.on))
    if request.method == "POST" and form.is_valid() and _rated(request, child, form):
        messages.success(request, DONE)
        return redirect(request.path)
    trail.write(what="looked_at_plan_ratings", by=request.user, at=request.at, children=[str(child.public_id)])
    page = presenter.plan(viewer=request.user, child=child, on=request.on, form=form)
    return render(request, "voices/plan.html", {"page": page})


def _rated(request, child, form: PlanForm) -> bool:
    said = {name: form.cleaned_data[name] for name in ("reasons", "keep_words", "key")}
    try:
        operations.rate_plan(child=child, colour=form.colour, by=request.user, at=request.at, **said)
    except NotAllowed as sentence:
        form.refuse(sentence)
        return False
    return True
