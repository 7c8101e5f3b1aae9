"""The service in totals. The look is in the trail, as every look at figures of children; it names none."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import open_to
from seenheard.trail import operations as trail

from .. import permissions
from ..presenters import totals as presenter


@open_to(Ability.SEE_TOTALS)
@require_safe
def totals(request):
    """Every measure of the whole service, on two days."""
    permissions.check_can_see_totals(request.user)
    page = presenter.totals(on=request.on)
    trail.write(what="looked_at_totals", by=request.user, at=request.at)
    return render(request, "performance/totals.html", {"page": page})
