"""Filters of the lists, and the records coordinating users keep: organisations, people, affiliations."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import active_language
from amif_network.core.collisions import CollisionForm
from amif_network.core.combobox import Combobox, ComboboxField, Question, Typed, pick
from amif_network.core.forms import DateInput
from amif_network.core.inputs import DateField, LineField
from amif_network.directory.choices import Kind, Region
from amif_network.directory.folding import fold
from amif_network.directory.models import (
    Affiliation,
    Organisation,
    OrganisationAlias,
    OrganisationQuerySet,
    Person,
    PersonQuerySet,
)
from amif_network.directory.options import organisation_hint


class ListFilter(forms.Form):
    """What a list may be narrowed by; it lives in the address, so a wrong value only goes unheeded."""

    q = LineField(label=_("Search"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))

    def chosen(self) -> dict[str, Any]:
        """Return the values that make sense and are set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class OrganisationFilter(ListFilter):
    """Search among organisations."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices])
    region = forms.ChoiceField(label=_("Region"), required=False, choices=[("", _("All regions")), *Region.choices])
    network = forms.BooleanField(label=_("Members of the network only"), required=False)
    past = forms.BooleanField(label=_("Also those that no longer exist"), required=False)

    def narrow(self, organisations: OrganisationQuerySet, on: date) -> OrganisationQuerySet:
        """Return those of `organisations` that were asked for, as of the day `on`."""
        chosen = self.chosen()
        found = organisations.search(chosen.get("q", ""))
        found = found.filter(**{name: chosen[name] for name in ("kind", "region") if name in chosen})
        if "network" in chosen:
            found = found.in_network_on(on)
        return found if "past" in chosen else found.valid_on(on)


class PersonFilter(ListFilter):
    """Search among people, and where they work."""

    organisation = LineField(label=_("Organisation"), required=False, max_length=100)

    def narrow(self, people: PersonQuerySet, on: date) -> PersonQuerySet:
        """Return those of `people` that were asked for; an organisation counts with the affiliations of the day `on`."""
        chosen = self.chosen()
        found = people.search(chosen.get("q", ""))
        if "organisation" in chosen:
            found = found.working_in(Organisation.objects.search(chosen["organisation"]), on)
        return found


class OrganisationField(ComboboxField):
    """The name of one organisation, completed while typing; without JavaScript it is matched like in a document.

    Returns an Organisation, or None for an empty box.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=Combobox("directory:organisation-options", create=False), **kwargs)

    def clean(self, value: Any) -> Organisation | None:
        """Return the organisation. Raises ValidationError, with a question to answer, where it is not certain."""
        typed: Typed = super().clean(value)
        chosen = Organisation.objects.filter(pk=key).first() if (key := typed.chosen(typed.text)).isdigit() else None
        if chosen or not typed.text:
            return chosen
        match = Organisation.objects.match(typed.text)
        if match.organisation:
            return match.organisation
        if not match.candidates:
            raise ValidationError(_("No organisation of this name is known."), code="unknown")
        lang = active_language()
        options = [
            (pick(one.pk, typed.text), f"{one.name_in(lang)} · {organisation_hint(one, lang)}") for one in match.candidates
        ]
        self.widget.questions = [Question(typed.text, options, create=False)]
        raise ValidationError(_("It is not certain which organisation this is. Choose one."), code="uncertain")


