"""From the draft to the official record: preview, PDF, approval, publication, editions (UX §1, screens 11 and 12)."""

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from operator import attrgetter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_http_methods, require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES, active_language
from amif_network.core.workflow import CommentRequired, WrongState, allowed

from .. import documents
from ..actions import publishing
from ..forms.publishing import CommentForm, PublishForm
from ..models import Edition, Meeting, Minutes
from ..typesetting import minutes_html
from ..workflow import MINUTES
from .rows import moment
from .scope import minutes_for, posted
from .twice import taken_already

MinutesView = Callable[[HttpRequest, int], HttpResponse]
DOCUMENT_LANGUAGES = (*LANGUAGES, documents.BOTH)


@require_safe
def preview(request: HttpRequest, pk: int, lang: str) -> HttpResponse:
    """Show the document as it would be printed now, as a page."""
    minutes, _can = minutes_for(request, pk, "preview")
    printed = documents.record(documents.load(minutes.pk), _document_language(lang))
    around = {"meeting": minutes.meeting, "record": minutes, "lang": lang, "choices": _choices(), "interface": active_language()}
    page = minutes_html(printed, emblem=static("img/emblem-eu.svg"), template="meetings/minutes/preview.html", around=around)
    return HttpResponse(page)


@require_safe
def draft_pdf(request: HttpRequest, pk: int, lang: str) -> HttpResponse:
    """Answer with the PDF of the minutes as they stand: the stored edition once they are published."""
    minutes, _can = minutes_for(request, pk, "preview")
    lang = _document_language(lang)
    stored = Edition.objects.filter(minutes=minutes, version=minutes.version, language=lang).first()
    if stored is not None:
        return redirect(stored)
    printed = documents.record(documents.load(minutes.pk), lang)
    return _as_file(documents.pdf(printed), documents.file_name(minutes, minutes.version, lang, draft=True))


def _document_language(lang: str) -> str:
    """Return `lang` if documents exist in it. Raises Http404 for any other."""
    if lang not in DOCUMENT_LANGUAGES:
        raise Http404
    return lang


def sent_once(action: str, *, then: str) -> Callable[[MinutesView], MinutesView]:
    """Answer a step of the minutes that was sent twice like one that was taken: on to the page `then`."""

    def decorate(view: MinutesView) -> MinutesView:
        @wraps(view)
        def answer(request: HttpRequest, pk: int) -> HttpResponse:
            try:
                return view(request, pk)
            except WrongState:
                assert isinstance(request.user, User)
                found = Minutes.objects.visible_to(request.user).filter(meeting_id=pk)
                if not taken_already(request, found, MINUTES[action].target):
                    raise
                return redirect(then, pk)

        return answer

    return decorate


def _choices() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Edition.Language.choices]


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once("approve", then="meetings:publish")
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is still open, and approve the text as it stands."""
    minutes, can = minutes_for(request, pk, "approve")
    if request.method == "POST":
        assert isinstance(request.user, User)
        publishing.approve(minutes, by=request.user, at=timezone.now())
        messages.success(
            request, _("The minutes are approved. Nobody can change them any more, unless the approval is withdrawn.")
        )
        return redirect("meetings:publish", pk)
    return render(request, "meetings/minutes/approve.html", _open_list(minutes, can))


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once("publish", then="meetings:editions")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what will be frozen, ask for a reason where a translation is not finished, and publish."""
    minutes, can = minutes_for(request, pk, "publish")
    context = _open_list(minutes, can)
    form = PublishForm(posted(request), need_reason=context["points"].need_reason)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            publishing.publish(minutes, by=request.user, at=timezone.now(), reasons=form.reasons())
        except CommentRequired as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Published: three editions are stored and cannot be changed any more."))
            return redirect("meetings:editions", pk)
    return render(request, "meetings/minutes/publish.html", {**context, "form": form}, status=422 if form.errors else 200)


