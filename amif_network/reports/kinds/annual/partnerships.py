"""Chapter: the partnerships of the year, and how many there were in the years before."""

from collections import Counter
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amif_network.core.bilingual import localised
from amif_network.core.formats import format_date
from partnerships.models import Partnership
from partnerships.models.choices import Activity, Form, Formal
from partnerships.portfolio import in_lines, with_activity

from ...chapters import Cell, Chapter, Column, Table
from ...drawings import bars
from ..chaptered import year_of
from ..kind import Asked
from .years import as_of, first_day, last_day, whole, years


def within(partnerships: Any, year: int) -> Any:
    """Keep the partnerships whose period touches a year; one without a first day, or given up, is none of any year."""
    begun = partnerships.filter(starts_on__lte=last_day(year)).exclude(state=Formal.ABANDONED)
    return begun.filter(Q(ends_on=None) | Q(ends_on__gte=first_day(year)))


def read(asked: Asked, lang: str) -> Chapter:
    """Return the chapter; what happens is that of the last day of the year, or of today while it lasts."""
    year, day = year_of(asked.parameters), as_of(asked)
    mine = within(Partnership.objects.visible_to(asked.user), year)
    lines = in_lines(with_activity(mine, day).for_list().order_by("code"))
    found = [line.partnership for line in lines]
    begun = sum(one.starts_on.year == year for one in found)
    ended = sum(one.ends_on is not None and one.ends_on.year == year for one in found)
    running = sum(line.activity == Activity.RUNNING for line in lines)
    words = {"n": len(lines), "begun": begun, "ended": ended, "running": running}
    findings = [
        ngettext(
            "%(n)s partnership was under way: %(begun)s began, %(ended)s ended in the year.",
            "%(n)s partnerships were under way: %(begun)s began, %(ended)s ended in the year.",
            len(lines),
        ) % words
    ]  # fmt: skip
    if running:
        findings.append(_("On %(day)s %(n)s of them were running.") % {"day": format_date(day, lang), "n": running})
    return Chapter("partnerships", _("Partnerships"), findings, [_list(lines, lang), _forms(found), _by_year(asked)])


def _list(lines: list[Any], lang: str) -> Table:
    rows: list[list[Cell]] = []
    for line in lines:
        one = line.partnership
        rows.append(
            [one.code, localised(one, "title", lang), f"{line.host} + {line.partners}" if line.partners else line.host,
             one.starts_on, one.ends_on, str(one.get_state_display()), line.activity_label]
        )  # fmt: skip
    columns = [
        Column(_("Code"), width="w-10"), Column(_("Partnership")), Column(_("Host and partners"), width="w-20"),
        Column(_("First day"), width="w-15"), Column(_("Last day"), width="w-15"), Column(_("On paper"), width="w-10"),
        Column(_("What happens"), width="w-10"),
    ]  # fmt: skip
    return Table("list", _("The partnerships of the year"), columns, rows, empty=_("No partnership was under way in this year."))


def _forms(found: list[Any]) -> Table:
    counted = Counter(form for one in found for form in one.forms)
    rows: list[list[Cell]] = [[str(form.label), counted[form]] for form in Form if counted[form]]
    data = [(str(row[0]), [float(str(row[1]))]) for row in rows]
    title = _("How they work together")
    drawing = bars(title, _("A partnership may have several forms."), [title], data, whole(data))
    columns = [Column(_("Form"), width="w-60"), Column(_("Partnerships"), True)]
    return Table("forms", title, columns, rows, drawing=drawing, note=_("A partnership may have several forms."))


def _by_year(asked: Asked) -> Table:
    span = years(asked)
    visible = Partnership.objects.visible_to(asked.user).order_by()
    rows: list[list[Cell]] = []
    for year in span:
        mine = within(visible, year)
        begun, ended = mine.filter(starts_on__gte=first_day(year)), mine.filter(ends_on__lte=last_day(year))
        rows.append([str(year), mine.count(), begun.count(), ended.count()])
    data = [(str(row[0]), [float(str(row[1]))]) for row in rows]
    title = _("Partnerships by year")
    finding = _("Under way in %(first)s: %(a)s; in %(last)s: %(b)s.") % {
        "first": span[0], "a": rows[0][1], "last": span[-1], "b": rows[-1][1],
    }  # fmt: skip
    columns = [
        Column(_("Year")),
        Column(_("under way"), True, "w-25"),
        Column(_("begun"), True, "w-25"),
        Column(_("ended"), True, "w-25"),
    ]
    return Table("by-year", title, columns, rows, drawing=bars(title, finding, [_("under way")], data, whole(data)))
