"""What people type into forms: times, dates and amounts in the notations of both languages, single lines of text.

"14h15", "14.15 uur", "9u00", "9:30" and "1415" are times; "14/09/2021", "14.9.2021", "1er avril 2022",
"donderdag 21 april 2022" and "2021-09-14" are dates; "47 500,00 €" and "€ 47.500" are amounts. Nothing is
guessed: "14h5" or "3 jui 2021" is refused.
"""

import re
import unicodedata
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.utils.translation import gettext_lazy as _

from .bilingual import active_language
from .formats import NO_BREAK_SPACE, WORDINGS, format_time
from .money import format_euros, read_euros

_TIME = re.compile(r"(\d{1,2})(?:\s*[:.,hu]\s*(\d{2})?)?(?:\s*(?:h|u|uur|heures?))?", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"(\d{2})(\d{2})")
_ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_FIGURES = re.compile(r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})")
_WORDS = re.compile(r"(?:[a-z]+\.?,?\s+)?(?:le\s+)?(?P<day>\d{1,2})(?:er|e)?\s+(?P<month>[a-z]{3,})\.?\s+(?P<year>\d{4})")
# Soft hyphens, zero-width spaces, joiners of words, and what makes a text read in another order than it is written.
_UNSEEN = re.compile(r"[\xad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def room(model: type[Model], field: str) -> int:
    """Return how many characters the column of `field` holds: the limit of every form that fills it."""
    column = model._meta.get_field(field)
    assert isinstance(column, Field)
    assert column.max_length is not None
    return column.max_length


def parse_time(text: str) -> time | None:
    """Read a time of day in any notation of DOMAIN §9; None for what is none."""
    plain = " ".join(text.replace(NO_BREAK_SPACE, " ").split())
    found = _FOUR_DIGITS.fullmatch(plain) or _TIME.fullmatch(plain)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def parse_date(text: str) -> date | None:
    """Read a date written in figures or in French or Dutch words; None for what is none."""
    plain = _without_accents(" ".join(text.replace(NO_BREAK_SPACE, " ").split()).lower())
    for pattern in (_ISO_DATE, _FIGURES, _WORDS):
        if found := pattern.fullmatch(plain):
            month = found["month"]
            number = int(month) if month.isdigit() else _month(month)
            try:
                return date(int(found["year"]), number, int(found["day"]))
            except ValueError:
                return None
    return None


def _month(word: str) -> int:
    """Return the number of the one month whose French or Dutch name starts with `word`; 0 for none or two."""
    numbers = {
        number
        for wording in WORDINGS.values()
        for number, name in enumerate(wording.months, 1)
        if _without_accents(name).startswith(word)
    }
    return numbers.pop() if len(numbers) == 1 else 0


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


class TimeField(forms.TimeField):
    """A time of day, typed as people write it and shown in the language of the page ("14h15", "14.15")."""

    widget = forms.TextInput(attrs={"size": 6, "autocomplete": "off"})
    default_error_messages = {"invalid": _("This is no time of day. Write it like 14:15, 14h15 or 14.15.")}

    def to_python(self, value: Any) -> time | None:
        """Return the time, None for nothing typed. Raises ValidationError for what is no time."""
        if value in self.empty_values or isinstance(value, time):
            return value or None
        if not str(value).strip():
            return None
        read = parse_time(str(value))
        if read is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return read

    def prepare_value(self, value: Any) -> Any:
        """Show a time in the notation of the active language, and what was typed as it was typed."""
        lang = active_language()
        return format_time(value, lang).removesuffix(WORDINGS[lang].hour_unit) if isinstance(value, time) else value


class DateField(forms.DateField):
    """A day, typed in figures or in words of either language."""

    default_error_messages = {"invalid": _("This is no date. Write it like 14/09/2021.")}

    def to_python(self, value: Any) -> date | None:
        """Return the day, None for nothing typed. Raises ValidationError for what is no date."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        if not str(value).strip():
            return None
        read = parse_date(str(value))
        if read is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return read


class EuroField(forms.DecimalField):
    """An amount in euros, typed in the notation of either language and shown in that of the page."""

    widget = forms.TextInput(attrs={"size": 16, "inputmode": "decimal", "autocomplete": "off", "class": "numeric"})
    default_error_messages = {"invalid": _("This is no amount in euros. Write it like 47500 or 47500,50.")}

    def __init__(self, *, max_digits: int = 14, decimal_places: int = 2, **kwargs: Any) -> None:
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the amount, to the cent; None for nothing typed. Raises ValidationError for what is no amount."""
        if isinstance(value, Decimal):
            return value
        if value in self.empty_values or not str(value).strip():
            return None
        read = read_euros(str(value))
        if read is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return read

    def prepare_value(self, value: Any) -> Any:
        """Show an amount in the notation of the active language, and what was typed as it was typed."""
        return format_euros(value, active_language()) if isinstance(value, Decimal) else value


def refuse_control_characters(text: str) -> None:
    """Refuse characters that no keyboard types and that no PDF can hold; PostgreSQL refuses the first of them."""
    if _CONTROL.search(text):
        raise ValidationError(
            _("This text holds invisible control characters. Type it again instead of pasting it."), code="control"
        )


class LineField(forms.CharField):
    """One line of text: runs of spaces and line breaks become one space, control characters are refused, unseen ones dropped."""

    default_validators = [refuse_control_characters]

    def to_python(self, value: Any) -> str:
        """Return the text on one line, its characters composed, without what only word processors see."""
        typed = unicodedata.normalize("NFC", str(super().to_python(value) or ""))
        return " ".join(_UNSEEN.sub("", typed).split())
