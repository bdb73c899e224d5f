"""The worked example of DOMAIN §8: an immersion of 47 500 € a year, a year without signatures, decree and money."""

import datetime

import pytest

from tests.factories.partnerships import AgreementFactory, ImmersionFactory, PartnershipFactory, PartyFactory, YearBudgetFactory
from tests.factories.projects import ProjectFactory

TWO_WEEKS_BEFORE = datetime.date(2026, 12, 17)


@pytest.fixture
def in_trouble(db, host, partner):
    """The immersion of Charleroi and Binche; its text was there half a month before it began."""
    project = ProjectFactory(lead=host, selected=True)
    found = PartnershipFactory(project=project, parties=False)
    PartyFactory(partnership=found, organisation=host, host=True)
    employer = PartyFactory(partnership=found, organisation=partner)
    for state in ("negotiating", "text_agreed", "to_sign"):
        found.state = state
        found.save(update_fields=["state"])
    AgreementFactory(partnership=found, written_at=datetime.datetime(2025, 12, 15, 9, tzinfo=datetime.UTC))
    YearBudgetFactory(partnership=found, party=employer)
    ImmersionFactory(partnership=found, employer=employer)
    return found
