"""One remark: what it says, where it stands today, and what became of it (UX §1, screen 10)."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.comparison import Comparison, compare
from amif_network.core.requests import posted, require_form, site_of
from amif_network.core.workflow import WrongState, allowed

from ...actions.review import settling
from ...feeds import remark_links
from ...forms.publishing import CommentForm
from ...forms.review import SettleForm
from ...mails.recipients import for_organisation
from ...models import MeetingLogEntry, Minutes, Remark, Section
from ...models.choices import WRITABLE, LogSubject, Outcome
from ...proposals import Applied, CannotApply, applied
from ...wording import states_of
from ...workflow import REMARK
from ..rows import moment
from ..scope import minutes_for
from ..workspace import workspace_address
from .board import groups


@dataclass(frozen=True, slots=True)
class Preview:
    """What "accepted as proposed" would do: the text with the proposal in it, or why the portal cannot put it there."""

    possible: bool
    obstacle: str = ""
    comparison: Comparison | None = None
    already: bool = False


@require_form
def remark(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Show a remark beside today's text, and give it its outcome; who comes second sees what the first one said."""
    minutes, found = _remark_for(request, pk, key)
    preview = _preview(found, minutes)
    may_accept = preview.possible or request.method == "POST"
    form = SettleForm(
        posted(request), acceptable=may_accept, initial={"answer_fr": found.answer_fr, "answer_nl": found.answer_nl}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            assert isinstance(request.user, User)
            try:
                settling.settle(found, **form.cleaned_data, by=request.user, at=timezone.now(), site=site_of(request))
            except (ValidationError, CannotApply) as refused:
                form.add_error("outcome", refused if isinstance(refused, ValidationError) else str(refused))
            except WrongState as refused:
                form.add_error(None, str(refused))
                status = 409
            else:
                messages.success(request, _("The outcome is recorded."))
                return redirect("meetings:board-remark", pk, key)
    if status != 200:
        minutes, found = _remark_for(request, pk, key)
        preview = _preview(found, minutes)
    context = _context(request, minutes, found)
    return render(request, "meetings/review/remark.html", {**context, "form": form, "preview": preview}, status=status)


@require_form
def reopen(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Take an outcome back, with a reason."""
    minutes, found = _remark_for(request, pk, key)
    form = CommentForm(posted(request))
    if request.method != "POST" and "reopen" not in allowed(REMARK, request.user, found):
        raise WrongState
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            settling.reopen(found, by=request.user, at=timezone.now(), comment=form.cleaned_data["comment"])
        except WrongState:
            messages.info(request, _("This was done already; nothing was done a second time."))
        else:
            messages.success(request, _("The remark waits for an outcome again."))
        return redirect("meetings:board-remark", pk, key)
    context = {"minutes": minutes, "meeting": minutes.meeting, "remark": found, "form": form}
    return render(request, "meetings/review/reopen.html", context, status=422 if form.errors else 200)


def _remark_for(request: HttpRequest, pk: int, key: int) -> tuple[Minutes, Remark]:
    """Return a remark that was sent, and the minutes it is about, loaded with their sections. Raises as `minutes_for`."""
    minutes, _can = minutes_for(request, pk, "preview", Minutes.objects.for_workspace())
    return minutes, get_object_or_404(Remark.objects.sent().for_list().filter(request__circulation__minutes=minutes), pk=key)


def _preview(remark: Remark, minutes: Minutes) -> Preview:
    """Return what accepting a remark would do now."""
    if not remark.proposal:
        return Preview(possible=False)
    section = next((one for one in minutes.sections.all() if one.pk == remark.section_id), remark.section)
    try:
        wording = applied(remark, section)
    except CannotApply as cannot:
        return Preview(possible=False, obstacle=str(cannot))
    assert section is not None
    shown = _compared(remark, section, wording)
    if minutes.state not in WRITABLE and not wording.already:
        closed = _("The minutes are not open for writing now: first open them for the remarks.")
        return Preview(possible=False, obstacle=closed, comparison=shown)
    return Preview(possible=True, comparison=shown, already=wording.already)


def _compared(remark: Remark, section: Section, wording: Applied) -> Comparison:
    text = section.text_in(remark.language)
    html, heading = (text.html, text.heading) if text else ("", "")
    return compare(html, wording.html, heading, wording.heading)


def _context(request: HttpRequest, minutes: Minutes, found: Remark) -> dict:
    """Return what the page of a remark shows beside the form."""
    group = groups(minutes, [found])[0]
    others = found.request.remarks.unsettled().exclude(pk=found.pk).count()
    log = MeetingLogEntry.objects.filter(meeting=minutes.meeting_id).of(LogSubject.REMARK, found.pk)
    anchor = group.anchor
    section = None if anchor is None or anchor.removed else found.section
    return {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "remark": found,
        "record_links": remark_links(),
        "group": group,
        "anchor": anchor,
        "can": allowed(REMARK, request.user, found),
        "sent_on": moment(found.sent_at) if found.sent_at else "",
        "settled_on": moment(found.settled_at) if found.settled_at else "",
        "others": others,
        "readers": for_organisation(found.request.organisation),
        "text_url": workspace_address(minutes, "both", section) if section else "",
        "edit_url": workspace_address(minutes, "both", section, edit=found.language) if section else "",
        "writable": minutes.state in WRITABLE,
        "can_incorporate": minutes.state == Minutes.State.IN_REVIEW,
        "accepted": found.outcome == Outcome.ACCEPTED,
        "log": [(entry, *states_of(entry)) for entry in log],
    }
