"""From a section of the minutes, or a remark, to the partnership that it is about."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.requests import posted, require_form
from meetings import documents
from meetings.models import Remark, Section
from projects.actions.interest import Source
from projects.views.source import place_of, said_at

from ...actions import evidence as actions
from ...forms.evidence import EvidenceForm
from ...models import Evidence, Partnership
from ...workflow import PARTNERSHIP
from ..scope import partnership_for


@require_form
def attach(request: HttpRequest) -> HttpResponse:
    """Attach what the address names, `?section=` or `?remark=`, to a partnership; coordinators do."""
    assert isinstance(request.user, User)
    if not request.user.is_coordinating:
        raise PermissionDenied
    source, remark = said_at(request), _remark(request)
    if source.section is None and remark is None:
        return _choose_section(request, source)
    attached: dict[str, Any] = {"remark": remark} if remark else {"section": source.section}
    open_ones = Partnership.objects.visible_to(request.user).filter(state__in=PARTNERSHIP["attach"].sources)
    form = EvidenceForm(posted(request), partnerships=open_ones)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            actions.attach(values["partnership"], **attached, note=values["note"], by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error("partnership", error.messages)
        else:
            messages.success(request, _("It is attached to the partnership."))
            return redirect(values["partnership"])
    context = {"form": form, "source": source, "remark": remark, "back": _back(source, remark), "partnership": None}
    return render(request, "partnerships/partnerships/evidence_form.html", context, status=422 if form.errors else 200)


@require_form
def detach(request: HttpRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """Ask, then take a passage away from a partnership; coordinators do."""
    assert isinstance(request.user, User)
    partnership, _can = partnership_for(request, pk, "attach")
    if not request.user.is_coordinating:
        raise PermissionDenied
    found = get_object_or_404(Evidence.objects.visible_to(request.user), partnership=pk, pk=evidence_pk)
    if request.method == "POST":
        actions.detach(found, by=request.user, at=timezone.now())
        messages.success(request, _("It is taken away from the partnership; the minutes stay as they are."))
        return redirect(partnership)
    return render(request, "partnerships/partnerships/evidence_detach.html", {"partnership": partnership, "evidence": found})


def _choose_section(request: HttpRequest, source: Source) -> HttpResponse:
    """Ask which section of the minutes of a meeting is meant. Raises Http404 where the address names nothing."""
    if source.meeting is None:
        raise Http404
    sections = Section.objects.filter(minutes__meeting=source.meeting).standing()
    loaded = sections.select_related("organisation", "minutes").prefetch_related("texts").order_by("position", "pk")
    named = [(section, documents.heading(section, active_language())) for section in loaded]
    context = {"meeting": source.meeting, "sections": named, "partnership": None}
    return render(request, "partnerships/partnerships/evidence_section.html", context)


def _remark(request: HttpRequest) -> Remark | None:
    """Return the remark that the address names; None where it names none. Raises Http404 for one that is not there."""
    named = request.GET.get("remark", "")
    if not named:
        return None
    if not (named.isascii() and named.isdigit() and len(named) < 19):
        raise Http404
    loaded = Remark.objects.sent().select_related("request__organisation", "request__circulation__minutes__meeting")
    return get_object_or_404(loaded.defer("request__circulation__content"), pk=named)


def _back(source: Any, remark: Remark | None) -> str:
    """Return where the person came from."""
    return remark.request.circulation.minutes.meeting.get_absolute_url() if remark else place_of(source)
