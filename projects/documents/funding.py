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
    """A project: its planned cost, what it asks and was granted (None: not decided) by source, and its ceilings."""

    code: str
    lead: str
    state: str
    cost: Decimal
    asked: list[Decimal]
    granted: list[Decimal | None]
    total_asked: Decimal
    total_granted: Decimal | None
    ceilings: list[Ceiling]

    @property
    def adds_up(self) -> bool:
        """True when the sources pay exactly what the project costs."""
        return self.total_asked == self.cost


def funding_html(call: Call, user: User, lang: str, *, at: datetime.datetime) -> str:
    """Return the sheet with the projects that exist for `user`; `call` is loaded by `for_detail`.

    The sums of the envelopes are those of all projects, also where the reader sees some of them only.
    """
    with translation.override(lang):
        projects = list(Project.objects.visible_to(user).filter(call=call).select_related("lead").order_by("code", "pk"))
        sources = _sources(call, projects)
        rows = _rows(call, projects, list(sources), lang)
        context = {
            "call": call,
            "sources": list(sources.values()),
            "rows": rows,
            "sums": _sums(rows, len(sources)),
            "capped": any(row.ceilings for row in rows),
            "balances": balances(call),
            "partial": not user.is_coordinating,
        }
        kind = _("Funding of call %(number)s") % {"number": call.number}
    return sheet_html(
        "documents/projects/funding.html", context, lang=lang, title=localised(call, "title", lang), kind=kind, at=at
    )


def _sources(call: Call, projects: Iterable[Project]) -> dict[SourceKey, str]:
    """Return the sources that projects or envelopes name, in the order of their kinds, with their names."""
    order = list(ProjectFunding.Source.values)
    rows: list[Any] = [*ProjectFunding.objects.filter(project__in=projects), *call.envelopes.all()]
    names = {source_key(row): str(row.source_name or row.get_source_display()) for row in rows}
    return dict(sorted(names.items(), key=lambda found: (order.index(found[0][0]), found[0][1])))


def _rows(call: Call, projects: list[Project], keys: list[SourceKey], lang: str) -> list[PrintedProject]:
    """Return the projects with their sums; two queries, however many they are."""
    fundings: dict[int, list[ProjectFunding]] = defaultdict(list)
    for row in ProjectFunding.objects.filter(project__in=projects):
        fundings[row.project_id].append(row)
    found = costs(call)
    return [_row(call, one, fundings[one.pk], found.get(one.pk, NO_COSTS), keys, lang) for one in projects]


def _row(
    call: Call, project: Project, fundings: list[ProjectFunding], cost: Costs, keys: list[SourceKey], lang: str
) -> PrintedProject:
    asked: dict[SourceKey, Decimal] = defaultdict(lambda: ZERO)
    granted: dict[SourceKey, Decimal] = {}
    for row in fundings:
        asked[source_key(row)] += row.asked
        if row.granted is not None:
            granted[source_key(row)] = granted.get(source_key(row), ZERO) + row.granted
    return PrintedProject(
        code=project.code,
        lead=project.lead.name_in(lang),
        state=str(project.get_state_display()),
        cost=cost[0],
        asked=[asked[key] for key in keys],
        granted=[granted.get(key) for key in keys],
        total_asked=sum(asked.values(), ZERO),
        total_granted=sum(granted.values(), ZERO) if granted else None,
        ceilings=ceilings(call.envelopes.all(), asked, total=cost[0], eligible=cost[1]),
    )


def _sums(rows: list[PrintedProject], width: int) -> dict[str, Any]:
    """Return the last row: the sums of the columns."""
    known = [row.total_granted for row in rows if row.total_granted is not None]
    return {
        "cost": sum((row.cost for row in rows), ZERO),
        "asked": [sum((row.asked[place] for row in rows), ZERO) for place in range(width)],
        "total_asked": sum((row.total_asked for row in rows), ZERO),
        "total_granted": sum(known, ZERO) if known else None,
    }
