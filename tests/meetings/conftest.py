"""Meetings that members do and do not see."""

import pytest

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation
from meetings.models import Meeting
from tests.factories.meetings import AttendanceFactory, MeetingFactory


@pytest.fixture
def planned(db: None) -> Meeting:
    """A planned meeting: only coordinating users see it."""
    return MeetingFactory(title_fr="Rencontre de mars", title_nl="Bijeenkomst van maart", mode="")


@pytest.fixture
def convened(host: Organisation, host_member: User) -> Meeting:
    """A convened meeting to which the host organisation is invited, so that its member sees it."""
    meeting = MeetingFactory(convened=True, title_fr="Rencontre de mars", title_nl="Bijeenkomst van maart", mode="")
    AttendanceFactory(meeting=meeting, person=host_member.person, organisation=host, status="unknown")
    return meeting
