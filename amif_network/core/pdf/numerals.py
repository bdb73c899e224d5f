"""Numbers printed onto pages that are rendered already, in our own font."""

import re
import zlib
from functools import cache

from amif_network.core.pdf import html_to_pdf, plain
from amif_network.core.pdf.plain import Plain, Stream
from amif_network.core.pdf.values import Dictionary, Ref, Value, number_of, references, renumbered

CHARACTERS = "0123456789/ "
# Points: size of the figures, and their distance from the right and the upper edge of the page.
SIZE, RIGHT, TOP = 8, 62.4, 24
# A grey that keeps 4.5:1 on white.
COLOUR = "0.33 0.36 0.42 rg"
FONT = b"/PortalNumerals"
_MAPPED = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>")


class Numerals:
    """The figures of our font, embedded once in a PDF."""

    def __init__(self, pdf: Plain) -> None:
        sample = plain.read(_sample())
        number, font = _font(sample)
        (descendant,) = sample.array(font[b"/DescendantFonts"])
        details = sample.dictionary(descendant)
        table = zlib.decompress(sample.streams[number_of(font[b"/ToUnicode"])].data)
        self.glyphs = {chr(int(character, 16)): int(glyph, 16) for glyph, character in _MAPPED.findall(table)}
        self.widths = _widths(sample.array(details[b"/W"]))
        self.font = Ref(_copied(sample, number, pdf))

    def drawing(self, width: float, height: float, text: str) -> Stream:
        """Return what prints a text of CHARACTERS at the head of a page of this size (points), to the right, as an artifact."""
        codes = [self.glyphs[character] for character in text]
        left = width - RIGHT - sum(self.widths[code] for code in codes) * SIZE / 1000
        shown = "".join(f"{code:04x}" for code in codes)
        drawn = f"q {COLOUR} BT {FONT.decode()} {SIZE} Tf {left:.2f} {height - TOP:.2f} Td <{shown}> Tj ET Q"
        data = f"/Artifact <</Type /Pagination>> BDC {drawn} EMC".encode()
        return Stream(b"<</Length %d>>" % len(data), data)


@cache
def _sample() -> bytes:
    """Return a page that shows every character once."""
    return html_to_pdf(f'<!doctype html><html lang="fr"><title>0</title><body><p>{CHARACTERS}x</p></body></html>')


def _font(sample: Plain) -> tuple[int, Dictionary]:
    """Return number and dictionary of the one font of the sample."""
    (number,) = [number for number, text in sample.texts.items() if b"/Type0" in text]
    return number, sample.value(number)


def _copied(sample: Plain, font: int, pdf: Plain) -> int:
    """Copy the font with all that it refers to; return its number there."""
    needed, seen = [font], {font}
    for number in needed:
        text = sample.streams[number].about if number in sample.streams else sample.texts[number]
        further = [one for one in dict.fromkeys(references(text)) if one not in seen]
        seen.update(further)
        needed += further
    places = {number: pdf.new() for number in needed}
    numbers = {b"%d" % old: b"%d 0 R" % new for old, new in places.items()}
    for old, new in places.items():
        if old in sample.streams:
            stream = sample.streams[old]
            (about,) = renumbered([stream.about], numbers)
            pdf.streams[new] = Stream(about, stream.data)
        else:
            (pdf.texts[new],) = renumbered([sample.texts[old]], numbers)
    return places[font]


def _widths(pairs: list[Value]) -> dict[int, float]:
    """Return the width of each glyph, in thousandths of the size, from the notation of PDF: first, [widths]."""
    found: dict[int, float] = {}
    for first, widths in zip(pairs[::2], pairs[1::2], strict=True):
        assert isinstance(first, bytes)
        assert isinstance(widths, list)
        found |= {int(first) + step: float(width) for step, width in enumerate(widths) if isinstance(width, bytes)}
    return found
