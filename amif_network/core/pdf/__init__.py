"""From HTML to an accessible, archivable PDF; the only place that knows WeasyPrint.

`html_to_pdf` makes files that are PDF/A-3a and PDF/UA-1 at once: tagged, with the language of every
passage, a title, an outline and embedded fonts. The same HTML gives the same bytes. While rendering,
nothing is read but the fonts, styles and pictures of the portal's own static files (resources.py).
tagging.py completes the tags that WeasyPrint writes, speed.py spares it work that has the same result.
"""

from amif_network.core.pdf.rendering import PdfError, html_to_pdf

__all__ = ["PdfError", "html_to_pdf"]
