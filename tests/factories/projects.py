"""Programmes, calls with their dates and money, expressions of interest, projects in their states."""

import datetime
import uuid
from decimal import Decimal

import factory

from projects.models import (
    AuthorityPayment,
    BudgetLine,
    Call,
    CallDate,
    CallTemplate,
    DecreeLine,
    Envelope,
    ExpressionOfInterest,
    MinisterialDecree,
    PartnershipSupplement,
    Programme,
    Project,
    ProjectFunding,
    Scenario,
    ScenarioLine,
)
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW

DAY = datetime.date(2026, 3, 5)


class ProgrammeFactory(factory.django.DjangoModelFactory[Programme]):
    """A programming period."""

    class Meta:
        model = Programme

    code = factory.Sequence(lambda n: f"amif-{n}")
    title_fr = factory.Sequence(lambda n: f"Programme {n}")
    title_nl = factory.Sequence(lambda n: f"Programma {n}")
    start = datetime.date(2021, 1, 1)
    end = datetime.date(2027, 12, 31)


class CallFactory(factory.django.DjangoModelFactory[Call]):
    """An announced call; traits put it into the other states."""

    class Meta:
        model = Call

    class Params:
        draft = factory.Trait(state="draft", announced_at=None)
        in_selection = factory.Trait(state="in_selection")
        decided = factory.Trait(state="decided")
        archived = factory.Trait(state="archived")
        cancelled = factory.Trait(state="cancelled")

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: str(100 + n))
    title_fr = factory.Sequence(lambda n: f"Appel {n}")
    title_nl = factory.Sequence(lambda n: f"Oproep {n}")
    state = "announced"
    announced_at = NOW


class CallDateFactory(factory.django.DjangoModelFactory[CallDate]):
    """A published exact opening; `vague` is a range in words, `unpublished` is known to coordinators only."""

    class Meta:
        model = CallDate

    class Params:
        vague = factory.Trait(latest=DAY + datetime.timedelta(days=10), words_fr="mi-mars", words_nl="half maart")
        unpublished = factory.Trait(published_at=None)

    call = factory.SubFactory(CallFactory)
    kind = CallDate.Kind.OPENING
    series = factory.LazyFunction(uuid.uuid4)
    earliest = DAY
    latest = factory.SelfAttribute("earliest")
    recorded_by = factory.SubFactory(UserFactory, coordinator=True)
    recorded_at = NOW
    published_at = NOW


class EnvelopeFactory(factory.django.DjangoModelFactory[Envelope]):
    """Money of the fund without a ceiling."""

    class Meta:
        model = Envelope

    class Params:
        pod_mi = factory.Trait(source="pod_mi", amount=Decimal("250000.00"), ceiling=Decimal(15))

    call = factory.SubFactory(CallFactory)
    source = Envelope.Source.AMIF
    amount = Decimal("1300000.00")


class CallTemplateFactory(factory.django.DjangoModelFactory[CallTemplate]):
    """A usable project sheet."""

    class Meta:
        model = CallTemplate

    call = factory.SubFactory(CallFactory)
    kind = CallTemplate.Kind.PROJECT_SHEET
    version = factory.Sequence(lambda n: f"{n + 1}")
    readiness = CallTemplate.Readiness.USABLE


