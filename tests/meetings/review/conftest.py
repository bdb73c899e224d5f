"""Minutes to be reviewed by two organisations, and one round of them."""

import pytest

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation
from meetings.actions.review.circulating import circulate
from meetings.models import Circulation, Minutes, ReviewRequest, Section
from tests.factories.meetings import NOW, AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.review import DEADLINE, SITE


@pytest.fixture
def draft(host_member: User, host: Organisation, partner_member: User, partner: Organisation) -> Minutes:
    """Draft minutes of a meeting at which the host was present and the partner excused."""
    meeting = MeetingFactory(held=True, title_fr="Rencontre de mars", title_nl="Bijeenkomst van maart")
    AttendanceFactory(meeting=meeting, person=host_member.person, organisation=host)
    AttendanceFactory(meeting=meeting, person=partner_member.person, organisation=partner, status="excused")
    return MinutesFactory(meeting=meeting)


@pytest.fixture
def section(draft: Minutes) -> Section:
    """A section in both languages."""
    return SectionFactory(
        minutes=draft,
        label="1.",
        fr=("Accueil", "<p>Le CPAS de Gand accueille <strong>six agents</strong> en mai.</p><p>Merci.</p>"),
        nl=("Onthaal", "<p>OCMW Gent onthaalt zes medewerkers in mei.</p>"),
    )


@pytest.fixture
def sent_round(draft: Minutes, section: Section, french_coordinator: User) -> Circulation:
    """The first round of these minutes."""
    return circulate(draft, deadline=DEADLINE, message_fr="", message_nl="", by=french_coordinator, at=NOW, site=SITE)


@pytest.fixture
def asked(sent_round: Circulation, host: Organisation) -> ReviewRequest:
    """What the host is asked in it."""
    return sent_round.requests.get(organisation=host)
