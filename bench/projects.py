"""Calls and projects with little and with much in the database, against an empty view."""

import datetime
import uuid
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from django.urls import reverse
from django.utils import timezone, translation

from amif_network.directory.models import Organisation
from bench.pages import kept, questions, same
from bench.portal import browser, coordinator, load
from bench.rows import Row
from projects.models import BudgetLine, Call, CallDate, Envelope, ExpressionOfInterest, Programme, Project, ProjectFunding

FEW, MANY = 2, 50
PROJECTS_OF_A_CALL, LINES_OF_A_PROJECT, ANSWERS = 60, 10, 40
KINDS = (CallDate.Kind.OPENING, CallDate.Kind.DEADLINE, CallDate.Kind.DECISION)
STATES = ("preparation", "submitted", "selected", "decreed", "reporting", "refused")
# Times an empty view.
GOAL = 4
# Filters that find nothing.
NO_CALL, NO_PROJECT = "?q=zzzz", "?state=withdrawn"


def rows() -> Iterator[Row]:
    """Measure lists and pages with 50 calls, 3 000 projects and 30 000 budget lines. Queries are counted with 2 calls too."""
    browser()
    programme, _made = Programme.objects.get_or_create(
        code="bench",
        defaults={"title_fr": "Programme", "start": datetime.date(2021, 1, 1), "end": datetime.date(2027, 12, 31)},
    )
    bare, first = add_bare_call(programme), add_calls(programme, FEW)[0]
    pages = {
        "Calls": (address("calls"), address("calls") + NO_CALL),
        "Call": (address("call", first.pk), address("call", bare.pk)),
        "Interest overview": (address("interests", first.pk), address("interests", bare.pk)),
        "Projects": (address("projects"), address("projects") + NO_PROJECT),
        "Project": (address("project", first.projects.order_by("pk")[0].pk), address("project", bare.projects.get().pk)),
    }
    counted = {name: questions(partial(load, page)) for name, (page, _bare) in pages.items()}
    add_calls(programme, MANY - FEW)
    for name, (page, nothing) in pages.items():
        now = questions(partial(load, page))
        same(name, counted[name], now)
        yield from kept(name, f"{Project.objects.count()} projects, {now} queries", page, nothing, GOAL)


def address(name: str, *keys: int) -> str:
    """Return the address of a page of calls, in French."""
    with translation.override("fr"):
        return reverse(f"projects:{name}", args=keys)


def add_bare_call(programme: Programme) -> Call:
    """Add an announced call of which nothing is known but one project, of which nothing is known either."""
    now, user = timezone.now(), coordinator()
    call = Call.objects.create(programme=programme, number="0", title_fr="Appel", state="announced", announced_at=now)
    lead = Organisation.objects.order_by("pk")[0]
    Project.objects.create(call=call, lead=lead, code="P0", title_fr="Projet", created_by=user, created_at=now)
    return call


def add_calls(programme: Programme, count: int) -> list[Call]:
    """Add announced calls with dates, envelopes, answers, projects, funding and budget lines."""
    known, now, today, user = Call.objects.count(), timezone.now(), timezone.localdate(), coordinator()
    calls = Call.objects.bulk_create(
        Call(
            programme=programme, number=str(known + n), title_fr=f"Appel {known + n}", title_nl=f"Oproep {known + n}",
            state="announced", announced_at=now,
        )
        for n in range(count)
    )  # fmt: skip
    day = today - datetime.timedelta(days=30)
    CallDate.objects.bulk_create(
        CallDate(
            call=call, kind=kind, series=uuid.uuid4(), earliest=day + datetime.timedelta(days=60 * place),
            latest=day + datetime.timedelta(days=60 * place), recorded_by=user, recorded_at=now, published_at=now,
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
            call=call, organisation=organisation, answer="interested", stated_on=today, recorded_by=user, recorded_at=now
        )
        for call in calls
        for organisation in organisations[:ANSWERS]
    )
    add_projects(calls, organisations)
    return calls


def add_projects(calls: list[Call], organisations: list[Organisation]) -> None:
    """Give every call its projects with their money, spread over the states."""
    now, user = timezone.now(), coordinator()
    projects = Project.objects.bulk_create(
        Project(
            call=call, lead=organisation, code=f"P{place:03}", title_fr=f"Projet {place}", title_nl=f"Project {place}",
            state=STATES[place % len(STATES)], created_by=user, created_at=now, submitted_at=now,
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
