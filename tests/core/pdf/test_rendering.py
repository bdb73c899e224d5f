"""One call makes a PDF: valid, the same every time, from our own files only."""

import io
import logging
import subprocess
import sys

import pikepdf
import pytest

from amif_network.core.pdf import PdfError, html_to_pdf
from tests.factories.reading_pdfs import complaints, page_count, pages, rules_checked, shown_text

HEAD = '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head>'


def document(body: str) -> str:
    """Return a page around a body."""
    return f"{HEAD}<body>{body}</body></html>"


def test_a_small_page_becomes_a_pdf() -> None:
    pdf = html_to_pdf(document("<h1>Bonjour</h1><p>Łódź, Liège, Gent</p>"))
    assert pdf.startswith(b"%PDF-1.7")
    assert page_count(pdf) == 1
    assert "Łódź, Liège, Gent" in shown_text(pdf)


def test_weasyprint_is_imported_by_the_first_rendering_only() -> None:
    """It takes longer to import than the rest of the portal, for commands and pages that never print."""
    lines = [
        "import os, sys, django",
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'amif_network.settings'",
        "django.setup()",
        "import amif_network.urls",
        "print('weasyprint' in sys.modules)",
        "from amif_network.core.pdf import warm_up",
        "warm_up()",
        "print('weasyprint' in sys.modules)",
    ]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_the_checker_applies_all_its_rules_and_finds_nothing() -> None:
    pdf = html_to_pdf(document("<h1>Bonjour</h1><p>Texte</p>"))
    assert (rules_checked("ua1", pdf), rules_checked("3a", pdf)) == (104, 156)
    assert complaints(pdf) == []


def test_the_file_has_a_title_a_language_and_an_outline() -> None:
    document_ = pikepdf.open(io.BytesIO(html_to_pdf(document("<h1>Un</h1><h2>Deux</h2>"))))
    assert str(document_.docinfo.Title) == "Essai"
    assert bool(document_.Root.ViewerPreferences.DisplayDocTitle) is True
    assert str(document_.Root.Lang) == "fr"
    with document_.open_outline() as outline:
        assert [(item.title, [child.title for child in item.children]) for item in outline.root] == [("Un", ["Deux"])]


def test_the_same_page_gives_the_same_bytes() -> None:
    html = document("<h1>Un</h1><p>Texte <a href='https://www.example.org/'>lien</a></p>")
    assert html_to_pdf(html) == html_to_pdf(html)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/logo.png",
        "http://127.0.0.1:9/logo.png",
        "file:///etc/passwd",
        "file:///etc/hosts.png",
        "data:image/png;base64,iVBORw0KGgo=",
        "../manage.py",
        "../../../../../../etc/hostname.svg",
        "vendor/anything.css",
        "ftp://example.org/a.png",
    ],
)
def test_a_page_may_load_nothing_but_static_files(address: str) -> None:
    with pytest.raises(PdfError, match="may not load"):
        html_to_pdf(document(f'<p><img src="{address}" alt="x"></p>'))


def test_a_stylesheet_from_elsewhere_is_refused() -> None:
    with pytest.raises(PdfError, match=r"may not load 'https://www\.example\.org/a\.css'"):
        html_to_pdf(document('<style>@import url("https://www.example.org/a.css")</style>'))


def test_a_missing_static_file_is_named() -> None:
    with pytest.raises(PdfError, match=r"static file nothing\.svg cannot be read"):
        html_to_pdf(document('<p><img src="img/nothing.svg" alt="x"></p>'))


def test_the_emblem_may_be_loaded() -> None:
    pdf = html_to_pdf(document('<p><img src="img/emblem-eu.svg" alt="Emblème" width="90"></p>'))
    assert complaints(pdf) == []


def test_only_our_own_fonts_are_used() -> None:
    pdf = html_to_pdf(document('<p style="font-family: Arial, serif">Texte <b>gras</b> <i>italique</i> αβγ العربية 👍</p>'))
    listing = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    families = {line.split()[0].partition("+")[2].split("-")[0] for line in listing.splitlines()[2:]}
    assert families == {"Source", "DejaVu", "Noto"} or families == {"Source", "DejaVu"}
    assert complaints(pdf) == []


def test_every_font_is_embedded() -> None:
    pdf = html_to_pdf(document("<p>Texte</p>"))
    listing = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert [line.split()[-5:-2] for line in listing.splitlines()[2:]] == [["yes", "yes", "yes"]]


def test_a_character_without_a_glyph_prints_as_its_number() -> None:
    pdf = html_to_pdf(document("<p>王 Wei</p>"))
    assert "[U+738B] Wei" in shown_text(pdf)
    assert complaints(pdf) == []


def test_invisible_characters_are_left_alone() -> None:
    text = shown_text(html_to_pdf(document("<p>a\u200bb\u00adc\u2060d e\ufe0ff</p>")))
    assert "U+" not in text


def test_rendering_says_nothing_bad(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        html_to_pdf(
            document("<h1>Un</h1><table><thead><tr><th scope='col'>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>")
        )
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize("length", range(0, 400, 8))
def test_no_stream_ends_in_a_way_that_a_checker_misreads(length: int) -> None:
    """Compressed data may end in a carriage return, about once in 256 streams."""
    assert complaints(html_to_pdf(document(f"<p>{'a' * length}</p>"))) == []


def test_long_texts_run_over_pages() -> None:
    pdf = html_to_pdf(document("<h1>Long</h1>" + "<p>Une ligne de texte.</p>" * 120))
    assert page_count(pdf) == 5
    assert ["1/5" in pages(pdf)[0], "5/5" in pages(pdf)[4]] == [True, True]
