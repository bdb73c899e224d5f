"""A draft that is opened again, against laying it out: what is kept is neither laid out nor even written as HTML again."""

import logging
from collections.abc import Iterator
from functools import partial

from django.urls import reverse

from amif_network.core.pdf import html_to_pdf
from amif_network.core.unchanged import SHELF
from amif_network.prints.keeping import forget_all
from bench.pages import add_meetings, write
from bench.portal import change_something_else, coordinator, load
from bench.rows import Row, compare
from meetings import documents
from meetings.models import Meeting, Minutes
from meetings.typesetting import minutes_html

# Sections of minutes of some eight and some forty pages, times, goals: of the document, and of the click with all around it.
CASES = ((12, 9), (72, 5))
OF_DOCUMENT, OF_ANOTHER_PROCESS = 0.02, 0.2


def rows() -> Iterator[Row]:
    """Ask for a draft whose print is kept: in this process, and as another one does that never saw it; elsewhere much changes."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    coordinator()
    for sections, times in CASES:
        minutes = draft(sections)
        ask = partial(documents.draft_pdf, minutes.pk, "fr", "internal")
        html = minutes_html(documents.record(documents.load(minutes.pk), "fr"))
        forget_all()
        median, reference = compare(ask, partial(html_to_pdf, html), times=times, before=change_something_else)
        yield Row("Preview, kept", f"{sections} sections", median, reference, OF_DOCUMENT)
        address = reverse("meetings:draft-pdf", args=[minutes.meeting_id, "fr"])
        median, _empty = compare(partial(load, address), ask, times=times)
        yield Row("Preview, kept, the whole click", f"{sections} sections", median, reference)
        median, _asked = compare(ask, ask, times=times, before=SHELF.forget)
        yield Row("Preview, kept by others", f"{sections} sections", median, reference, OF_ANOTHER_PROCESS)


def draft(sections: int) -> Minutes:
    """Return minutes with so many sections."""
    [earlier] = add_meetings(1)
    meeting = Meeting.objects.create(title_fr="Rencontre en projet", title_nl="Ontwerp", date=earlier.date, state="held")
    minutes = Minutes.objects.create(meeting=meeting)
    write(minutes, sections)
    return minutes
