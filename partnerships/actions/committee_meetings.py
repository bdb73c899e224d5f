"""The meetings of a committee: planned with who holds its seats, or linked where they exist already (DOMAIN §6)."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language, in_both
from amif_network.core.formats import format_date
from amif_network.core.workflow import advance
from meetings.actions.steps import log as log_meeting
from meetings.models import Attendance, Meeting
from meetings.models.choices import LogSubject as MeetingSubject

from ..committees import holds
from ..models import Committee, CommitteeMeeting, SeatHolder
from ..models.choices import Edit, LogSubject, SeatSide
from ..workflow import PARTNERSHIP
from .steps import locked_partnership, locked_row, log


@transaction.atomic
def plan(committee: Committee, meeting: Meeting, *, by: User, at: datetime.datetime) -> Meeting:
    """Save a new meeting of a committee; who holds a seat on its day stands on its list, and nobody gets a mail yet.

    Parties may plan it; the coordinators convene it and write its minutes, as of every meeting. Raises WrongState or
    PermissionDenied as `core.workflow.advance`.
    """
    standing = _locked(committee, by=by)
    meeting.series = Meeting.Series.COMMITTEE
    meeting.full_clean()
    meeting.save()
    log_meeting(meeting, MeetingSubject.MEETING, "plan", "", meeting.state, by=by, at=at)
    Attendance.objects.bulk_create(_list(standing, meeting))
    return _attached(standing, meeting, by=by, at=at)


@transaction.atomic
def link(committee: Committee, meeting: Meeting, *, by: User, at: datetime.datetime) -> Meeting:
    """Say that a meeting of the portal was one of this committee. Raises ValidationError, else as `plan`."""
    standing = _locked(committee, by=by)
    if not by.is_coordinating:
        raise PermissionDenied
    if meeting.series != Meeting.Series.COMMITTEE:
        raise ValidationError(_("Only meetings of the series of committees can be linked."))
    if CommitteeMeeting.objects.filter(meeting=meeting).exists():
        raise ValidationError(_("This meeting is one of a committee already."))
    return _attached(standing, meeting, by=by, at=at)


def _locked(committee: Committee, *, by: User) -> Committee:
    partnership = locked_partnership(committee.partnership, by=by)
    advance(PARTNERSHIP, "committee", partnership, by=by)
    standing: Committee = locked_row(Committee, committee, by=by)
    standing.partnership = partnership
    return standing


def _attached(committee: Committee, meeting: Meeting, *, by: User, at: datetime.datetime) -> Meeting:
    CommitteeMeeting.objects.create(committee=committee, meeting=meeting)
    words = in_both(
        lambda: (
            _("%(committee)s: meeting of %(day)s")
            % {"committee": committee.get_kind_display(), "day": format_date(meeting.date, active_language())}
        )
    )
    log(committee.partnership, LogSubject.COMMITTEE, Edit.RECORD, by=by, at=at, words=words, about=committee)
    return meeting


def _list(committee: Committee, meeting: Meeting) -> list[Attendance]:
    """Return who holds a seat on the day of a meeting, each person once, for the organisation of their side."""
    parties = {party.role: party.organisation for party in _parties(committee)}
    holders = SeatHolder.objects.filter(seat__committee=committee).select_related("seat", "person")
    found: dict[int, Any] = {}
    for one in holders.order_by("seat__position", "pk"):
        if holds(one, meeting.date):
            found.setdefault(one.person_id, one)
    return [
        Attendance(meeting=meeting, position=place, person=one.person, organisation=_organisation(one, parties, meeting.date))
        for place, one in enumerate(found.values(), 1)
    ]


def _parties(committee: Committee) -> Any:
    # Of several partners the side alone names none: the directory says where the person works.
    parties = list(committee.partnership.parties.select_related("organisation"))
    return [party for party in parties if party.role == SeatSide.HOST or len(parties) == 2]


def _organisation(holder: SeatHolder, parties: dict[str, Any], day: datetime.date) -> Any:
    """Return the organisation of a holder: that of the side of the seat, else where the person worked on the day."""
    if holder.seat.side in parties:
        return parties[holder.seat.side]
    affiliation = holder.person.affiliations.valid_on(day).select_related("organisation").first()
    return affiliation.organisation if affiliation else None
