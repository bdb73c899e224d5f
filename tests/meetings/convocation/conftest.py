"""A planned meeting with people on its list."""

import datetime

import pytest
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation
from meetings.actions.convening import convene
from meetings.models import Attendance, Meeting
from tests.factories.directory import AffiliationFactory
from tests.factories.meetings import AgendaItemFactory, AttendanceFactory, MeetingFactory

SITE = "https://portal.example.org"


@pytest.fixture
def meeting(host: Organisation, host_member: User, partner: Organisation) -> Meeting:
    """A meeting in two weeks: a member with an account, somebody with an address only, one without, and one excused."""
    meeting = MeetingFactory(
        title_fr="Rencontre de mars", title_nl="Bijeenkomst van maart", mode="hybrid", place_fr="Bruxelles", place_nl="Brussel",
        date=timezone.localdate() + datetime.timedelta(days=14), starts_at=datetime.time(9, 30), ends_at=datetime.time(12),
    )  # fmt: skip
    AgendaItemFactory(meeting=meeting, label="1.", title_fr="Budgets", title_nl="Budgetten")
    AttendanceFactory(meeting=meeting, person=host_member.person, organisation=host, status="unknown")
    for name, email, status in (
        ("Peeters", "an@example.org", "unknown"),
        ("Absil", "", "unknown"),
        ("Excusé", "e@example.org", "excused"),
    ):
        person = AffiliationFactory(organisation=partner, person__family_name=name, person__email=email).person
        AttendanceFactory(meeting=meeting, person=person, organisation=partner, status=status)
    return meeting


@pytest.fixture
def convened(meeting: Meeting, french_coordinator: User) -> Meeting:
    """The same, convened by mail."""
    convene(meeting, by=french_coordinator, at=timezone.now(), site=SITE)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def own(convened: Meeting, host_member: User) -> Attendance:
    """The row of the member with an account."""
    return convened.attendances.get(person=host_member.person)
