"""Organisations under all their names."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import Scope, User
from amif_network.directory.models import Organisation, OrganisationAlias

from .. import parameters as by
from ..fields import KEY, TEXT, URL, Field, Json, at, bilingual, date, identity, reference, schema_of, text, word
from ..parameters import Rows
from .resource import Resource, changed

REFERENCE = {
    "id": Field(KEY, int, 7),
    "url": Field(URL, str, "https://portal.example.org/api/v1/organisations/7"),
}


def _successor(row: Any) -> Json:
    return reference("organisation", row.successor) if row.successor else None


def _rows(reader: User) -> Rows:
    updated = changed((Organisation, "pgh_obj"), (OrganisationAlias, "organisation"))
    visible = Organisation.objects.visible_to(reader).defer("loaded", "search_text")
    return visible.annotate(updated=updated).select_related("successor").prefetch_related("aliases")


def _valid_on(rows: Rows, value: Any) -> Rows:
    return rows.filter(Q(valid_from=None) | Q(valid_from__lte=value), Q(valid_to=None) | Q(valid_to__gte=value))


ORGANISATIONS = Resource(
    name="organisation",
    title=_("Organisations"),
    about=_("Official and everyday names, other spellings, since when and until when it exists, and what followed it."),
    scope=Scope.ORGANISATIONS,
    rows=_rows,
    fields={
        **identity("organisation"),
        "code": text("code", "cpas-exemple"),
        "kind": word("kind", Organisation.Kind, "cpas"),
        "name": bilingual("name", "Centre public d'action sociale d'Exemple", None),
        "short": bilingual("short", "CPAS d'Exemple", "OCMW Voorbeeld"),
        "aliases": Field({"type": "array", "items": TEXT}, lambda row: [one.text for one in row.aliases.all()], ["CPAS Ex."]),
        "region": word("region", Organisation.Region, "wallonia"),
        "valid_from": date("valid_from", None),
        "valid_to": date("valid_to", None),
        "network_from": date("network_from", "2020-01-01"),
        "network_to": date("network_to", None),
        "successor": Field({"anyOf": [schema_of(REFERENCE), {"type": "null"}]}, _successor, None),
        "updated": at("updated", "2026-02-01T10:00:00.000000+01:00"),
    },
    filters={
        "kind": by.one_of(Organisation.Kind, lambda rows, value: rows.filter(kind=value), _("Only organisations of this kind.")),
        "valid_on": by.on_day(_valid_on, _("Only organisations that exist on this day.")),
    },
)
