"""Work that WeasyPrint does again and again with the same result, done once.

Every short cut here replaces one function of WeasyPrint or pydyf while a document is rendered, and
leaves the bytes of the PDF as they are; tests/core/pdf/test_speed.py renders with and without them. They hold for
the pinned versions: when one is raised and that test fails, drop the short cut that no longer fits.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import Any

import pydyf
import tinycss2
from weasyprint import draw
from weasyprint.css import StyleFor
from weasyprint.formatting_structure import boxes
from weasyprint.layout import absolute, background, block, column, flex, grid, inline, page, percent, preferred, table
from weasyprint.layout import float as floats
from weasyprint.text import fonts, line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango

Patch = tuple[Any, str, Any]


@contextmanager
def short_cuts(*, enabled: bool) -> Iterator[None]:
    """Render with the short cuts for the time of the context."""
    with ExitStack() as stack:
        if enabled:
            for patches in SHORT_CUTS:
                for owner, name, replacement in patches():
                    original = owner.__dict__[name] if isinstance(owner, type) else getattr(owner, name)
                    stack.callback(setattr, owner, name, original)
                    setattr(owner, name, replacement)
        yield


def shared_declarations() -> list[Patch]:
    """Let elements that say the same language share their computed style.

    WeasyPrint shares styles between elements with the same rules, but parses every `lang` attribute
    into a declaration of its own; two of those are never equal.
    """
    return [(tinycss2, "parse_one_declaration", lru_cache(maxsize=500)(tinycss2.parse_one_declaration))]


def shared_pseudo_styles() -> list[Patch]:
    """Let pages with the same rules, and markers of elements with the same style, share their computed style too."""
    compute = StyleFor.set_computed_styles
    known: dict[Any, Any] = {}

    def set_computed_styles(
        self: Any,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: Any = None,
        base_url: Any = None,
        target_collector: Any = None,
    ) -> None:
        is_page = isinstance(element, page.PageType)
        if pseudo_type is None and not is_page:
            compute(self, element, parent, root, pseudo_type, base_url, target_collector)
            return
        cascaded = self._cascaded_styles.get((element, pseudo_type), {})
        parent_style = self._computed_styles[parent, None]
        key = (id(parent_style), is_page, pseudo_type, tuple((name, id(value)) for name, (value, _) in cascaded.items()))
        if key in known:
            self._computed_styles[element, pseudo_type] = known[key]
            return
        compute(self, element, parent, root, pseudo_type, base_url, target_collector)
        known[key] = self._computed_styles[element, pseudo_type]

    return [(StyleFor, "set_computed_styles", set_computed_styles)]


PLAIN_LENGTHS = (
    "margin_left",
    "margin_right",
    "margin_top",
    "margin_bottom",
    "padding_left",
    "padding_right",
    "padding_top",
    "padding_bottom",
    "width",
    "min_width",
    "max_width",
    "height",
    "min_height",
    "max_height",
)


def used_values_by_style() -> list[Patch]:
    """Take the used lengths of a box from its style where none of them depends on the containing block."""
    resolve = percent.resolve_percentages

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        if not isinstance(box, boxes.Box):
            resolve(box, containing_block)
            return
        style = box.style
        values = style.__dict__.get("used_values")
        if values is None:
            values = style.used_values = _used_values(style)
        if values:
            box.__dict__.update(values)
        else:
            resolve(box, containing_block)

    users = (absolute, block, column, flex, floats, grid, inline, page, table)
    return [
        (user, "resolve_percentages", resolve_percentages)
        for user in users
        if getattr(user, "resolve_percentages", None) is resolve
    ]


def _used_values(style: Any) -> dict[str, Any]:
    """Return the used values that a style fixes by itself, none if a percentage or a box sizing is involved."""
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return {}
    values: dict[str, Any] = {}
    for name in PLAIN_LENGTHS:
        value = style[name]
        if value == "auto":
            values[name] = 0 if name in {"min_width", "min_height"} else "auto"
        elif getattr(value, "unit", None) == "px":
            values[name] = value.value
        else:
            return {}
    for side in ("top", "right", "bottom", "left"):
        values[f"border_{side}_width"] = style[f"border_{side}_width"]
    return values


def living_layouts() -> list[Patch]:
    """Keep the shaped text of a line from its layout to its drawing, and share what Pango needs to shape it."""
    layout_type = line_break.Layout
    contexts: dict[Any, Any] = {}
    setup, set_text = layout_type.setup, layout_type.set_text

    def quick_setup(self: Any, style: Any) -> None:
        plan = style.__dict__.get("text_plan")
        if plan is None:
            plan = style.text_plan = _text_plan(style, contexts)
        if not plan:
            setup(self, style)
            return
        self.style = style
        self.first_line_direction = 0
        context, self.language, description, features = plan
        self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(self.layout, False)
        pango.pango_layout_set_font_description(self.layout, description)
        if features:
            # As WeasyPrint does it: one attribute for all layouts, in a list that each layout may change.
            attributes = pango.pango_attr_list_new()
            known = style.font_config.font_features
            if features not in known:
                known[features] = pango.pango_attr_font_features_new(features)
            pango.pango_attr_list_insert(attributes, known[features])
            pango.pango_layout_set_attributes(self.layout, attributes)
        self.ascent = self.underline_position = self.strikethrough_position = None

    def text_of_one_paragraph(self: Any, text: str, justify: bool = False) -> None:
        if not ("\n" in text or "\r" in text or "\u2029" in text):
            # Drawing asks for this mode; asking for it now spares shaping the line once more.
            pango.pango_layout_set_single_paragraph_mode(self.layout, True)
        set_text(self, text, justify)

    def stay_active(self: Any) -> None:
        self.shaped_for = self.style

    def wake_up(self: Any, style: Any) -> None:
        if self.style is style and not self.justification_spacing:
            pango.pango_layout_set_width(self.layout, -1)
        else:
            self.setup(style)
            self.set_text(self.text, justify=True)

    return [
        (layout_type, "setup", quick_setup),
        (layout_type, "set_text", text_of_one_paragraph),
        (layout_type, "deactivate", stay_active),
        (layout_type, "reactivate", wake_up),
    ]


def _text_plan(style: Any, contexts: dict[Any, Any]) -> Any:
    """Return what every layout in this style shares: Pango context, language, font and features; () if it cannot."""
    if style["text_decoration_line"] != "none" or style["font_language_override"] != "normal" or not style["lang"]:
        return ()
    key = (style["direction"], style["lang"])
    if key not in contexts:
        context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
        language_text, _kept = line_break.unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(language_text)
        pango.pango_context_set_language(context, language)
        contexts[key] = (context, language)
    context, language = contexts[key]
    features = fonts.font_features(
        style["font_kerning"],
        style["font_variant_ligatures"],
        style["font_variant_position"],
        style["font_variant_caps"],
        style["font_variant_numeric"],
        style["font_variant_alternates"],
        style["font_variant_east_asian"],
        style["font_feature_settings"],
    )
    written = ",".join(f"{name} {value}" for name, value in features.items()).encode()
    return context, language, fonts.get_font_description(style), written


def one_strut_per_style() -> list[Patch]:
    """Measure the height of an empty line once per style."""
    measure = line_break.strut

    def strut(style: Any) -> Any:
        known = style.__dict__.get("strut")
        if known is None:
            known = style.strut = measure(style)
        return known

    return [(line_break, "strut", strut), (inline, "strut", strut)]


def known_markers() -> list[Patch]:
    """Measure and shape each kind of list marker once: a page of bullets needs one."""
    shrink, split = absolute.shrink_to_fit, inline.split_first_line
    widths: dict[Any, Any] = {}
    lines: dict[Any, Any] = {}

    def shrink_to_fit(context: Any, box: Any, available: float) -> Any:
        text = box.is_outside_marker and _only_text(box)
        if not text:
            return shrink(context, box, available)
        key = (text.text, id(text.style), available)
        if key not in widths:
            # The style is kept with the width, so that its id is not given to another one.
            widths[key] = (shrink(context, box, available), text.style)
        return widths[key][0]

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        justification: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        if len(text) > LONGEST_MARKER:
            return split(text, style, context, max_width, justification, is_line_start, minimum)
        key = (text, id(style), max_width, justification, is_line_start, minimum)
        if key not in lines:
            lines[key] = (split(text, style, context, max_width, justification, is_line_start, minimum), style)
        return lines[key][0]

    return [
        (absolute, "shrink_to_fit", shrink_to_fit),
        (inline, "split_first_line", split_first_line),
        (preferred, "split_first_line", split_first_line),
    ]


# "10. " and "• " are markers, words are not worth remembering.
LONGEST_MARKER = 4


def _only_text(box: Any) -> Any:
    """Return the text box that is all there is in `box`, or None."""
    for _ in range(3):
        if isinstance(box, boxes.TextBox):
            return box
        if len(box.children) != 1:
            return None
        box = box.children[0]
    return box if isinstance(box, boxes.TextBox) else None


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


def remembered_flow() -> list[Patch]:
    """Ask each style once whether its boxes are in the normal flow."""
    decide = boxes.Box.is_in_normal_flow

    def is_in_normal_flow(self: Any) -> bool:
        known: bool | None = self.style.__dict__.get("in_flow")
        if known is None:
            known = self.style.in_flow = decide(self)
        return known

    return [(boxes.Box, "is_in_normal_flow", is_in_normal_flow)]


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


GLYPH_SIZE = ffi.sizeof("PangoGlyphInfo")
GLYPH_INTEGERS = GLYPH_SIZE // 4


def written_once() -> list[Patch]:
    """Serialise every object of the file once: the identifier is a hash of all of them, compressed."""
    write = pydyf.PDF.write

    def write_once(self: Any, *arguments: Any) -> None:
        with ExitStack() as stack:
            for kind in (pydyf.Stream, pydyf.Dictionary, pydyf.Array):
                stack.callback(setattr, kind, "data", kind.__dict__["data"])
                kind.data = _remembered(kind.__dict__["data"].fget)
            write(self, *arguments)

    return [(pydyf.PDF, "write", write_once)]


def _remembered(compute: Callable[[Any], bytes]) -> property:
    def data(self: Any) -> bytes:
        known: bytes | None = self.__dict__.get("serialised")
        if known is None:
            known = self.serialised = compute(self)
        return known

    return property(data)


def listed_page_references() -> list[Patch]:
    """List the references of all pages once, not once per tagged element (quadratic in long documents)."""
    compute = pydyf.PDF.page_references.fget

    def page_references(self: Any) -> tuple[bytes, ...]:
        known: tuple[int, tuple[bytes, ...]] | None = self.__dict__.get("listed")
        if known is None or known[0] != self.pages["Count"]:
            known = self.listed = (self.pages["Count"], compute(self))
        return known[1]

    return [(pydyf.PDF, "page_references", property(page_references))]


SHORT_CUTS: tuple[Callable[[], list[Patch]], ...] = (
    shared_declarations,
    shared_pseudo_styles,
    used_values_by_style,
    living_layouts,
    one_strut_per_style,
    known_markers,
    plain_boxes,
    remembered_flow,
    known_glyphs,
    written_once,
    listed_page_references,
)
