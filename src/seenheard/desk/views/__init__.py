"""The desk's pages. Each writes what it shows into the trail first: no row, no page."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import open_to
from seenheard.desk import permissions
from seenheard.desk.forms import FindForm
from seenheard.desk.presenters import address as address_presenter
from seenheard.desk.presenters import child as child_presenter
from seenheard.desk.presenters import children as children_presenter
from seenheard.desk.presenters import due_dates as due_dates_presenter
from seenheard.desk.presenters import my_work as work_presenter
from seenheard.desk.presenters import past_duties as past_duties_presenter
from seenheard.desk.presenters import story as story_presenter
from seenheard.record import queries as record_queries
from seenheard.trail import operations as trail

START = {
    "analyst": "returns:history",
    "administrator": "accounts:people",
    "duty_worker": "record:on_duty",
    "records_guardian": "record:looks",
    "carer": "desk:caring",
    **dict.fromkeys(["partner", "scrutiny_member", "director"], "performance:published"),
}


@open_to(Ability.ANSWER_FOR_CHILDREN_PLACED, Ability.READ_PUBLISHED)
@require_GET
def start(request):
    """Where each person begins: their work, or for those who see no child the page of their own task."""
    return redirect(START.get(request.user.role, "desk:my_work"))


@require_GET
def my_work(request):
    """What is overdue or due soon for the children this person answers for."""
    permissions.check_can_see_children(request.user)
    page = work_presenter.my_work(viewer=request.user, on=request.on, asked=request.GET)
    return _list(request, "desk/my_work.html", page, about="my_work")


@require_http_methods(["GET", "POST"])
def children(request):
    """The children this person may see. A search is posted: a name must never stand in an address."""
    permissions.check_can_see_children(request.user)
    if request.method == "POST":
        page = children_presenter.found(viewer=request.user, on=request.on, form=FindForm(request.POST))
        return _list(request, "desk/children.html", page, about="children", what="searched_for_children")
    page = children_presenter.children(viewer=request.user, on=request.on, asked=request.GET)
    return _list(request, "desk/children.html", page, about="children")


@require_GET
def due_dates(request):
    """Where the council's own due dates and ours differ."""
    permissions.check_can_compare_dates(request.user)
    page = due_dates_presenter.due_dates(viewer=request.user, on=request.on, asked=request.GET)
    return _list(request, "desk/due_dates.html", page, about="due_dates")


@require_GET
def child(request, public_id):
    """One child: who, where, what is owed and why, and the latest of the story."""
    found = _child(request, public_id)
    page = child_presenter.child(viewer=request.user, child=found, on=request.on, asked=request.GET)
    return _one(request, "desk/child.html", page, found, what="looked_at_child", also=page.public_ids)


@require_GET
def story(request, public_id):
    """All that is recorded of a child's life, in order."""
    found = _child(request, public_id)
    page = story_presenter.story(viewer=request.user, child=found, on=request.on, asked=request.GET)
    return _one(request, "desk/story.html", page, found, what="looked_at_story")


@require_GET
def past_duties(request, public_id):
    """Every duty to the child that has ended, by part of life."""
    found = _child(request, public_id)
    page = past_duties_presenter.past_duties(viewer=request.user, child=found, on=request.on, asked=request.GET)
    return _one(request, "desk/past_duties.html", page, found, what="looked_at_past_duties")


@require_GET
def child_due_dates(request, public_id):
    """The council's own due dates of this child alone, beside ours."""
    found = _child(request, public_id)
    page = due_dates_presenter.of_child(viewer=request.user, child=found, on=request.on)
    return _one(request, "desk/due_dates.html", page, found, what="looked_at_due_dates")


@never_cache
@require_http_methods(["GET", "POST"])
def address(request, public_id):
    """The full address, shown once for one press; the press is in the trail before anything is shown. Opened again by
    its address it leads to the press."""
    found = _child(request, public_id)
    if request.method == "GET":
        return redirect(f"{reverse('desk:child', args=[found.public_id])}#home")
    page = address_presenter.address(viewer=request.user, child=found, on=request.on)
    return _one(request, "desk/address.html", page, found, what="looked_at_address")


def _child(request, public_id):
    return record_queries.child_to_look_at(viewer=request.user, public_id=public_id, on=request.on, at=request.at)


def _list(request, template, page, *, about, what="looked_at_list"):
    trail.write(what=what, by=request.user, at=request.at, children=page.public_ids, about=about)
    return render(request, template, {"page": page})


def _one(request, template, page, found, *, what, also=()):
    opened = str(found.opened.public_id) if found.opened else ""
    children = [str(found.public_id), *also]
    trail.write(what=what, by=request.user, at=request.at, children=children, about=opened)
    return render(request, template, {"page": page})
