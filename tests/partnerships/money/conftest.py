"""A signed partnership of the host with two partners, each with a budget for 2026; months, money and people around it."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation
from partnerships.models import Claim, Partnership, Party, YearBudget
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory
from tests.factories.partnerships import PartnershipFactory, PartyFactory, YearBudgetFactory
from tests.factories.projects import ProjectFactory

SITE = "https://amif.example"
# The day of the tests: the year of the budgets is over, so that every day of it lies behind.
AT = datetime.datetime(2027, 2, 1, 9, 0, tzinfo=datetime.UTC)


def address(name: str, *args: object, lang: str = "fr") -> str:
    with override(lang):
        return reverse(f"partnerships:{name}", args=args)


def day(month: int, number: int = 1) -> datetime.date:
    return datetime.date(2026, month, number)


def euros(text: str) -> Decimal:
    return Decimal(text).quantize(Decimal("0.01"))


@pytest.fixture
def partnership(host: Organisation, partner: Organisation) -> Partnership:
    found: Partnership = PartnershipFactory(project=ProjectFactory(lead=host, decreed=True), parties=False, code="PA001")
    PartyFactory(partnership=found, organisation=host, host=True)
    PartyFactory(partnership=found, organisation=partner)
    return found


@pytest.fixture
def party(partnership: Partnership, partner: Organisation) -> Party:
    return partnership.parties.get(organisation=partner)


@pytest.fixture
def budget(partnership: Partnership, party: Party) -> YearBudget:
    return YearBudgetFactory(partnership=partnership, party=party)


@pytest.fixture
def draft(budget: YearBudget) -> Claim:
    """An advance of 11 875 euros, not submitted, as the database holds it; not yet saved."""
    return Claim(
        partnership=budget.partnership, party=budget.party, budget=budget, kind="advance", reference="DC-1",
        starts_on=day(1), ends_on=day(3, 31), claimed=euros("11875"),
    )  # fmt: skip


@pytest.fixture
def other_partner(partnership: Partnership) -> Party:
    """A second partner of the same partnership."""
    return PartyFactory(
        partnership=partnership, organisation=OrganisationFactory(short_fr="CPAS de Mons", short_nl="OCMW Bergen")
    )


@pytest.fixture
def other_partner_member(other_partner: Party) -> User:
    person = AffiliationFactory(organisation=other_partner.organisation).person
    return UserFactory(member=True, email="mons@example.org", person=person)
