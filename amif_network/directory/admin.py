"""The directory in the administration: for corrections that the pages do not offer."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from amif_network.core.administration import NamedTabularInline
from amif_network.directory.models import Affiliation, Organisation, OrganisationAlias, OrganisationMembership, Person


class AliasInline(NamedTabularInline):
    """Other spellings of an organisation."""

    model = OrganisationAlias
    extra = 1
    fields = ("text",)


class MembershipInline(NamedTabularInline):
    """Members of an intermunicipal service or network."""

    model = OrganisationMembership
    fk_name = "parent"
    extra = 1
    can_delete = False


class RecordAdmin(admin.ModelAdmin):
    """Records end, they are not deleted (DOMAIN §3)."""

    search_fields = ("search_text",)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Search like the pages do, whatever the accents."""
        return queryset.search(search_term), False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer no deletion."""
        return False


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    """Organisations with their spellings and members."""

    list_display = ("code", "short_fr", "short_nl", "kind", "language_regime", "valid_to", "network_from", "network_to")
    list_filter = ("kind", "region", "province", "language_regime", "size_class")
    readonly_fields = ("loaded",)
    inlines = (AliasInline, MembershipInline)


class AffiliationInline(NamedTabularInline):
    """Where a person works and worked."""

    model = Affiliation
    extra = 0
    can_delete = False


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    """People with their affiliations."""

    list_display = ("family_name", "given_name", "email", "preferred_language", "show_role")
    list_filter = ("preferred_language", "show_role")
    inlines = (AffiliationInline,)
