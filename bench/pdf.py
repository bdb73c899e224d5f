"""Rendering minutes, warm, against the same HTML and CSS through plain WeasyPrint calls with the same tagging.

Measured in processor time: rendering runs in one thread and waits for nothing.
"""

import logging
import time
from collections.abc import Iterator
from functools import partial

from weasyprint import HTML

from amif_network.core.pdf import html_to_pdf
from amif_network.core.pdf.rendering import VARIANT
from amif_network.core.pdf.resources import BASE_URL, STATIC, STYLESHEETS
from bench.rows import Row, compare
from meetings.typesetting import minutes_html
from tests.factories.printed import printed_minutes

# Name, languages, sections, times, goal. The sections are chosen for the page counts of the scales.
CASES = (
    ("4 pages, French", ("fr",), 5, 9, 0.55),
    ("5 pages, bilingual columns", ("fr", "nl"), 3, 9, 0.55),
    ("43 pages, French", ("fr",), 72, 3, 0.60),
    ("41 pages, bilingual columns", ("fr", "nl"), 41, 3, 0.60),
)


def rows() -> Iterator[Row]:
    """Render each case both ways in turns."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    for scale, languages, sections, times, goal in CASES:
        html = minutes_html(printed_minutes(*languages, sections=sections))
        median, reference = compare(partial(html_to_pdf, html), partial(plain, html), times=times, clock=time.process_time)
        yield Row("PDF, warm render", scale, median, reference, goal)


def plain(html: str) -> bytes:
    """Render as WeasyPrint's documentation shows it."""
    stylesheets = [STATIC / name for name in STYLESHEETS]
    rendered: bytes = HTML(string=html, base_url=BASE_URL).write_pdf(
        pdf_variant=VARIANT, presentational_hints=True, stylesheets=stylesheets
    )
    return rendered
