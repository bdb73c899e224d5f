"""What hits are narrowed down by: kind, year, organisation, state; counted over what is listed, as links that keep the rest."""

from collections import Counter
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Localised, active_language
from amif_network.directory.models import Organisation

from .finding import Filters, Found
from .kinds import GROUPS, KINDS

MOST = 8
LABELS: dict[str, Lazy] = {"kind": _("Kind"), "year": _("Year"), "organisation": _("Organisation"), "state": _("State")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value: how many hits have it, and the page of these hits; of the chosen one, the page without the filter."""

    label: Localised
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow down."""

    name: str
    label: Lazy
    choices: list[Choice]


def facets(found: Found, filters: Filters, asked: QueryDict) -> list[Facet]:
    """Return the facets that tell hits apart, and those that are set. `asked`: the words and filters of the page. One query."""
    chosen = {
        "kind": filters.group,
        "year": str(filters.year or ""),
        "organisation": str(filters.organisation or ""),
        "state": filters.state,
    }
    result = []
    for name, counted in _counted(found).items():
        values = [value for value, _count in counted.most_common(MOST)]
        if chosen[name]:
            values = [chosen[name]]
        labels = _labels(name, values)
        choices = [
            Choice(labels[value], counted[value], _address(asked, name, "" if chosen[name] else value), bool(chosen[name]))
            for value in values
            if value in labels
        ]
        if len(choices) > 1 or chosen[name]:
            result.append(Facet(name, LABELS[name], choices))
    return result


def _counted(found: Found) -> dict[str, Counter[str]]:
    return {
        "kind": Counter(KINDS[fit.kind].group for fit in found.fits),
        "year": Counter(str(fit.day.year) for fit in sorted(found.fits, key=lambda fit: str(fit.day), reverse=True) if fit.day),
        "organisation": Counter(str(key) for fit in found.fits for key in fit.organisations),
        "state": Counter(f"{fit.kind}.{fit.state}" for fit in found.fits if fit.state and KINDS[fit.kind].states),
    }


def _labels(name: str, values: list[str]) -> dict[str, Localised]:
    """Return the words for values of a facet; one that no record bears any more has none."""
    if name == "organisation":
        found = Organisation.objects.defer("loaded", "search_text").in_bulk([int(value) for value in values])
        return {str(key): organisation.display_name for key, organisation in found.items()}
    return {value: Localised(_word(name, value), active_language()) for value in values}


def _word(name: str, value: str) -> str:
    if name == "kind":
        return str(GROUPS[value])
    if name == "year":
        return value
    kind, _dot, state = value.partition(".")
    return f"{KINDS[kind].label} – {KINDS[kind].state_label(state)}"


def _address(asked: QueryDict, name: str, value: str) -> str:
    query = asked.copy()
    query.pop("page", None)
    query.pop(name, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"
