"""Two people changed the same lines: what both wrote, block by block, and a choice for each (UX §4)."""

import uuid as uuids
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised
from amif_network.core.comparison import Conflict
from amif_network.core.requests import require_form

from .. import documents
from ..actions.versions import collision_of, decide
from ..actions.writing import Closed, standing_version
from ..collision import CHOICES, Collision
from ..models import Minutes, Section, SectionRevision
from .answers import answer_with_cell
from .rows import Body, moment, screen_body
from .scope import chosen_view, fragment, language, minutes_for, number, section_of, wants_fragment


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: agreed, or disputed, with both versions, its number and the name of its field of choices."""

    agreed: Body | None = None
    mine: Body | None = None
    theirs: Body | None = None
    field: str = ""
    number: int = 0


@require_form
def conflict(request: HttpRequest, pk: int, uuid: uuids.UUID, lang: str, revision: int) -> HttpResponse:
    """Show a version that was set aside beside the text as it stands; write what the person chooses, piece by piece."""
    minutes, _can = minutes_for(request, pk, "write")
    section, lang = section_of(minutes, uuid), language(lang)
    aside = get_object_or_404(_versions(section, lang), pk=revision, kind=SectionRevision.Kind.SET_ASIDE)
    if request.method == "POST":
        return _decide(request, minutes, section, aside)
    return _show(request, minutes, section, aside, standing_version(aside.text), status=200)


def _decide(request: HttpRequest, minutes: Minutes, section: Section, aside: SectionRevision) -> HttpResponse:
    """Write the choices; whatever changed meanwhile is compared afresh."""
    assert isinstance(request.user, User)
    compared = get_object_or_404(_versions(section, aside.text.language), pk=number(request.POST.get("standing")))
    choices = [request.POST.get(f"choice-{place}", "") for place in range(collision_of(aside, compared).conflicts)]
    if not set(choices) <= set(CHOICES):
        return _show(request, minutes, section, aside, compared, status=422, error=_("Choose for every difference what stays."))
    try:
        written = decide(aside, standing=compared, choices=choices, by=request.user, at=timezone.now())
    except ValidationError as refused:
        return _show(request, minutes, section, aside, compared, status=422, error=" ".join(refused.messages))
    except Closed:
        messages.error(
            request, _("The minutes were sent round or approved in the meantime. Both versions are kept in the history.")
        )
        return redirect(minutes.get_absolute_url())
    if written.set_aside is not None:
        said = _("The text was changed again in the meantime. Here is what you chose beside what stands now.")
        return _show(request, minutes, section, written.set_aside, written.revision, status=409, error=said)
    said = _("Your choice is saved. What was not chosen is in the history.")
    return answer_with_cell(request, minutes, section, aside.text.language, said)


def _show(
    request: HttpRequest,
    minutes: Minutes,
    section: Section,
    aside: SectionRevision,
    standing: SectionRevision,
    *,
    status: int,
    error: str = "",
) -> HttpResponse:
    """Show the two versions, as a page or in the place of the editor."""
    context = conflict_context(request, minutes, section, aside, standing) | {"error": error}
    part = "#conflict" if wants_fragment(request) else ""
    return fragment(render(request, f"meetings/minutes/conflict.html{part}", context, status=status))


def conflict_context(
    request: HttpRequest, minutes: Minutes, section: Section, aside: SectionRevision, standing: SectionRevision
) -> dict[str, Any]:
    """Return what the conflict view shows: who, when, and the pieces of both versions in order."""
    lang = aside.text.language
    collision = collision_of(aside, standing)
    return {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "section": section,
        "lang": lang,
        "shown": chosen_view(request),
        "aside": aside,
        "standing": standing,
        "aside_moment": moment(aside.at),
        "standing_moment": moment(standing.at),
        "own": aside.author_id == request.user.pk,
        "heading_conflict": collision.heading if collision.heading_disputed else None,
        "agreed_heading": collision.heading.agreed,
        "pieces": _pieces(collision, lang),
        "conflicts": collision.conflicts,
        "heading": documents.heading(section, lang),
        "url": conflict_address(minutes, section, aside),
        "back": minutes.get_absolute_url() + f"#s-{section.uuid}",
        "error": "",
    }


def _pieces(collision: Collision, lang: str) -> list[Piece]:
    """Return the regions of a collision ready for the screen; the choices are numbered as `Collision.resolved` reads them."""
    pieces: list[Piece] = []
    first, disputed = int(collision.heading_disputed), 0
    for place, region in enumerate(collision.text.regions):
        if isinstance(region, Conflict):
            mine = screen_body(Localised(region.mine, lang), f"mine-{place}")
            theirs = screen_body(Localised(region.theirs, lang), f"theirs-{place}")
            disputed += 1
            pieces.append(Piece(mine=mine, theirs=theirs, field=f"choice-{first + disputed - 1}", number=disputed))
        else:
            pieces.append(Piece(agreed=screen_body(Localised(region.html, lang), f"agreed-{place}")))
    return pieces


def conflict_address(minutes: Minutes, section: Section, aside: SectionRevision) -> str:
    """Return the address where a person decides about a version set aside."""
    return reverse("meetings:conflict", args=[minutes.meeting_id, section.uuid, aside.text.language, aside.pk])


def _versions(section: Section, lang: str) -> Any:
    return SectionRevision.objects.filter(text__section=section, text__language=lang).select_related(
        "author__person", "base", "text__section"
    )
