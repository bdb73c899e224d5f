"""Ministerial decrees of a call: record one, look at it, correct it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import posted, require_form, site_of
from amif_network.directory.models import Organisation

from ...actions import decrees as actions
from ...forms.money import DecreeForm
from ...models import Call, DecreeLine, MinisterialDecree
from ..scope import call_for


@require_form
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a decree with what it gives to each project; the projects are decreed by that."""
    assert isinstance(request.user, User)
    call, _can = call_for(request, pk, "decree")
    form = DecreeForm(posted(request), decree=MinisterialDecree(call=call), payable=_payable(call))
    if request.method == "POST" and form.is_valid():
        try:
            actions.record(form.filled(), amounts=form.amounts(), by=request.user, at=timezone.now(), site=site_of(request))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The decree is recorded: its projects are decreed."))
            return redirect(call)
    return _render(request, call, form, None)


@require_form
def decree(request: HttpRequest, pk: int, decree_pk: int) -> HttpResponse:
    """Correct or complete a decree; who comes second sees what stands."""
    assert isinstance(request.user, User)
    call, _can = call_for(request, pk, "decree")
    found = get_object_or_404(call.decrees, pk=decree_pk)
    base = actions.shown(found)
    lines = list(found.lines.select_related("project__lead", "organisation").order_by("pk"))
    form = DecreeForm(posted(request), decree=found, payable=_payable(call), standing=lines, initial={"base": base})
    overtaken = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(
                form.filled(), amounts=form.amounts(), base=form.cleaned_data["base"],
                by=request.user, at=timezone.now(), site=site_of(request),
            )  # fmt: skip
        except Overtaken:
            overtaken = True
            form.show_again(base)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The decree is saved."))
            return redirect(call)
    return _render(request, call, form, found, lines=lines, overtaken=overtaken)


def _payable(call: Call) -> list[tuple[Any, list[Organisation]]]:
    """Return the projects that can be decreed, with lead and partners loaded."""
    found = actions.payable(call)
    named = Organisation.objects.in_bulk({key for _project, keys in found for key in keys})
    return [(project, [named[key] for key in keys]) for project, keys in found]


def _render(
    request: HttpRequest,
    call: Call,
    form: DecreeForm,
    found: MinisterialDecree | None,
    *,
    lines: Sequence[DecreeLine] = (),
    overtaken: bool = False,
) -> HttpResponse:
    context = {"call": call, "form": form, "decree": found, "lines": lines, "overtaken": overtaken}
    return render(request, "projects/decree_form.html", context, status=409 if overtaken else 422 if form.errors else 200)
