"""Chapter: who joined the network in the year, who came for the first time, and who left."""

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amif_network.directory.folding import fold
from amif_network.directory.models import Affiliation, Organisation, Person
from meetings.models import Attendance, Meeting
from meetings.models.choices import PRESENT, TOOK_PLACE, MeetingSeries

from ...chapters import Cell, Chapter, Column, Table
from ..chaptered import year_of
from ..kind import Asked
from .years import as_of, first_day


def read(asked: Asked, lang: str) -> Chapter:
    """Return the chapter."""
    period = (first_day(year_of(asked.parameters)), as_of(asked))
    joined = Organisation.objects.filter(network_from__range=period)
    left = Organisation.objects.filter(network_to__range=period)
    tables = [
        _members("joined", _("Organisations that joined the network"), joined, "network_from", lang),
        _members("left", _("Organisations that left the network"), left, "network_to", lang),
        _first_organisations(asked, period, lang),
        _first_people(asked, period, lang),
        _departures(period, lang),
    ]
    counts = [len(table.rows) for table in tables]
    findings = [
        _("Organisations that joined: %(joined)s, that left: %(left)s.") % {"joined": counts[0], "left": counts[1]},
        ngettext("%(n)s person was there for the first time.", "%(n)s people were there for the first time.", counts[3])
        % {"n": counts[3]},
        ngettext("%(n)s person left their organisation.", "%(n)s people left their organisation.", counts[4]) % {"n": counts[4]},
    ]
    return Chapter("people", _("Newcomers and departures"), findings, tables)


def _members(key: str, title: str, organisations: object, day: str, lang: str) -> Table:
    rows = [(one.name_in(lang), getattr(one, day)) for one in organisations.order_by(day, "pk")]  # type: ignore[attr-defined]
    return Table(key, title, [Column(_("Organisation"), width="w-60"), Column(_("Day"))], rows)


def _there(asked: Asked) -> object:
    meetings = Meeting.objects.visible_to(asked.user).filter(series=MeetingSeries.NETWORK, state__in=TOOK_PLACE)
    return Attendance.objects.filter(status__in=PRESENT, meeting__in=meetings.values("pk")).order_by()


def _first_organisations(asked: Asked, period: tuple, lang: str) -> Table:
    firsts = dict(
        _there(asked).exclude(organisation=None).values("organisation").annotate(day=Min("meeting__date"))  # type: ignore[attr-defined]
        .filter(day__range=period).values_list("organisation", "day")
    )  # fmt: skip
    found = sorted(
        ((one.name_in(lang), firsts[one.pk]) for one in Organisation.objects.filter(pk__in=firsts)), key=lambda row: fold(row[0])
    )
    columns = [Column(_("Organisation"), width="w-60"), Column(_("Meeting of"))]
    return Table("new-organisations", _("Organisations at a meeting for the first time"), columns, found)


def _first_people(asked: Asked, period: tuple, lang: str) -> Table:
    there = _there(asked)
    firsts = dict(
        there.values("person").annotate(day=Min("meeting__date")).filter(day__range=period).values_list("person", "day")  # type: ignore[attr-defined]
    )
    came = there.filter(person__in=firsts).select_related("organisation", "meeting")  # type: ignore[attr-defined]
    organisation = {one.person_id: one.organisation for one in came if one.meeting.date == firsts[one.person_id]}
    rows: list[list[Cell]] = []
    for person in Person.objects.filter(pk__in=firsts).order_by("sort_key", "pk"):
        of = organisation[person.pk]
        rows.append([person.name_by_family, of.name_in(lang) if of else None, firsts[person.pk]])
    columns = [Column(_("Person"), width="w-35"), Column(_("For"), width="w-40"), Column(_("Meeting of"))]
    return Table("new-people", _("People at a meeting for the first time"), columns, rows)


def _departures(period: tuple, lang: str) -> Table:
    """List affiliations that ended; those known from lists only end with the last list, which says nothing."""
    ended = Affiliation.objects.filter(valid_to__range=period, from_lists=False).select_related("person", "organisation")
    going_on = set(
        Affiliation.objects.filter(valid_from__lte=period[1], person__in=ended.values("person")).exclude(valid_to__lte=period[1])
        .values_list("person", "organisation")
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [one.person.name_by_family, one.organisation.name_in(lang), one.valid_to]
        for one in ended.order_by("person__sort_key", "pk")
        # Another function in the same house is no departure.
        if (one.person_id, one.organisation_id) not in going_on
    ]
    columns = [Column(_("Person"), width="w-35"), Column(_("Organisation"), width="w-40"), Column(_("Last day"))]
    return Table("departures", _("People who left their organisation"), columns, rows)
