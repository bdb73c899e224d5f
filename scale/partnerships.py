"""Partnerships of two organisations that run since last year, with all that belongs to them: presence, committees, money."""

import datetime
import hashlib
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation, Person
from meetings.models import Meeting
from partnerships.models import (
    Agreement,
    Allocation,
    Claim,
    Committee,
    CommitteeMeeting,
    Evaluation,
    FteShare,
    Immersion,
    Partnership,
    PartnershipDocument,
    Party,
    PresenceEntry,
    PresenceStatement,
    Seat,
    SeatHolder,
    Signature,
    Transfer,
    YearBudget,
)
from partnerships.months import months_between
from projects.models import AuthorityPayment, Call, DecreeLine, MinisterialDecree, Programme, Project
from scale.unguarded import unguarded

# Of partnerships that belong to a project; half of them have an immersion.
OF_A_PROJECT, HALF_DAYS = 50, 200
PAYMENTS = 3
YEARLY, RECEIVED = Decimal(47_500), Decimal(16_000)
# The papers of every partnership: the same three files, so that a disk holds them once.
PAPERS = {kind: f"%PDF-1.7 {kind}".encode() for kind in ("agreement", "council_decision", "job_description")}


def add_project(by: User) -> Project:
    """Add a call with one project that is decreed."""
    programme, _made = Programme.objects.get_or_create(
        code="scale-partnerships",
        defaults={"title_fr": "Programme", "start": datetime.date(2021, 1, 1), "end": datetime.date(2027, 12, 31)},
    )
    now, number = timezone.now(), Call.objects.count()
    call = Call.objects.create(programme=programme, number=f"B{number}", title_fr="Appel", state="announced", announced_at=now)
    [lead] = Organisation.objects.filter(kind="cpas").order_by("pk")[number : number + 1]
    project = Project.objects.create(
        call=call, lead=lead, code="P1", title_fr="Projet", state="decreed", created_by=by, created_at=now,
        submitted_at=now,
    )  # fmt: skip
    decree = MinisterialDecree.objects.create(call=call, reference="AM", signed_on=now.date())
    DecreeLine.objects.create(decree=decree, project=project, organisation=lead, amount=YEARLY)
    return project


def add_partnerships(count: int, *, by: User) -> list[Partnership]:
    """Add partnerships of two organisations that run since last year, with all that belongs to them."""
    made: list[Partnership] = []
    known = Partnership.objects.count()
    with unguarded():
        while len(made) < count:
            made += _of_project(add_project(by), known + len(made), min(OF_A_PROJECT, count - len(made)), by)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


def _of_project(project: Project, first: int, count: int, by: User) -> list[Partnership]:
    today, now = timezone.localdate(), timezone.now()
    starts, ends = datetime.date(today.year - 1, 7, 1), datetime.date(today.year + 1, 12, 31)
    made = Partnership.objects.bulk_create(
        Partnership(
            code=f"B{first + n:05}", title_fr=f"Partenariat {first + n}", title_nl=f"Partnerschap {first + n}",
            forms=["immersion"] if n % 2 else ["learning_network"], state="signed" if n % 10 else "to_sign", project=project,
            call=project.call, starts_on=starts, ends_on=ends, created_by=by, created_at=now,
        )
        for n in range(count)
    )  # fmt: skip
    organisations = list(Organisation.objects.filter(kind="cpas").exclude(pk=project.lead_id).order_by("pk")[:OF_A_PROJECT])
    owner = Person.objects.create(given_name="Responsable", family_name=f"{first}")
    hosts = Party.objects.bulk_create(
        Party(partnership=one, organisation=project.lead, role="host", owner=owner if n % 4 else None)
        for n, one in enumerate(made)
    )
    partners = Party.objects.bulk_create(
        Party(partnership=one, organisation=organisations[n], role="partner", owner=owner) for n, one in enumerate(made)
    )
    _agree(made, hosts, partners, by)
    _immerse(made, partners, by)
    _meet(made, hosts, owner)
    _file(made, by)
    _spend(project, made, partners, by)
    FteShare.objects.bulk_create(
        FteShare(partnership=one.partnership, party=one, kind="actual", fte=Decimal("0.4"), starts_on=starts) for one in hosts
    )
    Evaluation.objects.bulk_create(
        Evaluation(partnership=one.partnership, party=one, as_of=today, would_redo="yes", written_by=by, written_at=now)
        for one in (*hosts, *partners)
    )
    return made


def _agree(made: list[Partnership], hosts: list[Party], partners: list[Party], by: User) -> None:
    """Write a text for each; what is signed has both signatures."""
    now, digest = timezone.now(), hashlib.sha256(b"texte").hexdigest()
    texts = Agreement.objects.bulk_create(
        Agreement(partnership=one, version=1, text_fr="texte", text_hash=digest, written_by=by, written_at=now) for one in made
    )
    Signature.objects.bulk_create(
        Signature(agreement=text, party=party, signed_on=now.date(), text_hash=digest, recorded_by=by, recorded_at=now)
        for text, *parties in zip(texts, hosts, partners, strict=True)
        if text.partnership.state == "signed"
        for party in parties
    )


