"""Styles computed once: most elements of a document look like others."""

from functools import lru_cache
from typing import Any

import tinycss2
from weasyprint.css import StyleFor
from weasyprint.formatting_structure import boxes
from weasyprint.layout import absolute, block, column, flex, grid, inline, page, percent, table
from weasyprint.layout import float as floats

from amif_network.core.pdf.speed.patch import Patch


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


def remembered_flow() -> list[Patch]:
    """Ask each style once whether its boxes are in the normal flow."""
    decide = boxes.Box.is_in_normal_flow

    def is_in_normal_flow(self: Any) -> bool:
        known: bool | None = self.style.__dict__.get("in_flow")
        if known is None:
            known = self.style.in_flow = decide(self)
        return known

    return [(boxes.Box, "is_in_normal_flow", is_in_normal_flow)]
