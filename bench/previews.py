"""What is kept, against laying it out: a draft that is opened again, and a report of which one sheet of ten changed."""

import logging
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from itertools import count
from pathlib import Path

from django.urls import reverse
from django.utils import timezone

from amif_network.core.pdf import html_to_pdf
from amif_network.core.pdf.merging import Part, merge
from amif_network.core.unchanged import SHELF
from amif_network.prints.keeping import forget_all, keep
from amif_network.reports.kinds.sheeted import KEY, Sheet, write_sheet
from bench.pages import add_meetings, write
from bench.portal import change_something_else, coordinator, load
from bench.rows import Row, compare
from meetings import documents
from meetings.models import Meeting, Minutes
from meetings.typesetting import minutes_html
from tests.factories.printed import printed_minutes

# Sections of minutes of some eight and some forty pages, times, goals: of the document, and of the click with all around it.
CASES = ((12, 9), (72, 5))
OF_DOCUMENT, OF_ANOTHER_PROCESS, OF_REPORT = 0.02, 0.2, 0.25
SHEETS = 10
FRONT = '<!doctype html><html lang="fr"><title>Rapport</title><body><h1>Rapport</h1></body></html>'


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
    yield from report()


def report() -> Iterator[Row]:
    """Put a report of some forty pages together, where all its sheets are new and where one of them is."""
    pages = [minutes_html(replace(printed_minutes("fr", sections=5), version=number + 1)) for number in range(SHEETS)]
    numbers = count(SHEETS + 1)
    with tempfile.TemporaryDirectory() as name:

        def build(kept: bool) -> None:
            if not kept:
                forget_all()
            pages[0] = minutes_html(replace(printed_minutes("fr", sections=5), version=next(numbers)))
            whole(pages, Path(name))

        median, reference = compare(partial(build, True), partial(build, False), times=3)
    yield Row("Report, one sheet changed", f"{SHEETS} sheets, 40 pages", median, reference, OF_REPORT)


def whole(pages: list[str], folder: Path) -> None:
    """Print sheets as the parts of a report do, the front matter, and put all together."""
    parts = []
    for number, html in enumerate(pages):
        made = BytesIO()
        write_sheet(Sheet(str(number), "", lambda html=html: html), made)  # type: ignore[misc]
        key, pdf = made.getvalue()[:KEY].decode(), made.getvalue()[KEY:]
        keep(key, pdf, at=timezone.now())
        (folder / f"{number}.pdf").write_bytes(pdf)
        parts.append(Part(folder / f"{number}.pdf", str(number)))
    merge(html_to_pdf(FRONT), parts, folder / "whole.pdf")


def draft(sections: int) -> Minutes:
    """Return minutes with so many sections."""
    [earlier] = add_meetings(1)
    meeting = Meeting.objects.create(title_fr="Rencontre en projet", title_nl="Ontwerp", date=earlier.date, state="held")
    minutes = Minutes.objects.create(meeting=meeting)
    write(minutes, sections)
    return minutes