def _immerse(made: list[Partnership], partners: list[Party], by: User) -> None:
    """Give every immersion an agent, half-days of presence and a statement for each month that is over."""
    now, today = timezone.now(), timezone.localdate()
    pairs = [(one, party) for one, party in zip(made, partners, strict=True) if one.forms == ["immersion"]]
    agents = Person.objects.bulk_create(Person(given_name="Agent", family_name=one.code) for one, _party in pairs)
    immersions = Immersion.objects.bulk_create(
        Immersion(
            partnership=one, employer=party, agent=agent, starts_on=one.starts_on, ends_on=one.ends_on, days_least=Decimal(3),
            days_most=Decimal(4),
        )
        for (one, party), agent in zip(pairs, agents, strict=True)
    )  # fmt: skip
    PresenceEntry.objects.bulk_create(
        (
            PresenceEntry(
                immersion=one, day=one.starts_on + datetime.timedelta(days=n // 2), half=("am", "pm")[n % 2], place="host"
            )
            for one in immersions
            for n in range(HALF_DAYS)
        ),
        batch_size=5_000,
    )
    months = months_between(datetime.date(today.year - 1, 7, 1), today.replace(day=1) - datetime.timedelta(days=1))
    PresenceStatement.objects.bulk_create(
        PresenceStatement(
            immersion=one, month=month, state="confirmed", planned_at_host=26, worked_at_host=24, worked=40, submitted_at=now,
            confirmed_at=now, confirmed_by=by,
        )
        for one in immersions
        for month in months
    )  # fmt: skip


def paper(kind: str) -> str:
    """Return where a paper of that kind lies in the storage."""
    return f"scale/{kind}.pdf"


def store_papers() -> None:
    """Put the papers where the documents of partnerships look for them; those that are there stay."""
    for kind, content in PAPERS.items():
        if not default_storage.exists(paper(kind)):
            default_storage.save(paper(kind), ContentFile(content))


def _file(made: list[Partnership], by: User) -> None:
    """Put the papers of each on file; `store_papers` brings their bytes."""
    PartnershipDocument.objects.bulk_create(
        PartnershipDocument(
            partnership=one, kind=kind, title=kind, filename=f"{kind}.pdf", file=paper(kind), size=len(content),
            content_type="application/pdf", sha256=hashlib.sha256(content).hexdigest(), added_by=by, added_at=timezone.now(),
        )
        for one in made
        for kind, content in PAPERS.items()
    )  # fmt: skip


def _meet(made: list[Partnership], hosts: list[Party], person: Person) -> None:
    """Give each a committee that met lately, with two seats; a fifth of the second seats is empty."""
    committees = Committee.objects.bulk_create(
        Committee(partnership=one, kind="accompaniment", convened_by=host, least_meetings=1)
        for one, host in zip(made, hosts, strict=True)
    )
    seats = Seat.objects.bulk_create(
        Seat(committee=one, position=place, label_fr=f"siège {place}", label_nl=f"zetel {place}", side=side)
        for one in committees
        for place, side in enumerate(("host", "partner"), 1)
    )
    SeatHolder.objects.bulk_create(
        SeatHolder(seat=seat, person=person, starts_on=seat.committee.partnership.starts_on)
        for n, seat in enumerate(seats)
        if n % 10 != 9
    )
    lately = timezone.localdate() - datetime.timedelta(days=20)
    meetings = Meeting.objects.bulk_create(
        Meeting(title_fr="Comité", date=lately, state="held", series=Meeting.Series.COMMITTEE) for _one in committees
    )
    CommitteeMeeting.objects.bulk_create(
        CommitteeMeeting(committee=committee, meeting=meeting) for committee, meeting in zip(committees, meetings, strict=True)
    )


def _spend(project: Project, made: list[Partnership], partners: list[Party], by: User) -> None:
    """Give each a budget, claims in several states, what came in and what went on."""
    now, today = timezone.now(), timezone.localdate()
    first = datetime.date(today.year, 1, 1)
    budgets = YearBudget.objects.bulk_create(
        YearBudget(partnership=one, party=party, year=today.year, amount=YEARLY)
        for one, party in zip(made, partners, strict=True)
    )
    # Nearly all of the budget is claimed, accepted and paid.
    states = (("paid", 21_000), ("paid", 21_000), ("part_paid", 5_500), ("submitted", 3_000))
    claims = Claim.objects.bulk_create(
        Claim(
            partnership=budget.partnership, party=budget.party, budget=budget, kind="interim", reference=f"DC-{n}",
            starts_on=first, ends_on=today, claimed=Decimal(amount), state=state, submitted_at=now, created_by=by,
            created_at=now, **({} if state == "submitted" else {"accepted": Decimal(amount), "decided_at": now}),
        )
        for budget in budgets
        for n, (state, amount) in enumerate(states)
    )  # fmt: skip
    payments = AuthorityPayment.objects.bulk_create(
        AuthorityPayment(
            project=project, kind="interim", amount=RECEIVED * len(made), received_on=first, reference=f"P-{n}",
            recorded_by=by, recorded_at=now,
        )
        for n in range(PAYMENTS)
    )  # fmt: skip
    Allocation.objects.bulk_create(
        Allocation(payment=payment, partnership=one, amount=RECEIVED, received_on=first, recorded_by=by, recorded_at=now)
        for payment in payments
        for one in made
    )
    Transfer.objects.bulk_create(
        Transfer(
            claim=claim, amount=claim.claimed if claim.state == "paid" else Decimal(5_000), reference="V", state="executed",
            ordered_on=first, executed_on=first, recorded_by=by, recorded_at=now,
        )
        for claim in claims
        if claim.state != "submitted"
    )  # fmt: skip
