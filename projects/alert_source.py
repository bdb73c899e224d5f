"""Load what the rules of `projects.alerts` look at, and apply them: named by the setting ALERT_SOURCES."""

import datetime
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import Max, Min, Q, Sum
from django.utils import timezone

from amif_network.accounts.models import Role, User
from amif_network.alerts.alert import Alert, Kind, Name, Page, Subject
from amif_network.directory.models import Organisation

from .alerts import (
    CallFacts,
    MoneyFacts,
    TemplateFacts,
    call_subject,
    ceiling_passed,
    date_unread,
    deadline_near,
    envelope_passed,
    interest_unknown,
    template_not_ready,
)  # fmt: skip
from .models import (
    BudgetLine,
    Call,
    CallDate,
    CallDateNotice,
    CallTemplate,
    Envelope,
    ExpressionOfInterest,
    PartnershipSupplement,
    Project,
    ProjectFunding,
)  # fmt: skip
from .models.choices import ANSWERING, ASKING, GRANTED, DateKind, EnvelopePurpose, InterestAnswer, Readiness, Source

ZERO = Decimal(0)
# What a project costs as planned, and what of it is eligible.
NO_COSTS = (ZERO, ZERO)
NAMES = ("short_fr", "name_fr", "short_nl", "name_nl")
TAKING_PART = (InterestAnswer.INTERESTED, InterestAnswer.PARTNERSHIP)


def alerts(user: User, day: datetime.date) -> list[Alert]:
    """Return what needs attention in the calls and projects that exist for `user`; a fixed number of queries."""
    if user.role == Role.OBSERVER:
        return []
    deadlines = deadlines_of_calls()
    found = [rule(one, day) for one in call_facts(user, deadlines) for rule in (date_unread, deadline_near, interest_unknown)]
    found += [ceiling_passed(one, day) for one in _projects(user)]
    if user.is_coordinating:
        found += [template_not_ready(one, day, coordinating=True) for one in _templates(deadlines)]
        found += [envelope_passed(one, day) for one in _envelopes()]
    return [one for one in found if one is not None]


def _name(short_fr: str, name_fr: str, short_nl: str, name_nl: str) -> Name:
    return Name(short_fr or name_fr, short_nl or name_nl)


def deadlines_of_calls() -> dict[int, datetime.date]:
    """Return the last possible day of the deadline of each call, as the dates that hold say."""
    current = CallDate.objects.current().filter(kind=DateKind.DEADLINE).order_by()
    return dict(current.values_list("call").annotate(last=Max("latest")))


def call_facts(user: User, deadlines: dict[int, datetime.date]) -> list[CallFacts]:
    """Return each announced call as each organisation of a member stands to it."""
    if user.role != Role.MEMBER:
        return []
    ours = Organisation.objects.filter(pk__in=user.organisation_keys(), kind__in=ANSWERING).order_by("pk")
    organisations = {pk: _name(*names) for pk, *names in ours.values_list("pk", *NAMES)}
    answers: dict[tuple[int, int], str] = {}
    for call, organisation, answer in (
        ExpressionOfInterest.objects.visible_to(user).in_force().order_by().values_list("call", "organisation", "answer")
    ):
        answers[call, organisation] = answer
    sent = Project.objects.filter(lead__in=organisations, submitted_at__isnull=False).order_by()
    submitted = set(sent.values_list("call", "lead"))
    notices = CallDateNotice.objects.visible_to(user).unread().order_by().values_list("date__call", "organisation")
    unread = {(call, organisation): timezone.localdate(at) for call, organisation, at in notices.annotate(first=Min("told_at"))}
    calls = Call.objects.visible_to(user).filter(state=Call.State.ANNOUNCED).order_by("pk")
    return [
        CallFacts(
            pk, number, Name(title_fr, title_nl), timezone.localdate(announced), deadlines.get(pk), name, key,
            (pk, key) in answers, answers.get((pk, key)) in TAKING_PART, (pk, key) in submitted, unread.get((pk, key)),
        )
        for pk, number, title_fr, title_nl, announced in calls.values_list("pk", "number", "title_fr", "title_nl", "announced_at")
        for key, name in organisations.items()
    ]  # fmt: skip


