"""Partnerships with their parties, agreements, immersions, committees, money and evaluations."""

import datetime
import hashlib
from decimal import Decimal

import factory

from partnerships.models import (
    Agreement,
    Allocation,
    BudgetHeading,
    Claim,
    Commitment,
    Committee,
    Evaluation,
    EvaluationItem,
    FteShare,
    Immersion,
    NoPartnership,
    Partnership,
    Party,
    PresenceEntry,
    PresencePlan,
    PresenceStatement,
    Seat,
    SeatHolder,
    Signature,
    Transfer,
    YearBudget,
)
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.factories.meetings import NOW
from tests.factories.projects import CallFactory, PaymentFactory, ProjectFactory

START, END = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)


class PartnershipFactory(factory.django.DjangoModelFactory[Partnership]):
    """An immersion of 2026 that is being negotiated, in a decreed project, with a host (its lead) and one partner.

    `without_parties` leaves them out; `signed` and `to_sign` have an agreement.
    """

    class Meta:
        model = Partnership
        skip_postgeneration_save = True

    project = factory.SubFactory(ProjectFactory, decreed=True)
    call = factory.SelfAttribute("project.call")
    code = factory.Sequence(lambda n: f"PA{n:03}")
    title_fr = factory.Sequence(lambda n: f"Partenariat {n}")
    title_nl = factory.Sequence(lambda n: f"Partnerschap {n}")
    forms = factory.LazyFunction(lambda: ["immersion"])
    starts_on, ends_on = START, END
    created_by = factory.SubFactory(UserFactory, coordinator=True)
    created_at = NOW

    @factory.post_generation
    def parties(self, create: bool, extracted: bool | None, **_: object) -> None:
        """Add the host and a partner unless `parties=False`."""
        if create and extracted is not False:
            PartyFactory(partnership=self, organisation=self.project.lead, host=True)  # type: ignore[attr-defined]
            PartyFactory(partnership=self)


class PartyFactory(factory.django.DjangoModelFactory[Party]):
    """A partner; trait `host`."""

    class Meta:
        model = Party

    class Params:
        host = factory.Trait(role="host")

    partnership = factory.SubFactory(PartnershipFactory, parties=False)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "partner"


def host_of(partnership: Partnership) -> Party:
    """Return the host of a partnership."""
    return partnership.parties.get(role="host")


def partner_of(partnership: Partnership) -> Party:
    """Return the first partner of a partnership."""
    return partnership.parties.filter(role="partner").order_by("pk")[0]


class CommitmentFactory(factory.django.DjangoModelFactory[Commitment]):
    """What the host promised."""

    class Meta:
        model = Commitment

    partnership = factory.SubFactory(PartnershipFactory)
    party = factory.LazyAttribute(lambda row: host_of(row.partnership))
    text_fr = "Accueillir l'agent trois jours par semaine."
    text_nl = "De medewerker drie dagen per week ontvangen."


class AgreementFactory(factory.django.DjangoModelFactory[Agreement]):
    """The first version."""

    class Meta:
        model = Agreement

    partnership = factory.SubFactory(PartnershipFactory)
    version = 1
    text_fr = "Les parties travaillent ensemble en 2026."
    text_nl = "De partijen werken in 2026 samen."
    text_hash = factory.LazyAttribute(lambda row: hashlib.sha256(f"{row.text_fr}|{row.text_nl}".encode()).hexdigest())
    written_by = factory.SubFactory(UserFactory, coordinator=True)
    written_at = NOW


class SignatureFactory(factory.django.DjangoModelFactory[Signature]):
    """The host signs."""

    class Meta:
        model = Signature

    agreement = factory.SubFactory(AgreementFactory)
    party = factory.LazyAttribute(lambda row: host_of(row.agreement.partnership))
    signed_on = START
    text_hash = factory.SelfAttribute("agreement.text_hash")
    recorded_by = factory.SubFactory(UserFactory, coordinator=True)
    recorded_at = NOW