class SpellingsField(forms.CharField):
    """Other spellings of a name, one per line. Returns them by their folded form, so that each comes once."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """Show spellings on a line each."""
        return "\n".join(value.values()) if isinstance(value, dict) else value

    def clean(self, value: Any) -> dict[str, str]:
        """Return the spellings. Raises ValidationError for one that is too long or holds no letter."""
        line = LineField(max_length=OrganisationAlias._meta.get_field("text").max_length)
        spellings = {fold(text): text for text in map(line.clean, filter(str.strip, str(super().clean(value)).splitlines()))}
        if "" in spellings:
            raise ValidationError(_("A spelling needs at least one letter or digit."), code="no_letters")
        return spellings


class OrganisationForm(CollisionForm):
    """An organisation with its names in each language."""

    successor = OrganisationField(label=_("Successor"), required=False, help_text=_("The organisation that took over its tasks."))
    spellings = SpellingsField(
        label=_("Other spellings"),
        required=False,
        help_text=_("One per line. They are recognised when minutes are imported, and printed nowhere."),
    )

    class Meta:
        model = Organisation
        fields = (
            "kind", "short_fr", "short_nl", "short_de", "name_fr", "name_nl", "name_de",
            "city_fr", "city_nl", "city_de", "spellings",
            "language_regime", "region", "province", "size_class", "website",
            "network_from", "network_to", "valid_from", "valid_to", "successor",
        )  # fmt: skip
        field_classes: ClassVar = {
            **{f"{name}_{lang}": LineField for name in ("short", "name", "city") for lang in ("fr", "nl", "de")},
            **dict.fromkeys(("network_from", "network_to", "valid_from", "valid_to"), DateField),
        }
        widgets = dict.fromkeys(("network_from", "network_to", "valid_from", "valid_to"), DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["successor"] = self.instance.successor
        self.initial["spellings"] = self.standing.get("spellings", {})

    def value_of(self, name: str) -> Any:
        """Return the spellings, which are rows of their own, with the columns."""
        return dict(self.instance.aliases.values_list("normalised", "text")) if name == "spellings" else super().value_of(name)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under the headings of the page."""
        names = [f"{name}_{lang}" for name in ("short", "name", "city") for lang in ("fr", "nl", "de")]
        return [
            (gettext("Kind and names"), [self["kind"], *(self[name] for name in names), self["spellings"]]),
            (
                gettext("Place and language"),
                [self[name] for name in ("language_regime", "region", "province", "size_class", "website")],
            ),
            (gettext("Membership of the network"), [self["network_from"], self["network_to"]]),
            (gettext("Beginning and end"), [self["valid_from"], self["valid_to"], self["successor"]]),
        ]

    def validate_constraints(self) -> None:
        """Check the whole row: its key is not on this form, yet an organisation may not succeed itself."""
        _check_row(self)

    @transaction.atomic
    def save(self, commit: bool = True) -> Organisation:
        """Save the organisation, a new one under a code of its own, and its spellings."""
        organisation: Organisation = super().save(commit) if self.instance.pk else Organisation.objects.enter(self.instance)
        wanted = self.cleaned_data["spellings"]
        organisation.aliases.exclude(normalised__in=wanted).delete()
        known = set(organisation.aliases.values_list("normalised", flat=True))
        new = [OrganisationAlias(organisation=organisation, text=text) for key, text in wanted.items() if key not in known]
        OrganisationAlias.objects.bulk_create(new)
        return organisation


class PersonForm(CollisionForm):
    """A person; a second one of the same name is only made on purpose."""

    namesake = forms.BooleanField(label=_("This is another person of the same name"), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Person
        fields = ("given_name", "family_name", "email", "phone", "preferred_language", "show_role")
        field_classes: ClassVar = {"given_name": LineField, "family_name": LineField, "phone": LineField}

    def clean(self) -> dict[str, Any]:
        """Ask back before a new person gets the name of a known one."""
        data = super().clean() or self.cleaned_data
        key = fold(f"{data.get('given_name', '')} {data.get('family_name', '')}")
        if self.instance.pk is None and Person.objects.filter(search_text=key).exists() and not data.get("namesake"):
            self.fields["namesake"].widget = forms.CheckboxInput()
            self.add_error("namesake", ValidationError(_("Somebody of this name is already in the directory."), code="namesake"))
        return data


class AffiliationForm(CollisionForm):
    """Where a person works, in what function, since when."""

    organisation = OrganisationField(label=_("Organisation"))

    class Meta:
        model = Affiliation
        fields = ("organisation", "function_fr", "function_nl", "valid_from", "valid_to")
        field_classes: ClassVar = {
            "function_fr": LineField,
            "function_nl": LineField,
            "valid_from": DateField,
            "valid_to": DateField,
        }
        widgets: ClassVar = {"valid_from": DateInput, "valid_to": DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.organisation_id:
            self.initial["organisation"] = self.instance.organisation

    def save(self, commit: bool = True) -> Affiliation:
        """Save what a person vouches for now."""
        self.instance.from_lists = False
        return super().save(commit)  # type: ignore[no-any-return]

    def validate_constraints(self) -> None:
        """Check the whole row: the person is given by the address, yet affiliations may not overlap."""
        _check_row(self)


class EndAffiliationForm(CollisionForm):
    """The last day of an affiliation."""

    valid_to = DateField(
        label=_("Last day"),
        widget=DateInput,
        help_text=_("Whoever works nowhere else loses access to the portal as soon as this day has come: today means now."),
    )

    class Meta:
        model = Affiliation
        fields = ("valid_to",)

    def save(self, commit: bool = True) -> Affiliation:
        """Save what a person vouches for now."""
        self.instance.from_lists = False
        return super().save(commit)  # type: ignore[no-any-return]

    def validate_constraints(self) -> None:
        """Check the whole row: the first day is not on this form, yet the last may not be before it."""
        _check_row(self)


def _check_row(form: forms.ModelForm) -> None:
    """Check the constraints of the row with all its columns, except those whose field already has an error."""
    try:
        form.instance.validate_constraints(exclude=set(form.errors))
    except ValidationError as error:
        form.add_error(None, error)
