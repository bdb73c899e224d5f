"""The published editions of a meeting (UX §1, screen 12)."""

from itertools import groupby
from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from amif_network.accounts.models import User
from amif_network.core.workflow import allowed

from .. import documents
from ..models import Edition, Meeting
from ..workflow import MINUTES
from .printing import pdf_file
from .rows import moment


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
    response = pdf_file(bytes(found.pdf), documents.file_name(found.minutes, found.version, found.language))
    response.headers["X-Content-SHA256"] = found.sha256
    return response
