"""Import existing minutes: upload, preview beside the source, confirm."""

from collections.abc import Callable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating
from amif_network.core.bilingual import active_language
from amif_network.core.requests import require_form

from ..actions import importing
from ..forms.importing import DocumentForm, PreviewForms, document_name, with_one_more
from ..importing import ParsedMinutes, Source
from ..models import Importation


@require_form
def upload(request: HttpRequest) -> HttpResponse:
    """Take a document, or pasted text, and lead to its preview."""
    assert isinstance(request.user, User)
    if not coordinating(request.user, None):
        raise PermissionDenied
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name = document_name(form.cleaned_data["name"], active_language())
        received = importing.receive(data=form.cleaned_data["data"], filename=name, by=request.user, at=timezone.now())
        return redirect(received)
    waiting = Importation.objects.visible_to(request.user).for_list()
    status = 422 if form.is_bound else 200
    return render(request, "meetings/importing/upload.html", {"form": form, "waiting": waiting}, status=status)


@require_form
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what was recognised beside the source; save it once the person confirms."""
    assert isinstance(request.user, User)
    importation = get_object_or_404(Importation.objects.brought_in_by(request.user), uuid=uuid)
    if importation.meeting_id is not None:
        return _done_already(request, importation)
    source, parsed = importing.recognise(bytes(importation.source), importation.filename)
    adds_row = "add" in request.POST
    data = with_one_more(request.POST) if adds_row else request.POST
    forms = PreviewForms(parsed, data if request.method == "POST" else None)
    if request.method == "POST" and not adds_row and forms.is_valid():
        try:
            meeting = importing.confirm(
                importation, parsed=forms.corrected(), decisions=forms.decisions(), by=request.user, at=timezone.now()
            )
        except Importation.DoesNotExist:
            return _done_already(request, Importation.objects.filter(pk=importation.pk).first())
        messages.success(request, _("The minutes are imported. Read them through and correct what needs it."))
        return redirect("meetings:workspace", meeting.pk)
    context = {"importation": importation, "forms": forms, **_beside_source(source, parsed, forms)}
    refused = request.method == "POST" and not adds_row
    return render(request, "meetings/importing/preview.html", context, status=422 if refused else 200)


def _done_already(request: HttpRequest, importation: Importation | None) -> HttpResponse:
    """Lead on from a document that was confirmed, or discarded (None), in between: by a second click or in another tab."""
    if importation is None or importation.meeting_id is None:
        messages.info(request, _("The document was discarded; nothing was imported."))
        return redirect("meetings:import")
    messages.info(request, _("These minutes were imported already; nothing was done a second time."))
    return redirect("meetings:workspace", importation.meeting_id)


@require_POST
def discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forget a document that was not confirmed."""
    assert isinstance(request.user, User)
    importation = get_object_or_404(Importation.objects.visible_to(request.user), uuid=uuid)
    importing.discard(importation)
    messages.info(request, _("The document was discarded; nothing was imported."))
    return redirect("meetings:import")


def _by_source(parsed: ParsedMinutes, forms: PreviewForms, lines: Callable[[tuple[int, ...]], Any]) -> list[dict[str, Any]]:
    """Group the rows of people by the lines they came from: a list on one line shows that line once."""
    rows = zip(parsed.attendance, forms.attendees, strict=True)
    return [
        {"lines": lines(numbers), "rows": [{"attendee": attendee, "form": form} for attendee, form in group]}
        for numbers, group in groupby(rows, key=lambda row: row[0].lines)
    ]


def _beside_source(source: Source, parsed: ParsedMinutes, forms: PreviewForms) -> dict[str, Any]:
    """Pair every recognised element with the lines of the document it came from."""

    def lines(numbers: tuple[int, ...]) -> list[tuple[int, str]]:
        return [(number, source.raw[number - 1]) for number in numbers]

    awaited: dict[int, list[Any]] = {}
    for form, pending in zip(forms.awaited, parsed.pending, strict=True):
        awaited.setdefault(pending.section, []).append({"pending": pending, "form": form})
    slides: dict[int, list[Any]] = {}
    for reference in parsed.slides:
        slides.setdefault(reference.section, []).append(reference)
    return {
        "source": source,
        "parsed": parsed,
        "title_lines": lines(tuple(sorted({*parsed.title_lines, *parsed.date_lines, *parsed.mode_lines}))),
        "attendance": _by_source(parsed, forms, lines),
        "agenda": [
            {"lines": lines(forms.agenda_lines().get(form, ())), "form": form, "place": place}
            for place, form in enumerate(forms.agenda.in_order(), 1)
        ],
        "sections": [
            {
                "lines": lines(section.lines),
                "section": section,
                "heading": forms.headings[place],
                "form": forms.concerns.get(place),
                "awaited": awaited.get(place, []),
                "slides": slides.get(place, []),
            }
            for place, section in enumerate(parsed.sections)
        ],
    }
