"""People, for administrators. No page here shows a child."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seenheard.accounts import operations, permissions, presenters, queries
from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.forms import InviteForm, RoleForm
from seenheard.accounts.models import User
from seenheard.accounts.operations import AlreadyThere
from seenheard.ui.paging import paged
from seenheard.ui.parts import Link


@require_safe
def people(request):
    permissions.check_role(request.user, Ability.ADMINISTER_ACCOUNTS)
    page = presenters.people(paged(queries.people(), request.GET.get("page")))
    return render(request, "accounts/people.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request):
    permissions.check_role(request.user, Ability.ADMINISTER_ACCOUNTS)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            token = operations.invite(**form.cleaned_data, by=request.user, at=request.at)
        except AlreadyThere as sentence:
            form.refuse(str(sentence))
        else:
            return _link(request, queries.person_with_email(form.cleaned_data["email"]), token)
    page = presenters.FormPage(
        title="Invite somebody",
        form=presenters.drawn(form),
        button="Invite",
        back=Link("People", reverse("accounts:people")),
    )
    return render(request, "accounts/form.html", {"page": page})


@require_safe
def person(request, public_id):
    who = _person(request, public_id)
    return render(request, "accounts/person.html", {"page": presenters.person(who, _role_form(who))})


@require_POST
def change_role(request, public_id):
    who = _person(request, public_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/person.html", {"page": presenters.person(who, form)})
    operations.change_role(person=who, **form.cleaned_data, by=request.user, at=request.at)
    return _done(request, who, "The role has been changed.")


@require_POST
def renew(request, public_id):
    who = _person(request, public_id)
    return _link(request, who, operations.renew_set_up_link(person=who, by=request.user, at=request.at))


@require_POST
def switch_off(request, public_id):
    who = _person(request, public_id)
    operations.switch_off(person=who, by=request.user, at=request.at)
    return _done(request, who, "The account has been switched off.")


@require_POST
def switch_on(request, public_id):
    who = _person(request, public_id)
    operations.switch_on(person=who, by=request.user, at=request.at)
    return _done(request, who, "The account has been switched on.")


@require_POST
def remove_second_factor(request, public_id):
    who = _person(request, public_id)
    operations.remove_second_factor(person=who, by=request.user, at=request.at)
    return _done(request, who, "The second step has been removed. Now make a new set-up link.")


def _person(request, public_id) -> User:
    """The person, for an administrator; whether anybody exists is not told to others."""
    permissions.check_role(request.user, Ability.ADMINISTER_ACCOUNTS)
    try:
        return queries.person(public_id)
    except User.DoesNotExist:
        raise Http404 from None


def _role_form(who) -> RoleForm:
    known = {"role": who.role, "worker_refs": ", ".join(who.worker_refs), "team_refs": ", ".join(who.team_refs)}
    return RoleForm(initial=known)


def _link(request, who, token):
    """The link is shown in the answer itself and kept nowhere."""
    url = request.build_absolute_uri(reverse("accounts:set_up", args=[token]))
    return render(request, "accounts/rows.html", {"page": presenters.set_up_link(who, url)})


def _done(request, who, sentence: str):
    messages.success(request, sentence)
    return redirect("accounts:person", who.public_id)
