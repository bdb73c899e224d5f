"""Chapter: the meetings of the year, and how many there were in the years before."""

from collections import Counter
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amif_network.core.bilingual import localised
from meetings.models import Meeting
from meetings.models.choices import PRESENT, MeetingSeries, MeetingState

from ...chapters import Chapter, Column, Table
from ...drawings import bars, days
from ..chaptered import year_of
from ..kind import Asked
from .years import first_day, gatherings, last_day, whole, years


def read(asked: Asked, lang: str) -> Chapter:
    """Return the chapter."""
    year = year_of(asked.parameters)
    network = list(gatherings(asked.user, [year]).for_list().order_by("date", "pk"))
    committees = list(gatherings(asked.user, [year], MeetingSeries.COMMITTEE).order_by("date", "pk"))
    return Chapter("meetings", _("Meetings"), _findings(asked, network, committees), [
        _of_the_year(asked, network, committees, lang), _by_year(asked)
    ])  # fmt: skip


def _findings(asked: Asked, network: list[Any], committees: list[Any]) -> list[str]:
    number, others = len(network), len(committees)
    found = [
        ngettext("%(n)s meeting of the network took place.", "%(n)s meetings of the network took place.", number) % {"n": number},
        ngettext(
            "Committees of partnerships met %(n)s time.", "Committees of partnerships met %(n)s times.", others
        ) % {"n": others},
    ]  # fmt: skip
    if number:
        average = round(sum(one.present_count for one in network) / number)
        found.append(
            ngettext(
                "On average %(n)s person was there at a meeting of the network.",
                "On average %(n)s people were there at a meeting of the network.",
                average,
            ) % {"n": average}
        )  # fmt: skip
    cancelled = Meeting.objects.visible_to(asked.user).in_year(year_of(asked.parameters)).filter(state=MeetingState.CANCELLED)
    if gone := cancelled.count():
        found.append(ngettext("%(n)s meeting was cancelled.", "%(n)s meetings were cancelled.", gone) % {"n": gone})
    return found


def _of_the_year(asked: Asked, network: list[Any], committees: list[Any], lang: str) -> Table:
    year = year_of(asked.parameters)
    there = Q(attendances__status__in=PRESENT)
    counted = Meeting.objects.filter(pk__in=[one.pk for one in network]).order_by().annotate(
        number=Count("attendances__organisation", filter=there, distinct=True)
    )  # fmt: skip
    organisations = dict(counted.values_list("pk", "number"))
    rows = [
        (
            one.date, localised(one, "title", lang), str(one.get_mode_display()) if one.mode else None, one.present_count,
            organisations[one.pk], str(one.record.get_state_display()) if one.record else _("none"),
        )
        for one in network
    ]  # fmt: skip
    drawing = days(
        _("Meetings along the year %(year)s") % {"year": year},
        _("Each diamond is a meeting; the table names them."),
        [
            (_("Network"), [(one.date, localised(one, "title", lang).text) for one in network]),
            (_("Committees of partnerships"), [(one.date, localised(one, "title", lang).text) for one in committees]),
        ],
        first_day(year),
        last_day(year),
    )
    columns = [
        Column(_("Day"), width="w-15"), Column(_("Meeting")), Column(_("How"), width="w-15"),
        Column(_("People present"), True, "w-10"), Column(_("Organisations"), True, "w-15"), Column(_("Minutes"), width="w-15"),
    ]  # fmt: skip
    empty = _("No meeting of the network took place in this year.")
    return Table("year", _("The meetings of the network"), columns, rows, drawing=drawing, empty=empty)


def _by_year(asked: Asked) -> Table:
    span = years(asked)
    counted = {
        series: Counter(day.year for day in gatherings(asked.user, span, series).values_list("date", flat=True))
        for series in (MeetingSeries.NETWORK, MeetingSeries.COMMITTEE)
    }
    network, committees = counted[MeetingSeries.NETWORK], counted[MeetingSeries.COMMITTEE]
    rows = [(str(year), network[year], committees[year]) for year in span]
    data = [(name, values) for name, *values in rows]
    labels = [_("Network"), _("Committees of partnerships")]
    finding = _("Meetings in %(first)s: %(a)s; in %(last)s: %(b)s.") % {
        "first": span[0], "a": sum(data[0][1]), "last": span[-1], "b": sum(data[-1][1]),
    }  # fmt: skip
    drawing = bars(_("Meetings by year"), finding, labels, data, whole(data))
    columns = [Column(_("Year")), *(Column(label, True, "w-35") for label in labels)]
    return Table("by-year", _("Meetings by year"), columns, rows, drawing=drawing)
