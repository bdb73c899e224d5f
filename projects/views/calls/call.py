"""The page of a call: its phase, its dates and what moved, its money and templates; and that a member has read it."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.questions import Ask, Question, asked_ahead, attach
from amif_network.core.unchanged import kept_until_changed
from amif_network.core.workflow import allowed

from ... import envelopes, polls, portfolio
from ...actions.notices import open_notices
from ...envelopes import balances, in_words
from ...models import Call, CallDate, CallTemplate, Envelope, LogEntry, TemplateFile
from ...models.choices import Readiness, TemplateKind
from ...notices import unread
from ...polls import overview
from ...portfolio import of_call
from ...timeline import timeline
from ...timetable import Line, doubts, holding, lines, next_date
from ...wording.calls import CALL_STEPS, log_words
from ...workflow import CALL, answering
from ..origins import Origin, Origins
from ..scope import call_for

# Not the usual way: they stand back. Only a call that is ready to be announced waits for its step; the others wait for their day.
SIDE_STEPS = ("cancel", "resume")


@require_safe
@kept_until_changed
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one call."""
    assert isinstance(request.user, User)
    user, today = request.user, timezone.localdate()
    with asked_ahead(*_asks(user, pk)):
        context = _context(_loaded(user, pk), user, today)
    return render(request, "projects/call.html", context)


def _asks(user: User, pk: int) -> list[Ask]:
    """Return what `_loaded` and `_context` ask of the database."""
    rows = [_templates.of(pk), _files.of(pk), _envelopes.of(pk), _history.of(pk, coordinating=user.is_coordinating)]
    log = [_log.of(pk)] if user.is_coordinating else []
    sums = [*envelopes.asks(pk, user), *polls.asks(pk, user), *portfolio.asks_of_call(pk, user)]
    return [_of_page.of(user, pk), *rows, *sums, *log]


def _context(found: Call, user: User, today: datetime.date) -> dict[str, Any]:
    """Return what the page shows of a call that is loaded for `user`."""
    can = allowed(CALL, user, found)
    table = lines(_history(found.pk, coordinating=user.is_coordinating))
    found.loaded_dates = holding(table, draft=found.announced_at is None)
    # An observer sees what a call promises, and nothing of answers and projects.
    inside = answering(user, found)
    return {
        "call": found,
        "can": can,
        "today": today,
        "phase": found.phase(today),
        "steps": [step for name, step in CALL_STEPS.items() if name in can],
        "side_steps": SIDE_STEPS,
        "news": unread(user).get(found.pk, []),
        **_timetable(found, table, user, today),
        **_money(found, user),
        "interest": overview(found, user),
        "projects": of_call(found, user) if inside else None,
        "templates": found.templates.all(),
        "advice": _advice(list(found.templates.all())),
        "log": [(row, *log_words(row)) for row in _log(found.pk)] if user.is_coordinating else [],
    }


@require_POST
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a member has the page open: what moved is read. The script asks for no answer, the button for the page."""
    assert isinstance(request.user, User)
    found, _can = call_for(request, pk)
    open_notices(found, by=request.user, at=timezone.now())
    if "read" not in request.POST:
        return HttpResponse(status=204)
    messages.success(request, _("Marked as read."))
    return redirect(found)


def _loaded(user: User, pk: int) -> Call:
    """Return a call as `for_page` loads it. Raises Http404 when it does not exist for the person."""
    rows = _of_page(user, pk)
    if not rows:
        raise Http404
    templates = _templates(pk)
    attach(templates, "files", _files(pk) if templates else (), "template_id")
    attach(rows, "templates", templates, "call_id")
    attach(rows, "envelopes", _envelopes(pk), "call_id")
    found: Call = rows[0]
    return found


@ReaderQuestion
def _of_page(reader: User, pk: int) -> Any:
    return Call.objects.for_page().visible_to(reader).filter(pk=pk)


@Question
def _templates(call: int) -> Any:
    return CallTemplate.objects.filter(call=call)


@Question
def _files(call: int) -> Any:
    return TemplateFile.objects.filter(template__call=call)


@Question
def _envelopes(call: int) -> Any:
    return Envelope.objects.filter(call=call)


def _timetable(of: Call, table: list[Line], user: User, today: datetime.date) -> dict[str, Any]:
    """Return the dates that the person may know: drawn, as a table with what moved, and which comes next."""
    origins = Origins([one for line in table for one in line.versions], user)
    return {
        "next": next_date(of.current_dates, today),
        "timeline": timeline(table, today),
        "table": [(line, _with_origins(line, origins)) for line in table],
        "doubts": doubts(of.current_dates) if user.is_coordinating else [],
    }


@Question
def _history(call: int, *, coordinating: bool) -> Any:
    """Return every version of the dates of a call; to others than coordinating users what was published."""
    known = CallDate.objects.all() if coordinating else CallDate.objects.published()
    return known.filter(call=call).for_history()


def _money(of: Call, user: User) -> dict[str, Any]:
    """Return the envelopes, in figures and in words; what projects ask and were granted as far as the person is told."""
    sums, found = answering(user, of), balances(of, user)
    return {
        "balances": found,
        "money_words": in_words(found, sums=sums),
        "shows_sums": sums,
        "withheld": sums and not all(one.is_told for one in found),
    }


def _with_origins(line: Line, origins: Origins) -> list[tuple[CallDate, Origin | None]]:
    """Return the versions of a date, the newest first, each with where it was said."""
    return [(one, origins.of(one)) for one in line.versions]


def _advice(templates: Sequence[CallTemplate]) -> list[str]:
    """Say in sentences what one can do with the templates already, and what one has to wait for."""
    readiness = {one.readiness for one in templates}
    usable = {one.kind for one in templates if one.readiness in (Readiness.USABLE, Readiness.CONTENT_ONLY)}
    awaited = [str(kind.label) for kind in TemplateKind if kind not in usable and _replaced(templates, kind)]
    said = []
    if Readiness.CONTENT_ONLY in readiness:
        said.append(_("The content can be prepared now; it will be copied into the final form."))
    if awaited:
        said.append(_("Do not fill in yet, wait for the new one: %(kinds)s.") % {"kinds": ", ".join(awaited)})
    return said


def _replaced(templates: Sequence[CallTemplate], kind: TemplateKind) -> bool:
    return any(one.kind == kind and one.readiness == Readiness.BEING_REPLACED for one in templates)


@Question
def _log(call: int) -> Any:
    return LogEntry.objects.of_call(call)[:50]
