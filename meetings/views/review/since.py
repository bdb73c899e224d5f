"""What changed since the last round in which an organisation was asked, as that organisation reads it (UX §5)."""

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from amif_network.core.bilingual import active_language

from ...models import Circulation, ReviewRequest
from ...printed import PrintedMinutes
from ...rounds import SectionChange, changed_parts, changes_between
from .doors import Door
from .organisation import frame
from .rounds import PART_NAMES


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in the language that is read; `elsewhere` counts the sections that changed in the other one alone."""

    sections: list[SectionChange]
    parts: list[str]
    elsewhere: int


def since(request: HttpRequest, door: Door) -> HttpResponse:
    """Show what changed between this round and the one before in which the organisation was asked."""
    before = round_before(door.review)
    if before is None:
        raise Http404
    after = door.review.circulation
    changes = changes_in(before.printed(), after.printed(), active_language())
    context = {**frame(door), "before": before, "changes": changes}
    return render(request, "meetings/answering/since.html", context)


def round_before(review: ReviewRequest) -> Circulation | None:
    """Return the round in which the organisation was asked before this one; None in its first."""
    asked = Circulation.objects.filter(
        minutes=review.circulation.minutes_id,
        number__lt=review.circulation.number,
        requests__organisation=review.organisation_id,
    )
    return asked.order_by("-number").first()


def changes_in(before: PrintedMinutes, after: PrintedMinutes, lang: str) -> Changes:
    """Return what changed from one record to another, for who reads in `lang`."""
    found = [_in_language(change, lang) for change in changes_between(before, after)]
    shown = [change for change in found if change.comparisons or change.kind != "changed"]
    parts = changed_parts(before.only(lang), after.only(lang))
    return Changes(shown, [str(PART_NAMES[part]) for part in parts], elsewhere=len(found) - len(shown))


def _in_language(change: SectionChange, lang: str) -> SectionChange:
    """Return the change without what it says in the other language, unless its heading stands there only."""
    own = tuple(heading for heading in change.headings if heading.lang == lang)
    compared = tuple((spoken, comparison) for spoken, comparison in change.comparisons if spoken == lang)
    return replace(change, headings=own[:1] or change.headings, comparisons=compared)