def _templates(deadlines: dict[int, datetime.date]) -> list[TemplateFacts]:
    """Return the templates of announced calls that are being replaced."""
    rows = CallTemplate.objects.filter(call__state=Call.State.ANNOUNCED, readiness=Readiness.BEING_REPLACED).order_by("pk")
    columns = ("pk", "call", "call__number", "call__title_fr", "call__title_nl", "kind", "call__announced_at")
    return [
        TemplateFacts(
            pk, call, number, Name(title_fr, title_nl), CallTemplate.Kind(kind).label, deadlines.get(call),
            timezone.localdate(announced),
        )
        for pk, call, number, title_fr, title_nl, kind, announced in rows.values_list(*columns)
    ]  # fmt: skip


def _projects(user: User) -> list[MoneyFacts]:
    """Return what live projects ask of each source that has a ceiling, with the cost it is measured against."""
    projects: Any = Project.objects.visible_to(user).filter(state__in=ASKING)
    if not user.is_coordinating:
        projects = projects.filter(is_led=True)
    columns = ("pk", "call", "code", "title_fr", "title_nl", "created_at", *(f"lead__{name}" for name in NAMES))
    rows = list(projects.order_by("pk").values_list(*columns))
    ceilings: dict[int, list[tuple[str, str, Decimal, bool]]] = defaultdict(list)
    with_ceiling: Any = Envelope.objects.filter(purpose=EnvelopePurpose.PROJECTS, ceiling__isnull=False).order_by()
    for call, source, name, percent, base in with_ceiling.values_list("call", "source", "source_name", "ceiling", "base"):
        ceilings[call].append((source, name, percent, base == Envelope.Base.TOTAL))
    asked, costs = _asked(), _costs()
    return [
        MoneyFacts(
            Subject(Kind.PROJECT, pk, code, Name(title_fr, title_nl), Page("projects:project", (pk,))),
            name or Source(source).label, asked.get((pk, source, name), ZERO),
            costs.get(pk, NO_COSTS)[0 if of_total else 1], percent, since=timezone.localdate(created),
            detail=f"{source}{name}"[:40], lead=_name(*lead), mine=not user.is_coordinating,
        )
        for pk, call, code, title_fr, title_nl, created, *lead in rows
        for source, name, percent, of_total in ceilings[call]
    ]  # fmt: skip


def _asked() -> dict[tuple[int, str, str], Decimal]:
    rows: Any = (
        ProjectFunding.objects.filter(project__state__in=ASKING).order_by().values_list("project", "source", "source_name")
    )
    return {(project, source, name): amount for project, source, name, amount in rows.annotate(sum=Sum("asked"))}


def _costs() -> dict[int, tuple[Decimal, Decimal]]:
    """Return the planned cost of each project, and what of it is eligible."""
    rows: Any = BudgetLine.objects.filter(project__state__in=ASKING).order_by().values_list("project")
    sums = rows.annotate(total=Sum("planned"), counting=Sum("planned", filter=Q(eligible=True)))
    return {project: (total, counting or ZERO) for project, total, counting in sums}


def _envelopes() -> list[MoneyFacts]:
    """Return what the projects of each call that is not over ask of its envelopes, and what they were granted."""
    live = (Call.State.ANNOUNCED, Call.State.IN_SELECTION, Call.State.DECIDED)
    columns = ("pk", "purpose", "source", "source_name", "amount", "call", "call__number", "call__title_fr", "call__title_nl")
    rows: Any = Envelope.objects.filter(call__state__in=live).order_by("pk").values_list(*columns, "call__announced_at")
    by_source, supplements = _sums(ProjectFunding, "source", "source_name"), _sums(PartnershipSupplement)
    found = []
    for pk, purpose, source, name, amount, call, number, title_fr, title_nl, announced in rows:
        of_projects = purpose == EnvelopePurpose.PROJECTS
        sums = by_source.get((call, source, name)) if of_projects else supplements.get((call,))
        subject, since = call_subject(call, number, Name(title_fr, title_nl)), timezone.localdate(announced)
        asked, granted = sums or (ZERO, ZERO)
        label, over = name or Source(source).label, granted > amount
        counted = granted if over else asked
        found.append(MoneyFacts(subject, label, counted, amount, granted=over, since=since, detail=str(pk), mine=True))
    return found


def _sums(model: Any, *columns: str) -> dict[tuple[Any, ...], tuple[Decimal, Decimal]]:
    """Return what is asked and granted by call and `columns`."""
    rows = model.objects.order_by().values_list("project__call", *columns).annotate(
        total=Sum("asked", filter=Q(project__state__in=ASKING)), given=Sum("granted", filter=Q(project__state__in=GRANTED))
    )  # fmt: skip
    return {tuple(key): (asked or ZERO, granted or ZERO) for *key, asked, granted in rows}
