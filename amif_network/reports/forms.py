"""What every form of a report asks: which file, in which language. A kind adds what it wants to know."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.core.forms import DateInput

from .models import Format, ReportLanguage

# Before it there was no network, after it nothing is planned.
FIRST_YEAR, YEARS_AHEAD = 2014, 5


class ReportForm(forms.Form):
    """Which file, in which language; what a subclass asks besides stands before."""

    format = forms.ChoiceField(label=gettext_lazy("File"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Language"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, formats: Mapping[str, Sequence[str]], language: str = "fr") -> None:
        super().__init__(data, initial={"format": next(iter(formats)), "language": language})
        self.formats = formats
        # What is asked of comes first, then the file.
        self.order_fields([name for name in self.fields if name not in ("format", "language")])
        self._offer("format", Format.choices, formats)
        self._offer("language", ReportLanguage.choices, {one for languages in formats.values() for one in languages})

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]], offered: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(value, label) for value, label in choices if value in offered]

    def clean(self) -> dict[str, Any]:
        """Refuse a language in which this kind of file is not made."""
        cleaned: dict[str, Any] = super().clean() or {}
        wanted, lang = cleaned.get("format"), cleaned.get("language")
        if wanted and lang and lang not in self.formats[wanted]:
            self.add_error("language", _("This file is in one language: choose French or Dutch."))
        return cleaned

    def parameters(self) -> dict[str, Any]:
        """Return what was asked besides file and language, as JSON keeps it."""
        others = {name: value for name, value in self.cleaned_data.items() if name not in ("format", "language")}
        return {name: _plain(value) for name, value in sorted(others.items())}


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, datetime.date) else value


class YearForm(ReportForm):
    """A calendar year; last year's report is the one that is asked for."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        this_year = timezone.localdate().year
        self._offer_years(range(this_year + 1, FIRST_YEAR - 1, -1))
        self.initial["year"] = this_year - 1

    def _offer_years(self, years: range) -> None:
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(year), str(year)) for year in years]


class PeriodForm(ReportForm):
    """From a day to a day, both of them included."""

    first = forms.DateField(label=gettext_lazy("First day"), widget=DateInput)
    last = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        year = timezone.localdate().year - 1
        self.initial.update(first=datetime.date(year, 1, 1), last=datetime.date(year, 12, 31))

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, or lies outside of every calendar of the network."""
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        bounds = (FIRST_YEAR, timezone.localdate().year + YEARS_AHEAD)
        for name, day in (("first", first), ("last", last)):
            if day and not bounds[0] <= day.year <= bounds[1]:
                words = {"first": bounds[0], "last": bounds[1]}
                self.add_error(name, _("Choose a day between %(first)s and %(last)s.") % words)
        return cleaned
