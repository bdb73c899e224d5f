"""The agent between two employers: immersions, the weekly plan, half-days, months (DOMAIN §6, §7.9)."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Bilingual
from amif_network.core.vocabulary import known
from amif_network.directory.models import Person

from . import choices, guards
from .partnership import Partnership, Party
from .periods import in_order, period
from .rows import RowsBetweenTwo

LAST_WEEKDAY = 7


class ImmersionRows(RowsBetweenTwo):
    """Immersions of the host and of the partner that employs the agent."""

    partner_path = "employer"


class Immersion(models.Model):
    """An agent employed by a partner works some days a week at the host. Without an agent, the place is vacant."""

    partnership = models.ForeignKey(
        Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="immersions"
    )
    employer = models.ForeignKey(Party, verbose_name=_("employer"), on_delete=models.PROTECT, related_name="immersions")
    agent = models.ForeignKey(
        Person, verbose_name=_("agent"), null=True, blank=True, on_delete=models.PROTECT, related_name="immersions"
    )
    line_manager = models.ForeignKey(
        Person, verbose_name=_("line manager at the employer"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mentor = models.ForeignKey(
        Person, verbose_name=_("mentor at the host"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    days_least = models.DecimalField(_("days a week at the host, at least"), max_digits=2, decimal_places=1)
    days_most = models.DecimalField(_("days a week at the host, at most"), max_digits=2, decimal_places=1)
    tasks_fr = models.TextField(_("tasks in French"), blank=True)
    tasks_nl = models.TextField(_("tasks in Dutch"), blank=True)
    rev = models.PositiveIntegerField(default=1, editable=False)

    tasks = Bilingual()
    # Annotated by `visible_to`.
    is_host: bool
    is_own: bool
    objects = ImmersionRows.as_manager()

    class Meta:
        verbose_name = _("immersion")
        verbose_name_plural = _("immersions")
        ordering = ("partnership", "starts_on", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            in_order("immersion_period_in_order"),
            models.CheckConstraint(
                condition=Q(days_least__gte=0, days_most__gte=F("days_least"), days_most__lte=5),
                name="immersion_days_of_a_week",
                violation_error_message=_("Between 0 and 5 days a week, the least not above the most."),
            ),
            ExclusionConstraint(
                name="immersion_agent_once_at_a_time",
                expressions=[("agent", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
                violation_error_message=_("This agent is in another immersion on some of these days."),
            ),
        )
        triggers = (guards.EMPLOYER_IS_PARTNER, guards.IMMERSION_HOLDS_WHAT_IT_HAS)

    def __str__(self) -> str:
        return f"{self.partnership.code}: {self.agent or _('vacant')}"


class PresencePlan(models.Model):
    """The weekly pattern that was agreed, from a day on, until the next pattern."""

    immersion = models.ForeignKey(Immersion, verbose_name=_("immersion"), on_delete=models.CASCADE, related_name="plans")
    starts_on = models.DateField(_("from"))

    class Meta:
        verbose_name = _("plan of presence")
        verbose_name_plural = _("plans of presence")
        ordering = ("immersion", "starts_on")
        constraints = (
            models.UniqueConstraint(
                fields=["immersion", "starts_on"],
                name="presence_plan_once_a_day",
                violation_error_message=_("A plan starts on this day already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.immersion} ({self.starts_on})"


class PlannedHalfDay(models.Model):
    """Where the agent is in one half of one weekday, by plan; what is not planned is free."""

    plan = models.ForeignKey(PresencePlan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="half_days")
    # As in ISO 8601: 1 is Monday.
    weekday = models.PositiveSmallIntegerField(_("weekday"))
    half = models.CharField(_("half"), max_length=2, choices=choices.Half)
    place = models.CharField(_("place"), max_length=10, choices=choices.Place)

    class Meta:
        verbose_name = _("planned half-day")
        verbose_name_plural = _("planned half-days")
        ordering = ("plan", "weekday", "half")
        constraints = (
            models.CheckConstraint(condition=known(half=choices.Half, place=choices.Place), name="planned_half_day_known"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=LAST_WEEKDAY), name="planned_half_day_of_a_week"),
            models.CheckConstraint(condition=~Q(place="absent"), name="planned_half_day_is_work"),
            models.UniqueConstraint(fields=["plan", "weekday", "half"], name="planned_half_day_once"),
        )

    def __str__(self) -> str:
        return f"{self.weekday} {self.half}: {self.place}"


class PresenceRows(RowsBetweenTwo):
    """Presence of agents, for the host and for the partner that employs them."""

    path = "immersion__partnership"
    partner_path = "immersion__employer"


class PresenceEntry(models.Model):
    """Where the agent was in one half of one day: one place per half-day."""

    immersion = models.ForeignKey(Immersion, verbose_name=_("immersion"), on_delete=models.PROTECT, related_name="entries")
    day = models.DateField(_("day"))
    half = models.CharField(_("half"), max_length=2, choices=choices.Half)
    place = models.CharField(_("place"), max_length=10, choices=choices.Place)

    objects = PresenceRows.as_manager()

    class Meta:
        verbose_name = _("half-day of presence")
        verbose_name_plural = _("half-days of presence")
        ordering = ("immersion", "day", "half")
        constraints = (
            models.CheckConstraint(condition=known(half=choices.Half, place=choices.Place), name="presence_choices_known"),
            models.UniqueConstraint(
                fields=["immersion", "day", "half"],
                name="presence_one_place_per_half_day",
                violation_error_message=_("This half-day already has a place."),
            ),
        )
        triggers = (guards.PRESENCE_IN_AN_OPEN_MONTH, guards.PRESENCE_STAYS_IN_A_CLOSED_MONTH)

    def __str__(self) -> str:
        return f"{self.day} {self.half}: {self.place}"


class PresenceStatement(models.Model):
    """One month of an immersion: the employer submits it, the host confirms it; then its half-days are read-only.

    Planned and worked half-days (at the host, and everywhere) are counted when it is submitted.
    """

    State = choices.StatementState

    immersion = models.ForeignKey(Immersion, verbose_name=_("immersion"), on_delete=models.PROTECT, related_name="statements")
    # Its first day.
    month = models.DateField(_("month"))
    state = models.CharField(_("state"), max_length=10, choices=choices.StatementState, default=choices.StatementState.OPEN)
    planned_at_host = models.PositiveSmallIntegerField(_("half-days planned at the host"), default=0)
    worked_at_host = models.PositiveSmallIntegerField(_("half-days worked at the host"), default=0)
    worked = models.PositiveSmallIntegerField(_("half-days worked"), default=0)
    submitted_at = models.DateTimeField(_("submitted on"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    comment = models.TextField(_("comment of the host"), blank=True)

    # Annotated by `visible_to`.
    is_host: bool
    is_own: bool
    objects = PresenceRows.as_manager()

    class Meta:
        verbose_name = _("statement of presence")
        verbose_name_plural = _("statements of presence")
        ordering = ("immersion", "month")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=known(state=choices.StatementState), name="presence_statement_state_known"),
            models.CheckConstraint(condition=Q(month__day=1), name="presence_statement_of_a_month"),
            models.UniqueConstraint(fields=["immersion", "month"], name="presence_statement_once_a_month"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(submitted_at__isnull=False), name="presence_statement_submitted_on_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "locked"]) | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="presence_statement_confirmed_by_somebody",
            ),
        )
        triggers = (pgtrigger.Protect(name="presence_statement_is_kept", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.immersion} {self.month:%Y-%m}"
