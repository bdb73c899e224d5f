"""The filters of the pages of knowledge, in their addresses; what is not understood filters nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import active_language
from amif_network.directory.models import Organisation

from .themes import KINDS


class HitFilter(forms.Form):
    """Which kind of thing, and in which year."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [("", _("every kind")), *KINDS.items()])
        offer(self, "year", [("", _("every year")), *((year, str(year)) for year in years)])
        self.is_valid()

    @property
    def active(self) -> bool:
        """True when some filter is set."""
        return any(self.cleaned_data.get(name) for name in self.fields)


class OrganisationFilter(forms.Form):
    """Whose answers are compared: those of some organisations, of all where none is ticked."""

    organisation = forms.TypedMultipleChoiceField(
        label=_("Organisations"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = active_language()
        offer(self, "organisation", [(one.pk, one.name_in(lang)) for one in organisations])
        self.is_valid()

    @property
    def chosen(self) -> frozenset[int]:
        """The keys of the organisations that are ticked."""
        return frozenset(self.cleaned_data.get("organisation", ()))


def offer(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    """Offer these choices in a field."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
