"""Money that comes in and goes on: allocations of the authority's payments, transfers to partners (DOMAIN §7.3, §7.4).

Nothing is deleted and no amount changes: what was wrong is reversed on a day. A row counts from its day until the day on which
it was reversed. At every date what was transferred is at most what had come in.
"""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amif_network.core.vocabulary import known
from projects.models import AuthorityPayment

from . import choices, guards
from .claims import Claim
from .partnership import Partnership
from .rows import PartnershipRows, RowsBetweenTwo

ABOVE_ZERO = _("The amount lies above zero.")


class Allocation(models.Model):
    """The part of a payment of the authority that is meant for a partnership: it counts from the day of the payment."""

    payment = models.ForeignKey(AuthorityPayment, verbose_name=_("payment"), on_delete=models.PROTECT, related_name="allocations")
    partnership = models.ForeignKey(
        Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="allocations"
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    # The day of the payment, written here so that the database can compare it.
    received_on = models.DateField(_("received on"))
    reversed_on = models.DateField(_("taken back on"), null=True, blank=True)
    reason = models.TextField(_("why it was taken back"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded on"))

    objects = PartnershipRows.as_manager()

    class Meta:
        verbose_name = _("allocation of a payment")
        verbose_name_plural = _("allocations of payments")
        ordering = ("partnership", "received_on", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_above_zero", violation_error_message=ABOVE_ZERO),
            models.CheckConstraint(
                condition=Q(reversed_on=None, reason="") | Q(reversed_on__gte=F("received_on")) & ~Q(reason=""),
                name="allocation_taken_back_for_a_reason",
                violation_error_message=_("Give the reason, and a day that does not come before the payment."),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="allocation_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="allocation_stays", exclude=["reversed_on", "reason"]),
            pgtrigger.Protect(
                name="allocation_taken_back_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__reversed_on__isnull=False),
            ),
            guards.ALLOCATION_WITHIN_PAYMENT,
            guards.ALLOCATION_COVERS_TRANSFERS,
        )

    def __str__(self) -> str:
        return f"{self.payment.reference}: {self.amount}"


class TransferRows(RowsBetweenTwo):
    """Transfers of the host to a partner."""

    path = "claim__partnership"
    partner_path = "claim__party"


class Transfer(models.Model):
    """Money from the host to a partner for a claim: ordered, then executed or failed; an executed one may be reversed."""

    State = choices.TransferState

    claim = models.ForeignKey(Claim, verbose_name=_("claim"), on_delete=models.PROTECT, related_name="transfers")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reference = models.CharField(_("reference"), max_length=80)
    state = models.CharField(_("state"), max_length=10, choices=choices.TransferState, default=choices.TransferState.ORDERED)
    ordered_on = models.DateField(_("ordered on"))
    executed_on = models.DateField(_("executed on"), null=True, blank=True)
    failed_on = models.DateField(_("failed on"), null=True, blank=True)
    reversed_on = models.DateField(_("reversed on"), null=True, blank=True)
    # Why it failed, or was reversed.
    reason = models.TextField(_("reason"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded on"))

    # Annotated by `visible_to`.
    is_host: bool
    is_own: bool
    objects = TransferRows.as_manager()

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ("claim", "ordered_on", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=known(state=choices.TransferState), name="transfer_state_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_above_zero", violation_error_message=ABOVE_ZERO),
            models.CheckConstraint(
                condition=Q(state="ordered", executed_on=None, failed_on=None, reversed_on=None)
                | Q(state="executed", executed_on__gte=F("ordered_on"), failed_on=None, reversed_on=None)
                | Q(state="failed", executed_on=None, failed_on__gte=F("ordered_on"), reversed_on=None)
                | Q(state="reversed", executed_on__gte=F("ordered_on"), failed_on=None, reversed_on__gte=F("executed_on")),
                name="transfer_days_follow_its_state",
                violation_error_message=_("A transfer is ordered, then executed or failed, and reversed only afterwards."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ordered", "executed"]) | ~Q(reason=""),
                name="transfer_undone_for_a_reason",
                violation_error_message=_("Please give a reason."),
            ),
            models.UniqueConstraint(
                fields=["claim", "reference"],
                name="transfer_reference_once",
                violation_error_message=_("This claim already has a transfer of this reference."),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="transfer_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="transfer_stays", exclude=["state", "executed_on", "failed_on", "reversed_on", "reason"]),
            guards.TRANSFER_WITHIN_CLAIM,
            guards.TRANSFER_WITHIN_RECEIPTS,
        )

    def __str__(self) -> str:
        return f"{self.reference}: {self.amount}"
