"""Claims of a partner on the host: filed, returned, accepted within the budget of the year, never deleted (DOMAIN §7.4, §7.5)."""

import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core import uploads
from amif_network.core.bilingual import active_language, in_both
from amif_network.core.formats import format_date_range, format_list, format_month
from amif_network.core.money import format_euros
from amif_network.core.workflow import advance

from .. import claiming, money_mails
from ..models import Claim, PartnershipDocument, Party, PresenceStatement, YearBudget
from ..models.choices import ClaimKind, DocumentKind, Edit, LogSubject, Role, StatementState, TransferState
from ..workflow import CLAIM, PARTNERSHIP, STATEMENT
from .steps import locked_partnership, locked_row, log, require, row_step

# What people write into a claim.
WRITTEN = ("reference", "starts_on", "ends_on", "costs", "claimed", "note", "override_reason")


def acts_for(user: User, party: Party) -> bool:
    """Tell whether `user` may claim for a partner."""
    if party.role != Role.PARTNER:
        return False
    return user.is_coordinating or (user.role == "member" and user.organisations().filter(pk=party.organisation_id).exists())


@transaction.atomic
def file(claim: Claim, *, by: User, at: datetime.datetime, site: str = "", submit: bool = False) -> Claim:
    """Save a new claim as a draft, and submit it at once where `submit` is set.

    Raises ValidationError by field for what is not right, WrongState or PermissionDenied as `core.workflow.advance`.
    """
    partnership = locked_partnership(claim.partnership, by=by)
    advance(PARTNERSHIP, "claim", partnership, by=by)
    if not acts_for(by, claim.party):
        raise PermissionDenied
    claim.partnership, claim.created_by, claim.created_at = partnership, by, at
    claim.is_own, claim.is_host = True, partnership.is_host
    _check(claim)
    claim.save()
    _log(claim, Edit.RECORD, by=by, at=at)
    return _submit(claim, by=by, at=at, site=site) if submit else claim


@transaction.atomic
def change(claim: Claim, *, by: User, at: datetime.datetime, site: str = "", submit: bool = False) -> Claim:
    """Save what was changed in a draft or a returned claim. Raises as `file`."""
    partnership = locked_partnership(claim.partnership, by=by)
    standing: Claim = locked_row(Claim, claim, by=by)
    advance(CLAIM, "edit", standing, by=by)
    standing.partnership = partnership
    before = in_both(lambda: said(standing))
    standing.reference, standing.starts_on, standing.ends_on = claim.reference, claim.starts_on, claim.ends_on
    standing.costs, standing.claimed = claim.costs, claim.claimed
    standing.note, standing.override_reason = claim.note, claim.override_reason
    _check(standing)
    standing.rev += 1
    standing.save(update_fields=[*WRITTEN, "deducted", "rev"])
    words = {lang: f"{before[lang]} → {now}" for lang, now in in_both(lambda: said(standing)).items()}
    log(partnership, LogSubject.CLAIM, Edit.CHANGE, by=by, at=at, party=standing.party, about=standing, words=words)
    return _submit(standing, by=by, at=at, site=site) if submit else standing


@transaction.atomic
def submit(claim: Claim, *, comment: str = "", by: User, at: datetime.datetime, site: str) -> Claim:
    """Hand a claim to the host. A balance takes off what was transferred by now, and needs the months of presence or a reason.

    Raises ValidationError by field, WrongState or PermissionDenied as `core.workflow.advance`.
    """
    return _submit(_locked(claim, by=by), comment=comment, by=by, at=at, site=site)


@transaction.atomic
def accept(claim: Claim, *, amount: Decimal, comment: str = "", by: User, at: datetime.datetime, site: str) -> Claim:
    """Accept a claim, wholly or less of it. A balance locks the months of presence that it covers.

    Raises ValidationError on "amount" for more than is claimed, than the budget of the year still holds, or than a balance
    comes to by now; WrongState or PermissionDenied as `core.workflow.advance`.
    """
    standing = _locked(claim, by=by)
    require(CLAIM, "accept", standing, by=by)
    _refuse_amount(standing, amount)
    if standing.kind == ClaimKind.BALANCE:
        _refuse_balance(standing, amount)
    elif (balance := claiming.balance_over(standing)) is not None:
        raise ValidationError(settled_by(balance))
    standing.accepted, standing.decided_at = amount, at
    _step(standing, "accept", by=by, at=at, comment=comment, saving=("accepted", "decided_at"))
    if standing.kind == ClaimKind.BALANCE:
        confirmed = claiming.statements_of(standing).filter(state=StatementState.CONFIRMED)
        _move_months(standing, "lock", confirmed, by=by, at=at)
    money_mails.tell(standing, "accept", by=by, site=site, at=at)
    return standing


