"""A meeting with a published and an unpublished sister, and entries of every register."""

import pytest

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation
from meetings.actions.publishing import approve, publish
from meetings.models import Meeting, Minutes, Promise, Section
from tests.factories.meetings import NOW, AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.registers import PromiseFactory

SITE = "https://amif.example"


@pytest.fixture
def meeting(host: Organisation, host_member: User) -> Meeting:
    """A meeting that was held, with draft minutes, at which the host was."""
    held = MeetingFactory(held=True, title_fr="Rencontre de mars", title_nl="Bijeenkomst van maart")
    AttendanceFactory(meeting=held, person=host_member.person, organisation=host)
    MinutesFactory(meeting=held)
    return held


@pytest.fixture
def section(meeting: Meeting) -> Section:
    """A section of its minutes, written in French only."""
    return SectionFactory(minutes=meeting.minutes, label="1.", fr=("Appel à projets", "<p>Gand enverra la liste</p>"))


@pytest.fixture
def promise(meeting: Meeting, section: Section, host: Organisation, partner: Organisation) -> Promise:
    """The host promised the partner something under the section."""
    return PromiseFactory(
        meeting=meeting, section=section, owed_by=host, asked_by=partner, text_fr="Envoyer la liste", text_nl=""
    )


@pytest.fixture
def publish_minutes(french_coordinator: User):
    """Return a function that publishes the minutes of a meeting, whatever they lack."""

    def published(of: Meeting) -> Minutes:
        minutes = approve(of.minutes, by=french_coordinator, at=NOW, override="Traduction en cours")
        publish(minutes, by=french_coordinator, at=NOW, site=SITE, reasons={"fr": "Traduction en cours"})
        return minutes

    return published
