"""The attendance register of a period: who was at which meeting, for whom, and how often."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amif_network.core.bilingual import localised
from amif_network.core.formats import format_date, format_date_range
from amif_network.directory.folding import fold
from meetings.models import Attendance, Meeting
from meetings.models.choices import PRESENT, TOOK_PLACE, AttendanceStatus, MeetingSeries

from ..chapters import Cell, Chapter, Column, Table
from ..forms import PeriodForm
from .chaptered import Chaptered, Drafted
from .kind import Asked


class RegisterForm(PeriodForm):
    """A period, and which meetings."""

    series = forms.ChoiceField(
        label=gettext_lazy("Meetings"), choices=MeetingSeries.choices, initial=MeetingSeries.NETWORK, widget=forms.RadioSelect
    )


def period_of(parameters: Mapping[str, Any]) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day that were asked for."""
    first, last = (datetime.date.fromisoformat(parameters[name]) for name in ("first", "last"))
    return first, last


def period_in_words(parameters: Mapping[str, Any], lang: str) -> str:
    """Write the period: "du 1er janvier au 31 décembre 2025"."""
    return format_date_range(*period_of(parameters), lang)


def _meetings(asked: Asked) -> Any:
    visible = Meeting.objects.visible_to(asked.user).filter(state__in=TOOK_PLACE, series=asked.parameters["series"])
    return visible.filter(date__range=period_of(asked.parameters)).order_by("date", "pk")


def _rows(asked: Asked) -> Any:
    listed = Attendance.objects.filter(meeting__in=_meetings(asked).order_by().values("pk"))
    return listed.select_related("person", "organisation", "replaced_by").order_by("person__sort_key", "pk")


def read_register(asked: Asked, lang: str) -> Chapter:
    """Return the lists of all meetings, one table each, people by family name."""
    lists: dict[int, list[Any]] = defaultdict(list)
    for one in _rows(asked):
        lists[one.meeting_id].append(one)
    meetings = list(_meetings(asked))
    number = len(meetings)
    findings = [ngettext("%(n)s meeting took place.", "%(n)s meetings took place.", number) % {"n": number}]
    return Chapter("register", _("Lists of attendance"), findings, [_list(one, lists[one.pk], lang) for one in meetings])


def _list(meeting: Any, listed: list[Any], lang: str) -> Table:
    title = f"{format_date(meeting.date, lang)} – {localised(meeting, 'title', lang).text}"
    rows: list[list[Cell]] = [
        [one.person.name_by_family, one.organisation.name_in(lang) if one.organisation else None, _status(one)] for one in listed
    ]
    there = sum(one.status in PRESENT for one in listed)
    note = ngettext("%(n)s person took part.", "%(n)s people took part.", there) % {"n": there}
    columns = [Column(_("Person"), width="w-35"), Column(_("For"), width="w-35"), Column(_("Presence"))]
    return Table(f"m{meeting.pk}", title, columns, rows, note=note, empty=_("Nobody is on the list of this meeting."))


def _status(one: Any) -> str:
    words = str(one.get_status_display())
    if one.remote and one.status in PRESENT:
        words = f"{words}, {_('online')}"
    return f"{words}, {_('replaced by %(name)s') % {'name': one.replaced_by}}" if one.replaced_by else words


def read_counts(asked: Asked, lang: str) -> Chapter:
    """Return how often each person and each organisation took part."""
    people: Counter[tuple[str, str, int]] = Counter()
    meetings: dict[str, set[int]] = defaultdict(set)
    excused: Counter[tuple[str, str, int]] = Counter()
    for one in _rows(asked):
        name = one.organisation.name_in(lang) if one.organisation else ""
        key = (one.person.name_by_family, name, one.person_id)
        people[key] += one.status in PRESENT
        excused[key] += one.status == AttendanceStatus.EXCUSED
        if name and one.status in PRESENT:
            meetings[name].add(one.meeting_id)
    by_organisation: list[list[Cell]] = [[name, len(meetings[name])] for name in sorted(meetings, key=fold)]
    by_person: list[list[Cell]] = [
        [name, of, people[name, of, key], excused[name, of, key]] for name, of, key in people
    ]  # fmt: skip
    organisation = Table(
        "organisations", _("By organisation"), [Column(_("Organisation"), width="w-60"), Column(_("Meetings"), True)],
        by_organisation, note=_("Guests are counted. An organisation counts once a meeting, however many people came for it."),
    )  # fmt: skip
    person = Table(
        "people", _("By person"),
        [
            Column(_("Person"), width="w-30"), Column(_("For"), width="w-30"), Column(_("took part"), True, "w-20"),
            Column(_("excused"), True),
        ],
        by_person,
    )  # fmt: skip
    number = len(by_organisation)
    findings = [ngettext("%(n)s organisation was represented.", "%(n)s organisations were represented.", number) % {"n": number}]
    return Chapter("counts", _("How often"), findings, [organisation, person])


class Register(Chaptered):
    """Counts first, then the list of each meeting."""

    key = "attendance"
    title = gettext_lazy("Attendance register")
    question = gettext_lazy("Who was at the meetings of a period, and how often?")
    form = RegisterForm
    chapters = (
        Drafted("counts", gettext_lazy("How often"), read_counts),
        Drafted("register", gettext_lazy("Lists of attendance"), read_register),
    )

    def about(self, parameters: Mapping[str, Any], lang: str) -> str:
        """Return the period and which meetings."""
        return f"{period_in_words(parameters, lang)}, {MeetingSeries(parameters['series']).label}"

    def file_name(self, asked: Asked) -> str:
        """Return "registre-des-presences-2025-01-01-2025-12-31-fr"."""
        first, last = (asked.parameters[name] for name in ("first", "last"))
        return "-".join([slugify(str(self.title)), first, last, *asked.languages])


KIND = Register()
