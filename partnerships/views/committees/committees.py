"""Committees: create one, its page, change it, its calendar."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.collisions import locked_if_posted
from amif_network.core.icalendar import calendar, entry
from amif_network.core.requests import posted
from meetings import calendars
from meetings.models import Meeting
from meetings.views.calendars import TYPE

from ...actions import committees as actions
from ...actions.partnerships import last_change
from ...committees import loaded, of_committee
from ...forms.committees import CommitteeForm, NewCommitteeForm
from ...models import Committee
from ...models.choices import LogSubject, Role
from ..scope import partnership_to_write
from .scope import committee_for, committee_to_write

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_form
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Create a committee with its usual seats."""
    assert isinstance(request.user, User)
    partnership, closed = partnership_to_write(request, pk, "committee")
    host = partnership.parties.filter(role=Role.HOST).first()
    form = NewCommitteeForm(posted(request), instance=Committee(partnership=partnership), initial={"convened_by": host})
    if len(form.fields["kind"].choices) == 0:  # type: ignore[attr-defined]
        raise Http404
    if request.method == "POST" and form.is_valid() and not closed:
        try:
            saved = actions.create(form.save(commit=False), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The committee is created with the usual seats. Change them where yours differ."))
            return redirect("partnerships:committee", pk, saved.pk)
    context = {"partnership": partnership, "committee": None, "form": form, "closed": closed, "last": None}
    status = 409 if closed else 422 if form.errors else 200
    return render(request, "partnerships/committees/committee_form.html", context, status=status)


@require_form
@transaction.atomic
def edit(request: HttpRequest, pk: int, committee_pk: int) -> HttpResponse:
    """Change who convenes a committee, and how often it meets; who comes second sees both versions and decides."""
    assert isinstance(request.user, User)
    rows = locked_if_posted(request, Committee.objects.select_related("convened_by__organisation"))
    found, closed = committee_to_write(request, pk, committee_pk, rows)
    form = CommitteeForm(posted(request), instance=found)
    if request.method == "POST" and form.is_valid() and not closed:
        actions.change(form.save(commit=False), by=request.user, at=timezone.now())
        messages.success(request, _("The committee is saved."))
        return redirect("partnerships:committee", pk, found.pk)
    last = last_change(found.partnership, LogSubject.COMMITTEE) if form.differences else None
    context = {"partnership": found.partnership, "committee": found, "form": form, "closed": closed, "last": last}
    status = 409 if closed or form.differences else 422 if form.errors else 200
    return render(request, "partnerships/committees/committee_form.html", context, status=status)


@require_safe
def committee(request: HttpRequest, pk: int, committee_pk: int) -> HttpResponse:
    """Show a committee: its checks in words, its seats, its meetings with their minutes."""
    assert isinstance(request.user, User)
    found, can = committee_for(request, pk, committee_pk, loaded(Committee.objects))
    context = {
        "partnership": found.partnership,
        "committee": found,
        "line": of_committee(found, found.partnership, request.user, timezone.localdate()),
        "writes": "committee" in can,
        "links": "committee" in can and request.user.is_coordinating,
    }
    return render(request, "partnerships/committees/committee.html", context)


@require_safe
def ics(request: HttpRequest, pk: int, committee_pk: int) -> HttpResponse:
    """Give the meetings of a committee that exist for the person as a file that calendars open."""
    assert isinstance(request.user, User)
    found, _can = committee_for(request, pk, committee_pk)
    lang = active_language()
    meetings = Meeting.objects.visible_to(request.user).filter(committee_meeting__committee=found).order_by("date", "pk")
    entries = [entry(calendars.event(one, lang, url=request.build_absolute_uri(calendars.page(one, lang)))) for one in meetings]
    name = f"{slugify(found.partnership.code) or 'x'}-{slugify(found.get_kind_display())}.ics"
    content = calendar(entries, name=f"{found.partnership.code}: {found.get_kind_display()}")
    return HttpResponse(content, TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})
