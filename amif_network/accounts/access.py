"""How a request without a session is answered, and where signing in may happen inside another page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.csp import CSP
from django.views.csrf import csrf_failure
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

View = Callable[..., HttpResponse]


def wants_json(request: HttpRequest) -> bool:
    """True when a script of the portal asks, which can do nothing with a page."""
    return request.headers.get("Accept", "").startswith("application/json")


class SignInRequired(LoginRequiredMiddleware):
    """Every page needs a sign-in; a script is told so instead of being led to the sign-in page."""

    def handle_no_permission(  # type: ignore[override]  # Django's own types know of no other answer than a redirect
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        """Answer 401 to scripts, lead people to the sign-in page."""
        if wants_json(request):
            return JsonResponse({"state": "signed-out"}, status=401)
        return super().handle_no_permission(request, view_func)


def refuse_forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request whose token does not fit; a script fetches a new one and tries again."""
    if wants_json(request):
        return JsonResponse({"state": "csrf"}, status=403)
    return csrf_failure(request, reason)


def frameable(view: View) -> View:
    """Let pages of the portal itself, and no others, show this page in a frame."""

    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policy: dict[str, list[str]] = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}
        return xframe_options_sameorigin(csp_override(policy)(view))(request, *args, **kwargs)

    return framed


def framing(view: View) -> View:
    """Let this page show pages of the portal in a frame."""
    policy: dict[str, list[str]] = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
    return csp_override(policy)(view)
