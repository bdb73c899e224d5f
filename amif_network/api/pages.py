"""Pages about the API: its operations for everybody, its programs for administrators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import ApiClient
from amif_network.accounts.models.client import Scope
from amif_network.accounts.roles import administrator
from amif_network.core.requests import posted, require_form

from . import actions
from .fields import address
from .forms import ClientForm
from .openapi import operations


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Tell how programs read the portal: every operation with its scope and parameters."""
    return render(request, "api/guide.html", {"operations": operations(), "document": address("document")})


@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """List the programs."""
    user, now = administrator(request), timezone.now()
    found = ApiClient.objects.visible_to(user).select_related("organisation")
    return render(request, "api/clients.html", {"rows": [(client, client.state_at(now)) for client in found]})


@require_form
def make(request: HttpRequest) -> HttpResponse:
    """Make a program, and show its secrets this once."""
    user = administrator(request)
    form = ClientForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _issued(request, actions.make(**form.cleaned_data, by=user, at=timezone.now()))
    return render(request, "api/make.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def client(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one program: what it may read, as whom, and until when."""
    user = administrator(request)
    found = get_object_or_404(ApiClient.objects.visible_to(user).select_related("organisation", "created_by__person"), pk=pk)
    labels = dict(Scope.choices)
    context = {
        "client": found,
        "state": found.state_at(timezone.now()),
        "scopes": [(scope, labels[scope]) for scope in found.scopes],
        "can": set() if found.revoked_at else {"renew", "revoke"},
    }
    return render(request, "api/client.html", context)


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a program a new token."""
    user = administrator(request)
    found = get_object_or_404(ApiClient.objects.visible_to(user), pk=pk)
    try:
        issued = actions.renew(found, by=user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(found)
    return _issued(request, issued)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the token of a program back."""
    user = administrator(request)
    found = get_object_or_404(ApiClient.objects.visible_to(user), pk=pk)
    try:
        actions.revoke(found, by=user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The token is revoked. It opens nothing any more."))
    return redirect(found)


def _issued(request: HttpRequest, issued: actions.Issued) -> HttpResponse:
    """Show the secrets of a program, on a page that nothing keeps."""
    feeds = [f"{address(name)}?key={issued.feed_key}" for name in ("published", "calendar")]
    response = render(request, "api/issued.html", {"client": issued.client, "token": issued.token, "feeds": feeds})
    response.headers["Cache-Control"] = "private, no-store"
    return response
