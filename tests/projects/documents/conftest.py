"""One call with everything a sheet may show."""

import datetime
import uuid
from decimal import Decimal

import pytest

from amif_network.accounts.models import User
from projects.models import Call, Project
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, MeetingFactory
from tests.factories.projects import (
    BudgetLineFactory,
    CallDateFactory,
    CallFactory,
    CallTemplateFactory,
    DecreeFactory,
    DecreeLineFactory,
    EnvelopeFactory,
    FundingFactory,
    InterestFactory,
    PaymentFactory,
    ProgrammeFactory,
    ProjectFactory,
    SupplementFactory,
)

OCTOBER = datetime.date(2026, 10, 10)


@pytest.fixture
def call(host: "object", db: None) -> Call:
    """A call whose opening moved from mid-September to mid-October, with a title and note in one language only."""
    call = CallFactory(
        programme=ProgrammeFactory(title_fr="AMIF 2021-2027", title_nl="AMIF 2021-2027"),
        number="42",
        in_selection=True,
        managing_body=host,
        title_fr="Accueil et parcours",
        title_nl="",
        summary_fr="",
        summary_nl="Een oproep voor trajecten.\n\nTweede alinea.",
        period_start=datetime.date(2027, 1, 1),
    )
    first = CallDateFactory(
        call=call, earliest=datetime.date(2026, 9, 10), latest=datetime.date(2026, 9, 20), words_fr="mi-septembre", words_nl=""
    )
    CallDateFactory(
        call=call, series=first.series, version=2, replaces=first, earliest=OCTOBER, latest=datetime.date(2026, 10, 20),
        words_fr="mi-octobre", words_nl="half oktober", reason_fr="Le formulaire n'est pas prêt.", reason_nl="",
        meeting=MeetingFactory(convened=True, date=datetime.date(2026, 5, 12)), published_at=NOW + datetime.timedelta(days=20),
    )  # fmt: skip
    CallDateFactory(call=call, kind="deadline", earliest=datetime.date(2026, 11, 30), series=uuid.uuid4(), published_at=None)
    EnvelopeFactory(call=call, note_nl="Eerste schijf")
    EnvelopeFactory(call=call, pod_mi=True)
    CallTemplateFactory(call=call, readiness="content_only", version="3")
    InterestFactory(call=call, organisation=host)
    no = OrganisationFactory(short_fr="CPAS de Mons", short_nl="OCMW Bergen", network_from=datetime.date(2020, 1, 1))
    InterestFactory(call=call, organisation=no, no=True, certainty="to_confirm", reason="Trois personnes seulement")
    return call


@pytest.fixture
def project(call: Call, host: "object", partner: "object") -> Project:
    """A decreed project whose second source passes its ceiling of 15 % by a cent."""
    project = ProjectFactory(
        call=call, lead=host, code="CHA-1", decreed=True, title_fr="Parcours", title_nl="Traject", period_end=OCTOBER
    )
    BudgetLineFactory(project=project, planned=Decimal("100000.00"), description="deux mi-temps", actual=Decimal("98000.00"))
    BudgetLineFactory(project=project, category="travel", planned=Decimal("500.00"), eligible=False)
    FundingFactory(project=project, asked=Decimal("75000.00"), granted=Decimal("70000.00"))
    FundingFactory(project=project, source="pod_mi", asked=Decimal("15075.01"))
    SupplementFactory(project=project, partner=partner)
    DecreeLineFactory(project=project, decree=DecreeFactory(call=call, reference="AM 2026/7"), amount=Decimal("70000.00"))
    payment = PaymentFactory(project=project, reference="IBZ-1")
    PaymentFactory(project=project, reference="IBZ-1", reverses=payment, amount=-payment.amount, reason="Deux fois")
    return project


@pytest.fixture
def reader(french_coordinator: User) -> User:
    return french_coordinator
