"""The list of calls, and the form of one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating
from amif_network.core.collisions import locked_if_posted
from amif_network.core.requests import posted, require_form
from amif_network.core.unchanged import kept_until_changed

from ...actions import calls as actions
from ...call_list import listed
from ...forms.calls import CallFilter, CallForm
from ...models import Call, Programme
from ...models.choices import Edit, LogSubject
from ..scope import call_for

PAGE_SIZE = 20


@require_safe
@kept_until_changed
def calls(request: HttpRequest) -> HttpResponse:
    """List the calls that exist for the person, narrowed by the filters of the address."""
    assert isinstance(request.user, User)
    today, leads = timezone.localdate(), coordinating(request.user, None)
    filters = CallFilter(request.GET, drafts=leads)
    found = filters.applied(Call.objects.visible_to(request.user), today).latest_first()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = listed(page.object_list, request.user, today)
    return render(
        request,
        "projects/calls.html",
        {"filters": filters, "page": page, "rows": rows, "today": today, "leads": leads},
    )


@require_form
def new(request: HttpRequest) -> HttpResponse:
    """Write down a call, as a draft."""
    assert isinstance(request.user, User)
    if not coordinating(request.user, None):
        raise PermissionDenied
    programmes = Programme.objects.all()
    form = CallForm(posted(request), instance=Call(), initial={"programme": programmes.first()})
    if request.method == "POST" and form.is_valid():
        try:
            created = actions.create(form.instance, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The call is saved as a draft. Now its dates and envelopes can be entered."))
            return redirect(created)
    return render(request, "projects/call_form.html", {"form": form, "call": None, "no_programme": not programmes.exists()})


@require_form
@transaction.atomic
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a call; who comes second sees both versions and decides."""
    assert isinstance(request.user, User)
    calls = locked_if_posted(request, Call.objects.select_related("managing_body"))
    found, _can = call_for(request, pk, "edit", calls)
    shown = str(found)
    form = CallForm(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        actions.change(form.instance, by=request.user, at=timezone.now())
        messages.success(request, _("The call is saved."))
        return redirect(found)
    context: dict[str, Any] = {"form": form, "call": found, "shown": shown, "last": None}
    if form.differences:
        rows = found.log.filter(subject=LogSubject.CALL, action=Edit.CHANGE)
        context["last"] = rows.select_related("by__person").first()
    return render(request, "projects/call_form.html", context, status=409 if form.differences else 200)
