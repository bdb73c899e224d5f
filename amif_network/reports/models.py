"""Reports that people asked for: what of, how far they are, and the file once it is there."""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.accounts.models import User
from amif_network.core.vocabulary import known


class Format(models.TextChoices):
    """What kind of file a report is."""

    PDF = "pdf", _("PDF, to read and to print")
    XLSX = "xlsx", _("Workbook (XLSX), to calculate with")
    ZIP = "zip", _("ZIP, with all files in it")


class ReportLanguage(models.TextChoices):
    """In which language a report is; a bilingual one gives both."""

    FRENCH = "fr", _("French")
    DUTCH = "nl", _("Dutch")
    BOTH = "both", _("bilingual")


class ReportState(models.TextChoices):
    """How far a report is; `reports.workflow.REPORT` moves it."""

    QUEUED = "queued", pgettext_lazy("report", "waits for its turn")
    RUNNING = "running", pgettext_lazy("report", "being built")
    DONE = "done", pgettext_lazy("report", "ready")
    FAILED = "failed", pgettext_lazy("report", "could not be built")
    WITHDRAWN = "withdrawn", pgettext_lazy("report", "withdrawn")


UNDER_WAY = (ReportState.QUEUED, ReportState.RUNNING)
# A worker says every second or so that it lives; one that is silent for so long has ended.
SILENCE = datetime.timedelta(seconds=45)


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports as pages and the worker need them."""

    def visible_to(self, user: User) -> "ReportQuerySet":
        """Return all reports to whoever leads the network, none to anybody else; past its day a report exists for nobody."""
        return self.exclude(expires_at__lt=timezone.now()) if user.is_coordinating else self.none()

    def awaited_by(self, user: User) -> "ReportQuerySet":
        """Return what `user` asked for, alone or with others, the latest first."""
        return self.filter(readers=user).order_by("-asked_at", "-pk")

    def under_way(self) -> "ReportQuerySet":
        """Return the reports that wait or are being built."""
        return self.filter(state__in=UNDER_WAY)

    def lying(self, at: datetime.datetime) -> "ReportQuerySet":
        """Return the reports under way on which nobody works at the moment `at`."""
        return self.under_way().filter(Q(seen_at=None) | Q(seen_at__lt=at - SILENCE))


def stored_name(report: Any, filename: str) -> str:
    """Store a file under the hash of its bytes."""
    return f"reports/{report.sha256[:2]}/{report.sha256}"


class Report(models.Model):
    """One report: `kind` and `parameters` say of what; `key` is a hash of all that was asked: it is built once at a time."""

    State = ReportState
    Format = Format
    Language = ReportLanguage

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    language = models.CharField(_("language"), max_length=4, choices=ReportLanguage)
    format = models.CharField(_("type of file"), max_length=4, choices=Format)
    key = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=9, choices=ReportState, default=ReportState.QUEUED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked for by"), on_delete=models.CASCADE, related_name="+"
    )
    # Who waits for it: who asked, and whoever asked for the same meanwhile.
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("for"), related_name="+")
    asked_at = models.DateTimeField(_("asked for on"))
    started_at = models.DateTimeField(_("begun on"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished on"), null=True, blank=True)
    # The last sign of life of the worker that builds it, and how often a worker began.
    seen_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Steps: its parts, and putting them together.
    done = models.PositiveIntegerField(_("steps done"), default=0)
    total = models.PositiveIntegerField(_("steps"), default=0)
    # Why it could not be built.
    remark_fr = models.TextField(_("remark in French"), blank=True)
    remark_nl = models.TextField(_("remark in Dutch"), blank=True)
    file = models.FileField(_("file"), upload_to=stored_name, max_length=120, blank=True)
    filename = models.CharField(_("file name"), max_length=200, blank=True)
    content_type = models.CharField(_("type of file"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64, blank=True)
    # By language, what its page shows of it: drawings with their tables, as our own HTML.
    charts = models.JSONField(default=dict, blank=True, editable=False)
    expires_at = models.DateTimeField(_("deleted on"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=known(state=ReportState, format=Format, language=ReportLanguage), name="report_choices_known"
            ),
            models.UniqueConstraint(fields=["key"], condition=Q(state__in=UNDER_WAY), name="report_under_way_once"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="report_steps_within_total"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(sha256__regex="^[0-9a-f]{64}$", expires_at__isnull=False) & ~Q(file=""),
                name="report_done_has_its_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(remark_fr="") & ~Q(remark_nl=""), name="report_failed_says_why"
            ),
        )

    def __str__(self) -> str:
        return self.filename or self.kind

    def get_absolute_url(self) -> str:
        """Return the page that tells how far it is, and leads to its file."""
        return reverse("reports:report", args=[self.uuid])

    @property
    def under_way(self) -> bool:
        """True while it waits or is being built."""
        return self.state in UNDER_WAY


class ReportPart(models.Model):
    """A finished part of a report under way: a worker that ended leaves it to the next, which goes on where that one stopped."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("part of a report")
        verbose_name_plural = _("parts of reports")
        ordering = ("report", "pk")
        constraints = (models.UniqueConstraint(fields=["report", "name"], name="report_part_once"),)

    def __str__(self) -> str:
        return self.name
