"""Putting 50 editions together, tagged, numbered and valid, against rendering them."""

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from amif_network.core.pdf import html_to_pdf
from amif_network.core.pdf.merging import Part, merge
from bench.rows import Row, compare
from meetings.typesetting import minutes_html
from tests.factories.printed import printed_minutes

EDITIONS = 50
# Different documents, so that none profits from another that is the same.
SECTIONS = (4, 5, 6, 7)
GOAL = 0.02


def rows() -> Iterator[Row]:
    """Merge 50 editions of four pages, in processor time; the reference renders a few and counts them as 50."""
    pages = [minutes_html(printed_minutes(lang, sections=count)) for count in SECTIONS for lang in ("fr", "nl")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, html in enumerate(pages):
            (folder / f"{number}.pdf").write_bytes(html_to_pdf(html))
        parts = [Part(folder / f"{number % len(pages)}.pdf", f"Compte rendu {number}") for number in range(EDITIONS)]
        front = html_to_pdf('<!doctype html><html lang="fr"><title>Recueil</title><body><h1>Recueil</h1></body></html>')
        median, reference = compare(
            partial(merge, front, parts, folder / "bundle.pdf"),
            lambda: [html_to_pdf(html) for html in pages],
            times=3,
            clock=time.process_time,
        )
    yield Row("Bundle", f"{EDITIONS} editions, against rendering", median, reference * EDITIONS / len(pages), GOAL)
