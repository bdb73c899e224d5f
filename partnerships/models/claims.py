"""What a partner may cost in a year, and what it asks of the host (DOMAIN §6, §7.4, §7.5).

The second chain of money (DOMAIN §2.7): from the host to the partner, as the authority pays. Euros, two places.
"""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.vocabulary import known
from projects.models.money import FIRST_YEAR, LAST_YEAR, YEARS

from . import choices, guards
from .partnership import Partnership, Party
from .periods import in_order, period
from .rows import RowsBetweenTwo

NOT_NEGATIVE = _("An amount cannot be negative.")


class YearBudget(models.Model):
    """What one partner may cost in one year, in euros; its headings add up to it."""

    partnership = models.ForeignKey(Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="budgets")
    party = models.ForeignKey(Party, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    rev = models.PositiveIntegerField(default=1, editable=False)

    # Annotated by `visible_to`.
    is_host: bool
    is_own: bool
    objects = RowsBetweenTwo.as_manager()

    class Meta:
        verbose_name = _("budget of a year")
        verbose_name_plural = _("budgets of years")
        ordering = ("partnership", "party", "year")
        constraints = (
            models.UniqueConstraint(
                fields=["party", "year"],
                name="year_budget_once",
                violation_error_message=_("This partner already has a budget for this year."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="year_budget_of_the_fund",
                violation_error_message=_("The year is not one of the fund."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="year_budget_not_negative", violation_error_message=NOT_NEGATIVE
            ),
        )
        triggers = (
            pgtrigger.Protect(name="year_budget_is_kept", operation=pgtrigger.Delete),
            guards.BUDGET_COVERS_ACCEPTED,
        )

    def __str__(self) -> str:
        return f"{self.party} {self.year}"


class BudgetHeading(models.Model):
    """A part of the budget of a year."""

    Heading = choices.CostHeading

    budget = models.ForeignKey(YearBudget, verbose_name=_("budget"), on_delete=models.CASCADE, related_name="headings")
    heading = models.CharField(_("heading"), max_length=15, choices=choices.CostHeading)
    description = models.CharField(_("description"), max_length=200, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("heading of a budget")
        verbose_name_plural = _("headings of budgets")
        ordering = ("budget", "pk")
        constraints = (
            models.CheckConstraint(condition=known(heading=choices.CostHeading), name="budget_heading_known"),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="budget_heading_not_negative", violation_error_message=NOT_NEGATIVE
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_heading_display()}: {self.amount}"


class ClaimRows(RowsBetweenTwo):
    """Claims: what a partner still writes is its own."""

    def visible_to(self, user: User) -> Self:
        """Return the claims that exist for `user`: for the host from the moment they were submitted."""
        visible = super().visible_to(user)
        return visible if user.is_coordinating else visible.filter(Q(submitted_at__isnull=False) | Q(is_own=True))

    def unsent_of_others(self, user: User) -> Self:
        """Return the claims that were never submitted, of partners for which `user` does not act."""
        return self.filter(submitted_at=None).exclude(party__organisation__in=user.organisation_keys())


class Claim(models.Model):
    """A claim (déclaration de créance) of a partner on the host, within the budget of one year.

    `costs` is what the period really cost; a balance asks for it less `deducted`, the advances that were executed.
    """

    Kind = choices.ClaimKind
    State = choices.ClaimState

    partnership = models.ForeignKey(Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="claims")
    party = models.ForeignKey(Party, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="claims")
    budget = models.ForeignKey(YearBudget, verbose_name=_("budget"), on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField(_("kind"), max_length=10, choices=choices.ClaimKind)
    reference = models.CharField(_("reference of the partner"), max_length=80)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    costs = models.DecimalField(_("real costs of the period"), max_digits=14, decimal_places=2, null=True, blank=True)
    deducted = models.DecimalField(_("advances taken off"), max_digits=14, decimal_places=2, default=0)
    claimed = models.DecimalField(_("claimed"), max_digits=14, decimal_places=2)
    accepted = models.DecimalField(_("accepted"), max_digits=14, decimal_places=2, null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=choices.ClaimState, default=choices.ClaimState.DRAFT)
    note = models.TextField(_("note"), blank=True)
    # Why a balance is claimed although months of presence are not confirmed.
    override_reason = models.TextField(_("why months of presence are missing"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("entered on"))
    submitted_at = models.DateTimeField(_("submitted on"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    rev = models.PositiveIntegerField(default=1, editable=False)

    # Annotated by `visible_to`.
    is_host: bool
    is_own: bool
    objects = ClaimRows.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ("partnership", "starts_on", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=known(kind=choices.ClaimKind, state=choices.ClaimState), name="claim_choices_known"),
            in_order("claim_period_in_order"),
            models.CheckConstraint(
                condition=Q(claimed__gt=0), name="claim_asks_something", violation_error_message=_("The amount lies above zero.")
            ),
            models.CheckConstraint(
                condition=Q(deducted__gte=0) & (Q(costs=None) | Q(costs__gte=0)),
                name="claim_costs_not_negative",
                violation_error_message=NOT_NEGATIVE,
            ),
            models.CheckConstraint(
                condition=Q(accepted=None) | Q(accepted__gt=0, accepted__lte=F("claimed")),
                name="claim_accepted_at_most_claimed",
                violation_error_message=_("The host accepts at most what is claimed."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "part_paid", "paid"], accepted__isnull=False)
                | Q(state__in=["draft", "submitted", "returned", "rejected", "withdrawn"], accepted=None),
                name="claim_accepted_with_an_amount",
                violation_error_message=_("Say how much is accepted."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False), name="claim_submitted_on_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(kind="balance") | Q(costs__isnull=False, claimed=F("costs") - F("deducted")),
                name="claim_balance_is_costs_less_advances",
                violation_error_message=_("A balance is the real costs less the advances."),
            ),
            models.UniqueConstraint(
                fields=["party", "reference"],
                condition=~Q(state__in=["rejected", "withdrawn"]) & ~Q(reference=""),
                name="claim_reference_once",
                violation_error_message=_("This partner already has a claim of this reference."),
            ),
            ExclusionConstraint(
                name="claim_one_live_balance_per_period",
                expressions=[("party", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
                condition=Q(kind="balance") & ~Q(state__in=["rejected", "withdrawn"]),
                violation_error_message=_("This partner already claims the balance of some of these days."),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="claim_is_kept", operation=pgtrigger.Delete),
            guards.CLAIM_OF_A_PARTNER,
            guards.ACCEPTED_WITHIN_BUDGET,
            guards.CLAIM_COVERS_TRANSFERS,
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"

    def get_absolute_url(self) -> str:
        """Return the address of the claim."""
        return reverse("partnerships:claim", args=[self.partnership_id, self.pk])
