"""What if these projects got these amounts: computed without keeping anything, and kept under a name."""

from collections import defaultdict
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import require_form

from ...actions import scenarios as actions
from ...candidates import candidates
from ...ceilings import ZERO
from ...forms.scenarios import SOURCES, ScenarioForm, ScenarioFormSet, scenario_rows
from ...models import Call, Scenario
from ...what_if import Amounts, Candidate, Outcome, outcome
from ..scope import coordinated_call


class Saved(NamedTuple):
    """Who kept a scenario last, and when."""

    by: User
    at: Any


@require_safe
def scenarios(request: HttpRequest, pk: int) -> HttpResponse:
    """List the scenarios of a call with what they give from each source."""
    call = coordinated_call(request, pk)
    sums = {source: Sum("lines__amount", filter=Q(lines__source=source)) for source in SOURCES}
    found = call.scenarios.select_related("saved_by__person").annotate(**{f"sum_{name}": one for name, one in sums.items()})
    return render(request, "projects/scenarios.html", {"call": call, "scenarios": found.order_by("name")})


@require_form
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Try out amounts, and keep them as a new scenario."""
    return _page(request, coordinated_call(request, pk), None)


@require_form
def scenario(request: HttpRequest, pk: int, scenario_pk: int) -> HttpResponse:
    """Show a scenario, compute with other amounts, keep them in it or as another one."""
    call = coordinated_call(request, pk)
    found = call.scenarios.select_related("saved_by__person").filter(pk=scenario_pk).first()
    if found is None and request.method == "POST":
        # Somebody removed it: what was typed is worth a new one.
        return _page(request, call, None, removed=True)
    return _page(request, call, found or get_object_or_404(call.scenarios, pk=scenario_pk))


@require_POST
def remove(request: HttpRequest, pk: int, scenario_pk: int) -> HttpResponse:
    """Take a scenario away; one that is gone already is."""
    assert isinstance(request.user, User)
    call = coordinated_call(request, pk)
    found = call.scenarios.filter(pk=scenario_pk).first()
    if found is not None:
        actions.remove(found, by=request.user, at=timezone.now())
    messages.success(request, _("The scenario is removed. Projects and envelopes are as they were."))
    return redirect("projects:scenarios", pk=call.pk)


def _page(request: HttpRequest, call: Call, scenario: Scenario | None, *, removed: bool = False) -> HttpResponse:
    """Show the table; "save" keeps it, "copy" keeps it as another one, and anything else that is sent computes."""
    found = candidates(call)
    saving = "save" in request.POST or "copy" in request.POST
    if request.method != "POST":
        kept = _kept(scenario) if scenario else None
        form = ScenarioForm(initial={"name": scenario.name if scenario else "", "base": actions.version(scenario)})
        rows = ScenarioFormSet(initial=scenario_rows(found, kept), candidates=found)
        return _show(request, call, scenario, form, rows, outcome(call.envelopes.all(), _initial(found, kept)))
    form = ScenarioForm(request.POST, saving=saving)
    rows = ScenarioFormSet(request.POST, candidates=found)
    if not (form.is_valid() & rows.is_valid()):
        return _show(request, call, scenario, form, rows, None, status=422)
    computed = outcome(call.envelopes.all(), rows.choice())
    if not saving or removed:
        return _show(request, call, scenario, form, rows, computed, removed=removed, status=409 if removed else 200)
    try:
        return _save(request, call, scenario, form, rows)
    except Overtaken:
        return _overtaken(request, call, scenario, rows, computed)
    except ValidationError as error:
        form.add_error("name", error.messages)
        return _show(request, call, scenario, form, rows, computed, status=422)


def _save(request: HttpRequest, call: Call, scenario: Scenario | None, form: ScenarioForm, rows: Any) -> HttpResponse:
    """Keep what was typed and show it. Raises Overtaken and ValidationError as the actions."""
    assert isinstance(request.user, User)
    lines = {(one.project.pk, source): amounts[source] for one, amounts in rows.choice() for source in SOURCES}
    name, by, at = form.cleaned_data["name"], request.user, timezone.now()
    if scenario is None or "copy" in request.POST:
        kept = actions.create(call, name, lines, by=by, at=at)
    else:
        kept = actions.change(scenario, name, lines, base=form.cleaned_data["base"], by=by, at=at)
    messages.success(request, _("The scenario is saved. Projects and envelopes are as they were."))
    return redirect(kept)


def _overtaken(request: HttpRequest, call: Call, scenario: Scenario | None, rows: Any, computed: Outcome) -> HttpResponse:
    """Show what was typed beside what somebody else kept meanwhile; saving again replaces it knowingly."""
    assert scenario is not None
    standing = Scenario.objects.select_related("saved_by__person").get(pk=scenario.pk)
    data, theirs = request.POST.copy(), _kept(standing)
    data["base"] = actions.version(standing)
    for row in rows.forms:
        kept = theirs.get(row.candidate.project.pk) if row.candidate else None
        row.theirs = {source: kept.get(source, ZERO) for source in SOURCES} if kept else None
    last = Saved(standing.saved_by, standing.saved_at)
    return _show(request, call, standing, ScenarioForm(data), rows, computed, last=last, status=409)


def _kept(scenario: Scenario) -> dict[int, dict[str, Decimal]]:
    """Return the amounts of a scenario, by project and source."""
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for line in scenario.lines.all():
        found[line.project_id][line.source] = line.amount
    return found


def _initial(found: dict[int, Candidate], kept: dict[int, dict[str, Decimal]] | None) -> list[tuple[Candidate, Amounts]]:
    """Return the choice that the page opens with: what was kept, else all that is asked."""
    if kept is None:
        return [(candidate, candidate.asked) for candidate in found.values()]
    return [(found[key], amounts) for key, amounts in kept.items() if key in found]


def _show(
    request: HttpRequest,
    call: Call,
    scenario: Scenario | None,
    form: ScenarioForm,
    rows: Any,
    computed: Outcome | None,
    *,
    status: int = 200,
    last: Saved | None = None,
    removed: bool = False,
) -> HttpResponse:
    address = scenario.get_absolute_url() if scenario else reverse("projects:scenario-new", args=[call.pk])
    context = {
        "call": call,
        "scenario": scenario,
        "address": address,
        "form": form,
        "rows": rows,
        "outcome": computed,
        "last": last,
        "removed": removed,
    }
    return render(request, "projects/scenario.html", context, status=status)
