"""Addresses of signing in: django-allauth's, some of them with pages or rules of our own."""

from allauth.account.views import login, reauthenticate
from allauth.mfa.base.views import authenticate
from allauth.mfa.base.views import reauthenticate as reauthenticate_by_code
from allauth.mfa.webauthn.views import add_webauthn, edit_webauthn, list_webauthn, login_webauthn, reauthenticate_webauthn
from django.urls import include, path

from .access import frameable
from .views import password, providers, second_factor, sessions

# Signing in also takes place in a frame of the workspace, so that nobody has to leave a text.
urlpatterns = [
    path("login/", frameable(login), name="account_login"),
    path("reauthenticate/", frameable(reauthenticate), name="account_reauthenticate"),
    path("2fa/authenticate/", frameable(authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", frameable(reauthenticate_by_code), name="mfa_reauthenticate"),
    path("2fa/webauthn/reauthenticate/", frameable(reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("password/reset/", password.forgotten, name="account_reset_password"),
    path("2fa/", second_factor.index, name="mfa_index"),
    path("2fa/webauthn/keys/<int:pk>/remove/", second_factor.remove_key, name="mfa_remove_webauthn"),
    path("2fa/reset/<int:pk>/", second_factor.reset, name="mfa_reset"),
    path("2fa/webauthn/", list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", add_webauthn, name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", login_webauthn, name="mfa_login_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", edit_webauthn, name="mfa_edit_webauthn"),
    path("2fa/totp/", include("allauth.mfa.totp.urls")),
    path("2fa/recovery-codes/", include("allauth.mfa.recovery_codes.urls")),
    path("sessions/", sessions.sessions, name="usersessions_list"),
    path("sessions/<int:pk>/end/", sessions.end, name="usersessions_end"),
    path("oidc/<slug:provider_id>/", providers.leave, name="openid_connect_login"),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("", include("allauth.account.urls")),
]
# Registered with the provider: the same in every language.
returning = [path("oidc/<slug:provider_id>/callback/", providers.come_back, name="openid_connect_callback")]
