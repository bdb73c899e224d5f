"""The envelopes of a call, written as rows."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import require_form

from ...actions.envelopes import save_envelopes, shown
from ...forms.envelopes import EnvelopeFormSet, envelope_rows
from ...models import Call
from ...models.choices import Edit, LogSubject
from ..scope import call_for


@require_form
def envelopes(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the envelopes; the button that adds a row saves nothing. Who comes second sees both versions."""
    assert isinstance(request.user, User)
    call, _can = call_for(request, pk, "edit")
    if request.method != "POST":
        formset = EnvelopeFormSet(initial=envelope_rows(call))
        return _page(request, call, formset, shown(call.envelopes.all()))
    formset, base = EnvelopeFormSet(request.POST), request.POST.get("base", "")
    if "add" in request.POST:
        return _page(request, call, EnvelopeFormSet(initial=formset.typed()), base)
    if not formset.is_valid():
        return _page(request, call, formset, base, status=422)
    try:
        rows = [form.as_row() for form in formset.kept()]
        save_envelopes(call, rows, base=base, by=request.user, at=timezone.now())
    except Overtaken:
        standing = list(call.envelopes.all())
        return _page(request, call, formset, shown(standing), status=409, theirs=standing)
    messages.success(request, _("The envelopes are saved."))
    return redirect(call)


def _page(request: HttpRequest, call: Call, formset: Any, base: str, *, status: int = 200, theirs: Any = None) -> HttpResponse:
    last = call.log.filter(subject=LogSubject.ENVELOPE, action=Edit.CHANGE).select_related("by__person")
    context = {"call": call, "formset": formset, "base": base, "theirs": theirs, "last": last.first() if theirs else None}
    return render(request, "projects/envelopes.html", context, status=status)
