"""The pages of who answers for others' work. Each writes what it shows into the trail first: no row, no page."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.desk import permissions
from seenheard.desk.presenters import team as team_presenter
from seenheard.trail import operations as trail


@require_GET
def team(request):
    """What is due for a team's children, worst first, with what each worker carries."""
    permissions.check_can_see_a_team(request.user)
    page = team_presenter.team(viewer=request.user, on=request.on, asked=request.GET)
    return _shown(request, "desk/team.html", page, about="my_team")


def _shown(request, template, page, *, about):
    trail.write(what="looked_at_list", by=request.user, at=request.at, children=page.public_ids, about=about)
    return render(request, template, {"page": page})
