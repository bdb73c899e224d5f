"""The overview of calls: one table of all of them, then the sheet of each, and its funding, as their pages print them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amif_network.core.bilingual import localised
from projects import documents
from projects.call_list import listed
from projects.models import Call, Project
from projects.models.choices import CallPhase
from projects.portfolio import Totals, totals_of_all
from projects.wording.dates import days_in_words

from ..chapters import Cell, Chapter, Column, Table
from ..forms import ReportForm
from .chaptered import Drafted
from .kind import Asked
from .sheeted import Sheet, Sheeted

PAST = (CallPhase.ARCHIVED, CallPhase.CANCELLED)
ZERO = Decimal(0)


class CallsForm(ReportForm):
    """Which calls."""

    past = forms.BooleanField(label=gettext_lazy("With archived and cancelled calls"), required=False)


def _calls(asked: Asked) -> Any:
    found = Call.objects.visible_to(asked.user).latest_first()
    return found if asked.parameters["past"] else found.exclude(state__in=PAST)


def read_calls(asked: Asked, lang: str) -> Chapter:
    """Return the table of all calls, with the sums of their projects as the page of each call tells them."""
    today = timezone.localdate(asked.at)
    keys = list(_calls(asked).values_list("pk", flat=True))
    rows: list[list[Cell]] = []
    sums: list[Totals] = []
    for key, line in zip(keys, listed(_calls(asked), asked.user, today), strict=True):
        total = totals_of_all(Project.objects.filter(call=key).count(), call=key)
        sums.append(total)
        follows = f"{line.next.what}: {days_in_words(line.next, lang)}" if line.next else None
        rows.append(
            [line.number, line.title, str(line.phase.label), follows, total.number, total.asked, total.granted, total.paid]
        )
    number = len(rows)
    findings = [ngettext("%(n)s call.", "%(n)s calls.", number) % {"n": number}]
    money = (_("Asked"), _("Granted"), _("Paid"))
    columns = [
        Column(_("Call"), width="w-10"),
        Column(_("Title"), width="w-15"),
        Column(_("Phase"), width="w-10"),
        Column(_("What comes next"), width="w-15"),
        Column(_("Projects"), True, "w-10"),
        *(Column(label, True) for label in money),
    ]
    total_row: list[Cell] = []
    if sums:
        added = [sum((getattr(one, name) for one in sums), ZERO) for name in ("asked", "granted", "paid")]
        total_row = [_("Together"), None, None, None, sum(one.number for one in sums), *added]
    table = Table("list", _("Calls and their projects"), columns, rows, total_row, empty=_("There is no such call."))
    return Chapter("calls", _("All calls"), findings, [table])


class Calls(Sheeted):
    """The calls of the network."""

    key = "calls"
    title = gettext_lazy("Overview of calls")
    question = gettext_lazy("Which calls are there, which dates, how much money?")
    form = CallsForm
    chapters = (Drafted("calls", gettext_lazy("All calls"), read_calls),)

    def about(self, parameters: Mapping[str, Any], lang: str) -> str:
        """Say whether past calls are in it."""
        return _("with archived and cancelled calls") if parameters["past"] else _("without archived and cancelled calls")

    def sheets(self, asked: Asked, lang: str) -> Sequence[Sheet]:
        """Return the sheet of each call, and that of its funding where it has projects."""
        found = []
        funded = set(Project.objects.filter(call__in=_calls(asked).order_by().values("pk")).values_list("call", flat=True))
        for call in _calls(asked):
            words = {"number": call.number, "title": localised(call, "title", lang).text}
            html = partial(_html, documents.call_html, call.pk, asked, lang)
            found.append(Sheet(f"{call.pk}", _("Call %(number)s – %(title)s") % words, html))
            if call.pk in funded:
                html = partial(_html, documents.funding_html, call.pk, asked, lang)
                found.append(Sheet(f"{call.pk}-funding", _("Call %(number)s – funding") % words, html))
        return found


def _html(draw: Any, key: int, asked: Asked, lang: str) -> str:
    call = Call.objects.for_detail(asked.user).get(pk=key)
    html: str = draw(call, asked.user, lang, at=asked.at)
    return html


KIND = Calls()
