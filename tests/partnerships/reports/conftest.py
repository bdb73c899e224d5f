"""One partnership with something in every section of a report."""

import datetime

import pytest

from amif_network.directory.models import Organisation
from partnerships.models import CommitteeMeeting, CouncilDecision, Partnership
from tests.factories.meetings import MeetingFactory
from tests.factories.partnerships import (
    AgreementFactory,
    AllocationFactory,
    ClaimFactory,
    CommitmentFactory,
    CommitteeFactory,
    ImmersionFactory,
    PartnershipFactory,
    PartyFactory,
    PresenceEntryFactory,
    SignatureFactory,
    TransferFactory,
    YearBudgetFactory,
    host_of,
)

TODAY = datetime.date(2026, 7, 1)


@pytest.fixture
def partnership(host: Organisation, partner: Organisation) -> Partnership:
    """Signed by the host only, at work since March, paid for the first quarter."""
    made = PartnershipFactory(code="PA-1", parties=False)
    PartyFactory(partnership=made, organisation=host, host=True)
    party = PartyFactory(partnership=made, organisation=partner)
    Partnership.objects.update(state="to_sign")
    agreement = AgreementFactory(partnership=made)
    CouncilDecision.objects.create(agreement=agreement, party=host_of(made), decided_on=datetime.date(2025, 12, 12))
    SignatureFactory(agreement=agreement, signed_on=datetime.date(2026, 1, 20))
    immersion = ImmersionFactory(partnership=made, agent__given_name="Lore", agent__family_name="Maes")
    PresenceEntryFactory(immersion=immersion)
    PresenceEntryFactory(immersion=immersion, day=datetime.date(2026, 4, 2))
    CommitmentFactory(partnership=made, text_nl="")
    committee = CommitteeFactory(partnership=made)
    meeting = MeetingFactory(convened=True, date=datetime.date(2026, 9, 10))
    CommitteeMeeting.objects.create(committee=committee, meeting=meeting)
    claim = ClaimFactory(budget=YearBudgetFactory(partnership=made, party=party), accepted_whole=True, reference="DC-7")
    AllocationFactory(partnership=made)
    TransferFactory(claim=claim, executed=True)
    return made
