"""Working time: what a party puts into a partnership, and what a host has for all of them (DOMAIN §6)."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amif_network.core.vocabulary import known
from amif_network.directory.models import Organisation, Person
from projects.models import Project

from . import choices, guards
from .partnership import Partnership, Party
from .periods import in_order
from .rows import PartnershipRows

FTE_RANGE = Q(fte__gt=0, fte__lte=Decimal(20))
FTE_REFUSED = _("Full-time equivalents lie above 0 and at 20 at most.")


class FteShare(models.Model):
    """Full-time equivalents of one party in a partnership, of a named person or not, for a period."""

    Kind = choices.FteKind

    partnership = models.ForeignKey(Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="shares")
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="shares")
    person = models.ForeignKey(
        Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="fte_shares"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=choices.FteKind)
    fte = models.DecimalField(_("full-time equivalents"), max_digits=4, decimal_places=2)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = PartnershipRows.as_manager()

    class Meta:
        verbose_name = _("share of working time")
        verbose_name_plural = _("shares of working time")
        ordering = ("partnership", "party", "kind", "starts_on")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=known(kind=choices.FteKind), name="fte_share_kind_known"),
            models.CheckConstraint(condition=FTE_RANGE, name="fte_share_in_range", violation_error_message=FTE_REFUSED),
            in_order("fte_share_period_in_order"),
        )
        triggers = (guards.party_of_it("fte_share_of_a_party"),)

    def __str__(self) -> str:
        return f"{self.party}: {self.fte}"


class FteTotal(models.Model):
    """What the team of a project has for all its partnerships together: 0.8 for two of 0.4 each, where 0.5 would be enough."""

    Kind = choices.FteKind

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="fte_totals")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="fte_totals"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=choices.FteKind)
    fte = models.DecimalField(_("full-time equivalents"), max_digits=4, decimal_places=2)

    class Meta:
        verbose_name = _("working time of a team")
        verbose_name_plural = _("working time of teams")
        ordering = ("project", "organisation", "kind")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=known(kind=choices.FteKind), name="fte_total_kind_known"),
            models.CheckConstraint(condition=FTE_RANGE, name="fte_total_in_range", violation_error_message=FTE_REFUSED),
            models.UniqueConstraint(
                fields=["project", "organisation", "kind"],
                name="fte_total_once",
                violation_error_message=_("This total is already there."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.fte}"