@transaction.atomic
def move(claim: Claim, action: str, *, comment: str = "", by: User, at: datetime.datetime, site: str) -> Claim:
    """Return, reject or withdraw a claim. Raises WrongState, PermissionDenied or CommentRequired."""
    standing = _locked(claim, by=by)
    saving: tuple[str, ...] = ()
    if action == "reject":
        standing.decided_at, saving = at, ("decided_at",)
    _step(standing, action, by=by, at=at, comment=comment, saving=saving)
    money_mails.tell(standing, action, by=by, site=site, at=at)
    return standing


@transaction.atomic
def undo(claim: Claim, *, comment: str, by: User, at: datetime.datetime) -> Claim:
    """Take an acceptance back while nothing is transferred or ordered; the months a balance locked are open to the host again.

    Raises ValidationError for what is transferred or ordered, else as `move`.
    """
    standing = _locked(claim, by=by)
    if standing.transfers.filter(state=TransferState.ORDERED).exists():
        raise ValidationError(_("A transfer of this claim is ordered: note first that it was executed, or that it failed."))
    standing.accepted, standing.decided_at = None, None
    _step(standing, "undo", by=by, at=at, comment=comment, saving=("accepted", "decided_at"))
    if standing.kind == ClaimKind.BALANCE:
        _move_months(standing, "unlock", claiming.statements_held_by(standing), by=by, at=at)
    return standing


@transaction.atomic
def attach(
    claim: Claim, *, data: bytes, filename: str, title: str, language: str, by: User, at: datetime.datetime
) -> PartnershipDocument:
    """Store a supporting document (at most 25 MB) with a claim.

    Raises ValidationError for a kind of file that is not accepted, an empty, oversized or repeated one, WrongState or
    PermissionDenied as `core.workflow.advance`.
    """
    standing = _locked(claim, by=by)
    advance(CLAIM, "attach", standing, by=by)
    document = PartnershipDocument(
        partnership=standing.partnership, claim=standing, kind=DocumentKind.CLAIM, title=title, language=language,
        filename=filename, size=len(data), added_by=by, added_at=at, content_type=uploads.type_of(data, filename),
        sha256=uploads.hash_of(data),
    )  # fmt: skip
    uploads.place(document)
    document.full_clean()
    uploads.keep_bytes(document, data)
    document.save()
    log(
        standing.partnership, LogSubject.DOCUMENT, "attach", by=by, at=at, comment=title, party=standing.party, about=standing
    )  # fmt: skip
    return document


def settle(claim: Claim, *, by: User, at: datetime.datetime) -> Claim:
    """Let the state of a claim that is locked follow what was transferred for it (accepted, partly paid, paid)."""
    executed = claim.transfers.filter(state=TransferState.EXECUTED).aggregate(total=Sum("amount"))["total"] or claiming.ZERO
    action = "pay_none" if not executed else "pay_all" if executed == claim.accepted else "pay_part"
    if CLAIM[action].target != claim.state:
        _step(claim, action, by=by, at=at)
    return claim


def said(claim: Claim) -> str:
    """Write a claim as the log names it, in the active language."""
    lang = active_language()
    period = format_date_range(claim.starts_on, claim.ends_on, lang)
    return f"{claim.get_kind_display()} {claim.reference} ({period}): {format_euros(claim.claimed, lang)}"


def settled_by(balance: Claim) -> str:
    """Say that an accepted balance has taken off what was transferred, so that nothing more goes on for its advances."""
    return _("The balance %(reference)s of this period is accepted: nothing more is paid for its advances.") % {
        "reference": balance.reference
    }


def months_in_words(months: list[datetime.date]) -> str:
    """Write months as a list in the active language: "mars 2026 et mai 2026"."""
    lang = active_language()
    return format_list([format_month(month, lang) for month in months], lang)


def _locked(claim: Claim, *, by: User) -> Claim:
    """Return the claim as it stands, locked after its partnership."""
    partnership = locked_partnership(claim.partnership, by=by)
    standing: Claim = locked_row(Claim, claim, by=by)
    standing.partnership = partnership
    return standing


def _step(
    claim: Claim, action: str, *, by: User, at: datetime.datetime, comment: str = "", saving: tuple[str, ...] = ()
) -> Claim:
    """Take a step with a locked claim, count it, and log it with its figures."""
    claim.rev += 1
    row_step(
        CLAIM, action, claim, partnership=claim.partnership, subject=LogSubject.CLAIM, by=by, at=at, party=claim.party,
        comment=comment, saving=("rev", *saving), words=in_both(lambda: _decided(claim)),
    )  # fmt: skip
    return claim


def _decided(claim: Claim) -> str:
    """Write a claim with what the host accepted of it."""
    if claim.accepted is None:
        return said(claim)
    return _("%(claim)s, accepted: %(amount)s") % {
        "claim": said(claim), "amount": format_euros(claim.accepted, active_language())
    }  # fmt: skip


def _log(claim: Claim, action: str, *, by: User, at: datetime.datetime) -> None:
    words = in_both(lambda: said(claim))
    log(
        claim.partnership, LogSubject.CLAIM, action, after=claim.state, by=by, at=at, party=claim.party, about=claim, words=words
    )  # fmt: skip


