"""Text shaped and measured once, from the layout of a line to its drawing."""

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import absolute, inline, preferred
from weasyprint.text import fonts, line_break
from weasyprint.text.ffi import ffi, gobject, pango

from amif_network.core.pdf.speed.patch import Patch


def living_layouts() -> list[Patch]:
    """Keep the shaped text of a line from its layout to its drawing, and share what Pango needs to shape it."""
    layout_type = line_break.Layout
    return [
        (layout_type, "setup", _quick_setup(layout_type.setup)),
        (layout_type, "set_text", _text_of_one_paragraph(layout_type.set_text)),
        (layout_type, "deactivate", _stay_active),
        (layout_type, "reactivate", _wake_up),
    ]


def _quick_setup(setup: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Return a setup of layouts that takes what all layouts of one style share from its plan."""
    contexts: dict[Any, Any] = {}

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
            _set_features(self.layout, features, style.font_config.font_features)
        self.ascent = self.underline_position = self.strikethrough_position = None

    return quick_setup


def _set_features(layout: Any, features: bytes, known: dict[bytes, Any]) -> None:
    """Set font features as WeasyPrint does it: one attribute for all layouts, in a list that each layout may change."""
    attributes = pango.pango_attr_list_new()
    if features not in known:
        known[features] = pango.pango_attr_font_features_new(features)
    pango.pango_attr_list_insert(attributes, known[features])
    pango.pango_layout_set_attributes(layout, attributes)


def _text_of_one_paragraph(set_text: Callable[[Any, str, bool], None]) -> Callable[..., None]:
    """Return a setter of text that asks at once for the mode in which it will be drawn: that spares shaping it again."""

    def text_of_one_paragraph(self: Any, text: str, justify: bool = False) -> None:
        if not ("\n" in text or "\r" in text or "\u2029" in text):
            pango.pango_layout_set_single_paragraph_mode(self.layout, True)
        set_text(self, text, justify)

    return text_of_one_paragraph


def _stay_active(self: Any) -> None:
    self.shaped_for = self.style


def _wake_up(self: Any, style: Any) -> None:
    if self.style is style and not self.justification_spacing:
        pango.pango_layout_set_width(self.layout, -1)
    else:
        self.setup(style)
        self.set_text(self.text, justify=True)


def _text_plan(style: Any, contexts: dict[Any, Any]) -> Any:
    """Return what every layout in this style shares: Pango context, language, font and features; () if it cannot."""
    if style["text_decoration_line"] != "none" or style["font_language_override"] != "normal" or not style["lang"]:
        return ()
    context, language = _pango_context(style, contexts)
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


def _pango_context(style: Any, contexts: dict[Any, Any]) -> Any:
    """Return the Pango context and language of a style: one for each direction and language."""
    key = (style["direction"], style["lang"])
    if key not in contexts:
        context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
        language_text, _kept = line_break.unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(language_text)
        pango.pango_context_set_language(context, language)
        contexts[key] = (context, language)
    return contexts[key]


def one_strut_per_style() -> list[Patch]:
    """Measure the height of an empty line once per style."""
    measure = line_break.strut

    def strut(style: Any) -> Any:
        known = style.__dict__.get("strut")
        if known is None:
            known = style.strut = measure(style)
        return known

    return [(line_break, "strut", strut), (inline, "strut", strut)]


# "10. " and "• " are markers, words are not worth remembering.
LONGEST_MARKER = 4


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


def _only_text(box: Any) -> Any:
    """Return the text box that is all there is in `box`, or None."""
    for _ in range(3):
        if isinstance(box, boxes.TextBox):
            return box
        if len(box.children) != 1:
            return None
        box = box.children[0]
    return box if isinstance(box, boxes.TextBox) else None
