"""The one-time link: an invited person chooses a password; on an empty installation, the first administrator."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from seenheard.accounts import operations, presenters, queries
from seenheard.accounts.forms import FirstAdministratorForm, SetUpForm
from seenheard.accounts.operations import AlreadyThere, NoSuchInvitation


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request, token):
    invitation = queries.open_invitation(token, at=request.at)
    if invitation is None:
        return _over(request)
    kind = SetUpForm if invitation.user else FirstAdministratorForm
    form = kind(request.POST or None, person=invitation.user)
    try:
        accepted = form.is_valid() and _accepted(request, token, form)
    except NoSuchInvitation:  # another used it between
        return _over(request)
    if accepted:
        messages.success(request, "Your password is set. Sign in with it now.")
        return redirect("account_login")
    page = presenters.FormPage(
        title="Set up your account",
        form=presenters.drawn(form),
        button="Set password",
        lead=("This link works once. After signing in you set up a second step: an app or a passkey.",),
    )
    return render(request, "accounts/form.html", {"page": page})


def _over(request):
    """One answer for a link that was used, has run out or never was."""
    page = presenters.link_over(has_administrator=queries.active_administrators().exists())
    return render(request, "accounts/rows.html", {"page": page}, status=HTTPStatus.GONE)


def _accepted(request, token, form) -> bool:
    try:
        operations.accept_invitation(token=token, at=request.at, **form.cleaned_data)
    except AlreadyThere as sentence:
        form.add_error("email", str(sentence))
        return False
    return True
