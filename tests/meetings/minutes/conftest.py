"""Minutes in the states that their pages know, and one section in them."""

import datetime

import pytest

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation
from meetings.models import Minutes, Section
from tests.factories.meetings import AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory, signed

AT = datetime.datetime(2026, 3, 20, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def minutes(host: Organisation, host_member: User) -> Minutes:
    """Draft minutes of a meeting at which the host's member was: the member sees the meeting."""
    meeting = MeetingFactory(held=True, title_fr="Rencontre de mars", title_nl="Bijeenkomst van maart")
    AttendanceFactory(meeting=meeting, person=host_member.person, organisation=host)
    return MinutesFactory(meeting=meeting)


@pytest.fixture
def section(minutes: Minutes) -> Section:
    """A section written in French only."""
    return SectionFactory(minutes=minutes, label="1.", fr=("Accueil", "<p>Bonjour à tous</p>"))


@pytest.fixture
def pair(minutes: Minutes) -> Section:
    """A section written in both languages, which nobody has compared yet."""
    return SectionFactory(
        minutes=minutes, label="2.", fr=("Appel", "<p>Le texte français</p>"), nl=("Oproep", "<p>De Nederlandse tekst</p>")
    )


@pytest.fixture
def put_into(french_coordinator: User):
    """Return a function that puts minutes into a state, with who approved and published them."""

    def put(minutes: Minutes, state: str) -> Minutes:
        Minutes.objects.filter(pk=minutes.pk).update(**signed(state, french_coordinator, AT))
        return Minutes.objects.get(pk=minutes.pk)

    return put
