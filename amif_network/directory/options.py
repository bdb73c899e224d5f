"""Organisations and people as options to choose from: a label, and a hint that tells namesakes apart."""

from datetime import date
from typing import Any

from amif_network.core.formats import format_date
from amif_network.directory.models import Organisation, Person


def organisation_option(organisation: Organisation, lang: str) -> dict[str, Any]:
    """Return the option for `organisation` on a page in `lang`; the label carries the language it is in."""
    name = organisation.localised_name(lang)
    return {"id": organisation.pk, "label": name.text, "hint": organisation_hint(organisation, lang), "lang": name.lang}


def organisation_hint(organisation: Organisation, lang: str) -> str:
    """Return what tells `organisation` apart: its name in the other language, its province, its last day."""
    name = organisation.localised_name(lang)
    other_names = {organisation.name_in(each) for each in ("fr", "nl")} - {name.text}
    place = organisation.get_province_display() or organisation.get_region_display()
    end = f"† {format_date(organisation.valid_to, lang)}" if organisation.valid_to else ""
    return " · ".join(part for part in (*other_names, place, end) if part)


def person_option(person: Person, on: date, lang: str) -> dict[str, Any]:
    """Return the option for `person` (affiliations loaded), with where they work on the day `on`."""
    places = list({one.organisation_id: one.organisation for one in person.affiliations.all() if one.is_valid_on(on)}.values())
    return {
        "id": person.pk,
        "label": str(person),
        "hint": " · ".join(place.name_in(lang) for place in places),
        "lang": lang,
        "organisations": [{"id": place.pk, "label": place.name_in(lang)} for place in places],
    }
