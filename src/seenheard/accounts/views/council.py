"""Sign-in by the council's own OpenID Connect, where it is set up; elsewhere these pages do not exist."""

from functools import wraps

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe


def _where_set_up(view):
    """404 for a provider that this installation does not have, before allauth looks for it."""

    @wraps(view)
    def found(request, provider_id):
        apps = get_adapter(request).list_apps(request, provider="openid_connect")
        if provider_id not in {app.provider_id for app in apps}:
            raise Http404
        return view(request, provider_id)

    return login_not_required(found)


go = require_POST(_where_set_up(openid_connect.login))
come_back = require_safe(_where_set_up(openid_connect.callback))


@login_not_required
@require_safe
def not_signed_in(request):
    """Cancelled there, or refused: back to the sign-in page, which says so."""
    messages.error(request, "The council's sign-in did not let you in. Try again, or sign in another way.")
    return redirect("account_login")
