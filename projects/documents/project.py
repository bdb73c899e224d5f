"""The sheet of a project: what it is, who pays, what it costs, what the rules of the call say, what was decided and paid."""

import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, localised
from amif_network.core.formats import format_date
from amif_network.core.money import format_euros

from .. import checks, figures
from ..envelopes import balances
from ..models import Project
from ..tables import budget_table, funding_table
from .sheet import sheet_html


def project_html(project: Any, user: User, lang: str, *, at: datetime.datetime) -> str:
    """Return the sheet of a project loaded by `for_detail` (Any: for its totals), as `user` may read it."""
    loaded = figures.of_project(project, balances(project.call, user))
    with translation.override(lang):
        context = {
            "project": project,
            "facts": _facts(project, lang),
            "summary": localised(project, "summary", lang),
            "funding": funding_table(loaded.fundings),
            "budget": budget_table(loaded.lines),
            "supplements": [
                (one.partner.name_in(lang), one.asked, one.granted, localised(one, "note", lang)) for one in loaded.supplements
            ],
            "checks": checks.checks(loaded, lang),
            "decree_lines": _decree_lines(project, lang),
            "payments": _payments(project, lang),
            "paid": loaded.paid,
        }
        kind = _("Project %(code)s") % {"code": project.code}
    return sheet_html(
        "documents/projects/project.html", context, lang=lang, title=localised(project, "title", lang), kind=kind, at=at
    )


def _facts(project: Any, lang: str) -> list[tuple[str, Localised]]:
    """Return what is known of the project beside its money; empty facts are left out."""
    first, last = (format_date(day, lang) if day else "…" for day in (project.period_start, project.period_end))
    call = localised(project.call, "title", lang)
    submitted, money = project.submitted_at, _("%(amount)s, all sources and supplements, without the own contribution")
    facts = [
        (_("Call"), Localised(f"{project.call.number} – {call}", call.lang, fallback=call.fallback)),
        (_("Lead organisation"), Localised(project.lead.name_in(lang), lang)),
        (_("Contact"), Localised(str(project.contact or ""), lang)),
        (_("State"), Localised(str(project.get_state_display()), lang)),
        (_("Period"), Localised(f"{first} – {last}" if project.period_start or project.period_end else "", lang)),
        (_("Submitted on"), Localised(format_date(timezone.localdate(submitted), lang) if submitted else "", lang)),
        (pgettext("amount", "Asked"), Localised(money % {"amount": format_euros(project.asked, lang)}, lang)),
        (pgettext("amount", "Granted"), Localised(format_euros(project.granted, lang) if project.granted else "", lang)),
    ]
    return [(term, value) for term, value in facts if value.text]


def _decree_lines(project: Project, lang: str) -> list[tuple[str, str, str, Any]]:
    rows = project.decree_lines.select_related("decree", "organisation").order_by("decree__signed_on", "pk")
    return [
        (one.decree.reference, format_date(one.decree.signed_on, lang), one.organisation.name_in(lang), one.amount)
        for one in rows
    ]  # fmt: skip


def _payments(project: Project, lang: str) -> list[tuple[str, str, str, Any, bool]]:
    """Return the payments in the order of their days; the last value tells a reversal."""
    rows = project.payments.order_by("received_on", "pk")
    return [
        (one.reference, str(one.get_kind_display()), format_date(one.received_on, lang), one.amount, one.reverses_id is not None)
        for one in rows
    ]
