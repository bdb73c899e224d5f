"""Columns of the tables, as django-import-export knows them: fields with widgets that write and read one kind of value."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import NOT_PROVIDED, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export import fields, widgets

from amif_network.core.bilingual import LANGUAGES
from amif_network.core.inputs import LineField, refuse_control_characters

from . import cells
from .world import PeopleByName, World

# In characters: a cell of a spreadsheet holds 32 767, the forms of the portal less.
LONGEST_TEXT = 4000


class Text(widgets.Widget):  # type: ignore[misc]
    """Words, as they are."""

    # Shown in the cell by the spreadsheet program; "" leaves it to the program.
    number_format = "@"
    longest = LONGEST_TEXT

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the text. Raises ValueError for characters that no keyboard types."""
        text = cells.read_text(value)
        try:
            refuse_control_characters(text)
        except ValidationError as error:
            raise ValueError(error.message) from error
        if len(text) > self.longest:
            raise ValueError(_("This text is longer than %(most)d characters.") % {"most": self.longest})
        return text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the value as a cell holds it: text, number, date, None."""
        return value


class Line(Text):
    """One line of words, as the forms of the portal take it: a line break would end the subject of a mail."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the text on one line. Raises as `Text`."""
        return LineField(required=False).to_python(super().clean(value, row, **kwargs))


class Identifier(Line):
    """What other programs know a record by."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return it as text."""
        return str(value) if value else None


class Day(Text):
    """A date; one before `first_year` is taken for a slip of the finger."""

    number_format = "yyyy-mm-dd"
    first_year = cells.FIRST_YEAR

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the day, or None. Raises ValueError."""
        return cells.read_day(value, self.first_year)


class Clock(Text):
    """A time of day."""

    number_format = "hh:mm"

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the time, or None. Raises ValueError."""
        return cells.read_clock(value)


class Moment(Text):
    """Day and time, written with their offset from universal time: a spreadsheet has no time zones."""

    first_year = cells.FIRST_YEAR

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the moment, or None. Raises ValueError."""
        return cells.read_moment(value, self.first_year)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return it in ISO notation."""
        return value.isoformat() if value else None


class Amount(Text):
    """A number of two places."""

    number_format = "#,##0.00"

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the amount, or None. Raises ValueError."""
        return cells.read_number(value, _("“%(text)s” is no amount in euros and cents. Write it like 47500.00 or 47 500,00."))


class Euros(Amount):
    """An amount of money."""


class Year(Text):
    """A year, or another whole number."""

    number_format = "0"

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the number, or None. Raises ValueError."""
        text = cells.read_text(value)
        if text and not (text.isascii() and text.isdecimal() and len(text) < 6):
            raise ValueError(_("“%(text)s” is no whole number.") % {"text": text})
        return int(text) if text else None


class Truth(Text):
    """Yes or no."""

    number_format = "General"

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return True or False. Raises ValueError."""
        return cells.read_truth(value)


class Tick(Truth):
    """Yes or no; an empty cell says no."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return True or False. Raises ValueError."""
        return bool(cells.read_text(value)) and cells.read_truth(value)


class Choice(Text):
    """A word of a closed vocabulary, written as it is stored; read also as it is shown in French or Dutch."""

    def __init__(self, choices: type[TextChoices]) -> None:
        super().__init__()
        self.choices = choices

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the stored value, "" for an empty cell. Raises ValueError naming what is possible."""
        text = cells.read_text(value)
        if not text or text in self.choices.values:
            return text
        for lang in LANGUAGES:
            with override(lang):
                for stored, label in self.choices.choices:
                    if str(label).casefold() == text.casefold():
                        return stored
        known = ", ".join(self.choices.values)
        raise ValueError(_("“%(text)s” is not one of: %(known)s.") % {"text": text, "known": known})


class OfWorld(Text):
    """A record that stands in the directory; `world` is set by the table that reads."""

    world: World


class OrganisationName(OfWorld):
    """An organisation: written as its code, read as its code or as one of its names."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the organisation, None for an empty cell. Raises ValueError and notes the name where it is not known."""
        text = cells.read_text(value)
        return self.world.organisation(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the code."""
        return value.code if value else None


class PersonName(OfWorld):
    """A person by name; namesakes are numbered: "Anne Dubois (2)"."""

    # Set by the table that writes.
    people: PeopleByName

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the person, None for an empty cell. Raises ValueError where the name is not one person's."""
        text = cells.read_text(value)
        return self.world.person(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the name."""
        return self.people.label(value) if value else None


class Column(fields.Field):  # type: ignore[misc]
    """A column and its words. `needed`: it must be filled; `empty`: what an empty cell means; `shown`: it is not read."""

    def __init__(
        self,
        attribute: str,
        label: Promise | str,
        widget: Text | None = None,
        *,
        needed: bool = False,
        shown: bool = False,
        empty: Any = NOT_PROVIDED,
    ) -> None:
        super().__init__(attribute=attribute, widget=widget or Line(), readonly=shown, default=empty)
        self.label, self.needed = label, needed

    def clean(self, row: Any, **kwargs: Any) -> Any:
        """Read the cell of this column. Raises ValueError, also where a value is needed and missing."""
        value = super().clean(row, **kwargs)
        if self.needed and value in self.empty_values:
            raise ValueError(_("This cell is empty, but has to be filled."))
        return value

    def plain(self, instance: Any) -> str:
        """Return what the cell says as text that is the same in every language; "" for nothing."""
        value = self.export(instance)
        if value is None:
            return ""
        return str(value).replace("\r\n", "\n").strip() if isinstance(value, str) else str(value)
