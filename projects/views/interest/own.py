"""The page of one organisation: what it answered a call, what it must do and waits for, and how to answer."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.requests import posted, require_form
from amif_network.core.workflow import WrongState
from amif_network.directory.models import Organisation

from ...actions.interest import OthersAnswered, Source, state
from ...forms.interest import InterestForm
from ...models import Call, ExpressionOfInterest
from ...models.choices import ANSWERING
from ...polls import own_organisations, to_do
from ...workflow import CALL
from ..origins import Origins
from ..scope import call_for
from ..source import place_of, said_at


@require_form
def interest(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what an organisation answers, and take its answer; coordinators write it down for the one of `?organisation=`."""
    user = request.user
    assert isinstance(user, User)
    call, can = call_for(request, pk, calls=Call.objects.for_detail(user))
    if not CALL["answer"].who(user, call):
        raise PermissionDenied
    ours = _answering_for(user)
    organisation = _chosen(request, ours)
    if organisation is None and user.is_coordinating:
        return redirect("projects:interests", pk=call.pk)
    if organisation is None:
        return render(request, "projects/interest.html", {"call": call, "organisation": None, "ours": []})
    source = said_at(request)
    standing = call.interests.in_force().filter(organisation=organisation).select_related("partner").first()
    form = _form(request, organisation, standing, source)
    late = "answer" not in can
    if request.method == "POST" and form.is_valid() and not late:
        try:
            return _keep(request, call, form, source)
        except OthersAnswered as error:
            standing = error.standing[organisation.pk]
            form.data = _seen(request, standing)
            context = _context(request, call, organisation, form, source) | {"overtaken": standing}
            return render(request, "projects/interest.html", context, status=409)
        except WrongState:
            late = True
        except ValidationError as error:
            form.add_error(None, error.messages)
    status = 409 if late and request.method == "POST" else 422 if form.errors else 200
    context = _context(request, call, organisation, form, source) | {"late": late}
    return render(request, "projects/interest.html", context, status=status)


def _answering_for(user: User) -> list[Organisation]:
    """Return the organisations that a member may answer for, by name."""
    if user.is_coordinating:
        return []
    return own_organisations(user)


def _chosen(request: HttpRequest, ours: list[Organisation]) -> Organisation | None:
    """Return the organisation of the address, else a member's only or first one. Raises Http404 for one that is not theirs."""
    assert isinstance(request.user, User)
    named = request.GET.get("organisation", "")
    if not named:
        return ours[0] if ours else None
    key = int(named) if named.isascii() and named.isdigit() and len(named) < 19 else 0
    found = (
        Organisation.objects.filter(kind__in=ANSWERING, pk=key).first()
        if request.user.is_coordinating
        else next((one for one in ours if one.pk == key), None)
    )
    if found is None:
        raise Http404
    return found


def _form(
    request: HttpRequest, organisation: Organisation, standing: ExpressionOfInterest | None, source: Source
) -> InterestForm:
    assert isinstance(request.user, User)
    assert source.on is not None
    initial = InterestForm.opened_at(standing, source.on)
    return InterestForm(posted(request), initial=initial, organisation=organisation, on_behalf=request.user.is_coordinating)


def _seen(request: HttpRequest, standing: ExpressionOfInterest) -> Any:
    """Return what was sent, as by somebody who has seen the answer that stands."""
    data = request.POST.copy()
    data["base"] = str(standing.pk)
    return data


def _keep(request: HttpRequest, call: Call, form: InterestForm, source: Source) -> HttpResponse:
    """Write the answer down and go where it can be seen. Raises as `state`."""
    assert isinstance(request.user, User)
    said_on = form.cleaned_data.get("stated_on")
    said = Source(on=said_on, meeting=source.meeting, section=source.section)
    at = timezone.now()
    kept = state(call, form.said(), source=said, by=request.user, at=at)
    if kept.recorded_at != at:
        messages.info(request, _("This is what was answered before; nothing changed."))
    elif kept.replaced_at is not None:
        messages.info(request, _("The answer is in the history; one that was given later stays in force."))
    else:
        messages.success(request, _("The answer is saved."))
    return redirect(place_of(source) or answer_address(call, form.organisation))


def answer_address(call: Call, organisation: Organisation) -> str:
    """Return the address of the page of one organisation."""
    return reverse("projects:interest", args=[call.pk]) + "?" + urlencode({"organisation": organisation.pk})


def _context(request: HttpRequest, call: Call, organisation: Organisation, form: InterestForm, source: Source) -> dict[str, Any]:
    user, today = request.user, timezone.localdate()
    assert isinstance(user, User)
    history = list(call.interests.filter(organisation=organisation).for_list())
    standing = next((one for one in history if one.replaced_at is None), None)
    led = list(call.projects.filter(lead=organisation).order_by("code"))
    must, waits = to_do(call, standing, led, today=today)
    origins = Origins(history, user)
    return {
        "call": call,
        "organisation": organisation,
        "ours": _tabs(call, organisation, _answering_for(user)),
        "standing": standing,
        "history": [(one, origins.of(one)) for one in history],
        "must": must,
        "waits": waits,
        "form": form,
        "source": source,
        "coordinating": user.is_coordinating,
        "late": False,
        "overtaken": None,
    }


def _tabs(call: Call, shown: Organisation, ours: list[Organisation]) -> list[dict[str, Any]]:
    """Return the organisations of a member with several as tabs."""
    if len(ours) < 2:
        return []
    return [
        {"url": answer_address(call, one), "label": str(one), "lang": "", "count": None, "current": one == shown} for one in ours
    ]
