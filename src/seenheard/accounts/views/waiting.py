"""What waits for a second person, for whoever may be that person. No page here shows a child."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from seenheard.accounts import operations, permissions, presenters, queries
from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.operations import AlreadySettled
from seenheard.ui.paging import paged


@require_safe
def waiting(request):
    permissions.check_role(request.user, Ability.AGREE_TO_RIGHTS)
    listed = paged(queries.rights_waiting(), request.GET.get("page"))
    every = list(queries.rights_waiting().filter(person__in=[asked.person_id for asked in listed.items]))
    names = queries.names(presenters.those_named(every))
    held_back = _what_holds_back(request.user, listed.items)
    page = presenters.waiting(listed, names, held_back, every, sent=queries.links_are_sent(demo=request.demo))
    return render(request, "accounts/waiting.html", {"page": page})


@require_POST
def agree(request, public_id):
    return _settled(request, public_id, operations.agree, "You agreed. It has been done: ")


@require_POST
def refuse(request, public_id):
    return _settled(request, public_id, operations.refuse, "You refused. Nothing was changed: ")


def _settled(request, public_id, settle, sentence: str):
    permissions.check_role(request.user, Ability.AGREE_TO_RIGHTS)
    asked = queries.right_asked(public_id)
    if asked is None:
        raise Http404
    says = _sentence(asked)  # as it was asked, before anything has changed
    try:
        overtaken = settle(asked=asked, by=request.user, at=request.at) or ()
    except AlreadySettled as already:
        messages.error(request, str(already))
    else:
        messages.success(request, sentence + says)
        for one in overtaken:
            messages.info(request, f"Because of it this waits no more: {_sentence(one)}")
    return redirect("accounts:waiting")


def _sentence(asked) -> str:
    return presenters.sentence(asked, queries.names(presenters.those_named([asked])))


def _what_holds_back(viewer, listed) -> dict:
    """Why the viewer may not settle one of these, by what was asked; nothing where they may."""
    return {asked: permissions.why_not_settle(viewer, asked) for asked in listed}
