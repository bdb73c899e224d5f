"""Screen "Reports": by the question that each answers; one page per kind; how far a report is; its file (UX §1, screen 18)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_POST, require_safe

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinator
from amif_network.core import uploads
from amif_network.core.bilingual import LANGUAGES, active_language
from amif_network.core.workflow import WrongState, allowed
from amif_network.exchange.answers import note_export

from . import asking
from .forms import ReportForm
from .kinds import Asked, Kind, kinds
from .models import Report
from .workflow import REPORT

# How many of my last reports the overview lists.
LATEST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A report as lists and pages name it: of which kind, about what, and why it could not be built."""

    report: Report
    title: Any
    about: str
    remark: str


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """List the kinds by the question that each answers, and what the person asked for last."""
    user = coordinator(request)
    mine = [_line(one) for one in Report.objects.visible_to(user).awaited_by(user)[:LATEST]]
    context = {
        "kinds": [kind for kind in kinds().values() if kind.may_ask(user)],
        "lines": mine,
        "waits": any(line.report.under_way for line in mine),
    }
    template = "reports/overview.html#mine" if _is_fragment(request) else "reports/overview.html"
    return render(request, template, context)


@require_safe
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """Show what a report of this kind would contain, as asked for in the address, and ask what it shall be of."""
    user, found = coordinator(request), _kind(request, kind)
    form = _form(found, request.GET if request.GET else None)
    if form.is_bound and not form.is_valid():
        return _kind_page(request, found, form, user, status=422)
    return _kind_page(request, found, form, user)


@require_POST
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for a report, and lead to where it is told how far it is."""
    user, found = coordinator(request), _kind(request, kind)
    form = _form(found, request.POST)
    if not form.is_valid():
        return _kind_page(request, found, form, user, status=422)
    report, joined = asking.ask(
        found,
        parameters=form.parameters(),
        language=form.cleaned_data["language"],
        format=form.cleaned_data["format"],
        by=user,
        at=timezone.now(),
    )
    if joined:
        messages.info(request, _("The same report is under way already; you get a mail too when it is ready."))
    return redirect(report)


@require_safe
def report(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Tell how far a report is; once it is ready, what it is and where its file is."""
    found = _report(request, uuid)
    if _is_fragment(request) and not found.under_way:
        # The fragment that tells how far it is asked once more: now there is a file, or a reason.
        return HttpResponse(headers={"HX-Refresh": "true"})
    drawn_in, drawn = _drawn(found)
    can = allowed(REPORT, request.user, found)
    asked = _asked(found) if "ask_again" in can else ""
    context = {"line": _line(found), "report": found, "can": can, "asked": asked, "drawn": drawn, "drawn_in": drawn_in}
    template = "reports/report.html#progress" if _is_fragment(request) else "reports/report.html"
    return render(request, template, context)


def _asked(report: Report) -> str:
    """Return the address of the form with what was asked in it, "" for a kind that was given up."""
    if report.kind not in kinds():
        return ""
    sent = {**report.parameters, "format": report.format, "language": report.language}
    return f"{reverse('reports:kind', args=[report.kind])}?{urlencode(sent, doseq=True)}"


def _drawn(report: Report) -> tuple[str, list[str]]:
    """Return the drawings of a finished report in the language of the page, else in the one that it is in, and which it is."""
    lang = active_language()
    lang = lang if lang in report.charts else next(iter(report.charts), lang)
    # Written by `reports/drawn.html`, which escaped what people wrote.
    return lang, [mark_safe(html) for html in report.charts.get(lang, [])]  # noqa: S308


def _etag(request: HttpRequest, uuid: UUID) -> str | None:
    if not isinstance(request.user, User):
        return None
    found = Report.objects.visible_to(request.user).filter(uuid=uuid, state=Report.State.DONE)
    digest = found.values_list("sha256", flat=True).first()
    return f'"{digest}"' if digest else None


@require_safe
@condition(etag_func=_etag)
def file(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Answer with the file, and note that it went out. Raises Http404 where there is none (yet, or any more)."""
    found = _report(request, uuid)
    if found.state != Report.State.DONE:
        raise Http404
    note_export(request, dict.fromkeys(LANGUAGES, found.filename))
    response = uploads.answer_with(found)
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Stop a report that is under way."""
    found = _report(request, uuid)
    try:
        asking.withdraw(found, by=coordinator(request), at=timezone.now())
    except WrongState:
        messages.info(request, _("The report is not under way any more."))
    else:
        messages.success(request, _("The report is withdrawn; nothing is built."))
    return redirect(found)


@require_POST
def again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask once more for a report that failed or was withdrawn."""
    found = _report(request, uuid)
    try:
        return redirect(asking.ask_again(found, by=coordinator(request), at=timezone.now()))
    except WrongState:
        messages.info(request, _("The report was asked for again already."))
        return redirect(found)


def _kind(request: HttpRequest, key: str) -> Kind:
    """Return the kind. Raises Http404 for one that is none, PermissionDenied where the person may not ask for it."""
    found = kinds().get(key)
    if found is None:
        raise Http404
    if not found.may_ask(coordinator(request)):
        raise PermissionDenied
    return found


def _report(request: HttpRequest, uuid: UUID) -> Report:
    return get_object_or_404(Report.objects.visible_to(coordinator(request)), uuid=uuid)


def _form(kind: Kind, data: Any) -> ReportForm:
    return kind.form(data, formats=kind.formats, language=active_language())


def _kind_page(request: HttpRequest, kind: Kind, form: ReportForm, user: User, status: int = 200) -> HttpResponse:
    looked_at = form if form.is_bound and form.is_valid() else None
    if looked_at is None and not form.is_bound:
        # What stands in the form as it opens.
        looked_at = _form(kind, {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()})
    contents: list[Any] = []
    if looked_at is not None and looked_at.is_valid():
        parameters, lang = looked_at.parameters(), active_language()
        asked = Asked(parameters, lang, looked_at.cleaned_data["format"], user, timezone.now())
        contents = list(kind.contents(asked))
    context = {
        "kind": kind,
        "form": form,
        "contents": contents,
        "about": kind.about(looked_at.parameters(), active_language()) if contents and looked_at else "",
    }
    return render(request, "reports/kind.html", context, status=status)


def _line(report: Report) -> Line:
    """Return a report in words; one of a kind that was given up keeps its key."""
    kind, lang = kinds().get(report.kind), active_language()
    return Line(
        report=report,
        title=kind.title if kind else report.kind,
        about=kind.about(report.parameters, lang) if kind else "",
        remark={"fr": report.remark_fr, "nl": report.remark_nl}[lang],
    )


def _is_fragment(request: HttpRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]
