"""Passages of minutes as somebody may read them: what all pages of knowledge are made of.

Coordinating users read minutes as they stand, also drafts; everybody else what the current editions meant for them hold, and
nothing besides (DOMAIN §7, invariant 12). An answer without a name stays without one, whoever reads it.
"""

import datetime
import uuid as uuids
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, active_language, other
from amif_network.directory.models import Organisation
from meetings.editions import latest_by_meeting
from meetings.models import Edition, Meeting, Section

from ..kinds import KINDS
from ..models import Entry

ANCHOR = "s-"


@dataclass(frozen=True, slots=True)
class Passage:
    """A section as its reader may know it; `edition` is None where a draft is read, `organisation` where nobody is named."""

    anchor: str
    meeting: Meeting
    heading: Localised
    text: Localised
    url: str
    edition: Edition | None
    organisation: Organisation | None
    kind: str
    section: int

    @property
    def day(self) -> datetime.date:
        """The day of the meeting."""
        return self.meeting.date

    @property
    def uuid(self) -> uuids.UUID:
        """The identifier of the section, for addresses."""
        return uuid_of(self.anchor)


def kind_for(user: User) -> str:
    """Return which entries of the index a person reads minutes from: sections as they stand, or passages of editions."""
    return "section" if user.is_coordinating else "passage"


def entries(user: User) -> QuerySet[Entry]:
    """Return the entries of the minutes that `user` may read."""
    kind = kind_for(user)
    found = Entry.objects.filter(kind=kind)
    return found if user.is_coordinating else found.filter(object_id__in=editions(user).values("pk"))


def editions(user: User) -> QuerySet[Edition]:
    """Return the current editions from which `user` reads; of coordinators those that they would see as readers."""
    if user.is_coordinating:
        return Edition.objects.current().filter(audience=Edition.Audience.INTERNAL)
    found: QuerySet[Edition] = KINDS["passage"].visible(user)
    return found


def editions_of(user: User, meetings: Iterable[int]) -> dict[int, Edition]:
    """Return by meeting the edition that `user` reads first, in the language of the page where there is one. One query."""
    found = editions(user).filter(minutes__meeting__in=set(meetings)).order_by("pk")
    loaded = found.defer("pdf", "content").select_related("minutes__meeting")
    return {one.minutes.meeting_id: one for one in latest_by_meeting(loaded, active_language())}


def uuid_of(anchor: str) -> uuids.UUID:
    """Return the identifier of the section that an anchor of the index names."""
    return uuids.UUID(anchor.removeprefix(ANCHOR))


def passages(user: User, anchors: Collection[str]) -> dict[str, Passage]:
    """Return by anchor the passages that `user` may read, in the language of the page where they exist. Four queries."""
    spoken: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries(user).filter(place__in=anchors).defer("fr", "nl"):
        spoken[entry.place][entry.language] = entry
    standing = Section.objects.filter(uuid__in=[uuid_of(anchor) for anchor in spoken]).select_related("organisation")
    sections = {f"{ANCHOR}{section.uuid}": section for section in standing}
    keys = {entry.parent_id for said in spoken.values() for entry in said.values() if entry.parent_id}
    meetings = Meeting.objects.select_related("minutes").in_bulk(keys)
    read = editions_of(user, keys)
    found = {}
    for anchor, said in spoken.items():
        # A section that was thrown away with its draft lives on in what was published of it.
        section, meeting = sections.get(anchor), meetings[next(iter(said.values())).parent_id or 0]
        found[anchor] = _passage(user, anchor, said, section, meeting, read.get(meeting.pk))
    return found


def _passage(
    user: User, anchor: str, said: dict[str, Entry], section: Section | None, meeting: Meeting, edition: Edition | None
) -> Passage:
    known = {organisation for entry in said.values() for organisation in entry.organisations}
    # Named neither where the frozen passage names nobody, nor where it was made anonymous since.
    organisation = section.organisation if section and section.organisation_id in known else None
    if user.is_coordinating:
        address = reverse("meetings:workspace", args=[meeting.pk])
        edition = edition if edition and edition.minutes.state == edition.minutes.State.PUBLISHED else None
    else:
        assert edition is not None
        address = edition_address(edition)
    return Passage(
        anchor=anchor,
        meeting=meeting,
        heading=_in_language(said, "title"),
        text=_in_language(said, "text"),
        url=f"{address}#{anchor}",
        edition=edition,
        organisation=organisation,
        kind=section.kind if section else Section.Kind.TEXT,
        section=section.pk if section else 0,
    )


def edition_address(edition: Edition) -> str:
    """Return where an edition is read on screen; it is loaded with its minutes."""
    return reverse("meetings:read", args=[edition.minutes.meeting_id, edition.pk])


def _in_language(said: dict[str, Entry], field: str) -> Localised:
    """Return what the entries of a passage say in the language of the page, else in the other."""
    wanted = active_language()
    for lang in (wanted, other(wanted)):
        if lang in said and (words := getattr(said[lang], field)):
            return Localised(words, lang, fallback=lang != wanted)
    return Localised("", wanted)
