"""A month of an immersion: its half-days in a grid, what differs from the plan, its steps, and its printed sheet."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES, active_language
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import posted, site_of
from amif_network.core.workflow import WrongState
from meetings.views.printing import sheet_file
from projects.forms.calls import StepForm

from ... import documents, presence_mails
from ...actions import presence as actions
from ...forms.presence import WORDS, MonthForm
from ...models import LogEntry, PresenceStatement
from ...models.choices import LogSubject, Place
from ...months import DAY, Slot, after, first_of, off_plan, worked
from ...presence import Month, holds, month_fingerprint, possible
from ...presence_wording import LOOKS, STATEMENT_STEPS, differences, month_name, slot_in_words
from ...workflow import STATEMENT
from .scope import month_for


@require_http_methods(["GET", "HEAD", "POST"])
def presence(request: HttpRequest, pk: int, immersion_pk: int, year: int, month: int) -> HttpResponse:
    """Show the half-days of a month, or save all of them; "take over the plan" fills what is empty and saves nothing."""
    assert isinstance(request.user, User)
    found = month_for(request, pk, immersion_pk, year, month, "enter" if request.method == "POST" else "")
    if request.method != "POST":
        return _show(request, found, MonthForm(found.days, plan=found.plan, places=found.entered))
    form, base = MonthForm.sent(found.days, request.POST, plan=found.plan), request.POST.get("base", "")
    if "take_over" in request.POST:
        form.take_over_the_plan()
        return _show(request, found, form, base=base, filled=True)
    if form.wrong:
        return _show(request, found, form, base=base)
    try:
        actions.save_month(
            found.immersion, found.statement.month, places=form.places, base=base, by=request.user, at=timezone.now()
        )
    except Overtaken:
        return _show(request, found, form, overtaken=True)
    except WrongState:
        return _show(request, found, form, base=base, closed=True)
    messages.success(request, _("The month is saved."))
    return redirect("partnerships:presence", pk, immersion_pk, year, month)


def _show(
    request: HttpRequest,
    month: Month,
    form: MonthForm,
    *,
    base: str | None = None,
    overtaken: bool = False,
    closed: bool = False,
    filled: bool = False,
) -> HttpResponse:
    """Draw the month. `base`: the fingerprint of what the person was shown first (None: of what stands now).

    `overtaken`: somebody else saved meanwhile; `closed`: it was submitted meanwhile; `filled`: the plan was taken over and
    nothing is saved yet. None of it loses what was typed.
    """
    assert isinstance(request.user, User)
    can = possible(request.user, month)
    context = {
        **_head(month),
        **_counted(month, form.places),
        "steps": [step for name, step in STATEMENT_STEPS.items() if name in can],
        "writes": "enter" in can and not closed,
        "form": form,
        "base": month_fingerprint(month.entered) if base is None else base,
        "unready": actions.not_ready(month, timezone.localdate()) if "submit" in can else [],
        "theirs": _theirs(month, form.places) if overtaken else None,
        "last": _last(month.statement) if overtaken else None,
        "closed": closed,
        "filled": filled,
        "places": list(enumerate(WORDS.items(), 1)),
    }
    status = 409 if overtaken or closed else 422 if form.wrong else 200
    return render(request, "partnerships/presence/month.html", context, status=status)


def _head(month: Month) -> dict[str, Any]:
    """Return what stands above the grid: whose month it is, where it stands, and the months beside it."""
    tone, icon = LOOKS[PresenceStatement.State(month.statement.state)]
    return {
        "partnership": month.immersion.partnership,
        "immersion": month.immersion,
        "statement": month.statement,
        "name": month_name(month.statement.month),
        "tone": tone,
        "icon": icon,
        **_neighbours(month),
    }


def _counted(month: Month, places: Mapping[Slot, str]) -> dict[str, Any]:
    """Return the half-days by place, those worked, and what differs from the plan."""
    return {
        "totals": month.totals(places),
        "worked": worked(places.values()),
        "differences": differences(off_plan(month.plan, places)) if places else [],
    }


def _theirs(month: Month, mine: Mapping[Slot, str]) -> list[tuple[str, str, str]]:
    """Return the half-days about which both writers differ: which, what stands, what was typed."""
    labels: dict[str, Any] = dict(Place.choices)
    slots = sorted({slot for slot in mine.keys() | month.entered.keys() if mine.get(slot) != month.entered.get(slot)})
    return [
        (slot_in_words(slot), str(labels.get(month.entered.get(slot, ""), "–")), str(labels.get(mine.get(slot, ""), "–")))
        for slot in slots
    ]


def _last(statement: PresenceStatement) -> LogEntry | None:
    """Return who saved the month last."""
    return LogEntry.objects.filter(subject=LogSubject.PRESENCE, subject_pk=statement.pk).select_related("by__person").first()


def _neighbours(month: Month) -> dict[str, tuple[str, str] | None]:
    """Return the months before and after within the immersion: name and address."""
    immersion, this = month.immersion, month.statement.month
    found: dict[str, tuple[str, str] | None] = {}
    for key, other in (("before", first_of(this - DAY)), ("after", after(this))):
        path = reverse("partnerships:presence", args=[immersion.partnership_id, immersion.pk, other.year, other.month])
        found[key] = (month_name(other), path) if holds(immersion, other) else None
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int, immersion_pk: int, year: int, month: int, action: str) -> HttpResponse:
    """Say what a step of a month means and who gets a mail, or take it."""
    assert isinstance(request.user, User)
    if action not in STATEMENT_STEPS:
        raise Http404
    found, words = month_for(request, pk, immersion_pk, year, month, action), STATEMENT_STEPS[action]
    if action not in possible(request.user, found):
        if request.method == "POST" and found.statement.state == STATEMENT[action].target:
            return redirect("partnerships:presence", pk, immersion_pk, year, month)
        raise WrongState
    form = StepForm(posted(request), words=words)
    unready = actions.not_ready(found, timezone.localdate()) if action == "submit" else []
    if request.method == "POST" and form.is_valid() and not unready:
        try:
            actions.move(
                found.immersion, found.statement.month, action, comment=form.cleaned_data["comment"], by=request.user,
                at=timezone.now(), site=site_of(request),
            )  # fmt: skip
        except ValidationError as error:
            unready = error.messages
        else:
            messages.success(request, str(words.done))
            return redirect("partnerships:presence", pk, immersion_pk, year, month)
    mails = presence_mails.readers(found.statement, action, by=request.user)
    context = {
        "partnership": found.immersion.partnership, "immersion": found.immersion, "name": month_name(found.statement.month),
        "step": words, "form": form, "unready": unready, "month_url": _address(found),
        "mails": [str(one.person or one.user or one.email) for one in mails],
        "differences": differences(off_plan(found.plan, found.entered)),
        "totals": found.totals(found.entered),
    }  # fmt: skip
    status = 422 if form.errors or (unready and request.method == "POST") else 200
    return render(request, "partnerships/presence/step.html", context, status=status)


def _address(month: Month) -> str:
    this, immersion = month.statement.month, month.immersion
    return reverse("partnerships:presence", args=[immersion.partnership_id, immersion.pk, this.year, this.month])


@require_safe
def sheet(request: HttpRequest, pk: int, immersion_pk: int, year: int, month: int) -> HttpResponse:
    """Print a month, in the language of the page or the one named in the address."""
    lang = request.GET.get("lang") or active_language()
    if lang not in LANGUAGES:
        raise Http404
    found = month_for(request, pk, immersion_pk, year, month)
    html = documents.presence_html(found, lang, at=timezone.now())
    return sheet_file(request, html, documents.presence_name(found, lang))
