"""Dates of a call: entered, moved, changed or removed while nobody knows them, and published."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.collisions import locked_if_posted
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import posted, require_form, site_of
from amif_network.core.workflow import WrongState

from ...actions import dates as actions
from ...actions.interest import Source
from ...forms.dates import DateForm, NewDateForm
from ...mails.dates import Reader, readers
from ...models import Call, CallDate
from ...models.choices import Edit, LogSubject
from ...notices import concerned
from ...timetable import doubts
from ..scope import call_for
from ..source import said_at


@require_form
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a date; `?section=` names the place in the minutes that said it."""
    assert isinstance(request.user, User)
    call, _can = call_for(request, pk, "date")
    user, source = request.user, said_at(request)
    form = NewDateForm(posted(request), instance=CallDate(call=call), user=user, call=call, initial=_said_at(source))
    if request.method == "POST" and form.is_valid():
        kind, why = form.cleaned_data["kind"], form.why(source.section)
        entered = _kept(form, lambda: actions.enter(call, kind, form.when(), why, by=user, at=timezone.now()))
        if entered is not None:
            return _go_on(request, entered)
    return _form_page(request, form, call, section=source.section)


@require_form
def move(request: HttpRequest, pk: int, date_pk: int) -> HttpResponse:
    """Say that a published date moves, and why; who comes second sees where somebody else moved it, and loses nothing."""
    assert isinstance(request.user, User)
    call, _can = call_for(request, pk, "date")
    standing = get_object_or_404(CallDate.objects.published().select_related("call"), call=call, pk=date_pk)
    user, source = request.user, said_at(request)
    moved = CallDate(call=call, kind=standing.kind, replaces=standing)
    form = DateForm(posted(request), instance=moved, user=user, initial=_said_at(source))
    newer = CallDate.objects.newest().filter(series=standing.series).exclude(pk=standing.pk).first()
    if request.method == "POST" and form.is_valid() and newer is None:
        try:
            kept = _kept(form, lambda: actions.move(standing, form.when(), form.why(source.section), by=user, at=timezone.now()))
        except Overtaken:
            newer = CallDate.objects.newest().get(series=standing.series)
        else:
            if kept is not None:
                return _go_on(request, kept)
    return _form_page(request, form, call, standing=standing, newer=newer, section=source.section)


@require_form
@transaction.atomic
def edit(request: HttpRequest, pk: int, date_pk: int) -> HttpResponse:
    """Change a date that is not published yet; who comes second sees both versions and decides."""
    assert isinstance(request.user, User)
    call, _can = call_for(request, pk, "date")
    rows = locked_if_posted(request, CallDate.objects.select_related("replaces", "section__minutes", "call"))
    date, user = _unpublished(rows, call, date_pk), request.user
    form = DateForm(posted(request), instance=date, user=user)
    if request.method == "POST" and form.is_valid():
        changed = _kept(form, lambda: actions.change(date, form.when(), form.why(date.section), by=user, at=timezone.now()))
        if changed is not None:
            return _go_on(request, changed)
    last = call.log.filter(subject=LogSubject.CALL_DATE, action=Edit.CHANGE).select_related("by__person")
    return _form_page(
        request, form, call, date=date, standing=date.replaces, section=date.section,
        last=last.first() if form.differences else None,
    )  # fmt: skip


@require_form
def remove(request: HttpRequest, pk: int, date_pk: int) -> HttpResponse:
    """Ask, then take away a date that is not published yet."""
    assert isinstance(request.user, User)
    call, _can = call_for(request, pk, "date")
    date = _unpublished(CallDate.objects.select_related("call"), call, date_pk)
    if request.method == "POST":
        actions.remove(date, by=request.user, at=timezone.now())
        messages.success(request, _("The date is removed. Nobody had been told of it."))
        return redirect(call)
    return render(request, "projects/date_remove.html", {"call": call, "date": date})


@require_form
def publish(request: HttpRequest, pk: int, date_pk: int) -> HttpResponse:
    """Say who will be told and in which language, or publish a date and tell them; sent twice, it is done once."""
    assert isinstance(request.user, User)
    call, _can = call_for(request, pk, "date")
    date = get_object_or_404(CallDate.objects.select_related("call", "replaces"), call=call, pk=date_pk)
    if date.published_at is not None:
        messages.info(request, _("This date is published already; nobody was told a second time."))
        return redirect(call)
    if call.announced_at is None:
        raise WrongState(_("The dates of a draft are published when the call is announced."))
    refused: list[str] = []
    if request.method == "POST":
        try:
            actions.publish(date, by=request.user, at=timezone.now(), site=site_of(request))
        except ValidationError as error:
            refused = error.messages
        else:
            messages.success(request, _("The date is published, and the organisations concerned are told."))
            return redirect(call)
    return render(
        request,
        "projects/date_publish.html",
        {"call": call, "date": date, "refused": refused, "doubts": _doubts(date), **_told(call)},
        status=422 if refused else 200,
    )


def _said_at(source: Source) -> dict[str, Any]:
    """Return the meeting that the address names, as the form begins."""
    return {"meeting": source.meeting.pk} if source.meeting else {}


def _told(call: Call) -> dict[str, Any]:
    """Return who gets a mail, and the organisations concerned that nobody can be reached in."""
    organisations = list(concerned(call, on=timezone.localdate()))
    found: list[Reader] = readers(organisations)
    reached = {one.organisation.pk for one in found}
    return {
        "readers": found,
        "number": len(organisations),
        "unreachable": [one for one in organisations if one.pk not in reached],
    }


def _doubts(date: CallDate) -> list[str]:
    """Return what is unlikely about a date beside the others that hold."""
    others = CallDate.objects.current().filter(call=date.call_id).exclude(series=date.series)
    return doubts([*others, date])


def _unpublished(rows: Any, call: Call, pk: int) -> CallDate:
    """Return a date of the call that nobody knows yet. Raises Http404 for an unknown one, WrongState for a published one."""
    date: CallDate = get_object_or_404(rows, call=call, pk=pk)
    if date.published_at is not None:
        raise WrongState(_("This date is published: it can be moved, with a reason, and no longer be changed."))
    return date


def _kept(form: DateForm, act: Callable[[], CallDate]) -> CallDate | None:
    """Do what the form asks for; what the action refuses is said at the field, and None returned."""
    try:
        return act()
    except ValidationError as error:
        for name, texts in error.message_dict.items() if hasattr(error, "error_dict") else [("", error.messages)]:
            form.add_error(name if name in form.fields else None, texts)
        return None


def _go_on(request: HttpRequest, date: CallDate) -> HttpResponse:
    """Lead to where a date of an announced call is published, and back to a call that is still a draft."""
    if date.call.announced_at is None:
        messages.success(request, _("The date is saved. It is published when the call is announced."))
        return redirect(date.call)
    messages.success(request, _("The date is saved. Nobody but coordinators knows it yet."))
    return redirect("projects:date-publish", date.call_id, date.pk)


def _form_page(request: HttpRequest, form: DateForm, call: Call, **context: Any) -> HttpResponse:
    """Show the form of a date. `standing`: what it replaces, `newer`: to where somebody else moved it meanwhile."""
    page = {"form": form, "call": call, "date": None, "standing": None, "newer": None, "section": None, "last": None}
    unsaved = form.errors or form.proposal
    status = 409 if form.differences or context.get("newer") else 422 if unsaved else 200
    return render(request, "projects/date_form.html", {**page, **context}, status=status)
