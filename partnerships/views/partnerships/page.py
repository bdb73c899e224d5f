"""The page of one partnership: who works with whom, what is agreed, what happens, what is to be done."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.unchanged import kept_until_changed
from projects.models import Project

from ... import attention, balance, committees, evaluations, fte, phases, presence, signing
from ... import history as evidence
from ...models import Claim, Commitment, LogEntry, Partnership, PartnershipDocument, PresenceStatement
from ...models.choices import ClaimState, StatementState
from ...next_steps import NextSteps, Side, Standing, next_steps
from ...portfolio import in_lines, with_activity
from ...wording import STEPS, PartnershipStepWords, said, states_of
from ..scope import partnership_for
from .agreements import own_parties


@require_safe
@kept_until_changed
def partnership(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one partnership."""
    assert isinstance(request.user, User)
    user, day = request.user, timezone.localdate()
    found, can = partnership_for(request, pk, partnerships=with_activity(Partnership.objects.for_detail(), day))
    side, paper = side_of(user, found), signing.of_partnership(found)
    own = own_parties(user, list(found.parties.all())) if side != Side.READER else []
    tasks = _next(user, side, found, paper, own, can)
    [line] = in_lines([found])
    context = {
        "partnership": found,
        "line": line,
        "can": can,
        "own": {party.pk for party in own} if "follow" in can else set(),
        **_steps(can, tasks.first),
        "signs": "sign" in can and any(party in own for party in paper.unsigned),
        "decides": "decide" in can and any(party in own for party in paper.undecided),
        "attention": attention.of_partnership(found, user, day),
        "next": tasks,
        "must": [(task, _address(found, task.page, task.step)) for task in tasks.must],
        "phases": phases.of_partnership(found, user, day),
        "paper": paper,
        "commitments": _commitments(found),
        "money": balance.of_partnership(found, user, day),
        "presence": presence.of_partnership(found, user, day),
        "committees": committees.of_partnership(found, user, day),
        "evaluations": evaluations.of_partnership(found, user, day),
        "work": fte.of_partnership(found, {party.pk for party in own}, day),
        "documents": PartnershipDocument.objects.visible_to(user).filter(partnership=found),
        "evidence": evidence.of_partnership(found, user),
        "detaches": user.is_coordinating and "attach" in can,
        "chain": _chain(found, user),
        "reads_project": found.project is not None and Project.objects.visible_to(user).filter(pk=found.project_id).exists(),
        "history": [(row, said(row), *states_of(row)) for row in LogEntry.objects.of_page(found, user)],
    }
    return render(request, "partnerships/partnership.html", context)


def _steps(can: set[str], first: str) -> dict[str, list[PartnershipStepWords]]:
    """Part the steps that can be taken: those that come in their turn, and those that end or undo something."""
    known = [step for name, step in STEPS.items() if name in can]
    turn = [step for step in known if step.name == first or not (step.needs_comment or step.name == "end")]
    return {"steps": turn, "more_steps": [step for step in known if step not in turn]}


def _commitments(partnership: Any) -> list[tuple[Any, list[Commitment]]]:
    """Return each party with what it promised."""
    rows = list(Commitment.objects.filter(partnership=partnership))
    return [(party, [row for row in rows if row.party_id == party.pk]) for party in partnership.parties.all()]


def _chain(partnership: Any, user: User) -> list[tuple[Any, str]]:
    """Return what it renews, itself, and what renews it, with addresses of the others; empty where it stands alone."""
    beside = Q(predecessor=partnership.pk) | Q(pk=partnership.predecessor_id)
    others = list(Partnership.objects.visible_to(user).filter(beside))
    partnership.is_renewed = any(one.predecessor_id == partnership.pk for one in others)
    before = [one for one in others if one.pk == partnership.predecessor_id]
    after = [one for one in others if one.predecessor_id == partnership.pk]
    places = [*before, partnership, *after]
    return [(one, "" if one is partnership else one.get_absolute_url()) for one in places] if others else []


def side_of(user: User, partnership: Any) -> Side:
    """Say from where a person looks at a partnership."""
    if user.is_coordinating:
        return Side.COORDINATION
    return Side.HOST if partnership.is_host else Side.PARTNER if partnership.is_partner else Side.READER


def _next(user: User, side: Side, partnership: Any, paper: signing.Paper, own: list[Any], can: set[str]) -> NextSteps:
    """Return what the person must do and waits for."""
    mine = {party.pk for party in own}
    claims = list(Claim.objects.visible_to(user).filter(partnership=partnership).values_list("state", flat=True))
    months = PresenceStatement.objects.visible_to(user).filter(immersion__partnership=partnership, state=StatementState.SUBMITTED)
    submitted = claims.count(ClaimState.SUBMITTED)
    standing = Standing(
        activity=partnership.activity,
        has_text=paper.text is not None,
        has_period=partnership.starts_on is not None and partnership.ends_on is not None,
        unsigned=[str(party.organisation) for party in paper.unsigned],
        own_unsigned=[str(party.organisation) for party in paper.unsigned if party.pk in mine],
        without_owner=[str(party.organisation) for party in own if party.owner_id is None],
        to_decide=submitted,
        to_correct=claims.count(ClaimState.RETURNED),
        to_confirm=months.count(),
        decided_by_host=submitted,
    )
    return next_steps(partnership.state, side, standing, can, active_language())


def _address(partnership: Partnership, page: str, step: str) -> str:
    """Return where a task is done."""
    if step:
        return reverse("partnerships:partnership-step", args=[partnership.pk, step])
    return page if page.startswith("#") or not page else reverse(f"partnerships:{page}", args=[partnership.pk])
