"""The portfolio of partnerships: where they stand and what needs attention, then the report of each, as its page prints it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amif_network.core.bilingual import localised
from partnerships.documents import status_html
from partnerships.documents.overview import Sums, rows_of
from partnerships.models import Partnership
from partnerships.models.choices import Formal
from partnerships.portfolio import with_activity

from ..chapters import Cell, Chapter, Column, Table
from ..forms import ReportForm
from .chaptered import Drafted
from .kind import Asked
from .sheeted import Sheet, Sheeted


class PortfolioForm(ReportForm):
    """Which partnerships."""

    over = forms.BooleanField(label=gettext_lazy("With partnerships that are over"), required=False)


def _partnerships(asked: Asked) -> Any:
    found = Partnership.objects.visible_to(asked.user)
    if asked.parameters["over"]:
        return found
    going_on = found.exclude(state__in=(Formal.ENDED, Formal.NOT_RENEWED, Formal.TERMINATED, Formal.ABANDONED))
    return going_on.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate(asked.at)))


def read_summary(asked: Asked, lang: str) -> Chapter:
    """Return where each partnership stands, with the sums of its page, and what needs attention."""
    found = rows_of(_partnerships(asked), asked.user, lang, timezone.localdate(asked.at))
    rows: list[list[Cell]] = []
    for row in found:
        one, sums = row.line.partnership, row.sums
        parties = f"{row.line.host} + {row.line.partners}" if row.line.partners else row.line.host
        rows.append(
            [
                one.code,
                parties,
                str(one.get_state_display()),
                row.verdict,
                sums.budget,
                sums.received,
                sums.transferred,
                sums.owed,
            ]
        )
    together = sum((row.sums for row in found), Sums())
    total: list[Cell] = []
    if rows:
        total = [_("Together"), None, None, None, together.budget, together.received, together.transferred, together.owed]
    money = (_("Budget"), _("Come in"), _("Transferred"), _("Accepted, not transferred"))
    columns = [
        Column(_("Code"), width="w-10"), Column(_("Host and partners"), width="w-20"), Column(_("On paper"), width="w-15"),
        Column(_("Result"), width="w-10"), *(Column(label, True) for label in money),
    ]  # fmt: skip
    alerts: list[list[Cell]] = [
        [row.line.partnership.code, str(alert.severity.label), str(alert.sentence), str(alert.actor)]
        for row in found
        for alert in row.alerts
    ]
    number, urgent = len(found), sum(row.pressing for row in found)
    said = ngettext("%(n)s partnership, %(urgent)s of them urgent.", "%(n)s partnerships, %(urgent)s of them urgent.", number)
    heads = [
        Column(_("Code"), width="w-15"),
        Column(_("How urgent"), width="w-15"),
        Column(_("What"), width="w-45"),
        Column(_("Who must act")),
    ]
    return Chapter("summary", _("Where the partnerships stand"), [said % {"n": number, "urgent": urgent}], [
        Table("list", _("All partnerships"), columns, rows, total, empty=_("There is no such partnership.")),
        Table("attention", _("What needs attention"), heads, alerts),
    ])  # fmt: skip


class Portfolio(Sheeted):
    """The partnerships of the network."""

    key = "portfolio"
    title = gettext_lazy("Portfolio of partnerships")
    question = gettext_lazy("Where do the partnerships stand, and which need attention?")
    form = PortfolioForm
    chapters = (Drafted("summary", gettext_lazy("Where the partnerships stand"), read_summary),)

    def about(self, parameters: Mapping[str, Any], lang: str) -> str:
        """Say whether partnerships that are over are in it."""
        return _("with partnerships that are over") if parameters["over"] else _("partnerships that go on")

    def sheets(self, asked: Asked, lang: str) -> Sequence[Sheet]:
        """Return the report of each partnership."""
        return [
            Sheet(f"{one.pk}", f"{one.code} – {localised(one, 'title', lang).text}", partial(_html, one.pk, asked, lang))
            for one in _partnerships(asked).order_by("code", "pk")
        ]


def _html(key: int, asked: Asked, lang: str) -> str:
    visible = Partnership.objects.visible_to(asked.user).filter(pk=key)
    loaded = with_activity(visible.for_detail(), timezone.localdate(asked.at)).get()
    return status_html(loaded, asked.user, lang, at=asked.at)


KIND = Portfolio()
