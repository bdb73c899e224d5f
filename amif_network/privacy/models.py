"""Requests to correct a record, the register of erasures, and how long things are kept."""

from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual
from amif_network.core.kept_rows import never_emptied
from amif_network.core.vocabulary import known
from amif_network.directory.models import Person

# Ten years: what must be kept for longer is a record, not something that passes.
LONGEST_DAYS = 3_653


class CorrectionState(models.TextChoices):
    """What became of a request."""

    OPEN = "open", pgettext_lazy("request for a correction", "waiting")
    DONE = "done", pgettext_lazy("request for a correction", "corrected")
    REFUSED = "refused", pgettext_lazy("request for a correction", "refused")


class CorrectionRequestQuerySet(models.QuerySet["CorrectionRequest"]):
    """Who sees which request."""

    def visible_to(self, user: User) -> Self:
        """Whoever leads the network sees all, everybody else their own."""
        return self if user.is_coordinating else self.filter(asked_by=user)

    def waiting(self) -> Self:
        """Requests that nobody settled yet."""
        return self.filter(state=CorrectionState.OPEN)

    def for_list(self) -> Self:
        """Load what a line shows: who asked, who settled it."""
        return self.select_related("asked_by__person", "settled_by__person")


class CorrectionRequest(models.Model):
    """Somebody says what is wrong or missing in what the portal holds on them (GDPR art. 16)."""

    State = CorrectionState

    asked_by = models.ForeignKey(User, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="corrections_asked")
    asked_at = models.DateTimeField(_("asked on"))
    words = models.TextField(_("what has to be corrected"), max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    settled_by = models.ForeignKey(
        User, verbose_name=_("settled by"), null=True, blank=True, on_delete=models.PROTECT, related_name="corrections_settled"
    )
    settled_at = models.DateTimeField(_("settled on"), null=True, blank=True)

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a correction")
        verbose_name_plural = _("requests for corrections")
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=known(state=CorrectionState), name="correction_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None) | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="correction_settled_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="correction_refused_with_a_reason",
                violation_error_message=_("Please give a reason."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.asked_by} ({self.get_state_display()})"


class Erasure(models.Model):
    """A person, an account or both were made anonymous; done once, and never undone. The row holds nobody's name, only a
    fingerprint of it that nobody can read back.
    """

    person = models.OneToOneField(
        Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="erasure"
    )
    user = models.OneToOneField(
        User, verbose_name=_("account"), null=True, blank=True, on_delete=models.PROTECT, related_name="erasure"
    )
    # Nobody, where a retention rule did it.
    by = models.ForeignKey(
        User, verbose_name=_("done by"), null=True, blank=True, on_delete=models.PROTECT, related_name="erasures_done"
    )
    at = models.DateTimeField(_("done on"))
    reason = models.CharField(_("reason"), max_length=300)
    # By which an old file is known that would bring the name back (`returning`).
    marks = ArrayField(models.CharField(max_length=64), verbose_name=_("fingerprints"), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(person__isnull=False) | Q(user__isnull=False), name="erasure_of_somebody"),
            models.CheckConstraint(
                condition=~Q(reason=""), name="erasure_has_a_reason", violation_error_message=_("Please give a reason.")
            ),
        )
        triggers = (
            pgtrigger.Protect(name="erasure_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied(),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class RetentionSubject(models.TextChoices):
    """What is kept for a time only."""

    SIGN_INS = "sign_ins", _("sign-ins in the access log")
    MAILS = "mails", _("words and addresses of mails that were sent")
    ACCOUNTS = "accounts", _("closed accounts")
    PEOPLE = "people", _("people without affiliation and mention")
    AUTOSAVES = "autosaves", _("passing autosaves of texts")
    INVITATIONS = "invitations", _("addresses of invitations that ended")
    LINKS = "links", _("links to reviews that no longer work")
    SESSIONS = "sessions", _("sessions that ended")
    SOURCES = "sources", _("documents that were uploaded to be imported")
    TABLES = "tables", _("files of tables that were uploaded")
    CORRECTIONS = "corrections", _("settled requests for corrections")


class RetentionRule(models.Model):
    """How many days one subject is kept, and why; a subject without a row follows `retention.defaults`."""

    Subject = RetentionSubject

    subject = models.CharField(_("subject"), max_length=20, choices=Subject, unique=True)
    days = models.PositiveIntegerField(_("days"))
    active = models.BooleanField(_("applied by itself, every day"), default=False)
    reason_fr = models.CharField(_("why for so long, in French"), max_length=300)
    reason_nl = models.CharField(_("why for so long, in Dutch"), max_length=300)

    reason = Bilingual()

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=known(subject=RetentionSubject), name="retention_subject_known"),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=LONGEST_DAYS),
                name="retention_days_in_bounds",
                violation_error_message=_("Between one day and ten years."),
            ),
        )

    def __str__(self) -> str:
        return self.get_subject_display()
