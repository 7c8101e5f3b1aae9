"""Addresses of sign-in and people. Each allauth page that can be reached is named here; nothing is included whole."""

from django.urls import include, path

from seenheard.accounts.views import cast, council, cover, factors, people, set_up, sign_in, waiting

ours = (
    [
        path("people/", people.people, name="people"),
        path("people/invite/", people.invite, name="invite"),
        path("people/waiting/", waiting.waiting, name="waiting"),
        path("people/waiting/<uuid:public_id>/agree/", waiting.agree, name="agree"),
        path("people/waiting/<uuid:public_id>/refuse/", waiting.refuse, name="refuse"),
        path("people/<uuid:public_id>/", people.person, name="person"),
        path("people/<uuid:public_id>/role/", people.change_role, name="change_role"),
        path("people/<uuid:public_id>/set-up-link/", people.renew, name="renew"),
        path("people/<uuid:public_id>/switch-off/", people.switch_off, name="switch_off"),
        path("people/<uuid:public_id>/switch-on/", people.switch_on, name="switch_on"),
        path("people/<uuid:public_id>/second-step/", people.remove_second_factor, name="remove_second_factor"),
        path("cover/", cover.covers, name="covers"),
        path("cover/new/", cover.set_cover, name="set_cover"),
        path("cover/<uuid:public_id>/end/", cover.end_cover, name="end_cover"),
        path("set-up/<str:token>/", set_up.set_up, name="set_up"),
        path("demo/", cast.cast, name="cast"),
        path("demo/<uuid:public_id>/", cast.be, name="be"),
    ],
    "accounts",
)

urlpatterns = [
    path("", include(ours)),
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", sign_in.second_step, name="mfa_authenticate"),
    path("sign-in/passkey/", sign_in.passkey, name="mfa_login_webauthn"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("sign-in/<str:provider_id>/council/", council.go, name="openid_connect_login"),
    path("sign-in/<str:provider_id>/council/back/", council.come_back, name="openid_connect_callback"),
    path("sign-in/council/cancelled/", council.not_signed_in, name="socialaccount_login_cancelled"),
    path("sign-in/council/error/", council.not_signed_in, name="socialaccount_login_error"),
    path("confirm/", sign_in.confirm_by_password, name="account_reauthenticate"),
    path("confirm/code/", sign_in.confirm_by_code, name="mfa_reauthenticate"),
    path("confirm/passkey/", sign_in.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("my-sign-in/", factors.index, name="mfa_index"),
    path("my-sign-in/password/", factors.change_password, name="account_change_password"),
    path("my-sign-in/app/", factors.add_app, name="mfa_activate_totp"),
    path("my-sign-in/app/remove/", factors.remove_app, name="mfa_deactivate_totp"),
    path("my-sign-in/passkeys/", factors.passkeys, name="mfa_list_webauthn"),
    path("my-sign-in/passkeys/add/", factors.add_passkey, name="mfa_add_webauthn"),
    path("my-sign-in/passkeys/<int:pk>/remove/", factors.remove_passkey, name="mfa_remove_webauthn"),
    path("my-sign-in/recovery-codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("my-sign-in/recovery-codes/new/", factors.new_recovery_codes, name="mfa_generate_recovery_codes"),
]
