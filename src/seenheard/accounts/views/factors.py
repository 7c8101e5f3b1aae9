"""A person's own password and second factors. Reachable on one factor, because here the second is set up."""

from allauth.account.decorators import reauthentication_required
from allauth.account.views import PasswordChangeView
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ListWebAuthnView, RemoveWebAuthnView
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from seenheard.accounts import factors, forms, presenters
from seenheard.accounts.factors import one_factor_enough
from seenheard.accounts.presenters import AppSetUp, Page
from seenheard.accounts.views.pages import ShowsPage
from seenheard.trail import operations as trail
from seenheard.ui.parts import Link, Row

GET, FORM = ("get", "head"), ("get", "post", "head")


class OwnFactors:
    """Every change here is written in the trail, with the person as the one who did it."""

    http_method_names = FORM

    def wrote(self, what: str) -> None:
        trail.write(what=what, by=self.request.user, at=self.request.at)

    def back(self) -> Link:
        return Link("How you sign in", reverse("mfa_index"))


class Index(IndexView):
    template_name = "accounts/rows.html"
    http_method_names = GET

    def get_context_data(self, **kwargs):
        mine = Authenticator.objects.filter(user=self.request.user)
        return {"page": presenters.factors(self.request.user, mine, factors.stood_for_both(self.request))}


class ChangePassword(OwnFactors, ShowsPage, PasswordChangeView):
    form_class = forms.PasswordForm
    title, button = "Change your password", "Change password"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_usable_password():
            raise Http404  # signs in with the council's own sign-in: there is no password here to change
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        self.wrote("changed_password")
        return super().form_valid(form)


class AddApp(OwnFactors, ShowsPage, ActivateTOTPView):
    template_name = "accounts/app.html"
    form_class = forms.AppCodeForm

    def page(self, context) -> AppSetUp:
        return AppSetUp(
            title="Set up an authenticator app",
            form=presenters.drawn(context["form"]),
            button="Continue",
            back=self.back(),
            picture=context["totp_svg_data_uri"],
            secret=context["form"].secret,
        )

    def form_valid(self, form):
        response = super().form_valid(form)
        factors.note_second(self.request, "totp")  # the code just typed proves it
        self.wrote("added_second_factor")
        return response


class RemoveApp(OwnFactors, ShowsPage, DeactivateTOTPView):
    title, button, warning = "Remove the authenticator app", "Remove", True
    lead = ("Without a second step you cannot open any child's record until you set one up again.",)

    def form_valid(self, form):
        self.wrote("removed_second_factor")
        return super().form_valid(form)


class AddPasskey(OwnFactors, ShowsPage, AddWebAuthnView):
    template_name = "accounts/passkey.html"
    title, button = "Add a passkey or security key", "Add"
    lead = ("Your browser will ask for your fingerprint, your face, a PIN or a security key.",)

    def form_valid(self, form):
        response = super().form_valid(form)
        factors.note_second(self.request, "webauthn")
        self.wrote("added_second_factor")
        return response


class Passkeys(ListWebAuthnView):
    template_name = "accounts/rows.html"
    http_method_names = GET

    def get_context_data(self, **kwargs):
        rows = tuple(
            Row(key.wrap().name, "Added", links=(Link("Remove", reverse("mfa_remove_webauthn", args=[key.pk])),))
            for key in self.get_queryset()
        )
        back = Link("How you sign in", reverse("mfa_index"))
        return {"page": Page(title="Your passkeys and security keys", rows=rows, back=back)}


class RemovePasskey(OwnFactors, ShowsPage, RemoveWebAuthnView):
    title, button, warning = "Remove this passkey", "Remove", True

    def form_valid(self, form):
        self.wrote("removed_second_factor")
        return super().form_valid(form)


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class RecoveryCodes(TemplateView):
    """allauth's own view would note the first look; asking for a page must change nothing."""

    template_name = "accounts/rows.html"
    http_method_names = GET

    def get_context_data(self, **kwargs):
        kept = get_object_or_404(Authenticator, user=self.request.user, type=Authenticator.Type.RECOVERY_CODES)
        page = Page(
            title="Your recovery codes",
            lead=("Each works once, when you do not have your phone. Keep them away from it, for example on paper.",),
            items=tuple(kept.wrap().get_unused_codes()),
            links=(Link("Make new codes", reverse("mfa_generate_recovery_codes")), Link("Go on", "/")),
            back=Link("How you sign in", reverse("mfa_index")),
        )
        return {"page": page}


class NewRecoveryCodes(OwnFactors, ShowsPage, GenerateRecoveryCodesView):
    title, button, warning = "Make new recovery codes", "Make new codes", True
    lead = ("The codes you have now stop working.",)

    def form_valid(self, form):
        self.wrote("renewed_recovery_codes")
        return super().form_valid(form)


index = one_factor_enough(Index.as_view())
change_password = one_factor_enough(ChangePassword.as_view())
add_app = one_factor_enough(AddApp.as_view())
add_passkey = one_factor_enough(AddPasskey.as_view())
recovery_codes = one_factor_enough(RecoveryCodes.as_view())
# Taking a factor away needs two: a stolen password must not be enough to lower the guard.
remove_app = RemoveApp.as_view()
remove_passkey = RemovePasskey.as_view()
passkeys = Passkeys.as_view()
new_recovery_codes = NewRecoveryCodes.as_view()
