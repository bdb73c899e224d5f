"""A poll: what several organisations say of a call at once, at a meeting or in a section of its minutes."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.requests import posted, require_form
from amif_network.core.rows import RowsFormSet
from amif_network.core.workflow import WrongState
from amif_network.directory.models import Organisation

from ...actions.interest import OthersAnswered, Source, record_poll
from ...forms.interest import BasePollFormSet, PollForm, PollFormSet, poll_rows
from ...models import Call, ExpressionOfInterest
from ...models.choices import ANSWERING
from ..scope import call_for, coordinated_call
from ..source import place_of, said_at


@require_form
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answers of several organisations; "add" asks for more rows and saves nothing."""
    call = coordinated_call(request, pk)
    if request.method != "POST":
        call_for(request, pk, "answer")
    source = said_at(request)
    standing = {one.organisation_id: one for one in call.interests.in_force().select_related("recorded_by__person", "partner")}
    form = PollForm(posted(request), initial={"stated_on": source.on})
    if request.method != "POST":
        rows = PollFormSet(initial=poll_rows(_proposed(source), standing), standing=standing)
        return _show(request, call, source, form, rows)
    rows = PollFormSet(request.POST, standing=standing)
    if "add" in request.POST:
        return _show(request, call, source, PollForm(initial=request.POST.dict()), _more(rows, standing))
    if not (form.is_valid() & rows.is_valid()):
        return _show(request, call, source, form, rows, status=422)
    try:
        return _keep(request, call, replace(source, on=form.cleaned_data["stated_on"]), rows)
    except OthersAnswered as error:
        rows = _overtaken(request.POST, rows, dict(error.standing))
        return _show(request, call, source, form, rows, status=409, overtaken=True)
    except WrongState:
        return _show(request, call, source, form, rows, status=409, late=True)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _show(request, call, source, form, rows, status=422)


def _proposed(source: Source) -> Iterable[Organisation]:
    """Return the organisations that were invited to the meeting, or the members of the network where no meeting is named."""
    found = Organisation.objects.filter(kind__in=ANSWERING).by_name(active_language())
    if source.meeting is not None:
        return found.filter(attendances__meeting=source.meeting).distinct()
    return found.in_network_on(timezone.localdate())


def _more(rows: Any, standing: dict[int, ExpressionOfInterest]) -> RowsFormSet:
    """Return the rows as they were typed, with empty ones below."""
    return PollFormSet(initial=rows.typed(), standing=standing)


def _keep(request: HttpRequest, call: Call, source: Source, rows: Any) -> HttpResponse:
    """Write the answers down and go back to where they were said. Raises as `record_poll`."""
    assert isinstance(request.user, User)
    answers, at = [row.as_row() for row in rows.kept()], timezone.now()
    kept = record_poll(call, answers, source=source, by=request.user, at=at)
    new = sum(1 for one in kept if one.recorded_at == at)
    said = ngettext("%(count)d answer is saved.", "%(count)d answers are saved.", new) % {"count": new}
    if new < len(kept):
        same = len(kept) - new
        said += " " + ngettext("%(count)d is as before.", "%(count)d are as before.", same) % {"count": same}
    messages.success(request, said)
    return redirect(place_of(source) or reverse("projects:interests", args=[call.pk]))


def _overtaken(sent: QueryDict, rows: Any, standing: dict[int, ExpressionOfInterest]) -> BasePollFormSet:
    """Return the rows with what was written down meanwhile, so that saving them again replaces it knowingly."""
    data, changed = sent.copy(), set()
    for row in rows.kept():
        organisation = row.cleaned_data["organisation"].pk
        if organisation in standing:
            data[row.add_prefix("base")] = str(standing[organisation].pk)
            changed.add(row.prefix)
    again = PollFormSet(data, standing=rows.standing | standing)
    again.is_valid()
    for row in again.forms:
        row.overtaken = row.prefix in changed
    return again


def _show(
    request: HttpRequest, call: Call, source: Source, form: PollForm, rows: Any, *, status: int = 200, **extra: bool
) -> HttpResponse:
    context = {
        "call": call,
        "source": source,
        "back": place_of(source) or reverse("projects:interests", args=[call.pk]),
        "form": form,
        "rows": rows,
        "overtaken": extra.get("overtaken", False),
        "late": extra.get("late", False),
    }
    return render(request, "projects/poll.html", context, status=status)