def _open_list(minutes: Minutes, can: set[str]) -> dict:
    """Return what approval and publication show: the open points, and what will be frozen."""
    loaded = documents.load(minutes.pk)
    points = publishing.open_points(loaded)
    return {
        "minutes": loaded,
        "meeting": loaded.meeting,
        "can": can,
        "points": points,
        "pending": documents.awaited(points.pending, active_language()),
        "attendances": loaded.meeting.attendances.all(),
        "agenda_items": loaded.meeting.agenda_items.all(),
        "file_names": [(label, documents.file_name(loaded, loaded.version, value)) for value, label in _choices()],
        "changed": loaded.state == Minutes.State.APPROVED and documents.content_hash(loaded) != loaded.approved_hash,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once("withdraw_approval", then="meetings:workspace")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an approval, with a reason, so that the minutes can be changed."""
    minutes, _can = minutes_for(request, pk, "withdraw_approval")
    form = CommentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        publishing.withdraw_approval(minutes, by=request.user, at=timezone.now(), comment=form.cleaned_data["comment"])
        messages.success(request, _("The approval is withdrawn: the minutes are a draft again."))
        return redirect("meetings:workspace", pk)
    return _comment_page(
        request,
        minutes,
        form,
        title=_("Withdraw the approval"),
        lead=_("The minutes become a draft again and can be changed. They will have to be approved once more."),
        button=_("Withdraw the approval"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once("correct", then="meetings:workspace")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a new version of published minutes, with a reason."""
    minutes, _can = minutes_for(request, pk, "correct")
    form = CommentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        corrected = publishing.correct(minutes, by=request.user, at=timezone.now(), comment=form.cleaned_data["comment"])
        messages.success(
            request,
            _("Version %(version)d is open for writing. The published editions stay as they are.")
            % {"version": corrected.version},
        )
        return redirect("meetings:workspace", pk)
    return _comment_page(
        request,
        minutes,
        form,
        title=_("Correct the published minutes"),
        lead=_("This starts version %(version)d as a draft. The published editions stay available and unchanged.")
        % {"version": minutes.version + 1},
        button=_("Start the correction"),
    )


def _comment_page(
    request: HttpRequest, minutes: Minutes, form: CommentForm, *, title: str, lead: str, button: str
) -> HttpResponse:
    context = {"minutes": minutes, "meeting": minutes.meeting, "form": form, "title": title, "lead": lead, "button": button}
    return render(request, "meetings/minutes/step_back.html", context, status=422 if form.errors else 200)


@require_safe
def editions(request: HttpRequest, pk: int) -> HttpResponse:
    """List the published editions of a meeting, to everybody for whom the meeting exists."""
    assert isinstance(request.user, User)
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("minutes"), pk=pk)
    minutes = getattr(meeting, "minutes", None)
    found = Edition.objects.visible_to(request.user).filter(minutes__meeting=meeting).for_list()
    return render(
        request,
        "meetings/minutes/editions.html",
        {
            "meeting": meeting,
            "versions": [_version(version, list(items)) for version, items in groupby(found, key=attrgetter("version"))],
            "can": allowed(MINUTES, request.user, minutes) if minutes else set(),
        },
    )


def _version(version: int, editions: list[Edition]) -> tuple[int, list[tuple[Edition, str]], list[tuple[str, str]]]:
    """Return one version with its files by name, and who approved and published it when."""
    one = editions[0]
    facts = [
        (_("Approved"), f"{moment(one.approved_at)}, {one.approved_by}"),
        (_("Published"), f"{moment(one.published_at)}, {one.published_by}"),
    ]
    if one.reason:
        facts.append((_("Published with gaps because"), one.reason))
    return version, [(edition, documents.file_name(edition.minutes, version, edition.language)) for edition in editions], facts


def _etag(request: HttpRequest, pk: int, edition: int) -> str | None:
    """Return the hash of a stored edition the person may see: the same bytes need not be sent twice."""
    if not isinstance(request.user, User):
        return None
    found = Edition.objects.visible_to(request.user).filter(minutes__meeting=pk, pk=edition)
    digest = found.values_list("sha256", flat=True).first()
    return f'"{digest}"' if digest else None


@require_safe
@condition(etag_func=_etag)
def edition(request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    """Answer with the stored bytes of an edition; `Repr-Digest` carries their sha256 in base64, ETag in hex."""
    assert isinstance(request.user, User)
    found = get_object_or_404(
        Edition.objects.visible_to(request.user).select_related("minutes__meeting"), minutes__meeting=pk, pk=edition
    )
    response = _as_file(bytes(found.pdf), documents.file_name(found.minutes, found.version, found.language))
    response.headers["X-Content-SHA256"] = found.sha256
    return response


def _as_file(data: bytes, name: str) -> HttpResponse:
    """Answer with a PDF that browsers show, and save under `name`."""
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
