"""Numbers printed onto pages that are rendered already, in our own font."""

import io
import re
from functools import cache

import pikepdf
from pikepdf import Name

from amif_network.core.pdf import html_to_pdf

CHARACTERS = "0123456789/ "
# Points: size of the figures, and their distance from the right and the upper edge of the page.
SIZE, RIGHT, TOP = 8, 62.4, 24
# A grey that keeps 4.5:1 on white.
COLOUR = "0.33 0.36 0.42 rg"
FONT = Name("/PortalNumerals")
_MAPPED = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>")


class Numerals:
    """The figures of our font, embedded once in a PDF."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        with pikepdf.open(io.BytesIO(_sample())) as sample:
            (font,) = sample.pages[0].Resources.Font.values()
            self.glyphs = {
                chr(int(character, 16)): int(glyph, 16) for glyph, character in _MAPPED.findall(font.ToUnicode.read_bytes())
            }
            self.widths = _widths(list(font.DescendantFonts[0].W))
            self.font = pdf.copy_foreign(sample.make_indirect(font))

    def write(self, page: pikepdf.Page, text: str) -> None:
        """Print a text of CHARACTERS at the head of a page, to the right, as an artifact."""
        codes = [self.glyphs[character] for character in text]
        width = sum(self.widths[code] for code in codes) * SIZE / 1000
        left, top = float(page.mediabox[2]) - RIGHT - width, float(page.mediabox[3]) - TOP
        page.add_resource(self.font, Name.Font, FONT)
        shown = "".join(f"{code:04x}" for code in codes)
        drawing = f"q {COLOUR} BT {FONT} {SIZE} Tf {left:.2f} {top:.2f} Td <{shown}> Tj ET Q"
        # Before what the page draws, which may leave its coordinates turned.
        page.contents_add(f"/Artifact <</Type /Pagination>> BDC {drawing} EMC".encode(), prepend=True)


@cache
def _sample() -> bytes:
    """Return a page that shows every character once."""
    return html_to_pdf(f'<!doctype html><html lang="fr"><title>0</title><body><p>{CHARACTERS}x</p></body></html>')


def _widths(pairs: list[pikepdf.Object]) -> dict[int, float]:
    """Return the width of each glyph, in thousandths of the size, from the notation of PDF: first, [widths]."""
    return {
        int(first) + step: float(width)
        for first, widths in zip(pairs[::2], pairs[1::2], strict=True)
        for step, width in enumerate(widths)
    }
