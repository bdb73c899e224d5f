"""Save a text while it is being written (UX §4): what static/js/writing/ sends and is told."""

import uuid as uuids
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language, other
from amif_network.core.formats import format_time

from ..actions.writing import Closed, Written, write_text
from ..forms.section import SectionTextForm
from ..models import Minutes, Section, SectionRevision
from .conflicts import conflict_address, conflict_context
from .scope import bare_section_of, language, minutes_for, section_of


@require_POST
def section_save(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str) -> JsonResponse:
    """Save what an open editor holds and tell its script what became of it; the words stay in the editor."""
    try:
        # Closed minutes are answered below, where the words are kept.
        minutes, _can = minutes_for(request, pk, "preview")
        section, lang = bare_section_of(minutes, uuid), language(lang)
    except Http404:
        return JsonResponse({"state": "gone"}, status=404)
    except PermissionDenied:
        return JsonResponse({"state": "forbidden"}, status=403)
    form = SectionTextForm(request.POST, lang=lang, uuid=uuid)
    if not form.is_valid():
        return JsonResponse({"state": "invalid", "errors": form.errors}, status=422)
    assert isinstance(request.user, User)
    data = form.cleaned_data
    try:
        written = write_text(
            section,
            lang=lang,
            heading=data["heading"],
            html=data["html"],
            base=data["base"],
            by=request.user,
            at=timezone.now(),
            session=data["session"],
            seq=data["seq"],
            checkpoint=bool(request.POST.get("checkpoint")),
        )
    except ValidationError as refused:
        return JsonResponse({"state": "invalid", "errors": {NON_FIELD_ERRORS: refused.messages}}, status=422)
    except Closed as closed:
        return JsonResponse({"state": "closed", "aside": closed.aside and closed.aside.pk, "message": str(closed)}, status=409)
    if written.set_aside is not None:
        return _collided(request, minutes, section_of(minutes, uuid), written.set_aside, written.revision)
    return JsonResponse(_saved(section, written, lang))


def _saved(section: Section, written: Written, lang: str) -> dict[str, Any]:
    """Return what the script goes on from."""
    counterpart = section.texts.filter(language=other(lang)).order_by().values_list("rev", flat=True).first()
    answer = {
        "state": "saved",
        "base": written.sent.pk,
        "revision": written.revision.pk,
        "rev": written.text.rev,
        "other_rev": counterpart or 0,
        "saved_at": format_time(timezone.localtime().time(), active_language()),
        "removed": section.removed_at is not None,
    }
    if written.merged:
        others = SectionRevision.objects.filter(text=written.text, pk__gt=written.sent.base_id or 0).that_stood()
        names = {str(one.author) for one in others.select_related("author__person") if one.author_id != written.sent.author_id}
        answer |= {"state": "merged", "heading": written.text.heading, "html": written.text.html, "who": sorted(names)}
    return answer


def _collided(
    request: HttpRequest, minutes: Minutes, section: Section, aside: SectionRevision, standing: SectionRevision
) -> JsonResponse:
    """Send the conflict view, which takes the place of the editor."""
    context = conflict_context(request, minutes, section, aside, standing)
    html = render_to_string("meetings/minutes/conflict.html#conflict", context, request)
    return JsonResponse(
        {"state": "conflict", "aside": aside.pk, "html": html, "url": conflict_address(minutes, section, aside)}, status=409
    )
