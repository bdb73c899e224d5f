"""Chapter: what was promised at the meetings of the year and what became of it, and what was passed on."""

from collections import Counter, defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amif_network.core.bilingual import localised
from amif_network.directory.folding import fold
from meetings.models import Promise, Signal
from meetings.models.choices import Addressee, PromiseState, SignalState

from ...chapters import Cell, Chapter, Column, Share, Table
from ...drawings import bars
from ..chaptered import year_of
from ..kind import Asked
from .years import as_of, first_day, last_day, whole

KEPT = (PromiseState.ANSWERED, PromiseState.DONE)


def read(asked: Asked, lang: str) -> Chapter:
    """Return the chapter: the promises and signals of meetings of the year, as they stand today."""
    year = year_of(asked.parameters)
    said_in = (first_day(year), last_day(year))
    promises = list(Promise.objects.visible_to(asked.user).filter(meeting__date__range=said_in).for_list())
    signals = list(Signal.objects.visible_to(asked.user).filter(meeting__date__range=said_in))
    kept = sum(one.state in KEPT for one in promises)
    late = sum(one.is_overdue(as_of(asked)) for one in promises)
    number = len(promises)
    said = ngettext(
        "%(n)s promise was made, %(kept)s of them kept.", "%(n)s promises were made, %(kept)s of them kept.", number
    )  # fmt: skip
    findings = [said % {"n": number, "kept": kept}]
    if late:
        findings.append(ngettext("%(n)s promise is overdue.", "%(n)s promises are overdue.", late) % {"n": late})
    tables = [_by_organisation(promises, lang), _still_open(promises, lang), _signals(signals)]
    return Chapter("follow-up", _("Promises and signals"), findings, tables)


def _by_organisation(promises: list[Any], lang: str) -> Table:
    """Count promises by who owes them: the organisation, or a person for whom none was named."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for one in promises:
        counted[one.owed_by.name_in(lang) if one.owed_by else str(one.owed_by_person)][one.state] += 1
    rows: list[list[Cell]] = []
    for name in sorted(counted, key=fold):
        states = counted[name]
        kept = sum(states[state] for state in KEPT)
        rows.append(
            [name, states.total(), kept, states[PromiseState.OPEN], states[PromiseState.DROPPED], Share(kept, states.total())]
        )
    data = [(str(row[0]), [float(str(row[1])), float(str(row[2]))]) for row in rows]
    labels = [_("made"), _("kept")]
    finding = _("Made and kept, by who owes them.")
    total: list[Cell] = []
    if rows:
        sums = [sum(int(str(row[place])) for row in rows) for place in range(1, 5)]
        total = [_("Together"), *sums, Share(sums[1], sums[0])]
    columns = [
        Column(_("Owed by"), width="w-35"), Column(_("made"), True), Column(_("kept"), True), Column(_("open"), True),
        Column(_("dropped"), True), Column(_("Share kept"), True, "w-15"),
    ]  # fmt: skip
    return Table(
        "promises", _("Promises by who owes them"), columns, rows, total,
        drawing=bars(_("Promises made and kept"), finding, labels, data, whole(data)),
        note=_("Kept is what was answered or done."), empty=_("No promise was made at a meeting of this year."),
    )  # fmt: skip


def _still_open(promises: list[Any], lang: str) -> Table:
    rows: list[list[Cell]] = [
        [one.owed_by.name_in(lang) if one.owed_by else str(one.owed_by_person), localised(one, "text", lang), one.due]
        for one in promises
        if one.state == PromiseState.OPEN
    ]
    columns = [Column(_("Owed by"), width="w-25"), Column(_("Promise")), Column(_("Due on"), width="w-20")]
    return Table("open", _("Promises that are still open"), columns, rows)


def _signals(signals: list[Any]) -> Table:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for one in signals:
        counted[one.addressee][one.state] += 1
    rows: list[list[Cell]] = []
    for addressee in Addressee:
        if states := counted.get(addressee):
            passed_on = states[SignalState.SENT] + states[SignalState.REPLIED]
            rows.append([str(addressee.label), states.total(), passed_on, states[SignalState.REPLIED]])
    columns = [
        Column(_("To whom"), width="w-40"), Column(_("raised"), True), Column(_("passed on"), True), Column(_("replied"), True),
    ]  # fmt: skip
    return Table("signals", _("Signals to others"), columns, rows)
