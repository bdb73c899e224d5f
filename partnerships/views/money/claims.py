"""Claims of a partner: a new one with what it proposes, changing one, its page, its documents."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.collisions import locked_if_posted
from amif_network.core.requests import posted, site_of
from amif_network.core.uploads import DocumentForm
from amif_network.core.workflow import allowed

from ... import claiming, money_mails
from ...actions import claims as actions
from ...forms.claims import ClaimForm, put_errors
from ...models import Claim, LogEntry, Transfer, YearBudget
from ...models.choices import ClaimKind, Edit, LogSubject
from ...money_wording import CLAIM_STEPS, TRANSFER_STEPS, StepWords, said, states_of
from ...workflow import TRANSFER
from ..scope import partnership_for
from .scope import chosen_party, claim_for, claim_to_write, require_form

# Before the host has decided, what is missing can still come.
UNDECIDED = (Claim.State.DRAFT, Claim.State.RETURNED, Claim.State.SUBMITTED)
# The host answered with words that the partner must read.
SENT_BACK = (Claim.State.RETURNED, Claim.State.REJECTED)


@require_form
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a claim and file it: the address says for which partner, year and kind; what it does not say is the usual."""
    assert isinstance(request.user, User)
    partnership, _can = partnership_for(request, pk, "claim")
    parties = [one for one in partnership.partners() if actions.acts_for(request.user, one)]
    if not parties:
        raise PermissionDenied
    party = chosen_party(parties, request.GET.get("party"))
    budgets = list(YearBudget.objects.filter(party=party).order_by("year"))
    if not budgets:
        return render(request, "partnerships/money/claim_without_budget.html", {"partnership": partnership, "party": party})
    budget = _of_year(budgets, request.GET.get("year"), timezone.localdate().year)
    budget.partnership, budget.party = partnership, party
    claim, initial, left = _proposed(budget, request.GET.get("kind"))
    form = ClaimForm(posted(request), instance=claim, initial=initial, asks_why=bool(_missing(claim)))
    if request.method == "POST" and form.is_valid():
        filed = _filed(request, form)
        if filed is not None:
            return redirect(filed)
    context = _form_context(request, form, claim, left=left) | {
        "parties": parties, "budgets": budgets, "kinds": ClaimKind.choices,
    }  # fmt: skip
    return render(request, "partnerships/money/claim_form.html", context, status=422 if form.errors else 200)


@require_form
@transaction.atomic
def edit(request: HttpRequest, pk: int, claim_pk: int) -> HttpResponse:
    """Change a draft or a returned claim; who comes second sees both versions and decides."""
    assert isinstance(request.user, User)
    claim, closed = claim_to_write(request, pk, claim_pk, locked_if_posted(request, Claim.objects.all()))
    form = ClaimForm(posted(request), instance=claim, asks_why=bool(_missing(claim)))
    if request.method == "POST" and form.is_valid() and not closed:
        filed = _filed(request, form)
        if filed is not None:
            return redirect(filed)
    others = list(claim.budget.claims.exclude(pk=claim.pk))
    context = _form_context(request, form, claim, left=claiming.left(claim.budget, others))
    context |= {"closed": closed, "last": _last_change(claim) if form.differences else None}
    status = 409 if closed or form.differences else 422 if form.errors else 200
    return render(request, "partnerships/money/claim_form.html", context, status=status)


@require_safe
def claim(request: HttpRequest, pk: int, claim_pk: int) -> HttpResponse:
    """Show a claim: its amounts, what was transferred for it, its documents, and what can be done next."""
    found, can = claim_for(request, pk, claim_pk)
    assert isinstance(request.user, User)
    transfers = list(Transfer.objects.visible_to(request.user).filter(claim=found).order_by("ordered_on", "pk"))
    executed = sum((one.amount for one in transfers if one.state == "executed"), claiming.ZERO)
    entries = LogEntry.objects.filter(partnership=pk, subject__in=[LogSubject.CLAIM, LogSubject.TRANSFER], party=found.party_id)
    rows = entries.filter(subject_pk__in=[found.pk, *(one.pk for one in transfers)]).select_related("by")
    about = [row for row in rows if _about(row, found.pk, transfers)]
    context = {
        "claim": found,
        "partnership": found.partnership,
        "can": can,
        # What the host wrote when it sent the claim back: the partner must read it before all else.
        "answer": next((row for row in about if row.to_state == found.state and row.comment), None)
        if found.state in SENT_BACK
        else None,
        "steps": [step for name, step in CLAIM_STEPS.items() if name in can],
        "transfers": [(one, _steps_of(one, request.user)) for one in transfers],
        "executed": executed,
        "open": (found.accepted or claiming.ZERO) - executed,
        "documents": found.documents.order_by("pk"),
        "missing": _missing(found) if found.state in UNDECIDED else "",
        "history": [(row, said(row), *states_of(row)) for row in about],
    }
    return render(request, "partnerships/money/claim.html", context)


