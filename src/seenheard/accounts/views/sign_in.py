"""In and out."""

from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from seenheard.accounts import forms, presenters
from seenheard.accounts.factors import one_factor_enough
from seenheard.accounts.presenters import FormPage, ShownForm
from seenheard.accounts.views import cast
from seenheard.accounts.views.pages import ShowsPage


class SignInView(ShowsPage, LoginView):
    """E-mail address and password, or one of the other ways in."""

    template_name = "accounts/sign_in.html"
    form_class = forms.LoginForm
    http_method_names = ("get", "post", "head")

    def get(self, request, *args, **kwargs):
        """In a demo the first page offers the cast; `?password` asks for this page all the same."""
        if cast.is_offered(request) and "password" not in request.GET:
            return redirect("accounts:cast")
        return super().get(request, *args, **kwargs)

    def page(self, context):
        return presenters.sign_in(context["form"], self.request)


class SecondStepView(ShowsPage, AuthenticateView):
    """The code, or the passkey, after the password."""

    template_name = "accounts/second_step.html"
    form_class = forms.CodeForm
    title, button = "Enter your code", "Continue"
    lead = ("Open the authenticator app on your phone. If you have lost it, use one of your recovery codes.",)
    http_method_names = ("get", "post", "head")


class PasskeyView(LoginWebAuthnView):
    """A passkey instead of the password."""

    form_class = forms.PasskeyForm


class SignOutView(LogoutView):
    """Ends the session on the server and asks the browser to forget what it was shown."""

    template_name = "accounts/form.html"
    http_method_names = ("get", "post", "head")

    def get_context_data(self, **kwargs):
        return {"page": FormPage(title="Sign out", form=ShownForm((), ()), button="Sign out")}

    def post(self, *args, **kwargs):
        response = super().post(*args, **kwargs)
        # Not "cookies": the session's is gone already, and the one that keeps the throttle fair should stay.
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


CONFIRM_LEAD = ("What you are about to do needs you to say again that it is you.",)


class ConfirmByPasswordView(ShowsPage, ReauthenticateView):
    form_class = forms.ConfirmPasswordForm
    title = "Confirm that it is you"
    lead = CONFIRM_LEAD
    http_method_names = ("get", "post", "head")


class ConfirmByCodeView(ShowsPage, CodeAgainView):
    form_class = forms.ConfirmCodeForm
    title = "Confirm that it is you"
    lead = CONFIRM_LEAD
    http_method_names = ("get", "post", "head")


class ConfirmByPasskeyView(ShowsPage, ReauthenticateWebAuthnView):
    """The only way to confirm for somebody who has neither password nor app."""

    template_name = "accounts/confirm_by_passkey.html"
    title = "Confirm that it is you"
    lead = CONFIRM_LEAD
    http_method_names = ("get", "post", "head")

    def page(self, context):
        return FormPage(
            title=self.title, form=ShownForm((), ()), button="Use your passkey or security key", lead=self.lead
        )


sign_in = SignInView.as_view()
second_step = SecondStepView.as_view()
passkey = require_http_methods(["GET", "HEAD", "POST"])(login_not_required(PasskeyView.as_view()))
sign_out = one_factor_enough(SignOutView.as_view())
confirm_by_password = one_factor_enough(ConfirmByPasswordView.as_view())
confirm_by_code = one_factor_enough(ConfirmByCodeView.as_view())
confirm_by_passkey = one_factor_enough(ConfirmByPasskeyView.as_view())
