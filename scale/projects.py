"""Calls with dates, envelopes, answers and projects spread over the states, with their money."""

import datetime
import uuid
from decimal import Decimal

from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation
from projects.models import BudgetLine, Call, CallDate, Envelope, ExpressionOfInterest, Programme, Project, ProjectFunding

PROJECTS_OF_A_CALL, LINES_OF_A_PROJECT, ANSWERS = 60, 10, 40
KINDS = (CallDate.Kind.OPENING, CallDate.Kind.DEADLINE, CallDate.Kind.DECISION)
STATES = ("preparation", "submitted", "selected", "decreed", "reporting", "refused")


def programme() -> Programme:
    """Return the programme of all that is made here, made the first time."""
    found, _made = Programme.objects.get_or_create(
        code="scale",
        defaults={"title_fr": "Programme", "start": datetime.date(2021, 1, 1), "end": datetime.date(2027, 12, 31)},
    )
    return found


def add_calls(count: int, *, by: User) -> list[Call]:
    """Add announced calls with dates, envelopes, answers, projects, funding and budget lines."""
    known, now, today = Call.objects.count(), timezone.now(), timezone.localdate()
    calls = Call.objects.bulk_create(
        Call(
            programme=programme(), number=str(known + n), title_fr=f"Appel {known + n}", title_nl=f"Oproep {known + n}",
            state="announced", announced_at=now,
        )
        for n in range(count)
    )  # fmt: skip
    day = today - datetime.timedelta(days=30)
    CallDate.objects.bulk_create(
        CallDate(
            call=call, kind=kind, series=uuid.uuid4(), earliest=day + datetime.timedelta(days=60 * place),
            latest=day + datetime.timedelta(days=60 * place), recorded_by=by, recorded_at=now, published_at=now,
        )
        for call in calls
        for place, kind in enumerate(KINDS)
    )  # fmt: skip
    Envelope.objects.bulk_create(Envelope(call=call, source="amif", amount=Decimal(1_300_000)) for call in calls)
    Envelope.objects.bulk_create(
        Envelope(call=call, source="pod_mi", amount=Decimal(250_000), ceiling=Decimal(15)) for call in calls
    )
    organisations = list(Organisation.objects.filter(kind="cpas").order_by("pk")[:PROJECTS_OF_A_CALL])
    ExpressionOfInterest.objects.bulk_create(
        ExpressionOfInterest(
            call=call, organisation=organisation, answer="interested", stated_on=today, recorded_by=by, recorded_at=now
        )
        for call in calls
        for organisation in organisations[:ANSWERS]
    )
    add_projects(calls, organisations, by)
    return calls


def add_projects(calls: list[Call], organisations: list[Organisation], by: User) -> None:
    """Give every call its projects with their money, spread over the states."""
    now = timezone.now()
    projects = Project.objects.bulk_create(
        Project(
            call=call, lead=organisation, code=f"P{place:03}", title_fr=f"Projet {place}", title_nl=f"Project {place}",
            state=STATES[place % len(STATES)], created_by=by, created_at=now, submitted_at=now,
        )
        for call in calls
        for place, organisation in enumerate(organisations)
    )  # fmt: skip
    ProjectFunding.objects.bulk_create(
        ProjectFunding(project=project, source=source, year=2026, asked=asked)
        for project in projects
        for source, asked in (("amif", Decimal(75_000)), ("pod_mi", Decimal(15_000)), ("own", Decimal(10_000)))
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(project=project, category="staff", year=2026, planned=Decimal(10_000))
        for project in projects
        for _place in range(LINES_OF_A_PROJECT)
    )
