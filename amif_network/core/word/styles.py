"""The house styles: the fonts, sizes and colours of our documents under the names that Word gives its styles."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

# Calibri stands in for Source Sans 3, which few offices have.
FONT = "Calibri"
BLUE, GREY, RUST = RGBColor(0x1B, 0x3A, 0x6B), RGBColor(0x5B, 0x57, 0x50), RGBColor(0x8F, 0x3A, 0x0B)
# Points of each heading level, from the title of a section down.
HEADINGS = {1: 14.0, 2: 12.5, 3: 11.5, 4: 11.0, 5: 11.0, 6: 11.0}
LOCALES = {"fr": "fr-BE", "nl": "nl-BE"}


def apply(document: Document, lang: str) -> None:
    """Give a new document the house styles, its paper and its language."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _font(document, "Normal", 10.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(5)
    _font(document, "Title", 20, color=BLUE, bold=True)
    _font(document, "Subtitle", 12, color=GREY)
    for level, size in HEADINGS.items():
        _font(document, f"Heading {level}", size, color=BLUE if level < 3 else None, bold=True, italic=level > 4)
    _font(document, "Quote", 10.5, color=GREY, italic=True)
    _font(document, "Caption", 10, bold=True)
    for name in ("footnote text", "Notice"):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
    _font(document, "footnote text", 9)
    _font(document, "Notice", 10, color=RUST)
    reference = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = BLUE, True
    _set_language(document, lang)


def _font(
    document: Document, name: str, size: float, *, color: RGBColor | None = None, bold: bool = False, italic: bool = False
) -> None:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, italic
    style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _set_language(document: Document, lang: str) -> None:
    """Say in which language all is that says nothing else."""
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert defaults is not None
    mark = defaults.find(qn("w:lang"))
    if mark is None:
        mark = OxmlElement("w:lang")
        defaults.append(mark)
    mark.set(qn("w:val"), LOCALES[lang])
