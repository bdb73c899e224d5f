"""Meetings that members do and do not see."""

import datetime

import pytest
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation
from meetings.models import Meeting
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, SectionFactory


@pytest.fixture(autouse=True)
def the_same_names_in_each_test() -> None:
    """Count people, organisations, meetings and sections anew: the same minutes are the same document (tests/conftest.py)."""
    for made in (OrganisationFactory, PersonFactory, MeetingFactory, SectionFactory):
        made.reset_sequence(0)


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


@pytest.fixture
def soon(convened: Meeting) -> Meeting:
    """A convened meeting in the coming week, to which the host is invited."""
    convened.date = timezone.localdate() + datetime.timedelta(days=7)
    convened.starts_at, convened.ends_at = datetime.time(9, 30), datetime.time(16)
    convened.place_fr, convened.place_nl, convened.link = "Bruxelles", "Brussel", "https://video.example.org/x"
    convened.save()
    return convened
