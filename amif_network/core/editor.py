"""The form field of rich text: an editor where scripts run, a box of readable plain text where they do not.

The page holds the text twice: as HTML for the editor (`data-html`) and in the plain notation (core.plaintext) in the
textarea itself. A hidden field says which of the two is sent back. Whatever arrives is cleaned before anyone sees it.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import richtext
from .plaintext import from_plain, to_plain

# Far above the longest minutes of a whole day; what is longer was not written by hand.
MAX_LENGTH = 1_000_000
PLAIN, HTML = "plain", "html"


def notation_name(name: str) -> str:
    """Return the name of the field that says how the text of field `name` is written: "plain" or "html"."""
    return f"{name}-notation"


class RichTextWidget(forms.Textarea):
    """A textarea in the plain notation that static/js/editor/ turns into an editor."""

    template_name = "forms/widgets/richtext.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 8, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """Return the text as HTML, not yet cleaned."""
        value: str | None = data.get(name)
        if value is not None and data.get(notation_name(name)) == PLAIN:
            return from_plain(value)
        return value

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether the form was sent without this text."""
        return name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template both forms of the text; what was refused is shown cleaned, like everything."""
        context = super().get_context(name, value, attrs)
        html = richtext.sanitise(value or "")
        context["widget"] |= {"html": html, "value": to_plain(html), "notation_name": notation_name(name)}
        return context


class RichTextField(forms.CharField):
    """Rich text; its cleaned value is in the stored form."""

    widget = RichTextWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Clean what arrived; refuse what is too long to have been written."""
        text = str(value or "")
        if len(text) > MAX_LENGTH:
            message = _("This text is too long: at most %(limit)d characters.")
            raise ValidationError(message, code="max_length", params={"limit": MAX_LENGTH})
        return richtext.sanitise(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the canonical forms: white space and the notation make no change."""
        if self.disabled:
            return False
        return richtext.canonical(str(initial or "")) != richtext.canonical(str(data or ""))


# What the editor says. The names of buttons are also their tooltips.
WORDS: dict[str, str | Promise] = {
    "toolbar": _("Formatting of “%(field)s”"),
    "help": _("Alt+F10 goes to the formatting buttons, Escape leaves the text."),
    "heading": _("Heading"),
    "subheading": _("Smaller heading"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "bulletList": _("Bulleted list"),
    "orderedList": _("Numbered list"),
    "indent": _("Indent the list entry"),
    "outdent": _("Outdent the list entry"),
    "quote": _("Quotation"),
    "link": _("Link"),
    "footnote": _("Footnote"),
    "language": _("Language of the words"),
    "table": _("Table"),
    "insertTable": _("Insert a table"),
    "addRow": _("Add a row below"),
    "addColumn": _("Add a column to the right"),
    "deleteRow": _("Delete the row"),
    "deleteColumn": _("Delete the column"),
    "headerRow": _("Header row"),
    "headerColumn": _("Header column"),
    "caption": _("Caption of the table"),
    "deleteTable": _("Delete the table"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "linkTitle": _("Link"),
    "linkText": _("Text of the link"),
    "linkAddress": _("Address"),
    "linkHint": _("A complete web address (https://…) or an e-mail address."),
    "linkInvalid": _("This is no complete address. Example: https://www.mi-is.be"),
    "linkTextMissing": _("Write the words that lead to the address."),
    "footnoteTitle": _("Footnote"),
    "footnoteText": _("Text of the footnote"),
    "footnoteHint": _("It is printed at the foot of the page; its number is given automatically."),
    "footnoteMissing": _("Write the text of the footnote, or remove it."),
    "footnoteNumber": _("Footnote %(number)s: %(text)s"),
    "apply": _("Apply"),
    "cancel": _("Cancel"),
    "remove": _("Remove"),
    "noLanguage": _("As the rest of the text"),
    "fr": _("French"),
    "nl": _("Dutch"),
    "en": _("English"),
    "de": _("German"),
    "pasted": _("Pasted from another program: its structure is kept, its fonts and colours are not."),
    "pastedParts": _("Kept: %(parts)s."),
    "pastedDropped": _("Left out: %(parts)s."),
    "partLists": _("lists"),
    "partTables": _("tables"),
    "partHeadings": _("headings"),
    "partLinks": _("links"),
    "partFootnotes": _("footnotes"),
    "partImages": _("pictures"),
    "partComments": _("comments"),
    "partDeletions": _("words that were deleted with track changes"),
    "toPlain": _("Write without formatting tools"),
    "toFormatted": _("Write with formatting tools"),
    "notSwitched": _("Nothing has changed: the portal can't be reached just now. Try again in a moment."),
}
