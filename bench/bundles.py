"""Putting 50 editions together, tagged, numbered and valid, against rendering them and against LibreOffice converting them."""

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from amif_network.core.pdf import html_to_pdf
from amif_network.core.pdf.merging import Part, merge
from bench.rows import Row, seconds
from meetings.documents import word
from meetings.typesetting import minutes_html
from tests.factories.printed import printed_minutes

EDITIONS = 50
SECTIONS = (4, 5, 6, 7)
TIMES = 5
OF_RENDERING, OF_LIBREOFFICE = 0.02, 0.1
FRONT = '<!doctype html><html lang="fr"><title>Recueil</title><body><h1>Recueil</h1></body></html>'


def rows() -> Iterator[Row]:
    """Merge 50 different editions of about four pages, in processor time; what they are compared with does all 50 once."""
    printed = [
        replace(printed_minutes(("fr", "nl")[number % 2], sections=SECTIONS[number // 2 % 4]), version=number + 1)
        for number in range(EDITIONS)
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        front = html_to_pdf(FRONT)

        def render() -> None:
            for number, one in enumerate(printed):
                (folder / f"{number}.pdf").write_bytes(html_to_pdf(minutes_html(one)))

        rendering = seconds(render, time.process_time)
        parts = [Part(folder / f"{number}.pdf", f"Compte rendu {number}") for number in range(EDITIONS)]
        taken = [seconds(lambda: merge(front, parts, folder / "bundle.pdf"), time.process_time) for _ in range(TIMES)]
        median = statistics.median(taken)
        yield Row("Bundle", f"{EDITIONS} editions, against rendering", median, rendering, OF_RENDERING)
        if shutil.which("soffice") is None:
            print("LibreOffice is not installed: the bundle is not compared with it.", file=sys.stderr)
            return
        for number, one in enumerate(printed):
            (folder / f"{number}.docx").write_bytes(word(one))
        converting = converted_by_libreoffice(folder)
        yield Row("Bundle", f"{EDITIONS} editions, against LibreOffice", median, converting, OF_LIBREOFFICE)


def converted_by_libreoffice(folder: Path) -> float:
    """Return how much processor time LibreOffice takes to write the Word documents of a folder as tagged PDFs, in one go.

    Raises RuntimeError when one is missing: what does less is fast.
    """
    target = folder / "converted"
    kind = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    files = sorted(str(file) for file in folder.glob("*.docx"))
    options = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    # A first start writes the profile.
    _run([*options, "--convert-to", kind, "--outdir", str(folder / "first"), files[0]])
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run([*options, "--convert-to", kind, "--outdir", str(target), *files])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if (found := len(list(target.glob("*.pdf")))) != len(files):
        raise RuntimeError(f"{found} of {len(files)} converted.")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words and files