def _check(claim: Claim) -> None:
    """Compute what a balance comes to and check the claim. Raises ValidationError by field."""
    budget: YearBudget = claim.budget
    if budget.party_id != claim.party_id or budget.partnership_id != claim.partnership_id:
        raise ValidationError(_("This budget is of another partner."))
    _refuse_period(claim, budget.year)
    if claim.kind == ClaimKind.BALANCE:
        _compute_balance(claim)
    else:
        claim.deducted, claim.override_reason = claiming.ZERO, ""
    claim.full_clean()


def _refuse_period(claim: Claim, year: int) -> None:
    if claim.ends_on < claim.starts_on:
        raise ValidationError({"ends_on": _("The last day cannot come before the first.")})
    if {claim.starts_on.year, claim.ends_on.year} != {year}:
        refusal = _("The budget is that of %(year)d: the period lies within this year.") % {"year": year}
        raise ValidationError({"starts_on" if claim.starts_on.year != year else "ends_on": refusal})


def _compute_balance(claim: Claim) -> None:
    """Take off what was transferred. Raises ValidationError on "costs" where nothing is left to claim."""
    if claim.costs is None:
        raise ValidationError({"costs": _("Give the real costs of the period.")})
    claim.deducted = claiming.deductible(claim)
    claim.claimed = claim.costs - claim.deducted
    if claim.claimed <= 0:
        lang = active_language()
        raise ValidationError(
            {
                "costs": _(
                    "%(advanced)s were already transferred for this period, and it cost %(costs)s: nothing is left to claim."
                )
                % {"advanced": format_euros(claim.deducted, lang), "costs": format_euros(claim.costs, lang)}
            }
        )


def _submit(claim: Claim, *, comment: str = "", by: User, at: datetime.datetime, site: str) -> Claim:
    if claim.kind == ClaimKind.BALANCE:
        _compute_balance(claim)
        _refuse_missing_months(claim)
    claim.submitted_at = at
    _step(claim, "submit", by=by, at=at, comment=comment, saving=("submitted_at", "deducted", "claimed"))
    money_mails.tell(claim, "submit", by=by, site=site, at=at)
    return claim


def _refuse_missing_months(claim: Claim) -> None:
    """Raise ValidationError on "override_reason" where a balance has months without an agreed statement, and no reason why."""
    missing = claiming.missing_months(claim)
    if missing and not claim.override_reason.strip():
        refusal = _("The presence of these months is not confirmed by the host: %(months)s. Have it confirmed, or say why not.")
        raise ValidationError({"override_reason": refusal % {"months": months_in_words(missing)}})


def _refuse_amount(claim: Claim, amount: Decimal) -> None:
    """Raise ValidationError for an amount that is no part of the claim, or more than the budget of its year still holds."""
    lang = active_language()
    if not 0 < amount <= claim.claimed:
        refusal = _("Accept more than zero and at most what is claimed: %(claimed)s.")
        raise ValidationError({"amount": refusal % {"claimed": format_euros(claim.claimed, lang)}})
    budget = YearBudget.objects.select_for_update(no_key=True).get(pk=claim.budget_id)
    others = budget.claims.exclude(pk=claim.pk).aggregate(total=Sum("accepted"))["total"] or claiming.ZERO
    if others + amount > budget.amount:
        figures = {"budget": budget.amount, "accepted": others, "left": budget.amount - others}
        refusal = _("The budget of %(year)s is %(budget)s, of which %(accepted)s are accepted already: %(left)s are left.")
        raise ValidationError(
            {"amount": refusal % {"year": budget.year, **{name: format_euros(one, lang) for name, one in figures.items()}}}
        )


def _refuse_balance(claim: Claim, amount: Decimal) -> None:
    """Raise ValidationError where a balance came to less since it was submitted, or does not know yet what it comes to."""
    lang = active_language()
    if open_transfers := claiming.underway(claim):
        raise ValidationError(
            _("%(amount)s are ordered for advances of this period: note first whether they were executed or failed.")
            % {"amount": format_euros(open_transfers, lang)}
        )
    assert claim.costs is not None
    most = claim.costs - claiming.deductible(claim)
    if amount > most:
        refusal = _("Advances were transferred since the claim was submitted: it now comes to %(most)s. Accept at most this.")
        raise ValidationError({"amount": refusal % {"most": format_euros(most, lang)}})
    _refuse_missing_months(claim)


def _move_months(claim: Claim, action: str, statements: QuerySet[PresenceStatement], *, by: User, at: datetime.datetime) -> None:
    """Lock or unlock months of presence that a balance covers."""
    visible = PresenceStatement.objects.visible_to(by).filter(pk__in=statements.values("pk"))
    for statement in visible.select_for_update(of=("self",), no_key=True).order_by("pk"):
        row_step(
            STATEMENT, action, statement, partnership=claim.partnership, subject=LogSubject.PRESENCE, by=by, at=at,
            party=claim.party,
        )  # fmt: skip
