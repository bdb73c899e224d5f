"""Transfers of the host for a claim: ordered, executed or failed, reversed; never changed or deleted (DOMAIN §7.3, §7.4).

At every date at most what came in for the partnership goes on: the partnership is locked, and every later day is checked too.
The triggers of `models.guards` hold the same; here it is said first, in a sentence with its figures.
"""

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language, in_both
from amif_network.core.formats import format_date
from amif_network.core.money import format_euros
from projects.days import not_ahead

from .. import claiming, money_mails
from ..cash import Move, free_from, held, overdraft
from ..models import Claim, Partnership, Transfer
from ..models.choices import Edit, LogSubject, TransferState
from ..moves import moves_of
from ..workflow import CLAIM, TRANSFER
from .claims import settle, settled_by
from .steps import locked_partnership, locked_row, log, require, row_step


@transaction.atomic
def order(
    transfer: Transfer, *, executed_on: datetime.date | None = None, by: User, at: datetime.datetime, site: str
) -> Transfer:  # fmt: skip
    """Save a transfer for an accepted claim, and note it as executed at once where `executed_on` is known.

    Raises ValidationError by field for more than the claim still holds, or what `execute` refuses; WrongState or
    PermissionDenied as `core.workflow.advance`.
    """
    claim = _locked_claim(transfer.claim, by=by)
    require(CLAIM, "transfer", claim, by=by)
    _refuse_settled(claim)
    refuse_day("ordered_on", transfer.ordered_on, at=at)
    _refuse_more_than_accepted(claim, transfer.amount)
    transfer.claim, transfer.recorded_by, transfer.recorded_at = claim, by, at
    transfer.full_clean()
    transfer.save()
    log(
        claim.partnership, LogSubject.TRANSFER, Edit.RECORD, after=transfer.state, by=by, at=at, party=claim.party,
        about=transfer, words=in_both(lambda: said(transfer)),
    )  # fmt: skip
    return execute(transfer, on=executed_on, by=by, at=at, site=site) if executed_on else transfer


@transaction.atomic
def execute(transfer: Transfer, *, on: datetime.date, by: User, at: datetime.datetime, site: str) -> Transfer:
    """Note that a transfer left the account on a day; its claim follows, the partner is told.

    Raises ValidationError on "executed_on" where more would have gone on than had come in, on that day or a later one; WrongState
    or PermissionDenied as `core.workflow.advance`.
    """
    standing = _locked(transfer, by=by)
    require(TRANSFER, "execute", standing, by=by)
    _refuse_settled(standing.claim)
    refuse_day("executed_on", on, at=at, first=standing.ordered_on)
    refuse_overdraft(standing.claim.partnership, standing.amount, on)
    standing.executed_on = on
    return _step(standing, "execute", by=by, at=at, site=site, saving=("executed_on",))


@transaction.atomic
def fail(transfer: Transfer, *, reason: str, on: datetime.date, by: User, at: datetime.datetime, site: str) -> Transfer:
    """Note that the bank did not execute a transfer. Raises ValidationError for the day, CommentRequired, else as `execute`."""
    standing = _locked(transfer, by=by)
    refuse_day("failed_on", on, at=at, first=standing.ordered_on)
    standing.failed_on, standing.reason = on, reason.strip()
    return _step(standing, "fail", by=by, at=at, site=site, saving=("failed_on", "reason"), comment=reason)


@transaction.atomic
def reverse(transfer: Transfer, *, reason: str, on: datetime.date, by: User, at: datetime.datetime, site: str) -> Transfer:
    """Note that the money of an executed transfer came back on a day. Raises as `fail`."""
    standing = _locked(transfer, by=by)
    require(TRANSFER, "reverse", standing, by=by)
    refuse_day("reversed_on", on, at=at, first=standing.executed_on)
    standing.reversed_on, standing.reason = on, reason.strip()
    return _step(standing, "reverse", by=by, at=at, site=site, saving=("reversed_on", "reason"), comment=reason)


def said(transfer: Transfer) -> str:
    """Write a transfer as the log names it, in the active language."""
    return f"{transfer.reference}: {format_euros(transfer.amount, active_language())}"


def to_transfer(claim: Claim) -> Decimal:
    """Return what of an accepted claim is neither ordered nor executed."""
    counting = claim.transfers.filter(state__in=[TransferState.ORDERED, TransferState.EXECUTED])
    return (claim.accepted or claiming.ZERO) - (counting.aggregate(total=Sum("amount"))["total"] or claiming.ZERO)


def refuse_day(field: str, day: datetime.date, *, at: datetime.datetime, first: datetime.date | None = None) -> None:
    """Raise ValidationError on `field` for a day that is still to come, or lies before the `first` possible one."""
    try:
        not_ahead(day, at)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
    if first and day < first:
        refusal = _("This day lies before %(day)s.") % {"day": format_date(first, active_language())}
        raise ValidationError({field: refusal})


def refuse_overdraft(partnership: Partnership, amount: Decimal, day: datetime.date) -> None:
    """Raise ValidationError on "executed_on" where `amount` was not free on `day`, or is used by what went on later."""
    moves = moves_of(partnership.pk)
    free = free_from(moves, day)
    if amount <= free:
        return
    lang = active_language()
    figures = {"day": format_date(day, lang), "amount": format_euros(amount, lang), "free": format_euros(free, lang)}
    late = overdraft([*moves, Move(day, -amount)])
    assert late is not None
    if late.day == day or amount > held(moves, day):
        refusal = _("On %(day)s only %(free)s of what the authority paid was free for this partnership: %(amount)s is too much.")
    else:
        figures["later"] = format_date(late.day, lang)
        refusal = _("On %(day)s only %(free)s was free: on %(later)s the rest had gone on already. %(amount)s is too much.")
    raise ValidationError({"executed_on": refusal % figures})


def _locked_claim(claim: Claim, *, by: User) -> Claim:
    partnership = locked_partnership(claim.partnership, by=by)
    standing: Claim = locked_row(Claim, claim, by=by)
    standing.partnership = partnership
    return standing


def _locked(transfer: Transfer, *, by: User) -> Transfer:
    """Return the transfer as it stands, locked after its partnership and its claim."""
    claim = _locked_claim(transfer.claim, by=by)
    standing: Transfer = locked_row(Transfer, transfer, by=by)
    standing.claim = claim
    return standing


def _step(
    transfer: Transfer, action: str, *, by: User, at: datetime.datetime, site: str, saving: tuple[str, ...], comment: str = ""
) -> Transfer:
    """Take a step with a locked transfer; its claim follows, the partner is told."""
    claim = transfer.claim
    row_step(
        TRANSFER, action, transfer, partnership=claim.partnership, subject=LogSubject.TRANSFER, by=by, at=at, party=claim.party,
        comment=comment, saving=saving, words=in_both(lambda: said(transfer)),
    )  # fmt: skip
    settle(claim, by=by, at=at)
    money_mails.tell(claim, action, by=by, site=site, at=at, transfer=transfer)
    return transfer


def _refuse_settled(claim: Claim) -> None:
    """Raise ValidationError where an accepted balance has settled the claim: what is paid now would be paid twice."""
    if (balance := claiming.balance_over(claim)) is not None:
        raise ValidationError(settled_by(balance))


def _refuse_more_than_accepted(claim: Claim, amount: Decimal) -> None:
    left = to_transfer(claim)
    if not 0 < amount <= left:
        refusal = _("Of this claim %(left)s are still to be transferred: give more than zero and at most this.")
        raise ValidationError({"amount": refusal % {"left": format_euros(left, active_language())}})
