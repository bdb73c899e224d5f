"""Slides a section points at, and contributions the minutes still wait for."""

import uuid as uuids

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amif_network.accounts.models import User
from amif_network.core.requests import posted, require_form

from ..actions import references
from ..forms.references import ContributionForm, SlideReferenceForm
from ..models import Minutes, PendingContribution, Section, SlideReference
from .scope import minutes_for, section_of
from .workspace import workspace_address


@require_form
def slide_add(request: HttpRequest, pk: int, uuid: uuids.UUID) -> HttpResponse:
    """Point a section at slides."""
    minutes, _can = minutes_for(request, pk, "write")
    return _slide_form(request, minutes, SlideReference(section=section_of(minutes, uuid)))


@require_form
def slide_edit(request: HttpRequest, pk: int, reference: int) -> HttpResponse:
    """Change the slides a section points at."""
    minutes, _can = minutes_for(request, pk, "write")
    return _slide_form(request, minutes, _slide_reference(minutes, reference))


@require_POST
def slide_delete(request: HttpRequest, pk: int, reference: int) -> HttpResponse:
    """Take a slide reference out."""
    minutes, _can = minutes_for(request, pk, "write")
    found = _slide_reference(minutes, reference)
    assert isinstance(request.user, User)
    references.drop_slide_reference(found, by=request.user)
    messages.success(request, _("The slide reference is removed."))
    return redirect(_settings(minutes, found.section))


def _slide_reference(minutes: Minutes, reference: int) -> SlideReference:
    found = SlideReference.objects.select_related("section__minutes__meeting", "attachment")
    return get_object_or_404(found, pk=reference, section__minutes=minutes)


def _slide_form(request: HttpRequest, minutes: Minutes, reference: SlideReference) -> HttpResponse:
    form = SlideReferenceForm(posted(request), instance=reference)
    back = _settings(minutes, reference.section)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            references.keep_slide_reference(form.save(commit=False), by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The slide reference is saved."))
            return redirect(back)
    return render(
        request,
        "meetings/minutes/reference_form.html",
        {
            "minutes": minutes,
            "meeting": minutes.meeting,
            "form": form,
            "title": _("Change the slide reference") if reference.pk else _("Refer to slides"),
            "lead": reference.as_typed,
            "delete": reverse("meetings:slide-delete", args=[minutes.meeting_id, reference.pk]) if reference.pk else "",
            "back": back,
        },
        status=422 if form.errors else 200,
    )


@require_form
def pending_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a contribution that is still to come; `?section=` says to which section."""
    minutes, _can = minutes_for(request, pk, "write")
    contribution = PendingContribution(minutes=minutes)
    try:
        contribution.section = section_of(minutes, uuids.UUID(request.GET.get("section", "")))
    except ValueError:
        contribution.section = None
    return _contribution_form(request, minutes, contribution)


@require_form
def pending_edit(request: HttpRequest, pk: int, contribution: int) -> HttpResponse:
    """Change what is awaited, or from whom."""
    minutes, _can = minutes_for(request, pk, "write")
    return _contribution_form(request, minutes, _contribution(minutes, contribution))


@require_POST
def pending_close(request: HttpRequest, pk: int, contribution: int) -> HttpResponse:
    """Note that a contribution came in; with the field `reopen`, that it did not after all."""
    minutes, _can = minutes_for(request, pk, "write")
    found = _contribution(minutes, contribution)
    assert isinstance(request.user, User)
    closed_at = None if "reopen" in request.POST else timezone.now()
    references.close_contribution(found, by=request.user, at=closed_at)
    messages.success(request, _("Noted as received: it is no longer printed.") if closed_at else _("Noted as still awaited."))
    return redirect(workspace_address(minutes, "both", found.section))


@require_POST
def pending_delete(request: HttpRequest, pk: int, contribution: int) -> HttpResponse:
    """Delete an awaited contribution that was noted by mistake."""
    minutes, _can = minutes_for(request, pk, "write")
    found = _contribution(minutes, contribution)
    assert isinstance(request.user, User)
    references.drop_contribution(found, by=request.user)
    messages.success(request, _("The awaited contribution is deleted."))
    return redirect(workspace_address(minutes, "both", found.section))


def _contribution(minutes: Minutes, contribution: int) -> PendingContribution:
    found = PendingContribution.objects.select_related("minutes__meeting", "section").prefetch_related("organisations")
    return get_object_or_404(found, pk=contribution, minutes=minutes)


def _contribution_form(request: HttpRequest, minutes: Minutes, contribution: PendingContribution) -> HttpResponse:
    form = ContributionForm(posted(request), instance=contribution)
    back = workspace_address(minutes, "both", contribution.section)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            kept = references.keep_contribution(form.save(commit=False), organisations=form.awaited_from(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The awaited contribution is saved."))
            return redirect(workspace_address(minutes, "both", kept.section))
    return render(
        request,
        "meetings/minutes/reference_form.html",
        {
            "minutes": minutes,
            "meeting": minutes.meeting,
            "form": form,
            "title": _("Change the awaited contribution") if contribution.pk else _("Note an awaited contribution"),
            "lead": contribution.who_as_typed,
            "delete": reverse("meetings:pending-delete", args=[minutes.meeting_id, contribution.pk]) if contribution.pk else "",
            "back": back,
        },
        status=422 if form.errors else 200,
    )


def _settings(minutes: Minutes, section: Section) -> str:
    return reverse("meetings:section-settings", args=[minutes.meeting_id, section.uuid])