class InterestFactory(factory.django.DjangoModelFactory[ExpressionOfInterest]):
    """A stated yes."""

    class Meta:
        model = ExpressionOfInterest

    class Params:
        no = factory.Trait(answer="not_interested", reason_code="target_group")

    call = factory.SubFactory(CallFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    answer = ExpressionOfInterest.Answer.INTERESTED
    stated_on = DAY
    recorded_by = factory.SubFactory(UserFactory, coordinator=True)
    recorded_at = NOW


class ProjectFactory(factory.django.DjangoModelFactory[Project]):
    """A project in preparation; traits put it into the other states."""

    class Meta:
        model = Project

    class Params:
        submitted = factory.Trait(state="submitted", submitted_at=NOW)
        returned = factory.Trait(state="returned", submitted_at=NOW)
        selected = factory.Trait(state="selected", submitted_at=NOW)
        reserve = factory.Trait(state="reserve", submitted_at=NOW)
        refused = factory.Trait(state="refused", submitted_at=NOW)
        decreed = factory.Trait(state="decreed", submitted_at=NOW)
        reporting = factory.Trait(state="reporting", submitted_at=NOW)
        closed = factory.Trait(state="closed", submitted_at=NOW)
        withdrawn = factory.Trait(state="withdrawn")

    call = factory.SubFactory(CallFactory)
    lead = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"P{n:03}")
    title_fr = factory.Sequence(lambda n: f"Projet {n}")
    title_nl = factory.Sequence(lambda n: f"Project {n}")
    created_by = factory.SubFactory(UserFactory, coordinator=True)
    created_at = NOW


class FundingFactory(factory.django.DjangoModelFactory[ProjectFunding]):
    """Money asked of the fund."""

    class Meta:
        model = ProjectFunding

    project = factory.SubFactory(ProjectFactory)
    source = ProjectFunding.Source.AMIF
    year = 2026
    asked = Decimal("75000.00")


class BudgetLineFactory(factory.django.DjangoModelFactory[BudgetLine]):
    """Planned cost of staff."""

    class Meta:
        model = BudgetLine

    project = factory.SubFactory(ProjectFactory)
    category = BudgetLine.Category.STAFF
    year = 2026
    planned = Decimal("100000.00")


class SupplementFactory(factory.django.DjangoModelFactory[PartnershipSupplement]):
    """Money asked for a partnership."""

    class Meta:
        model = PartnershipSupplement

    project = factory.SubFactory(ProjectFactory)
    partner = factory.SubFactory(OrganisationFactory)
    asked = Decimal("47500.00")


class DecreeFactory(factory.django.DjangoModelFactory[MinisterialDecree]):
    """A signed decree."""

    class Meta:
        model = MinisterialDecree

    call = factory.SubFactory(CallFactory)
    reference = factory.Sequence(lambda n: f"AM 2026/{n}")
    signed_on = DAY


class DecreeLineFactory(factory.django.DjangoModelFactory[DecreeLine]):
    """What a decree grants to the lead of a project of its call."""

    class Meta:
        model = DecreeLine

    project = factory.SubFactory(ProjectFactory, decreed=True)
    decree = factory.SubFactory(DecreeFactory, call=factory.SelfAttribute("..project.call"))
    organisation = factory.SelfAttribute("project.lead")
    amount = Decimal("75000.00")


class PaymentFactory(factory.django.DjangoModelFactory[AuthorityPayment]):
    """An advance."""

    class Meta:
        model = AuthorityPayment

    project = factory.SubFactory(ProjectFactory, decreed=True)
    kind = AuthorityPayment.Kind.ADVANCE
    amount = Decimal("37500.00")
    received_on = DAY
    reference = factory.Sequence(lambda n: f"IBZ-{n}")
    recorded_by = factory.SubFactory(UserFactory, coordinator=True)
    recorded_at = NOW


class ScenarioFactory(factory.django.DjangoModelFactory[Scenario]):
    """A named what-if table."""

    class Meta:
        model = Scenario

    call = factory.SubFactory(CallFactory)
    name = factory.Sequence(lambda n: f"Scénario {n}")
    saved_by = factory.SubFactory(UserFactory, coordinator=True)
    saved_at = NOW


class ScenarioLineFactory(factory.django.DjangoModelFactory[ScenarioLine]):
    """Money of the fund for one project."""

    class Meta:
        model = ScenarioLine

    scenario = factory.SubFactory(ScenarioFactory)
    project = factory.SubFactory(ProjectFactory, call=factory.SelfAttribute("..scenario.call"))
    source = "amif"
    amount = Decimal("50000.00")
