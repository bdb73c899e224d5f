"""Chapter: which organisations and which people were at the meetings of the network, over the years."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amif_network.accounts.models import User
from amif_network.directory.folding import fold
from amif_network.directory.models import Organisation, Person
from meetings.models import Attendance
from meetings.models.choices import PRESENT

from ...chapters import Cell, Chapter, Column, Share, Table
from ...drawings import bars
from ..chaptered import year_of
from ..kind import Asked
from .years import as_of, gatherings, whole, years

# As many organisations as a drawing shows; the table has them all.
MOST_BARS = 25


@dataclass(frozen=True, slots=True)
class Presence:
    """At how many meetings of each year an organisation was represented, or a person was there."""

    held: Counter[int] = field(default_factory=Counter)
    organisations: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    people: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    # For which organisation a person came last.
    last_for: dict[int, int | None] = field(default_factory=dict)


def presence(user: User, span: list[int]) -> Presence:
    """Count meetings of the network by year; guests were there too. An organisation counts once a meeting, however many came."""
    meetings = gatherings(user, span)
    found = Presence(held=Counter(day.year for day in meetings.values_list("date", flat=True)))
    there = Attendance.objects.filter(meeting__in=meetings.order_by().values("pk"), status__in=PRESENT)
    rows = there.order_by("meeting__date", "meeting").values_list("meeting", "meeting__date", "organisation", "person")
    represented = set()
    for meeting, day, organisation, person in rows:
        found.people[person][day.year] += 1
        found.last_for[person] = organisation
        if organisation and (meeting, organisation) not in represented:
            represented.add((meeting, organisation))
            found.organisations[organisation][day.year] += 1
    return found


def read(asked: Asked, lang: str) -> Chapter:
    """Return the chapter."""
    span, year = years(asked), year_of(asked.parameters)
    found = presence(asked.user, span)
    members = set(Organisation.objects.in_network_on(as_of(asked)).values_list("pk", flat=True))
    names = {one.pk: one.name_in(lang) for one in Organisation.objects.filter(pk__in=members | set(found.organisations))}
    came = sum(1 for counted in found.organisations.values() if counted[year])
    silent = sorted((names[key] for key in members if not found.organisations[key][year]), key=fold)
    findings = [
        ngettext(
            "%(n)s organisation was represented at a meeting of the network at least once.",
            "%(n)s organisations were represented at a meeting of the network at least once.",
            came,
        ) % {"n": came}
    ]  # fmt: skip
    if silent and found.held[year]:
        findings.append(_("Members of the network that nobody represented: %(names)s.") % {"names": ", ".join(silent)})
    tables = [_by_organisation(found, names, span), _by_person(found, names, span)]
    return Chapter("attendance", _("Attendance"), findings, tables)


def _by_organisation(found: Presence, names: dict[int, str], span: list[int]) -> Table:
    year = span[-1]
    order = sorted(names, key=lambda key: (fold(names[key]), key))
    rows: list[list[Cell]] = []
    for key in order:
        counted = found.organisations[key]
        rows.append([names[key], *(counted[one] for one in span), Share(counted[year], found.held[year])])
    most = sorted(order, key=lambda key: -found.organisations[key][year])[:MOST_BARS]
    data = [(names[key], [found.organisations[key][year]]) for key in most if found.organisations[key][year]]
    finding = ngettext("Out of %(n)s meeting.", "Out of %(n)s meetings.", found.held[year]) % {"n": found.held[year]}
    title = _("Meetings of %(year)s at which each organisation was represented") % {"year": year}
    columns = [
        Column(_("Organisation"), width="w-35"), *(Column(str(one), True) for one in span),
        Column(_("Share in %(year)s") % {"year": year}, True, "w-15"),
    ]  # fmt: skip
    return Table(
        "organisations", _("By organisation"), columns, rows,
        total=[_("Meetings held"), *(found.held[one] for one in span), None],
        drawing=bars(title, finding, [title], data, whole(data)),
        note=_("Guests are counted. An organisation counts once a meeting, however many people came for it."),
    )  # fmt: skip


def _by_person(found: Presence, names: dict[int, str], span: list[int]) -> Table:
    year = span[-1]
    keys = [key for key, counted in found.people.items() if counted[year]]
    rows: list[list[Cell]] = [
        [one.name_by_family, names.get(found.last_for[one.pk] or 0), *(found.people[one.pk][each] for each in span)]
        for one in Person.objects.filter(pk__in=keys).order_by("sort_key", "pk")
    ]
    columns = [Column(_("Person"), width="w-25"), Column(_("For"), width="w-25"), *(Column(str(each), True) for each in span)]
    empty = _("Nobody is known to have been at a meeting of the network.")
    return Table("people", _("By person"), columns, rows, empty=empty)
