"""An immersion of 2026 between Charleroi, which hosts, and Binche, which employs: three to four days a week by plan."""

import datetime

import pytest

from partnerships.models import Immersion, Partnership, PlannedHalfDay
from tests.factories.directory import AffiliationFactory, PersonFactory
from tests.factories.partnerships import ImmersionFactory, PartnershipFactory, PartyFactory, PresencePlanFactory
from tests.factories.projects import ProjectFactory

SITE = "https://portal.example.org"
MARCH = datetime.date(2026, 3, 1)
# Monday to Wednesday at the host, Thursday at the employer.
WEEK = [(day, half, "host") for day in (1, 2, 3) for half in ("am", "pm")] + [(4, "am", "employer"), (4, "pm", "employer")]


@pytest.fixture
def partnership(host, partner) -> Partnership:
    partnership = PartnershipFactory(project=ProjectFactory(lead=host, decreed=True), parties=False, code="CHA-BIN")
    PartyFactory(partnership=partnership, organisation=host, host=True)
    PartyFactory(partnership=partnership, organisation=partner)
    return partnership


@pytest.fixture
def immersion(partnership, partner) -> Immersion:
    agent = PersonFactory(given_name="Nadia", family_name="Lemaire")
    AffiliationFactory(person=agent, organisation=partner)
    immersion = ImmersionFactory(
        partnership=partnership, employer=partnership.parties.get(organisation=partner), agent=agent,
        line_manager=PersonFactory(), mentor=PersonFactory(),
    )  # fmt: skip
    plan = PresencePlanFactory(immersion=immersion)
    PlannedHalfDay.objects.bulk_create(
        [PlannedHalfDay(plan=plan, weekday=day, half=half, place=place) for day, half, place in WEEK]
    )
    return immersion


def march(**changes: str) -> dict[str, str]:
    """Return what a browser sends for March as planned; `changes` by box (`d02_am="absent"`)."""
    days = [MARCH + datetime.timedelta(days=number) for number in range(31)]
    plan = {(day, half): place for day, half, place in WEEK}
    sent = {f"{day:%d}-{half}": plan.get((day.isoweekday(), half), "") for day in days for half in ("am", "pm")}
    return {**sent, **{name[1:].replace("_", "-"): place for name, place in changes.items()}}
