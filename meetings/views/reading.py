"""Read published minutes on screen: the frozen content of an edition, set as it was printed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language

from ..feeds import fed_by
from ..models import Edition, Section
from ..printed import PrintedMinutes
from ..typesetting import minutes_html


@require_safe
def read(request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    """Show an edition as a page, with the other languages of its version beside it."""
    assert isinstance(request.user, User)
    visible = Edition.objects.visible_to(request.user).filter(minutes__meeting=pk).select_related("minutes__meeting")
    found = get_object_or_404(visible.defer("pdf"), pk=edition)
    listed = list(visible.for_list())
    standing = Section.objects.filter(minutes=found.minutes_id, removed_at=None)
    sections = dict(standing.order_by("position", "pk").values_list("pk", "uuid"))
    fed = fed_by(sections, request.user)
    around = {
        "meeting": found.minutes.meeting,
        "edition": found,
        "siblings": [one for one in listed if (one.version, one.audience) == (found.version, found.audience)],
        "replaced_by": listed[0].version_name if listed[0].version != found.version else None,
        "interface": active_language(),
        "fed": [(sections[key], one) for key in sections for one in fed.get(key, [])],
    }
    printed = PrintedMinutes.from_json(found.content)
    return HttpResponse(
        minutes_html(printed, emblem=static("img/emblem-eu.svg"), template="meetings/minutes/reading.html", around=around)
    )
