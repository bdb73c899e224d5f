"""Immersions: record one, its page, change it, and its weekly plan."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.core.collisions import locked_if_posted
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import posted

from ...actions import immersions as actions
from ...forms.immersions import WEEKDAYS, ImmersionForm, PlanForm, plan_initial
from ...models import Immersion, LogEntry
from ...models.choices import LogSubject, Place
from ...months import HALVES, Pattern
from ...presence import for_page, months_of, patterns_fingerprint, patterns_of
from ...presence_wording import agreed, plan_in_words
from ..scope import partnership_for, partnership_to_write
from .scope import immersion_for, with_people

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_form
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an immersion."""
    assert isinstance(request.user, User)
    partnership, closed = partnership_to_write(request, pk, "immerse")
    blank = Immersion(partnership=partnership, starts_on=partnership.starts_on, ends_on=partnership.ends_on)
    form = ImmersionForm(posted(request), instance=blank, user=request.user)
    if request.method == "POST" and form.is_valid() and not closed:
        try:
            saved = actions.record(form.save(commit=False), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The immersion is recorded. Enter the weekly plan now."))
            return redirect("partnerships:plan", pk, saved.pk)
    context = {"partnership": partnership, "immersion": None, "form": form, "closed": closed, "last": None}
    status = 409 if closed else 422 if form.errors else 200
    return render(request, "partnerships/presence/immersion_form.html", context, status=status)


@require_form
@transaction.atomic
def edit(request: HttpRequest, pk: int, immersion_pk: int) -> HttpResponse:
    """Change an immersion; who comes second sees both versions and decides."""
    assert isinstance(request.user, User)
    partnership, closed = partnership_to_write(request, pk, "immerse")
    found = immersion_for(request, pk, immersion_pk, locked_if_posted(request, with_people()))
    found.partnership = partnership
    form = ImmersionForm(posted(request), instance=found, user=request.user)
    if request.method == "POST" and form.is_valid() and not closed:
        try:
            with transaction.atomic():
                actions.change(form.save(commit=False), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The immersion is saved."))
            return redirect("partnerships:immersion", pk, found.pk)
    last = LogEntry.objects.filter(subject=LogSubject.IMMERSION, subject_pk=found.pk).first() if form.differences else None
    context = {"partnership": partnership, "immersion": found, "form": form, "closed": closed, "last": last}
    status = 409 if closed or form.differences else 422 if form.errors else 200
    return render(request, "partnerships/presence/immersion_form.html", context, status=status)


@require_safe
def immersion(request: HttpRequest, pk: int, immersion_pk: int) -> HttpResponse:
    """Show an immersion: who, how often, by which plan, and where its months stand."""
    partnership, can = partnership_for(request, pk)
    found = immersion_for(request, pk, immersion_pk, for_page(Immersion.objects))
    today = timezone.localdate()
    patterns = patterns_of(found)
    context = {
        "partnership": partnership,
        "immersion": found,
        "writes": "immerse" in can,
        "agreed": agreed(found),
        "plans": [_plan_shown(one, found, patterns, today) for one in reversed(patterns)],
        "months": months_of(found, today),
    }
    return render(request, "partnerships/presence/immersion.html", context)


def _plan_shown(pattern: Pattern, immersion: Immersion, patterns: list[Pattern], today: datetime.date) -> dict[str, Any]:
    """Return a plan as a page shows it: since when, whether it holds today, its week, and what is to be said of it."""
    labels = dict(Place.choices)
    begun = [one.starts_on for one in patterns if one.starts_on <= today]
    sentence, in_order = plan_in_words(pattern, immersion)
    week = [
        (name, [labels.get(pattern.places.get((day, half), ""), "–") for half in HALVES])
        for day, name in WEEKDAYS
        if day <= 5 or any((day, half) in pattern.places for half in HALVES)
    ]
    return {
        "starts_on": pattern.starts_on, "holds": bool(begun) and pattern.starts_on == begun[-1], "week": week,
        "sentence": sentence, "in_order": in_order,
    }  # fmt: skip


@require_form
def plan(request: HttpRequest, pk: int, immersion_pk: int) -> HttpResponse:
    """Enter the weekly plan from a day on, beginning with the one that holds."""
    assert isinstance(request.user, User)
    partnership, closed = partnership_to_write(request, pk, "immerse")
    found = immersion_for(request, pk, immersion_pk)
    patterns = patterns_of(found)
    form = PlanForm(posted(request), immersion=found, initial=_first_shown(found, patterns, request.GET.get("from", "")))
    overtaken = False
    if request.method == "POST" and form.is_valid() and not closed:
        wanted = form.pattern()
        try:
            actions.save_plan(found, wanted, base=form.cleaned_data["base"], by=request.user, at=timezone.now())
        except Overtaken:
            overtaken = True
        else:
            sentence, in_order = plan_in_words(wanted, found)
            (messages.success if in_order else messages.warning)(request, _("The plan is saved.") + " " + sentence)
            return redirect("partnerships:immersion", pk, found.pk)
    context = {
        "partnership": partnership, "immersion": found, "form": form, "closed": closed, "overtaken": overtaken,
        "agreed": agreed(found), "base": patterns_fingerprint(patterns) if overtaken else form["base"].value(),
        "plans": [_plan_shown(one, found, patterns, timezone.localdate()) for one in patterns] if overtaken else [],
    }  # fmt: skip
    status = 409 if closed or overtaken else 422 if form.errors else 200
    return render(request, "partnerships/presence/plan.html", context, status=status)


def _first_shown(immersion: Immersion, patterns: list[Pattern], since: str) -> dict[str, Any]:
    """Return the plan of the day named in the address, else the latest one with a new day to choose."""
    base = patterns_fingerprint(patterns)
    named = next((one for one in patterns if one.starts_on.isoformat() == since), None)
    if named or not patterns:
        return plan_initial(named, named.starts_on if named else immersion.starts_on, base)
    today = timezone.localdate()
    return plan_initial(patterns[-1], min(max(today, patterns[-1].starts_on), immersion.ends_on), base)


@require_POST
def plan_remove(request: HttpRequest, pk: int, immersion_pk: int, since: str) -> HttpResponse:
    """Take the plan away that begins on the day `since`."""
    assert isinstance(request.user, User)
    partnership_for(request, pk, "immerse")
    found = immersion_for(request, pk, immersion_pk)
    patterns = patterns_of(found)
    named = next((one for one in patterns if one.starts_on.isoformat() == since), None)
    if named is None:
        raise Http404
    actions.remove_plan(found, named.starts_on, base=patterns_fingerprint(patterns), by=request.user, at=timezone.now())
    messages.success(request, _("The plan is removed."))
    return redirect("partnerships:immersion", pk, found.pk)
