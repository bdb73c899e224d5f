"""From HTML to an accessible, archivable PDF; the only place that knows WeasyPrint.

`html_to_pdf` makes files that are PDF/A-3a and PDF/UA-1 at once: tagged, with the language of every
passage, a title, an outline and embedded fonts. The same HTML gives the same bytes. While rendering,
nothing is read but the fonts, styles and pictures of the portal's own static files (resources.py).
tagging.py completes the tags that WeasyPrint writes, footnotes.py and rows.py mend where it breaks pages,
speed/ spares it work that has the same result.
"""

from amif_network.core.pdf.errors import PdfError

__all__ = ["PdfError", "html_to_pdf", "warm_up"]

# Importing WeasyPrint takes as long as importing all the rest of the portal. Most commands and pages never
# print, so rendering.py, through which everything else here is reached, is imported by the first call.


def html_to_pdf(html: str, *, fast: bool = True) -> bytes:
    """Render a whole HTML page to a PDF/A-3a and PDF/UA-1 file.

    `fast=False` leaves out the short cuts of speed/; the bytes are the same. Raises PdfError when the page
    asks for anything but our static files, or cannot be laid out.
    """
    from amif_network.core.pdf import rendering

    return rendering.render(html, fast=fast)


def warm_up() -> None:
    """Import WeasyPrint and read our fonts and stylesheets, so that the first document is as quick as the next."""
    from amif_network.core.pdf import rendering

    rendering.warm_up()
