"""The funding of a call: what every project asks of each source, against the ceilings, and the sums against the envelopes."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import localised

from ..ceilings import ZERO, Ceiling, SourceKey, ceilings, source_key
from ..envelopes import balances
from ..figures import NO_COSTS, Costs, costs
from ..models import Call, Project, ProjectFunding
from .sheet import sheet_html


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedProject:
    """A project: its planned cost, who pays it (`sources`), what others are asked for and granted, and its ceilings.

    `asked` and `granted` are those of the lists (`Project.objects.with_totals`); granted is None while nothing is decided.
    """

    code: str
    lead: str
    state: str
    cost: Decimal
    sources: list[Decimal]
    supplement: Decimal
    asked: Decimal
    granted: Decimal | None
    ceilings: list[Ceiling]

    @property
    def adds_up(self) -> bool:
        """True when the sources, the own contribution with them, pay exactly what the project costs."""
        return sum(self.sources, ZERO) == self.cost


def funding_html(call: Call, user: User, lang: str, *, at: datetime.datetime) -> str:
    """Return the sheet with the projects that exist for `user`; `call` is loaded by `for_detail`.

    The sums of the envelopes are those of all projects, also where the reader sees some of them only, as far as these are told.
    """
    with translation.override(lang):
        projects = _projects(call, user)
        sources = _sources(call, projects)
        found = costs(call)
        rows = [_row(call, one, found.get(one.pk, NO_COSTS), list(sources), lang) for one in projects]
        sums, standing = _sums(rows, len(sources)), balances(call, user)
        context = {
            "call": call,
            "sources": list(sources.values()),
            "rows": rows,
            "sums": sums,
            "supplemented": bool(sums["supplement"]),
            "capped": any(row.ceilings for row in rows),
            "balances": standing,
            "withheld": not all(one.is_told for one in standing),
            "partial": not user.is_coordinating,
        }
        kind = _("Funding of call %(number)s") % {"number": call.number}
    return sheet_html(
        "documents/projects/funding.html", context, lang=lang, title=localised(call, "title", lang), kind=kind, at=at
    )


def _projects(call: Call, user: User) -> list[Any]:
    """Return the projects with their totals, funding and supplements; three queries, however many they are."""
    found: Any = Project.objects.visible_to(user).filter(call=call).with_totals().select_related("lead")
    return list(found.prefetch_related("fundings", "supplements").order_by("code", "pk"))


def _sources(call: Call, projects: Iterable[Project]) -> dict[SourceKey, str]:
    """Return the sources that projects or envelopes name, with their names: the own contribution, then the others by kind."""
    order = list(ProjectFunding.Source.values)
    rows: list[Any] = [*(row for project in projects for row in project.fundings.all()), *call.envelopes.all()]
    names = {source_key(row): str(row.source_name or row.get_source_display()) for row in rows}
    return dict(
        sorted(names.items(), key=lambda found: (found[0][0] != ProjectFunding.Source.OWN, order.index(found[0][0]), found[0][1]))
    )


def _row(call: Call, project: Any, cost: Costs, keys: list[SourceKey], lang: str) -> PrintedProject:
    by_source: dict[SourceKey, Decimal] = defaultdict(lambda: ZERO)
    for row in project.fundings.all():
        by_source[source_key(row)] += row.asked
    asking = [*(row for row in project.fundings.all() if not row.is_own), *project.supplements.all()]
    return PrintedProject(
        code=project.code,
        lead=project.lead.name_in(lang),
        state=str(project.get_state_display()),
        cost=cost[0],
        sources=[by_source[key] for key in keys],
        supplement=sum((one.asked for one in project.supplements.all()), ZERO),
        asked=project.asked,
        granted=project.granted if any(row.granted is not None for row in asking) else None,
        ceilings=ceilings(call.envelopes.all(), by_source, total=cost[0], eligible=cost[1]),
    )


def _sums(rows: list[PrintedProject], width: int) -> dict[str, Any]:
    """Return the last row: the sums of the columns."""
    known = [row.granted for row in rows if row.granted is not None]
    return {
        "cost": sum((row.cost for row in rows), ZERO),
        "sources": [sum((row.sources[place] for row in rows), ZERO) for place in range(width)],
        "supplement": sum((row.supplement for row in rows), ZERO),
        "asked": sum((row.asked for row in rows), ZERO),
        "granted": sum(known, ZERO) if known else None,
    }
