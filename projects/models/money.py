"""The money of projects: funding per source and year, budget lines, decrees, and what the authority paid (DOMAIN §5, §7).

The first of the two chains of money (DOMAIN §2.7): from the authority to the lead CPAS. Euros, two places; nothing is deleted
once it was paid or decreed: it is reversed.
"""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from amif_network.core.vocabulary import known
from amif_network.directory.models import Organisation

from . import choices
from .call import Call
from .envelope import NOT_NEGATIVE
from .project import Project

FIRST_YEAR, LAST_YEAR = 2014, 2060
YEARS = (MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR))


class ProjectFundingQuerySet(models.QuerySet["ProjectFunding"]):
    """Funding as sums need it."""

    def of_others(self) -> "ProjectFundingQuerySet":
        """Leave out the own contribution: nobody is asked for it, and nobody grants it."""
        return self.exclude(source=choices.Source.OWN)


class ProjectFunding(models.Model):
    """What a project asks of one source in one year, and what it was granted (None: not decided)."""

    Source = choices.Source

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="fundings")
    source = models.CharField(_("source"), max_length=10, choices=Source)
    source_name = models.CharField(_("name of the source"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    asked = models.DecimalField(_("asked"), max_digits=14, decimal_places=2)
    granted = models.DecimalField(_("granted"), max_digits=14, decimal_places=2, null=True, blank=True)

    objects = ProjectFundingQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        ordering = ("project", "year", "source", "source_name")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=known(source=choices.Source), name="funding_source_known"),
            models.CheckConstraint(
                condition=Q(source="other") & ~Q(source_name="") | ~Q(source="other") & Q(source_name=""),
                name="funding_other_source_is_named",
                violation_error_message=_("Name the source; only another source has a name."),
            ),
            models.CheckConstraint(
                condition=Q(asked__gte=0) & (Q(granted=None) | Q(granted__gte=0)),
                name="funding_not_negative",
                violation_error_message=NOT_NEGATIVE,
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="funding_year_of_the_fund",
                violation_error_message=_("The year is not one of the fund."),
            ),
            models.UniqueConstraint(
                fields=["project", "source", "source_name", "year"],
                name="funding_once_a_year",
                violation_error_message=_("This source already has an amount in this year."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_name or self.get_source_display()} {self.year}"

    @property
    def is_own(self) -> bool:
        """True for what the lead pays itself (`of_others` leaves it out)."""
        return self.source == choices.Source.OWN


class BudgetLine(models.Model):
    """A cost of a project in one year: planned, and actual once reported.

    A unit cost is units × price; a flat rate is a percentage of other planned costs of the same year, those of `rate_base`.
    """

    Category = choices.CostCategory
    Method = choices.CostingMethod
    RateBase = choices.RateBase

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="budget_lines")
    category = models.CharField(_("category"), max_length=15, choices=Category)
    description = models.CharField(_("description"), max_length=200, blank=True)
    method = models.CharField(_("costing method"), max_length=10, choices=Method, default=Method.ACTUAL)
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    units = models.DecimalField(_("units"), max_digits=10, decimal_places=2, null=True, blank=True)
    unit_price = models.DecimalField(_("price per unit"), max_digits=12, decimal_places=2, null=True, blank=True)
    rate = models.DecimalField(_("rate (%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    rate_base = models.CharField(_("rate of"), max_length=12, choices=RateBase, blank=True)
    planned = models.DecimalField(_("planned"), max_digits=14, decimal_places=2)
    actual = models.DecimalField(_("actual"), max_digits=14, decimal_places=2, null=True, blank=True)
    # Not every cost of a project counts for the fund.
    eligible = models.BooleanField(_("eligible"), default=True)

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ("project", "year", "category", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=known(category=choices.CostCategory, method=choices.CostingMethod), name="budget_line_choices_known"
            ),
            models.CheckConstraint(
                condition=Q(planned__gte=0) & (Q(actual=None) | Q(actual__gte=0)),
                name="budget_line_not_negative",
                violation_error_message=NOT_NEGATIVE,
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="budget_line_year_of_the_fund",
                violation_error_message=_("The year is not one of the fund."),
            ),
            models.CheckConstraint(
                condition=~Q(method="unit_cost") & Q(units=None, unit_price=None)
                | Q(method="unit_cost", units__isnull=False, units__gt=0, unit_price__isnull=False, unit_price__gt=0)
                & Q(planned=Round(F("units") * F("unit_price"), precision=2)),
                name="budget_line_units_times_price",
                violation_error_message=_("A unit cost is units × price; no other line has units."),
            ),
            models.CheckConstraint(
                condition=~Q(method="flat_rate") & Q(rate=None, rate_base="")
                | Q(method="flat_rate", rate__isnull=False, rate__gt=0, rate__lte=100, rate_base__in=choices.RateBase.values),
                name="budget_line_flat_rate_has_a_rate",
                violation_error_message=_("A flat rate has a rate between 0 and 100 % and says of what; no other line has one."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_category_display()} {self.year}"


class MinisterialDecree(models.Model):
    """The decree by which the minister grants money to the projects of a call, one line per organisation."""

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.PROTECT, related_name="decrees")
    reference = models.CharField(_("reference"), max_length=80)
    signed_on = models.DateField(_("signed on"))
    published_on = models.DateField(_("published in the Belgian Official Gazette on"), null=True, blank=True)

    class Meta:
        verbose_name = _("ministerial decree")
        verbose_name_plural = _("ministerial decrees")
        ordering = ("call", "signed_on", "reference")
        constraints = (
            models.UniqueConstraint(
                fields=["call", "reference"],
                name="decree_once",
                violation_error_message=_("The call already has a decree of this reference."),
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="decree_has_a_reference"),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(published_on__gte=F("signed_on")),
                name="decree_signed_before_published",
                violation_error_message=_("A decree is signed before it is published."),
            ),
        )

    def __str__(self) -> str:
        return self.reference


class DecreeLine(models.Model):
    """What a decree grants to one organisation for one project, in euros."""

    decree = models.ForeignKey(MinisterialDecree, verbose_name=_("decree"), on_delete=models.PROTECT, related_name="lines")
    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="decree_lines")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="decree_lines"
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("line of a decree")
        verbose_name_plural = _("lines of decrees")
        ordering = ("decree", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="decree_line_grants_something",
                violation_error_message=_("The amount lies above zero."),
            ),
            models.UniqueConstraint(
                fields=["decree", "project", "organisation"],
                name="decree_line_once",
                violation_error_message=_("The decree already has a line of this project and organisation."),
            ),
        )
        triggers = (pgtrigger.Protect(name="decree_line_is_kept", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.decree} – {self.organisation}"


class AuthorityPaymentQuerySet(models.QuerySet["AuthorityPayment"]):
    """Payments as pages need them."""

    def standing(self) -> "AuthorityPaymentQuerySet":
        """Leave out what was reversed, and the reversals."""
        return self.filter(reverses=None, reversed_by=None)


class AuthorityPayment(models.Model):
    """Money that the authority paid to the lead CPAS for a project. A wrong entry is reversed by a second one, never changed."""

    Kind = choices.PaymentKind

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    received_on = models.DateField(_("received on"))
    reference = models.CharField(_("reference"), max_length=80)
    reverses = models.OneToOneField(
        "self", verbose_name=_("reverses"), null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    reason = models.TextField(_("reason of the reversal"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded on"))

    objects = AuthorityPaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment by the authority")
        verbose_name_plural = _("payments by the authority")
        ordering = ("project", "received_on", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=known(kind=choices.PaymentKind), name="payment_kind_known"),
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0, reason="") | Q(reverses__isnull=False, amount__lt=0) & ~Q(reason=""),
                name="payment_positive_or_a_reversal",
                violation_error_message=_("A payment lies above zero; a reversal says why."),
            ),
            models.UniqueConstraint(
                fields=["project", "reference"],
                condition=Q(reverses=None),
                name="payment_reference_once",
                violation_error_message=_("The project already has a payment of this reference."),
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="payment_has_a_reference"),
        )
        triggers = (pgtrigger.Protect(name="payment_is_kept", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"
