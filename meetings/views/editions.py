"""The published editions of a meeting (UX §1, screen 12)."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, active_language
from amif_network.core.workflow import allowed

from ..editions import erratum_of, name_of, to_read_first
from ..models import Edition, Meeting
from ..workflow import MINUTES
from .printing import pdf_file
from .rows import moment


@dataclass(frozen=True, slots=True)
class Version:
    """One published version: its files by audience, who approved and published it when, and what it corrects."""

    number: int
    name: str
    files: list[tuple[str, list[tuple[Edition, str]]]]
    facts: list[tuple[str, str]]
    erratum: Localised
    in_force: bool


@require_safe
def editions(request: HttpRequest, pk: int) -> HttpResponse:
    """List the published editions of a meeting that the person may read, those in the reader's language first."""
    assert isinstance(request.user, User)
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("minutes"), pk=pk)
    minutes = meeting.record
    visible = Edition.objects.visible_to(request.user).filter(minutes__meeting=meeting).for_list().with_errata()
    found = to_read_first(visible, active_language())
    return render(
        request,
        "meetings/minutes/editions.html",
        {
            "meeting": meeting,
            "versions": [
                _version(number, list(items), in_force=number == found[0].version)
                for number, items in groupby(found, key=attrgetter("version"))
            ],
            "current": found[0].version if found else None,
            "can": allowed(MINUTES, request.user, minutes) if minutes else set(),
        },
    )


def _version(number: int, editions: list[Edition], *, in_force: bool) -> Version:
    """Return one version as the list shows it; who approved it is for those who may read the internal editions.

    The last edition is bilingual: it says in both languages what it corrects.
    """
    one = editions[0]
    inside = one.audience == Edition.Audience.INTERNAL
    facts = [
        (_("Approved"), f"{moment(one.approved_at)}, {one.approved_by}" if inside else moment(one.approved_at)),
        (_("Published"), f"{moment(one.published_at)}, {one.published_by}" if inside else moment(one.published_at)),
    ]
    if one.reason and inside:
        facts.append((_("Published with gaps because"), one.reason))
    return Version(
        number=number,
        name=one.version_name,
        files=[
            (audience, [(edition, name_of(edition)) for edition in items])
            for audience, items in groupby(editions, key=attrgetter("audience"))
        ],
        facts=facts,
        erratum=erratum_of(editions[-1], active_language()),
        in_force=in_force,
    )


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
    response = pdf_file(bytes(found.pdf), name_of(found))
    response.headers["X-Content-SHA256"] = found.sha256
    latest = found.siblings().order_by("-version").first()
    if latest and latest != found:
        # What replaces it (RFC 5829), for programs; the list of editions says it to people.
        response.headers["Link"] = f'<{latest.get_absolute_url()}>; rel="latest-version"'
    return response