class FteShareFactory(factory.django.DjangoModelFactory[FteShare]):
    """Planned time of the host."""

    class Meta:
        model = FteShare

    partnership = factory.SubFactory(PartnershipFactory)
    party = factory.LazyAttribute(lambda row: host_of(row.partnership))
    kind = "planned"
    fte = Decimal("0.40")
    starts_on = START


class NoPartnershipFactory(factory.django.DjangoModelFactory[NoPartnership]):
    """No partner was found."""

    class Meta:
        model = NoPartnership

    organisation = factory.SubFactory(OrganisationFactory)
    call = factory.SubFactory(CallFactory)
    reason_code = "no_partner"
    reason = "Nous n'avons trouvé aucun CPAS voisin."
    stated_on = START
    recorded_by = factory.SubFactory(UserFactory, coordinator=True)
    recorded_at = NOW


class ImmersionFactory(factory.django.DjangoModelFactory[Immersion]):
    """An agent for the whole year, three to four days a week at the host."""

    class Meta:
        model = Immersion

    partnership = factory.SubFactory(PartnershipFactory)
    employer = factory.LazyAttribute(lambda row: partner_of(row.partnership))
    agent = factory.SubFactory(PersonFactory)
    starts_on, ends_on = START, END
    days_least, days_most = Decimal(3), Decimal(4)


class PresencePlanFactory(factory.django.DjangoModelFactory[PresencePlan]):
    """A plan from the first day on."""

    class Meta:
        model = PresencePlan

    immersion = factory.SubFactory(ImmersionFactory)
    starts_on = factory.SelfAttribute("immersion.starts_on")


class PresenceEntryFactory(factory.django.DjangoModelFactory[PresenceEntry]):
    """A morning at the host."""

    class Meta:
        model = PresenceEntry

    immersion = factory.SubFactory(ImmersionFactory)
    day = datetime.date(2026, 3, 2)
    half = "am"
    place = "host"


class StatementFactory(factory.django.DjangoModelFactory[PresenceStatement]):
    """An open month; traits put it into the other states."""

    class Meta:
        model = PresenceStatement

    class Params:
        submitted = factory.Trait(state="submitted", submitted_at=NOW)
        confirmed = factory.Trait(
            state="confirmed", submitted_at=NOW, confirmed_at=NOW, confirmed_by=factory.SubFactory(UserFactory, coordinator=True)
        )
        locked = factory.Trait(
            state="locked", submitted_at=NOW, confirmed_at=NOW, confirmed_by=factory.SubFactory(UserFactory, coordinator=True)
        )

    immersion = factory.SubFactory(ImmersionFactory)
    month = datetime.date(2026, 3, 1)


class CommitteeFactory(factory.django.DjangoModelFactory[Committee]):
    """The host convenes the accompaniment committee twice a year; trait `steering`."""

    class Meta:
        model = Committee

    class Params:
        steering = factory.Trait(kind="steering")

    partnership = factory.SubFactory(PartnershipFactory)
    kind = "accompaniment"
    convened_by = factory.LazyAttribute(lambda row: host_of(row.partnership))


class SeatFactory(factory.django.DjangoModelFactory[Seat]):
    """A seat of the host."""

    class Meta:
        model = Seat

    committee = factory.SubFactory(CommitteeFactory)
    label_fr = "responsable du service"
    label_nl = "verantwoordelijke van de dienst"
    side = "host"


class SeatHolderFactory(factory.django.DjangoModelFactory[SeatHolder]):
    """Somebody from the first day on."""

    class Meta:
        model = SeatHolder

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(PersonFactory)
    starts_on = START


class YearBudgetFactory(factory.django.DjangoModelFactory[YearBudget]):
    """47 500 euros for the first partner in 2026."""

    class Meta:
        model = YearBudget

    partnership = factory.SubFactory(PartnershipFactory)
    party = factory.LazyAttribute(lambda row: partner_of(row.partnership))
    year = 2026
    amount = Decimal("47500.00")


