"""The status of all partnerships that a person sees: a page that sums them up, what needs attention, then each in full."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.alerts.alert import Alert, Severity, worst_first
from amif_network.alerts.gathering import set_aside
from amif_network.core.bilingual import Localised, localised
from projects.documents.sheet import sheet_html

from ..alerts.facts import ZERO, Facts
from ..alerts.loading import load
from ..alerts.rules import found
from ..models import Partnership
from ..portfolio import Line, in_lines, with_activity
from .status import report_of

# So many are printed in full, about forty pages and some seconds; of more, the summary says enough for one sheet.
MOST_IN_FULL = 10
PRESSING = (Severity.HIGH, Severity.CRITICAL)


@dataclass(frozen=True, slots=True)
class Sums:
    """Budgets of all years, what came in for them, what was transferred, what was accepted and is not transferred; euros."""

    budget: Decimal = ZERO
    received: Decimal = ZERO
    transferred: Decimal = ZERO
    owed: Decimal = ZERO

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.budget + other.budget, self.received + other.received, self.transferred + other.transferred,
            self.owed + other.owed,
        )  # fmt: skip

    @classmethod
    def of(cls, facts: Facts) -> "Sums":
        """Return the sums of one partnership, as far as its reader sees its money."""
        return cls(
            sum((one.amount for one in facts.budgets), ZERO),
            facts.receipts.received,
            sum((one.transferred for one in facts.budgets), ZERO),
            sum((one.open_amount for one in facts.claims), ZERO),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A partnership in the summary: `verdict` is its most urgent alert in a word; `pressing`: it is more than a hint."""

    line: Line
    title: Localised
    verdict: str
    pressing: bool
    alerts: list[Alert]
    sums: Sums


def overview_html(partnerships: Any, user: User, lang: str, *, at: datetime.datetime) -> str:
    """Return the reports of `partnerships`, which `visible_to` annotated for `user`."""
    day = timezone.localdate(at)
    with translation.override(lang):
        rows = rows_of(partnerships, user, lang, day)
        in_full = _reports(partnerships, user, lang, day) if 0 < len(rows) <= MOST_IN_FULL else []
        context = {
            "rows": rows,
            "sums": sum((row.sums for row in rows), Sums()),
            "counts": _counts(rows),
            "urgent": [row for row in rows if row.alerts],
            "reports": in_full,
            "most": MOST_IN_FULL,
            "partial": not user.is_coordinating,
        }
        title, kind = Localised(_("Status of the partnerships"), lang), _("Report")
    return sheet_html("documents/partnerships/overview.html", context, lang=lang, title=title, kind=kind, at=at)


def overview_name(lang: str) -> str:
    """Return the name of the file: "etat-des-partenariats-fr.pdf"."""
    with translation.override(lang):
        return f"{slugify(_('Status of the partnerships'))}-{lang}.pdf"


def rows_of(partnerships: Any, user: User, lang: str, day: datetime.date) -> list[Row]:
    """Return the lines of the list with their alerts and sums; the same queries however many there are."""
    lines = in_lines(with_activity(partnerships, day).for_list())
    known = {facts.pk: facts for facts in load([line.partnership.pk for line in lines], user, day)}
    live = set_aside([alert for facts in known.values() for alert in found(facts, day)], day).live
    by_subject: dict[int, list[Alert]] = {}
    for alert in worst_first(live):
        by_subject.setdefault(alert.subject.pk, []).append(alert)
    return [_row(line, by_subject.get(line.partnership.pk, []), known[line.partnership.pk], lang) for line in lines]


def _row(line: Line, alerts: list[Alert], facts: Facts, lang: str) -> Row:
    alerts = alerts if line.partnership.state != Partnership.State.ABANDONED else []
    worst = alerts[0].severity if alerts else None
    return Row(
        line=line,
        title=localised(line.partnership, "title", lang),
        verdict=str(worst.label) if worst else _("in order"),
        pressing=worst in PRESSING,
        alerts=alerts,
        sums=Sums.of(facts),
    )


def _counts(rows: list[Row]) -> list[tuple[str, int]]:
    """Return how many partnerships stand at each verdict, the worst first."""
    words = [*(str(one.label) for one in reversed(Severity)), _("in order")]
    numbers = [(word, sum(row.verdict == word for row in rows)) for word in words]
    return [(word, number) for word, number in numbers if number]


def _reports(partnerships: Any, user: User, lang: str, day: datetime.date) -> list[Any]:
    loaded = with_activity(partnerships, day).for_detail().order_by("-starts_on", "code")
    return [report_of(one, user, lang, day) for one in loaded]
