"""One call from HTML to bytes."""

import unicodedata
from threading import Lock

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from amif_network.core.pdf import footnotes, rows, speed, tagging
from amif_network.core.pdf.calm import calm_memory
from amif_network.core.pdf.errors import PdfError
from amif_network.core.pdf.resources import BASE_URL, FETCHER, STYLESHEETS, covered, font_configuration, stylesheet

VARIANT = "pdf/a-3a"

# Rendering holds the interpreter lock anyway, and the font configuration belongs to one rendering at a time.
_LOCK = Lock()


def render(html: str, *, fast: bool) -> bytes:
    """Return the PDF of a whole HTML page; html_to_pdf says what it promises."""
    with (
        _LOCK,
        calm_memory(),
        tagging.complete_tags() as tags,
        footnotes.kept_with_their_call(),
        rows.begun_together(),
        speed.short_cuts(enabled=fast),
    ):
        try:
            page = HTML(string=printable_characters(html), base_url=BASE_URL, url_fetcher=FETCHER)
            rendered: bytes = page.write_pdf(
                pdf_variant=VARIANT,
                # The number with which a list starts is an attribute of its tag.
                presentational_hints=True,
                stylesheets=[stylesheet(name) for name in STYLESHEETS],
                font_config=font_configuration(),
                finisher=tags.finish,
            )
            return rendered
        except FatalURLFetchingError as error:
            raise PdfError(str(error)) from error
        except (AssertionError, LookupError, RecursionError, TypeError, ValueError) as error:
            # What a layout engine raises on input that it cannot handle is no use to the caller as such.
            raise PdfError(f"The document cannot be laid out: {type(error).__name__}: {error}") from error


def warm_up() -> None:
    """Read the fonts and stylesheets of our documents, which the first rendering would otherwise wait for."""
    with _LOCK:
        covered()
        for name in STYLESHEETS:
            stylesheet(name)


def printable_characters(html: str) -> str:
    """Replace characters that none of our fonts can show by their number, as in [U+738B].

    A missing glyph would print as an empty box that says nothing, and PDF/UA forbids it.
    """
    unknown = {ord(character) for character in set(html)} - covered()
    shown = {code: f"[U+{code:04X}]" for code in unknown if not _is_invisible(chr(code))}
    return html.translate(shown) if shown else html


def _is_invisible(character: str) -> bool:
    """Tell whether a character draws nothing by itself: controls, joiners, variation selectors, line ends."""
    return unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"} or 0xFE00 <= ord(character) <= 0xFE0F
