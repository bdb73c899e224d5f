"""How every form of the portal is drawn: one template for a form, one for a field, one for a set of rows.

Settings name HouseRenderer as FORM_RENDERER, so `{{ form }}`, `{{ form.title_fr.as_field_group }}` and
`{{ formset }}` all come out with label, hint, error and language wired for assistive technology.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict

from .bilingual import LANGUAGES
from .combobox import Typed

# The design system draws boxes of text, lists to choose from, radio buttons and tick boxes; not these.
PLAIN_TYPES = frozenset({"hidden", "submit", "button", "image", "reset", "range", "color"})


def language_of_field(name: str) -> str:
    """Return "fr" or "nl" for a field named like `title_fr` or `form-0-title_nl`, "" for any other."""
    stem, _, ending = name.rpartition("_")
    return ending if stem and ending in LANGUAGES else ""


def send(data: QueryDict, name: str, value: Any) -> None:
    """Put `value`, prepared by its field, into `data` as a browser would send it; nothing is sent for None and False."""
    data.pop(name, None)
    if isinstance(value, Typed):
        data[name] = value.text
        data.setlist(f"{name}_pick", list(value.picks))
    elif value is True:
        data[name] = "on"
    elif value is not None and value is not False:
        data[name] = str(value)


def drawn_from(form: forms.BaseForm) -> str:
    """Return all that the drawing of `form` depends on, in the language of the page: what was drawn may be kept under it."""
    fields = [
        (
            bound.html_name, bound.label, bound.help_text, bound.value(), list(bound.errors), bound.field.required,
            type(bound.field.widget), bound.field.widget.attrs, _in_words(getattr(bound.field, "choices", ())),
        )
        for bound in form
    ]  # fmt: skip
    return repr((type(form), form.auto_id, fields))


def _in_words(choices: Iterable[tuple[Any, Any]]) -> list[tuple[str, Any]]:
    """Return choices and groups of choices as they will be written."""
    return [
        (str(value), _in_words(label) if isinstance(label, list | tuple) else str(label)) for value, label in choices
    ]  # fmt: skip


class DateInput(forms.DateInput):
    """The browser's own date field; it wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time field, in hours and minutes."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class HouseRenderer(TemplatesSetting):
    """Renders forms with the templates of templates/forms/ and widgets with the design system's class."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    formset_template_name = "forms/formset.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Render `template_name`; a widget gets its class and, where its text has one language, its `lang`."""
        if "widget" in context:
            self._dress(context["widget"])
        return super().render(template_name, context, request)

    def _dress(self, widget: dict[str, Any]) -> None:
        parts = widget.get("subwidgets") or self._buttons(widget)
        if parts:
            for part in parts:
                self._dress(part)
        elif widget.get("type") not in PLAIN_TYPES:
            attrs = widget["attrs"]
            attrs["class"] = " ".join(["ds-input", *(name for name in attrs.get("class", "").split() if name != "ds-input")])
            if lang := language_of_field(widget["name"]):
                attrs.setdefault("lang", lang)

    def _buttons(self, widget: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the radio buttons or tick boxes a group consists of; the options of a select are none."""
        options = [option for _group, options, _index in widget.get("optgroups", ()) for option in options]
        return [option for option in options if option.get("type") in ("radio", "checkbox")]
