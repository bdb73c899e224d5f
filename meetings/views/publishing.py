"""From the draft to the official record: approval, publication, and what takes them back (UX §1, screen 11)."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES, active_language
from amif_network.core.pdf.errors import TooDemanding
from amif_network.core.requests import posted, require_form, site_of
from amif_network.core.workflow import CommentRequired, WrongState

from .. import documents
from ..actions import publishing
from ..forms.publishing import ApproveForm, CommentForm, CorrectForm, PublishForm
from ..mails import publication
from ..models import Edition, Meeting, Minutes
from ..open_points import open_points
from ..outline import outline, reading_order
from ..version import version_name
from ..workflow import MINUTES
from .printing import language_choices
from .scope import minutes_for
from .twice import taken_already

MinutesView = Callable[[HttpRequest, int], HttpResponse]


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


@require_form
@sent_once("approve", then="meetings:publish")
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is still open, and approve the text as it stands."""
    minutes, can = minutes_for(request, pk, "approve")
    context = _open_list(minutes, can)
    form = ApproveForm(posted(request), open_points=bool(context["points"]))
    at_meeting = _approving_meeting(request, minutes)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            override = form.cleaned_data.get("override", "")
            publishing.approve(minutes, by=request.user, at=timezone.now(), override=override, in_meeting=at_meeting)
        except CommentRequired as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("The minutes are approved. Nobody can change them any more, unless the approval is withdrawn.")
            )
            return redirect("meetings:publish", pk)
    context |= {"form": form, "at_meeting": at_meeting}
    return render(request, "meetings/minutes/approve.html", context, status=422 if form.errors else 200)


@require_form
@sent_once("publish", then="meetings:editions")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what will be frozen, ask for a reason where a translation is not finished, and publish."""
    minutes, can = minutes_for(request, pk, "publish")
    context = _open_list(minutes, can)
    form = PublishForm(posted(request), need_reason=context["points"].need_reason)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            site = site_of(request)
            publishing.publish(minutes, by=request.user, at=timezone.now(), site=site, reasons=form.reasons())
        except (CommentRequired, TooDemanding) as error:
            # Nothing was published: a text that cannot be laid out within the bounds is told as it is.
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Published: six editions are stored and cannot be changed any more."))
            return redirect("meetings:editions", pk)
    context |= {"form": form, **_consequences(context["minutes"], request.user)}
    return render(request, "meetings/minutes/publish.html", context, status=422 if form.errors else 200)


def _approving_meeting(request: HttpRequest, minutes: Minutes) -> Meeting | None:
    """Return the later meeting that approves `minutes` (`?in=`), None where it is done here. Raises Http404 for another one."""
    key = request.GET.get("in", "")
    if not key:
        return None
    meetings = Meeting.objects.filter(agenda_items__approves=minutes).distinct()
    return get_object_or_404(meetings, pk=int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0)


def _open_list(minutes: Minutes, can: set[str]) -> dict:
    """Return what approval and publication show: the open points, and what will be frozen."""
    loaded = documents.load(minutes.pk)
    points = open_points(loaded)
    return {
        "minutes": loaded,
        "meeting": loaded.meeting,
        "can": can,
        "points": points,
        "pending": documents.awaited(points.pending, active_language()),
        "attendances": loaded.meeting.attendances.all(),
        "agenda_items": loaded.meeting.agenda_items.all(),
        "changed": loaded.state == Minutes.State.APPROVED and documents.content_hash(loaded) != loaded.approved_hash,
    }


def _consequences(minutes: Minutes, user: AbstractBaseUser | AnonymousUser) -> dict:
    """Return what publishing loaded minutes does: which files it freezes, what the public ones say otherwise, who gets a mail."""
    assert isinstance(user, User)
    public = documents.public_version_of(minutes)
    readers = publication.readers(minutes, by=user)
    return {
        "files": [
            (
                audience,
                [
                    (value, label, documents.file_name(minutes, minutes.official_name, value, audience=audience))
                    for value, label in language_choices()
                ],
            )
            for audience in Edition.Audience.values
        ],
        "replaced": public.replaced,
        "left_out": [
            f"{node.number} {documents.heading(node.section, active_language()).text or node.section.get_kind_display()}".strip()
            for node in reading_order(outline(minutes.sections.all()))
            if node.section.anonymous
        ],
        "readers": [
            (lang, [reader for reader in readers if reader.to.lang == lang])
            for lang in LANGUAGES
            if any(reader.to.lang == lang for reader in readers)
        ],
        "reader_count": len(readers),
    }


@require_form
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


@require_form
@sent_once("correct", then="meetings:workspace")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a new version of published minutes, with a reason."""
    minutes, _can = minutes_for(request, pk, "correct")
    form = CorrectForm(posted(request))
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        comment = form.cleaned_data["comment"]
        corrected = publishing.correct(minutes, by=request.user, at=timezone.now(), comment=comment, erratum=form.erratum())
        messages.success(
            request,
            _("Version %(version)s is open for writing. The published editions stay as they are.")
            % {"version": corrected.official_name},
        )
        return redirect("meetings:workspace", pk)
    return _comment_page(
        request,
        minutes,
        form,
        title=_("Correct the published minutes"),
        lead=_("This starts version %(version)s as a draft. The published editions stay available and unchanged.")
        % {"version": version_name(minutes.version + 1)},
        button=_("Start the correction"),
    )


def _comment_page(request: HttpRequest, minutes: Minutes, form: Form, *, title: str, lead: str, button: str) -> HttpResponse:
    context = {"minutes": minutes, "meeting": minutes.meeting, "form": form, "title": title, "lead": lead, "button": button}
    return render(request, "meetings/minutes/step_back.html", context, status=422 if form.errors else 200)
