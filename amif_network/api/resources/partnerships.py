"""The public facts of partnerships: who works with whom, how and when; no money, no people, no presence."""

from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import Scope, User
from amif_network.directory.models import Organisation
from partnerships.models import Partnership, Party
from partnerships.models.choices import Form

from .. import parameters as by
from ..fields import Field, at, bilingual, choice, date, identity, reference, schema_of, several, text, word, written
from ..parameters import Rows
from .organisations import REFERENCE
from .resource import Resource, changed


def _names(organisation: Organisation) -> dict[str, str | None]:
    """Return the everyday name in each language, None where there is none in it."""
    names = {lang: organisation.localised_name(lang) for lang in ("fr", "nl")}
    return {lang: None if name.fallback else name.text for lang, name in names.items()}


PARTY = {
    "role": word("role", Party.Role, "host"),
    "organisation": Field(
        schema_of(REFERENCE),
        lambda row: reference("organisation", row.organisation),
        {name: field.example for name, field in REFERENCE.items()},
    ),
    "name": Field(
        bilingual("short", "", "").schema,
        lambda row: _names(row.organisation),
        {"fr": "CPAS d'Exemple", "nl": "OCMW Voorbeeld"},
    ),
}


def _rows(reader: User) -> Rows:
    parties = Party.objects.select_related("organisation").order_by("role", "pk")
    updated = changed((Partnership, "pgh_obj"), (Party, "partnership"))
    return (
        Partnership.objects.visible_to(reader).annotate(updated=updated).prefetch_related(Prefetch("parties", queryset=parties))
    )


def _in_year(rows: Rows, value: int) -> Rows:
    return rows.filter(Q(starts_on__year__lte=value) & (Q(ends_on=None) | Q(ends_on__year__gte=value)))


def _parties(row: Any) -> list[dict[str, Any]]:
    return [written(PARTY, party) for party in row.parties.all()]


PARTNERSHIPS = Resource(
    name="partnership",
    title=_("Partnerships"),
    about=_("Who works with whom, in which form and in which period, and where it stands on paper."),
    scope=Scope.PARTNERSHIPS,
    rows=_rows,
    fields={
        **identity("partnership"),
        "code": text("code", "EXE-VOO"),
        "title": bilingual("title", "Accueillir ensemble", "Samen onthalen"),
        "forms": Field({"type": "array", "items": choice(Form)}, lambda row: list(row.forms), ["immersion"]),
        "state": word("state", Partnership.State, "signed"),
        "starts_on": date("starts_on", "2026-01-01"),
        "ends_on": date("ends_on", "2026-12-31"),
        "parties": several(PARTY, _parties),
        "updated": at("updated", "2026-01-15T10:00:00.000000+01:00"),
    },
    filters={
        "state": by.one_of(
            Partnership.State, lambda rows, value: rows.filter(state=value), _("Only partnerships in this state.")
        ),
        "year": by.year(_in_year, _("Only partnerships that run in this year.")),
        "organisation": by.key(
            lambda rows, value: rows.filter(pk__in=Party.objects.filter(organisation=value).values("partnership")),
            _("Only partnerships in which this organisation is a party."),
        ),
    },
)