@require_form
def attach(request: HttpRequest, pk: int, claim_pk: int) -> HttpResponse:
    """Attach a supporting document to a claim."""
    assert isinstance(request.user, User)
    found, _can = claim_for(request, pk, claim_pk, "attach")
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if request.method == "POST" and form.is_valid():
        try:
            document = actions.attach(found, by=request.user, at=timezone.now(), **form.values())
        except ValidationError as error:
            form.add_error("file", error.messages)
        else:
            messages.success(request, _("“%(title)s” is attached.") % {"title": document.title})
            return redirect(found)
    context = {"claim": found, "partnership": found.partnership, "form": form}
    return render(request, "partnerships/money/claim_attach.html", context, status=422 if form.errors else 200)


def _filed(request: HttpRequest, form: ClaimForm) -> Claim | None:
    """Save the claim, submit it where the person pressed that; None where an action refused it, which the form then says."""
    assert isinstance(request.user, User)
    submit = "submit" in request.POST
    take = actions.change if form.instance.pk else actions.file
    try:
        with transaction.atomic():
            filed: Claim = take(
                form.save(commit=False), by=request.user, at=timezone.now(), site=site_of(request), submit=submit
            )  # fmt: skip
    except ValidationError as error:
        put_errors(form, error)
        return None
    messages.success(
        request, str(CLAIM_STEPS["submit"].done) if submit else _("The claim is saved as a draft: submit it when it is ready.")
    )
    return filed


def _form_context(request: HttpRequest, form: ClaimForm, claim: Claim, *, left: Any) -> dict[str, Any]:
    """Return what the form of a claim says beside its fields."""
    assert isinstance(request.user, User)
    balance = claim.kind == ClaimKind.BALANCE
    mails = money_mails.readers(claim, "submit", by=request.user)
    return {
        "form": form,
        "claim": claim,
        "partnership": claim.partnership,
        "is_new": claim.created_at is None,
        "left": left,
        "deducted": claiming.deductible(claim) if balance else None,
        "missing": _missing(claim),
        "mails": [str(one.person or one.user or one.email) for one in mails],
    }


def _missing(claim: Claim) -> str:
    """Name the months of a balance whose presence is not confirmed; "" for none, and for any other claim."""
    if claim.kind != ClaimKind.BALANCE or claim.starts_on is None:
        return ""
    return actions.months_in_words(claiming.missing_months(claim))


def _steps_of(transfer: Transfer, user: User) -> list[StepWords]:
    """Return what the person can do with a transfer now."""
    can = allowed(TRANSFER, user, transfer)
    return [step for name, step in TRANSFER_STEPS.items() if name in can]


def _about(row: LogEntry, claim_pk: int, transfers: list[Any]) -> bool:
    """Tell whether a row of the log is about this claim or one of its transfers: both are counted from 1."""
    if row.subject == LogSubject.CLAIM:
        return row.subject_pk == claim_pk
    return row.subject_pk in {one.pk for one in transfers}


def _last_change(claim: Claim) -> LogEntry | None:
    """Return who changed the claim last, and when."""
    return LogEntry.objects.filter(subject=LogSubject.CLAIM, subject_pk=claim.pk, action=Edit.CHANGE).first()


def _proposed(budget: YearBudget, wanted: str | None) -> tuple[Claim, dict[str, Any], Decimal]:
    """Return a new claim of the kind wanted, else of the usual one, what its form shows first, and what is left of the budget.

    Raises Http404 for a kind that is none.
    """
    today, partnership = timezone.localdate(), budget.partnership
    claims = list(budget.claims.all())
    kind = wanted or claiming.usual_kind(claims, claiming.year_of(partnership, budget.year)[1], today)
    if kind not in ClaimKind.values:
        raise Http404
    proposal = claiming.propose(budget, claims, kind, today)
    claim = Claim(partnership=partnership, party=budget.party, budget=budget, kind=kind)
    if kind == ClaimKind.BALANCE:
        claim.starts_on, claim.ends_on = proposal.starts_on, proposal.ends_on
    initial = {name: getattr(proposal, name) for name in ("reference", "starts_on", "ends_on", "claimed")}
    return claim, initial, claiming.left(budget, claims)


def _of_year(budgets: list[YearBudget], wanted: str | None, year: int) -> YearBudget:
    """Return the budget of the address, else of `year`, else the nearest before it. Raises Http404 for a year without one."""
    if wanted is None:
        return next((one for one in reversed(budgets) if one.year <= year), budgets[0])
    found = [one for one in budgets if str(one.year) == wanted]
    if not found:
        raise Http404
    return found[0]