class BudgetHeadingFactory(factory.django.DjangoModelFactory[BudgetHeading]):
    """The salary."""

    class Meta:
        model = BudgetHeading

    budget = factory.SubFactory(YearBudgetFactory)
    heading = "salary"
    amount = Decimal("47500.00")


class ClaimFactory(factory.django.DjangoModelFactory[Claim]):
    """An advance of the first quarter in draft; traits put it into the other states, `balance` is one of the whole year."""

    class Meta:
        model = Claim

    class Params:
        balance = factory.Trait(kind="balance", costs=Decimal("46000.00"), claimed=Decimal("46000.00"), ends_on=END)
        submitted = factory.Trait(state="submitted", submitted_at=NOW)
        returned = factory.Trait(state="returned", submitted_at=NOW)
        rejected = factory.Trait(state="rejected", submitted_at=NOW, decided_at=NOW)
        withdrawn = factory.Trait(state="withdrawn")
        accepted_whole = factory.Trait(
            state="accepted", submitted_at=NOW, decided_at=NOW, accepted=factory.SelfAttribute("claimed")
        )
        part_paid = factory.Trait(state="part_paid", submitted_at=NOW, decided_at=NOW, accepted=factory.SelfAttribute("claimed"))
        paid = factory.Trait(state="paid", submitted_at=NOW, decided_at=NOW, accepted=factory.SelfAttribute("claimed"))

    budget = factory.SubFactory(YearBudgetFactory)
    partnership = factory.SelfAttribute("budget.partnership")
    party = factory.SelfAttribute("budget.party")
    kind = "advance"
    reference = factory.Sequence(lambda n: f"DC-{n}")
    starts_on = START
    ends_on = datetime.date(2026, 3, 31)
    claimed = Decimal("11875.00")
    created_by = factory.SubFactory(UserFactory, coordinator=True)
    created_at = NOW


class AllocationFactory(factory.django.DjangoModelFactory[Allocation]):
    """The whole payment for one partnership of the project."""

    class Meta:
        model = Allocation

    partnership = factory.SubFactory(PartnershipFactory)
    payment = factory.SubFactory(PaymentFactory, project=factory.SelfAttribute("..partnership.project"))
    amount = factory.SelfAttribute("payment.amount")
    received_on = factory.SelfAttribute("payment.received_on")
    recorded_by = factory.SubFactory(UserFactory, coordinator=True)
    recorded_at = NOW


class TransferFactory(factory.django.DjangoModelFactory[Transfer]):
    """An ordered transfer of a whole accepted claim; `executed` needs money that came in."""

    class Meta:
        model = Transfer

    class Params:
        executed = factory.Trait(state="executed", executed_on=factory.SelfAttribute("ordered_on"))

    claim = factory.SubFactory(ClaimFactory, accepted_whole=True)
    amount = factory.SelfAttribute("claim.accepted")
    reference = factory.Sequence(lambda n: f"VIR-{n}")
    ordered_on = datetime.date(2026, 4, 1)
    recorded_by = factory.SubFactory(UserFactory, coordinator=True)
    recorded_at = NOW


class EvaluationFactory(factory.django.DjangoModelFactory[Evaluation]):
    """The host would do it again."""

    class Meta:
        model = Evaluation

    partnership = factory.SubFactory(PartnershipFactory)
    party = factory.LazyAttribute(lambda row: host_of(row.partnership))
    as_of = END
    would_redo = "yes"
    written_by = factory.SubFactory(UserFactory, coordinator=True)
    written_at = NOW


class EvaluationItemFactory(factory.django.DjangoModelFactory[EvaluationItem]):
    """An advantage."""

    class Meta:
        model = EvaluationItem

    evaluation = factory.SubFactory(EvaluationFactory)
    kind = "advantage"
    theme = "exchange"
    text_fr = "L'équipe a appris une autre manière de travailler."
    text_nl = "Het team leerde een andere manier van werken."
