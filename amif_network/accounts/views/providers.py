"""The way to another sign-in (OpenID Connect) and back."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.views import callback as allauth_callback
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from .. import invited
from ..providers import new_nonce

# In which language somebody left for the provider; the address they come back to has none, so that it is registered once.
LANGUAGE = "language_left"


@require_POST
@never_cache
@login_not_required
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider, with a state, a nonce and a PKCE challenge that only this session can answer to."""
    provider = _provider(request, provider_id)
    nonce = new_nonce()
    process = "connect" if request.POST.get("process") == "connect" else "login"
    request.session[LANGUAGE] = translation.get_language()
    if "invitation" in request.POST:
        invited.keep(request, request.POST["invitation"])
    else:
        invited.forget(request)
    try:
        away: HttpResponse = provider.redirect(
            request,
            process,
            next_url=get_next_redirect_url(request),
            auth_params={"nonce": nonce, "ui_locales": translation.get_language()},
            nonce=nonce,
        )
    except RequestException as error:
        away = render_authentication_error(request, provider, exception=error)
    return away


@require_safe
@never_cache
@login_not_required
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take what the provider says, in the language in which somebody left."""
    provider = _provider(request, provider_id)
    with translation.override(request.session.pop(LANGUAGE, None) or translation.get_language()):
        request.LANGUAGE_CODE = translation.get_language()
        try:
            answer: HttpResponse = allauth_callback(request, provider_id)
        except (KeyError, ValueError) as error:
            # An answer without a subject, or with one that is no text.
            answer = render_authentication_error(request, provider, exception=error)
        return answer


def _provider(request: HttpRequest, provider_id: str) -> Any:
    """Return a provider the environment names. Raises Http404 for any other."""
    try:
        return get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
