"""What is kept of alerts: who put one aside and why, and who was told of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amif_network.core.vocabulary import known

from .alert import Severity


class AlertMuteQuerySet(models.QuerySet["AlertMute"]):
    """Mutes as pages need them."""

    def standing(self) -> Self:
        """Return the mutes that nobody took back, with who made them."""
        return self.filter(lifted_at=None).select_related("by__person")


class AlertMute(models.Model):
    """Somebody knows about an alert: for good, or until a day. It comes back when it presses more, or begins anew."""

    # As `Alert.key` and `Subject.key` say.
    key = models.CharField(_("alert"), max_length=120)
    subject = models.CharField(_("what it is about"), max_length=60)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity)
    since = models.DateField(_("since"))
    # None: it was acknowledged.
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("done by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("done on"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lifted_at = models.DateTimeField(_("taken back on"), null=True, blank=True)

    objects = AlertMuteQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert put aside")
        verbose_name_plural = _("alerts put aside")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=known(severity=Severity), name="alert_mute_severity_known"),
            models.CheckConstraint(
                condition=~Q(reason=""), name="alert_mute_has_a_reason", violation_error_message=_("Please give a reason.")
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="alert_mute_until_later",
                violation_error_message=_("Choose a day to come."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="alert_mute_lifted_by_somebody",
            ),
            models.UniqueConstraint(fields=["key"], condition=Q(lifted_at=None), name="alert_mute_once"),
        )

    def __str__(self) -> str:
        return self.key


class AlertTold(models.Model):
    """A person was told by mail of an alert of this severity: never again, while it lasts."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    severity = models.CharField(max_length=10, choices=Severity)
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("alert that was told")
        verbose_name_plural = _("alerts that were told")
        constraints = (
            models.CheckConstraint(condition=known(severity=Severity), name="alert_told_severity_known"),
            models.UniqueConstraint(fields=["user", "key", "severity"], name="alert_told_once"),
        )

    def __str__(self) -> str:
        return f"{self.key} → {self.user}"


class AlertRound(models.Model):
    """A day on which everybody was told: the work is done once a day."""

    day = models.DateField(unique=True)
    done_at = models.DateTimeField()

    class Meta:
        verbose_name = _("round of mails about alerts")
        verbose_name_plural = _("rounds of mails about alerts")

    def __str__(self) -> str:
        return str(self.day)
