"""What a partner may cost in a year: saved as a whole, never less than what is accepted already (DOMAIN §6, §7.4)."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language, in_both
from amif_network.core.fingerprint import Overtaken, fingerprint
from amif_network.core.money import format_euros
from amif_network.core.workflow import advance

from ..models import BudgetHeading, Party, YearBudget
from ..models.choices import Edit, LogSubject, Role
from ..workflow import PARTNERSHIP
from .steps import locked_partnership, log

ZERO = Decimal(0)


@transaction.atomic
def save(
    party: Party, year: int, *, amount: Decimal | None, headings: Sequence[BudgetHeading], base: str, by: User,
    at: datetime.datetime,
) -> YearBudget:  # fmt: skip
    """Make `headings` (unsaved) all headings of the budget of a partner, and `amount` its sum; None: the sum of the headings.

    Raises Overtaken when somebody else changed it since `base` was shown, ValidationError on "amount" where the headings do not
    add up to it, or where more is accepted already; WrongState or PermissionDenied as `core.workflow.advance`.
    """
    partnership = locked_partnership(party.partnership, by=by)
    advance(PARTNERSHIP, "budget", partnership, by=by)
    if party.role != Role.PARTNER:
        raise ValidationError(_("A budget is of a partner."))
    standing = YearBudget.objects.select_for_update(no_key=True).filter(party=party, year=year).first()
    if shown(standing) != base:
        raise Overtaken
    total = _total(amount, headings)
    budget = standing or YearBudget(partnership=partnership, party=party, year=year)
    _refuse_less_than_accepted(budget, total)
    before = in_both(lambda: said(standing))
    budget.amount, budget.rev = total, budget.rev + (1 if budget.pk else 0)
    budget.full_clean()
    budget.save()
    budget.headings.all().delete()
    for one in headings:
        one.budget = budget
    BudgetHeading.objects.bulk_create(headings)
    words = {lang: f"{before[lang]} → {now}" for lang, now in in_both(lambda: said(budget)).items()}
    log(partnership, LogSubject.BUDGET, Edit.CHANGE, by=by, at=at, about=budget, party=party, words=words)
    return budget


def shown(budget: YearBudget | None) -> str:
    """Return the fingerprint of a budget as its form shows it; that of none is another."""
    if budget is None:
        return fingerprint(None)
    rows = budget.headings.order_by("pk").values_list("heading", "description", "amount")
    return fingerprint([budget.amount, [list(row) for row in rows]])


def said(budget: YearBudget | None) -> str:
    """Write a budget as the log names it, in the active language: "2026: 47 500,00 €"."""
    return f"{budget.year}: {format_euros(budget.amount, active_language())}" if budget else "–"


def _total(amount: Decimal | None, headings: Sequence[BudgetHeading]) -> Decimal:
    """Return the sum. Raises ValidationError on "amount" where it is not that of the headings, or where nothing says it."""
    added = sum((one.amount for one in headings), ZERO)
    if amount is None and not headings:
        raise ValidationError({"amount": _("Give an amount, or the headings that add up to it.")})
    if amount is not None and headings and amount != added:
        lang = active_language()
        refusal = _("The headings add up to %(added)s, not to %(amount)s. Leave this empty to take their sum.")
        raise ValidationError({"amount": refusal % {"added": format_euros(added, lang), "amount": format_euros(amount, lang)}})
    return added if amount is None else amount


def _refuse_less_than_accepted(budget: YearBudget, amount: Decimal) -> None:
    """Raise ValidationError on "amount" where the claims accepted in the year are more."""
    accepted = (budget.claims.aggregate(total=Sum("accepted"))["total"] or ZERO) if budget.pk else ZERO
    if amount < accepted:
        refusal = _("Claims of %(accepted)s are accepted in this year already: the budget cannot be less.")
        raise ValidationError({"amount": refusal % {"accepted": format_euros(accepted, active_language())}})
