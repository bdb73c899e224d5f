"""What hits are narrowed down by: kind, year, organisation, state; counted over what is listed, as links that keep the rest."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise as Lazy
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Localised, active_language
from amif_network.core.questions import Question
from amif_network.directory.models import Organisation
from amif_network.directory.models.organisation import NAMES, everyday_name

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
        labels, others = _labels(name, values), _without(asked, name)
        choices = [
            Choice(labels[value], counted[value], _address(others, {} if chosen[name] else {name: value}), bool(chosen[name]))
            for value in values
            if value in labels
        ]
        if len(choices) > 1 or chosen[name]:
            result.append(Facet(name, LABELS[name], choices))
    return result


def _counted(found: Found) -> dict[str, Counter[str]]:
    states = [(fit.kind, fit.state) for fit in found.fits]
    return {
        "kind": Counter(KINDS[fit.kind].group for fit in found.fits),
        "year": Counter(str(year) for year in sorted((fit.day.year for fit in found.fits if fit.day), reverse=True)),
        "organisation": Counter(str(key) for fit in found.fits for key in fit.organisations),
        "state": Counter(f"{kind}.{state}" for kind, state in states if state and KINDS[kind].states),
    }


def _labels(name: str, values: list[str]) -> dict[str, Localised]:
    """Return the words for values of a facet; one that no record bears any more has none."""
    if name == "organisation":
        lang, rows = active_language(), _organisations([int(value) for value in values]) if values else []
        return {str(row.pk): everyday_name(row, lang) for row in rows}
    return {value: Localised(_word(name, value), active_language()) for value in values}


@Question
def _organisations(keys: list[int]) -> Any:
    return Organisation.objects.filter(pk__among=keys).values_list("pk", *NAMES, named=True)


def _word(name: str, value: str) -> str:
    if name == "kind":
        return str(GROUPS[value])
    if name == "year":
        return value
    kind, _dot, state = value.partition(".")
    return f"{KINDS[kind].label} – {KINDS[kind].state_label(state)}"


def _without(asked: QueryDict, name: str) -> str:
    """Return the words and the other filters of the address."""
    return urlencode([(key, values) for key, values in asked.lists() if key not in ("page", name)], doseq=True)


def _address(others: str, chosen: dict[str, str]) -> str:
    return "?" + "&".join(filter(None, (others, urlencode(chosen))))
