"""A call with its envelopes, and a project of the host whose budget and funding fit its rules."""

import datetime
from decimal import Decimal

import pytest

from amif_network.directory.models import Organisation
from projects.models import Call, Envelope, Project, ProjectFunding
from tests.factories.projects import BudgetLineFactory, CallFactory, EnvelopeFactory, FundingFactory, ProjectFactory

SITE = "https://amif.example"


@pytest.fixture
def call(db: None) -> Call:
    """An announced call: the fund pays 75 % of the total at most, the POD MI 15 % of what is eligible, and for partnerships."""
    found = CallFactory(
        number="101",
        title_fr="Activation sociale",
        title_nl="Sociale activering",
        period_start=datetime.date(2026, 1, 1),
        period_end=datetime.date(2027, 12, 31),
    )
    EnvelopeFactory(call=found, ceiling=Decimal(75))
    EnvelopeFactory(call=found, pod_mi=True, base=Envelope.Base.ELIGIBLE)
    EnvelopeFactory(call=found, source="pod_mi", purpose=Envelope.Purpose.SUPPLEMENT, amount=Decimal("95000.00"))
    return found


@pytest.fixture
def project(call: Call, host: Organisation) -> Project:
    """A project of the host in preparation, 100 000 € a year, paid by three sources."""
    found = ProjectFactory(
        call=call,
        lead=host,
        code="CHA-1",
        title_fr="Vers l'emploi",
        title_nl="Naar werk",
        period_start=datetime.date(2026, 1, 1),
        period_end=datetime.date(2026, 12, 31),
    )
    BudgetLineFactory(project=found, description="Deux accompagnateurs")
    for source, asked in (("amif", "75000.00"), ("pod_mi", "15000.00"), ("own", "10000.00")):
        FundingFactory(project=found, source=source, asked=Decimal(asked))
    return found


@pytest.fixture
def moved():
    """Return a function that puts a project into a state, past the workflow."""

    def put(project: Project, state: str) -> Project:
        submitted = None if state in ("preparation", "withdrawn") else project.created_at
        Project.objects.filter(pk=project.pk).update(state=state, submitted_at=submitted)
        project.refresh_from_db()
        return project

    return put


@pytest.fixture
def granted(project: Project, moved) -> Project:
    """The project, decreed, with everything granted that was asked."""
    ProjectFunding.objects.filter(project=project).exclude(source="own").update(granted=Decimal("45000.00"))
    return moved(project, "decreed")
