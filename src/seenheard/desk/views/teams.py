"""The pages of who answers for others' work. Each writes what it shows into the trail first: no row, no page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import NotAllowed, check_role
from seenheard.desk import permissions
from seenheard.desk.forms.team import LimitsForm, StageForm
from seenheard.desk.presenters import (
    heat_map,
    review_reports,
    team_agreement,
    team_caseloads,
    team_changes,
    team_late,
    team_patterns,
    team_unheld,
    team_unseen,
)
from seenheard.desk.presenters import team as team_presenter
from seenheard.record import operations as record
from seenheard.record import queries as record_queries
from seenheard.trail import operations as trail
from seenheard.ui.downloads import csv_download


@require_GET
def team(request):
    """What is due for a team's children, worst first, with what each worker carries."""
    permissions.check_can_see_a_team(request.user)
    page = team_presenter.team(viewer=request.user, on=request.on, asked=request.GET)
    return _shown(request, "desk/team.html", page, about="my_team")


@require_GET
def team_file(request):
    """The same in a file."""
    return _file(request, team_presenter)


@require_GET
def late(request):
    """What is late, and why it is."""
    return _list(request, team_late, about="team_late")


@require_GET
def late_file(request):
    """The same in a file."""
    return _file(request, team_late)


@require_GET
def reports(request):
    """Reports for reviews that are late or due soon: also for a reviewing officer."""
    permissions.check_can_see_reports_for_reviews(request.user)
    page = review_reports.page(viewer=request.user, on=request.on, asked=request.GET)
    return _shown(request, "desk/team_list.html", page, about=review_reports.FILE)


@require_GET
def reports_file(request):
    """The same in a file."""
    permissions.check_can_see_reports_for_reviews(request.user)
    return _downloaded(request, review_reports)


@require_GET
def unheld(request):
    """Children whom nobody qualified holds."""
    return _list(request, team_unheld, about="team_unheld")


@require_GET
def unheld_file(request):
    """The same in a file."""
    return _file(request, team_unheld)


@require_GET
def caseloads(request):
    """What each worker holds."""
    return _list(request, team_caseloads, about="team_caseloads")


@require_GET
def caseloads_file(request):
    """The same in a file."""
    return _file(request, team_caseloads)


@require_GET
def changes(request):
    """Changes of worker in twelve months."""
    return _list(request, team_changes, about="team_changes")


@require_GET
def changes_file(request):
    """The same in a file."""
    return _file(request, team_changes)


@require_GET
def unseen(request):
    """Prompts that nobody has seen for three days."""
    return _list(request, team_unseen, about="team_unseen")


@require_GET
def unseen_file(request):
    """The same in a file."""
    return _file(request, team_unseen)


@require_GET
def heat(request):
    """Every child by every category, two lights each, the worst first."""
    permissions.check_can_see_a_team(request.user)
    page = heat_map.page(viewer=request.user, on=request.on, asked=request.GET)
    return _shown(request, "desk/heat_map.html", page, about="heat_map")


@require_GET
def heat_file(request):
    """The same in a file."""
    return _file(request, heat_map)


@require_GET
def agreed(request):
    """How far two voices agree."""
    return _list(request, team_agreement, about="team_agreement")


@require_GET
def agreed_file(request):
    """The same in a file."""
    return _file(request, team_agreement)


@require_GET
def patterns(request):
    """What comes back in what people see differently."""
    return _list(request, team_patterns, about="team_patterns")


@require_GET
def patterns_file(request):
    """The same in a file."""
    return _file(request, team_patterns)


@require_http_methods(["GET", "POST"])
def limits(request):
    """How many children a worker should hold, and changing it."""
    check_role(request.user, Ability.SET_CASELOAD_LIMITS)
    if request.method == "GET":
        form = LimitsForm.showing(record_queries.caseload_limits(on=request.on), on=request.on)
    else:
        form = LimitsForm(request.POST)
        if form.is_valid() and _limits_set(request, form):
            return redirect("desk:team_caseloads")
    return render(request, "desk/team_form.html", {"page": team_caseloads.limits_page(on=request.on, form=form)})


@require_http_methods(["GET", "POST"])
def stage(request, worker):
    """Whether a worker, named by the record's key, is in the first year after qualifying."""
    record.check_can_say_stage(worker_ref=worker, by=request.user, at=request.at)
    name = record_queries.worker_names(refs=[worker]).get(worker, worker)
    form = StageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        record.say_stage(worker_ref=worker, first_year_until_on=form.until, by=request.user, at=request.at)
        messages.success(request, team_caseloads.said_in_words(name, form.until))
        return redirect("desk:team_caseloads")
    page = team_caseloads.stage_page(worker_ref=worker, name=name, on=request.on, form=form)
    return render(request, "desk/team_form.html", {"page": page})


def _limits_set(request, form: LimitsForm) -> bool:
    try:
        for stage, limit in form.limits.items():
            day = form.cleaned_data["from_on"]
            record.set_caseload_limit(stage=stage, limit=limit, from_on=day, by=request.user, at=request.at)
    except NotAllowed as sentence:
        form.add_error(None, str(sentence))
        return False
    messages.success(request, "The limits of a caseload have been set.")
    return True


def _list(request, presenter, *, about):
    permissions.check_can_see_a_team(request.user)
    page = presenter.page(viewer=request.user, on=request.on, asked=request.GET)
    return _shown(request, "desk/team_list.html", page, about=about)


def _file(request, presenter):
    permissions.check_can_see_a_team(request.user)
    return _downloaded(request, presenter)


def _downloaded(request, presenter):
    file = presenter.file(viewer=request.user, on=request.on, asked=request.GET)
    trail.write(what="downloaded_list", by=request.user, at=request.at, children=file.public_ids, about=presenter.FILE)
    return csv_download(file.name, file.head, file.rows)


def _shown(request, template, page, *, about):
    trail.write(what="looked_at_list", by=request.user, at=request.at, children=page.public_ids, about=about)
    return render(request, template, {"page": page})
