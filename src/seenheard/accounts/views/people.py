"""People, for administrators. No page here shows a child."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seenheard.accounts import operations, permissions, presenters, queries
from seenheard.accounts.domain.rights import Outcome
from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.forms import InviteForm, RoleForm
from seenheard.accounts.models import Asked, User
from seenheard.accounts.operations import AlreadyThere
from seenheard.ui.paging import paged
from seenheard.ui.parts import Link

LATEST = 10
"""How much of what was asked for somebody stands on their page."""
WAITS = "Asked. Nothing has changed yet: another administrator or a service manager has to agree."
NOBODY_LEFT = (
    "Asked. Nothing has changed yet, and nobody here can agree. Whoever may run commands on the server agrees with "
    "./seenheard agree-right."
)
NOBODY_ELSE = "Nobody else was there to agree, and the trail says so."


@require_safe
def people(request):
    permissions.check_role(request.user, Ability.ADMINISTER_ACCOUNTS)
    waiting = {asked.person_id for asked in queries.rights_waiting().filter(what=Asked.INVITE)}
    to_settle = queries.rights_to_settle(viewer=request.user)
    page = presenters.people(paged(queries.people(), request.GET.get("page")), waiting, to_settle)
    return render(request, "accounts/people.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request):
    permissions.check_role(request.user, Ability.ADMINISTER_ACCOUNTS)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            invited = operations.invite(**_without_questions(form), by=request.user, at=request.at)
        except AlreadyThere as sentence:
            form.refuse(str(sentence))
        else:
            return _invited(request, invited)
    page = presenters.FormPage(
        title="Invite somebody",
        form=presenters.drawn(form),
        button="Invite",
        lead=(presenters.THEN_SENT if _sent(request) else presenters.THEN_MADE,),
        back=Link("People", reverse("accounts:people")),
    )
    return render(request, "accounts/form.html", {"page": page})


@require_safe
def person(request, public_id):
    who = _person(request, public_id)
    return _shown(request, who, _role_form(who))


@require_POST
def change_role(request, public_id):
    who = _person(request, public_id)
    form = _role_form(who, request.POST)
    if not form.is_valid():
        return _shown(request, who, form)
    outcome = operations.change_role(person=who, **_without_questions(form), by=request.user, at=request.at)
    return _done(request, who, "The role has been changed.", outcome)


@require_POST
def renew(request, public_id):
    who = _person(request, public_id)
    if _sent(request):
        operations.send_set_up_link(person=who, by=request.user, at=request.at)
        return _done(request, who, presenters.ON_ITS_WAY)
    return _link(request, who, operations.renew_set_up_link(person=who, by=request.user, at=request.at))


@require_POST
def switch_off(request, public_id):
    who = _person(request, public_id)
    operations.switch_off(person=who, by=request.user, at=request.at)
    return _done(request, who, "The account has been switched off.")


@require_POST
def switch_on(request, public_id):
    who = _person(request, public_id)
    outcome = operations.switch_on(person=who, by=request.user, at=request.at)
    return _done(request, who, "The account has been switched on.", outcome)


@require_POST
def remove_second_factor(request, public_id):
    who = _person(request, public_id)
    outcome = operations.remove_second_factor(person=who, by=request.user, at=request.at)
    then = presenters.ON_ITS_WAY if _sent(request) else "Now make a new set-up link."
    return _done(request, who, f"The second step has been removed. {then}", outcome)


def _person(request, public_id) -> User:
    """The person, for an administrator; whether anybody exists is not told to others."""
    permissions.check_role(request.user, Ability.ADMINISTER_ACCOUNTS)
    try:
        return queries.person(public_id)
    except User.DoesNotExist:
        raise Http404 from None


def _sent(request) -> bool:
    """Whether set-up links go to people by e-mail, and an administrator sees none."""
    return queries.links_are_sent(demo=request.demo)


def _without_questions(form) -> dict:
    """What was filled in, but for what the form asked about."""
    return {name: value for name, value in form.cleaned_data.items() if name != "asked_about"}


def _role_form(who, said=None) -> RoleForm:
    known = {"role": who.role, "worker_refs": ", ".join(who.worker_refs), "team_refs": ", ".join(who.team_refs)}
    return RoleForm(said, initial=known)


def _link(request, who, token):
    """The link is shown in the answer itself and kept nowhere."""
    url = request.build_absolute_uri(reverse("accounts:set_up", args=[token]))
    return render(request, "accounts/rows.html", {"page": presenters.set_up_link(who, url)})


def _invited(request, invited):
    if invited.outcome == Outcome.WAITS:
        return _done(request, invited.person, "", Outcome.WAITS)
    if _sent(request):
        return _done(request, invited.person, f"The account is made. {presenters.ON_ITS_WAY}", invited.outcome)
    if invited.outcome == Outcome.DONE_ALONE:
        messages.success(request, NOBODY_ELSE)
    return _link(request, invited.person, invited.token)


def _shown(request, who, form):
    asked = list(queries.rights_asked().filter(person=who)[:LATEST])
    covers = queries.covers_of(person=who, on=request.on)
    names = queries.names(presenters.those_named(asked))
    page = presenters.person(who, form, asked, names, covers, sent=_sent(request))
    return render(request, "accounts/person.html", {"page": page})


def _done(request, who, sentence: str, outcome: Outcome = Outcome.DONE):
    """Say what was done; or that it waits, or that nobody else was there to agree."""
    others = queries.who_could_agree(by=str(request.user.public_id), person=who).exists()
    says = {Outcome.WAITS: WAITS if others else NOBODY_LEFT, Outcome.DONE_ALONE: f"{sentence} {NOBODY_ELSE}"}
    messages.success(request, says.get(outcome, sentence))
    return redirect("accounts:person", who.public_id)
