"""The register of rules and the page of each rule: public, because the law is."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seenheard.timescales import presenters


@login_not_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every rule that we know of: what is computed, and what is not yet."""
    page = presenters.register(wanted=presenters.Wanted.read(request.GET), on=request.on)
    return render(request, "timescales/register.html", {"page": page})


@login_not_required
@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One rule, from its law to its examples; or what is missing for one that is not modelled."""
    page = presenters.rule(rule_id)
    if page is None:
        raise Http404
    return render(request, page.template, {"page": page})
