"""Which part of a payment of the authority is meant for a partnership: allocated, taken back, never changed (DOMAIN §7.4)."""

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
from amif_network.core.workflow import CommentRequired, advance
from projects.models import AuthorityPayment

from ..cash import Move, overdraft
from ..models import Allocation, Partnership
from ..models.choices import Edit, LogSubject
from ..moves import moves_of
from ..workflow import PARTNERSHIP
from .steps import locked_partnership, log
from .transfers import refuse_day

ZERO = Decimal(0)


@transaction.atomic
def allocate(
    partnership: Partnership, *, payment: AuthorityPayment, amount: Decimal, by: User, at: datetime.datetime
) -> Allocation:
    """Mean a part of a payment for a partnership of its project; it counts from the day of the payment.

    Raises ValidationError by field for a payment of another project, a reversed one, and for more than is left of it; WrongState
    or PermissionDenied as `core.workflow.advance`.
    """
    standing = locked_partnership(partnership, by=by)
    advance(PARTNERSHIP, "allocate", standing, by=by)
    locked = _locked_payment(payment)
    if locked.project_id != standing.project_id:
        raise ValidationError({"payment": _("This payment is of another project than that of the partnership.")})
    left = left_of(locked)
    if not 0 < amount <= left:
        lang = active_language()
        figures = {"payment": locked.reference, "left": format_euros(left, lang), "amount": format_euros(locked.amount, lang)}
        refusal = _("Of the payment %(payment)s (%(amount)s), %(left)s are not allocated yet: give more than zero, at most this.")
        raise ValidationError({"amount": refusal % figures})
    allocation = Allocation(
        partnership=standing, payment=locked, amount=amount, received_on=locked.received_on, recorded_by=by, recorded_at=at
    )
    allocation.full_clean()
    allocation.save()
    words = in_both(lambda: said(allocation))
    log(standing, LogSubject.ALLOCATION, Edit.RECORD, by=by, at=at, about=allocation, words=words)
    return allocation


@transaction.atomic
def take_back(allocation: Allocation, *, reason: str, on: datetime.date, by: User, at: datetime.datetime) -> Allocation:
    """Take an allocation back on a day; both the row and the reason stay.

    Raises ValidationError where it was taken back already, or where its money had gone on to a partner by that day or later;
    CommentRequired without a reason, else as `allocate`.
    """
    partnership = locked_partnership(allocation.partnership, by=by)
    advance(PARTNERSHIP, "allocate", partnership, by=by)
    standing = Allocation.objects.select_for_update(no_key=True).get(pk=allocation.pk, partnership=partnership)
    if not reason.strip():
        raise CommentRequired(_("Please give a reason."))
    if standing.reversed_on:
        raise ValidationError(_("This allocation was taken back already."))
    refuse_day("on", on, at=at, first=standing.received_on)
    _refuse_what_went_on(partnership, standing.amount, on)
    standing.reversed_on, standing.reason = on, reason.strip()
    standing.save(update_fields=["reversed_on", "reason"])
    words = in_both(lambda: said(standing))
    log(
        partnership, LogSubject.ALLOCATION, Edit.WITHDRAW, by=by, at=at, about=standing, comment=standing.reason, words=words
    )  # fmt: skip
    return standing


def refuse_reversal(payment: AuthorityPayment) -> None:
    """Raise ValidationError where parts of a payment are meant for partnerships (setting PAYMENT_REVERSAL_CHECKS).

    Locks the payment, so that nobody allocates it while it is reversed. Call it inside a transaction.
    """
    locked = AuthorityPayment.objects.select_for_update(no_key=True).get(pk=payment.pk)
    standing = list(locked.allocations.filter(reversed_on=None).select_related("partnership"))
    if standing:
        amount = format_euros(sum((one.amount for one in standing), ZERO), active_language())
        codes = ", ".join(sorted({one.partnership.code for one in standing}))
        refusal = _("%(amount)s of this payment are allocated to %(partnerships)s: take that back first, then reverse it.")
        raise ValidationError(refusal % {"amount": amount, "partnerships": codes})


def left_of(payment: AuthorityPayment) -> Decimal:
    """Return what of a payment is meant for no partnership yet; nothing of one that was reversed."""
    if payment.reverses_id is not None or AuthorityPayment.objects.filter(reverses=payment).exists():
        return ZERO
    allocated: Decimal | None = payment.allocations.filter(reversed_on=None).aggregate(total=Sum("amount"))["total"]
    return payment.amount - (allocated or ZERO)


def said(allocation: Allocation) -> str:
    """Write an allocation as the log names it, in the active language."""
    return f"{allocation.payment}: {format_euros(allocation.amount, active_language())}"


def _locked_payment(payment: AuthorityPayment) -> AuthorityPayment:
    found: AuthorityPayment = AuthorityPayment.objects.select_for_update(no_key=True).get(pk=payment.pk)
    return found


def _refuse_what_went_on(partnership: Partnership, amount: Decimal, day: datetime.date) -> None:
    """Raise ValidationError on "on" where money taken back on `day` had gone on to a partner."""
    late = overdraft([*moves_of(partnership.pk), Move(day, -amount)])
    if late is not None:
        lang = active_language()
        figures = {"missing": format_euros(late.missing, lang), "day": format_date(late.day, lang)}
        refusal = _("%(missing)s of this had gone on to the partner by %(day)s: reverse that transfer first.")
        raise ValidationError({"on": refusal % figures})
