"""Boxes and glyphs drawn without asking each of them again."""

from typing import Any

from weasyprint import draw
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from amif_network.core.pdf.speed.patch import Patch


def plain_boxes() -> list[Patch]:
    """Pass over boxes without background, image, shadow or outline: nearly all of them."""
    lay_out, outline = background.layout_box_backgrounds, draw.draw_outline

    def layout_box_backgrounds(page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None) -> None:
        if style is not None or not layout_children or box is page or not _is_plain(box.style):
            lay_out(page, box, get_image, layout_children, style)
            return
        box.border_top_left_radius = box.border_top_right_radius = (0, 0)
        box.border_bottom_right_radius = box.border_bottom_left_radius = (0, 0)
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image)
        box.background = None

    def draw_outline(stream: Any, box: Any) -> None:
        if not box.style["outline_width"]:
            for child in box.children:
                if isinstance(child, boxes.Box):
                    draw_outline(stream, child)
        else:
            outline(stream, box)

    return [
        (background, "layout_box_backgrounds", layout_box_backgrounds),
        (draw, "draw_outline", draw_outline),
        (draw.border, "draw_outline", draw_outline),
    ]


def _is_plain(style: Any) -> bool:
    known: bool | None = style.__dict__.get("plain")
    if known is None:
        known = style.plain = (
            all(
                (0, "px") in style[f"border_{corner}_radius"]
                for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
            )
            and style["border_image_source"][0] == "none"
            and style["mask_border_source"][0] == "none"
            and all(kind == "none" for kind, _ in style["background_image"])
            and draw.color.get_color(style, "background_color").alpha == 0
            and not style["box_shadow"]
        )
    return known


GLYPH_SIZE = ffi.sizeof("PangoGlyphInfo")
GLYPH_INTEGERS = GLYPH_SIZE // 4


def known_glyphs() -> list[Patch]:
    """Write a line whose glyphs all occurred before from ready pieces instead of measuring each glyph again."""
    draw_line = draw.text.draw_first_line
    pieces_by_font: dict[Any, dict[Any, str]] = {}

    def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
        if text_overflow == "ellipsis" or block_ellipsis != "none" or not textbox.text.strip() or textbox.style["font_size"] < 1:
            return draw_line(stream, textbox, text_overflow, block_ellipsis, matrix)
        layout = textbox.pango_layout
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        first_line, _ = layout.get_first_line()
        runs: list[tuple[str, float, list[str]]] = []
        previous = None
        run = first_line.runs[0]
        while run != ffi.NULL:
            pango_font = run.data.item.analysis.font
            if pango_font != previous:
                previous = pango_font
                font, font_size = stream.add_font(pango_font)
                if font.bitmap or font.png or font.svg or font.colr:
                    return draw_line(stream, textbox, text_overflow, block_ellipsis, matrix)
                runs.append((font.hash, font_size, []))
                pieces = pieces_by_font.setdefault((font.hash, font_size), {})
            text = _known_text(run.data.glyphs, font, font_size, pieces)
            if text is None:
                return draw_line(stream, textbox, text_overflow, block_ellipsis, matrix)
            runs[-1][2].append(text)
            run = run.next
        stream.set_text_matrix(*matrix.values)
        for name, size, texts in runs:
            stream.set_font_size(name, size)
            stream.show_text("".join(texts))
        return []

    return [(draw.text, "draw_first_line", draw_first_line)]


def _known_text(glyphs: Any, font: Any, font_size: float, pieces: dict[Any, str]) -> str | None:
    """Return the glyphs of a run as PDF shows them, with kerning; None if one is new or displaced."""
    count = glyphs.num_glyphs
    values = memoryview(ffi.buffer(glyphs.glyphs, count * GLYPH_SIZE)).cast("i")
    found = []
    for position in range(0, count * GLYPH_INTEGERS, GLYPH_INTEGERS):
        glyph, width, x_offset, y_offset = values[position : position + 4]
        if x_offset or y_offset:
            return None
        piece = pieces.get((glyph, width))
        if piece is None:
            if glyph not in font.to_unicode or glyph not in font.widths:
                return None
            kerning = font.widths[glyph] - width * 1000 * FROM_UNITS / font_size
            piece = pieces[glyph, width] = f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"
        found.append(piece)
    text = f"<{''.join(found)}"
    return text[:-1] if text.endswith("<") else f"{text}>"
