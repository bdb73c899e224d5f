"""The page of one partnership: who works with whom, what is agreed, what happens, what is to be done."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.bilingual import active_language
from amif_network.core.questions import Ask, Question, asked_ahead, attach
from amif_network.core.unchanged import kept_until_changed
from amif_network.core.workflow import allowed
from projects.models import Project

from ... import attention, balance, committees, evaluations, events, fte, phases, presence, signing
from ... import history as evidence
from ...alerts import loading
from ...models import Commitment, LogEntry, Partnership, PartnershipDocument, Party
from ...models.choices import ClaimState
from ...next_steps import Side, Standing, next_steps
from ...portfolio import in_lines, with_activity
from ...wording import STEPS, PartnershipStepWords, said, states_of
from ...workflow import PARTNERSHIP
from .agreements import own_parties


@require_safe
@kept_until_changed
def partnership(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one partnership."""
    assert isinstance(request.user, User)
    user, day = request.user, timezone.localdate()
    with asked_ahead(_detail.of(user, pk, day), _parties.of(pk), *loading.asks_of_reader(user)):
        found = _loaded(user, pk, day)
        with asked_ahead(*_asks(found, user, day)):
            context = _context(found, user, day)
    return render(request, "partnerships/partnership.html", context)


def _context(found: Any, user: User, day: datetime.date) -> dict[str, Any]:
    """Return what the page shows of a partnership that is loaded for `user`."""
    pk = found.pk
    can = allowed(PARTNERSHIP, user, found)
    side, paper = side_of(user, found), signing.of_partnership(found)
    own = own_parties(user, list(found.parties.all())) if side != Side.READER else []
    money, months = balance.of_partnership(found, user, day), presence.of_partnership(found, user, day)
    tasks = next_steps(found.state, side, _standing(found, paper, own, money.states, months.submitted), can, active_language())
    [line] = in_lines([found])
    return {
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
        "money": money,
        "presence": months,
        "committees": committees.of_partnership(found, user, day),
        "evaluations": evaluations.of_partnership(found, user, day),
        "work": fte.of_partnership(found, {party.pk for party in own}, day),
        "documents": _documents(user, pk),
        "evidence": evidence.of_partnership(found, user),
        "detaches": user.is_coordinating and "attach" in can,
        "chain": _chain(found, user),
        "history": [(row, said(row), *states_of(row)) for row in _log(user, pk, hosts=found.is_host)],
    }


def _asks(partnership: Any, user: User, day: datetime.date) -> list[Ask]:
    """Return all that `_context` asks of the database about a partnership that is loaded."""
    pk = partnership.pk
    return [
        *attention.asks([pk], user, day),
        *signing.asks(pk),
        *balance.asks(partnership, user),
        *presence.asks(pk, user),
        *events.asks(partnership, user),
        *committees.asks(pk, user),
        *evaluations.asks(pk, user, day),
        *fte.asks(partnership),
        *evidence.asks(pk),
        _promised.of(pk),
        _documents.of(user, pk),
        _beside.of(user, pk, partnership.predecessor_id or 0),
        _log.of(user, pk, hosts=partnership.is_host),
    ]


def _loaded(user: User, pk: int, day: datetime.date) -> Any:
    """Return a partnership as its page needs it. Raises Http404 when it does not exist for the person."""
    rows = _detail(user, pk, day)
    if not rows:
        raise Http404
    attach(rows, "parties", _parties(pk), "partnership_id")
    return rows[0]


@ReaderQuestion
def _detail(reader: User, pk: int, day: datetime.date) -> Any:
    """Return the partnership, annotated with `reads_project`: its project exists for the reader too."""
    project = Project.objects.visible_to(reader).filter(pk=OuterRef("project"))
    found = Partnership.objects.visible_to(reader).filter(pk=pk).annotate(reads_project=Exists(project))
    return with_activity(found, day).select_related("call__programme", "project__lead")


@Question
def _parties(partnership: int) -> Any:
    return Party.objects.filter(partnership=partnership).select_related("organisation", "contact", "owner")


@Question
def _promised(partnership: int) -> Any:
    return Commitment.objects.filter(partnership=partnership)


@ReaderQuestion
def _documents(reader: User, partnership: int) -> Any:
    return PartnershipDocument.objects.visible_to(reader).filter(partnership=partnership)


@ReaderQuestion
def _beside(reader: User, partnership: int, predecessor: int) -> Any:
    return Partnership.objects.visible_to(reader).filter(Q(predecessor=partnership) | Q(pk=predecessor))


@ReaderQuestion
def _log(reader: User, partnership: int, *, hosts: bool) -> Any:
    known = Partnership(pk=partnership)
    known.is_host = hosts
    return LogEntry.objects.of_page(known, reader)


def _steps(can: set[str], first: str) -> dict[str, list[PartnershipStepWords]]:
    """Part the steps that can be taken: those that come in their turn, and those that end or undo something."""
    known = [step for name, step in STEPS.items() if name in can]
    turn = [step for step in known if step.name == first or not (step.needs_comment or step.name == "end")]
    return {"steps": turn, "more_steps": [step for step in known if step not in turn]}


def _commitments(partnership: Any) -> list[tuple[Any, list[Commitment]]]:
    """Return each party with what it promised."""
    rows = _promised(partnership.pk)
    return [(party, [row for row in rows if row.party_id == party.pk]) for party in partnership.parties.all()]


def _chain(partnership: Any, user: User) -> list[tuple[Any, str]]:
    """Return what it renews, itself, and what renews it, with addresses of the others; empty where it stands alone."""
    # No partnership has the key 0.
    others = _beside(user, partnership.pk, partnership.predecessor_id or 0)
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


def _standing(partnership: Any, paper: signing.Paper, own: list[Any], claims: list[str], submitted_months: int) -> Standing:
    """Return where the partnership stands; `own`: the parties of the person, `claims`: the states of those that they see."""
    mine = {party.pk for party in own}
    submitted = claims.count(ClaimState.SUBMITTED)
    return Standing(
        activity=partnership.activity,
        has_text=paper.text is not None,
        has_period=partnership.starts_on is not None and partnership.ends_on is not None,
        unsigned=[str(party.organisation) for party in paper.unsigned],
        own_unsigned=[str(party.organisation) for party in paper.unsigned if party.pk in mine],
        without_owner=[str(party.organisation) for party in own if party.owner_id is None],
        to_decide=submitted,
        to_correct=claims.count(ClaimState.RETURNED),
        to_confirm=submitted_months,
        decided_by_host=submitted,
    )


def _address(partnership: Partnership, page: str, step: str) -> str:
    """Return where a task is done."""
    if step:
        return reverse("partnerships:partnership-step", args=[partnership.pk, step])
    return page if page.startswith("#") or not page else reverse(f"partnerships:{page}", args=[partnership.pk])
