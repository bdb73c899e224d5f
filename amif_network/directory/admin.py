"""The directory in the administration: for corrections that the pages do not offer, and for many records at once."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from amif_network.core.administration import NamedTabularInline, Question, Record, Rows, Shown, asks_first
from amif_network.core.forms import DateInput
from amif_network.core.inputs import DateField
from amif_network.directory.models import Affiliation, Organisation, OrganisationAlias, OrganisationMembership, Person
from amif_network.directory.watching import watched


class LastDayForm(forms.Form):
    """A day with which something ends."""

    day = DateField(label=gettext_lazy("Last day"), widget=DateInput)


def _not_ended(column: str) -> Q:
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gt": timezone.localdate()})


END = Question(
    gettext_lazy(
        "These affiliations end on the day you give. Who has no other one then cannot sign in any more, from that day on."
    ),
    possible=lambda affiliations, request: affiliations.filter(_not_ended("valid_to")),
    form=LastDayForm,
)
CLOSE = Question(
    gettext_lazy("These organisations leave the network on the day you give. Their records, people and partnerships remain."),
    possible=lambda organisations, request: organisations.filter(_not_ended("network_to"), network_from__isnull=False),
    form=LastDayForm,
)


def _ended(records: QuerySet[Any], values: dict[str, Any]) -> int:
    """Give each record its last day, locked. Raises ValidationError that names the record which refuses it."""
    locked = list(records.select_for_update(of=("self",)))
    for record in locked:
        for name, value in values.items():
            setattr(record, name, value)
        try:
            record.full_clean()
        except ValidationError as error:
            raise ValidationError([f"{record}: {sentence}" for sentence in error.messages]) from error
        record.save(update_fields=list(values))
    return len(locked)


class DirectoryRecord(Record):
    """Searched like the pages do, whatever the accents."""

    search_fields = ("search_text",)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Ask as the pages ask."""
        return queryset.search(search_term), False


class AliasInline(NamedTabularInline):
    """Other spellings of an organisation."""

    model = OrganisationAlias
    extra = 1
    fields = ("text",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let a spelling go: it only helps to recognise names."""
        return self.has_change_permission(request, obj)


class MembershipInline(NamedTabularInline):
    """Members of an intermunicipal service or network."""

    model = OrganisationMembership
    fk_name = "parent"
    extra = 0
    can_delete = False


@admin.register(Organisation)
class OrganisationAdmin(DirectoryRecord):
    """Organisations with their spellings and members."""

    list_display = ("code", "short_fr", "short_nl", "kind", "language_regime", "network_from", "network_to", "valid_to")
    list_display_links = ("code", "short_fr", "short_nl")
    list_filter = (
        "kind", "language_regime", "region", "province", "size_class",
        ("network_from", admin.EmptyFieldListFilter), ("valid_to", admin.EmptyFieldListFilter),
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("code", "kind")}),
        (
            gettext_lazy("Names"),
            {"fields": tuple(f"{name}_{lang}" for name in ("short", "name", "city") for lang in ("fr", "nl", "de"))},
        ),
        (gettext_lazy("Place and language"), {"fields": ("language_regime", "region", "province", "size_class", "website")}),
        (gettext_lazy("Membership of the network"), {"fields": (("network_from", "network_to"),)}),
        (gettext_lazy("Beginning and end"), {"fields": (("valid_from", "valid_to"), "successor")}),
    )
    inlines = (AliasInline, MembershipInline)
    actions = ("close_membership",)

    @asks_first(gettext_lazy("End the membership of the network"), CLOSE)
    def close_membership(self, request: HttpRequest, organisations: QuerySet[Organisation], said: dict[str, Any]) -> str:
        """Write the last day of the membership of the network."""
        number = _ended(organisations, {"network_to": said["day"]})
        return ngettext("%(number)s organisation leaves the network.", "%(number)s organisations leave the network.", number) % {
            "number": number
        }


class Affiliations(Rows):
    """Where a person works and worked; it is changed on the pages, which tell whose access depends on it."""

    model = Affiliation
    fields = ("organisation", "function_fr", "function_nl", "valid_from", "valid_to")
    related = ("organisation",)


@admin.register(Person)
class PersonAdmin(DirectoryRecord):
    """People with their affiliations."""

    list_display = ("family_name", "given_name", "email", "phone", "preferred_language", "show_role")
    list_display_links = ("family_name", "given_name")
    list_filter = ("preferred_language", "show_role", ("email", admin.EmptyFieldListFilter))
    fieldsets = ((None, {"fields": (("given_name", "family_name"), ("email", "phone"), "preferred_language", "show_role")}),)
    inlines = (Affiliations,)


@admin.register(Affiliation)
class AffiliationAdmin(Shown):
    """Who works where; an affiliation ends, it is never deleted (DOMAIN §3)."""

    list_display = ("person", "organisation", "function_fr", "function_nl", "valid_from", "valid_to")
    list_filter = (("valid_to", admin.EmptyFieldListFilter), "organisation__kind")
    list_select_related = ("person", "organisation")
    search_fields = ("person__search_text", "organisation__search_text", "function_fr", "function_nl")
    date_hierarchy = "valid_from"
    actions = ("end",)
    shown_with = "person"

    @asks_first(gettext_lazy("End on a day"), END)
    def end(self, request: HttpRequest, affiliations: QuerySet[Affiliation], said: dict[str, Any]) -> str:
        """Write the last day of affiliations that have not ended yet."""
        number = 0
        for person in Person.objects.filter(affiliations__in=affiliations.values("pk")).distinct().order_by("pk"):
            with watched(person, by=request.user):
                number += _ended(affiliations.filter(person=person), {"valid_to": said["day"], "from_lists": False})
        return ngettext("%(number)s affiliation ends on that day.", "%(number)s affiliations end on that day.", number) % {
            "number": number
        }
