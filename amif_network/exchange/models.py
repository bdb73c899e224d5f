"""A table on its way in: kept as it came, with what it would change, until a person confirms it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Language
from amif_network.core.vocabulary import known


class ImportState(models.TextChoices):
    """How far a file came."""

    LOOKING = "looking", _("being read")
    SHOWN = "shown", _("waiting for confirmation")
    IMPORTING = "importing", _("being imported")
    IMPORTED = "imported", _("imported")
    # It could not be read, or three attempts to do so ended by themselves: nothing of it was imported.
    UNREADABLE = "unreadable", _("not readable")
    BROKEN_OFF = "broken_off", _("broken off")


# While the portal works on a file, it goes on by itself, also after a restart.
AT_WORK = (ImportState.LOOKING, ImportState.IMPORTING)


class IncomingQuerySet(models.QuerySet["Importation"]):
    """Imports as pages need them."""

    def visible_to(self, user: User) -> "IncomingQuerySet":
        """Return the imports that an administrator brought in, confirmed or not."""
        return self.filter(by=user) if user.is_administrator else self.none()

    def waiting(self) -> "IncomingQuerySet":
        """Return what nobody confirmed yet, without the file and the preview."""
        return self.exclude(state=ImportState.IMPORTED).defer("source", "outcome")

    def imported(self) -> "IncomingQuerySet":
        """Return what was imported, the latest first."""
        return self.filter(state=ImportState.IMPORTED).defer("source", "outcome").order_by("-confirmed_at")


class Importation(models.Model):
    """The bytes of an uploaded file of tables, and the preview that a person saw of it."""

    State = ImportState

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    filename = models.CharField(_("file name"), max_length=200)
    source = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("imported by"), on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("imported on"))
    state = models.CharField(_("state"), max_length=12, choices=ImportState, default=ImportState.LOOKING)
    # Which organisation a person said is meant by a name that the directory does not know: {name: key}.
    choices = models.JSONField(default=dict)
    # The preview as `exchange.outcome` writes it, its sentences in `language`; nothing but what it says is ever applied.
    outcome = models.JSONField(default=dict)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    # Why there is no preview, or why nothing was imported, in `language`.
    remark = models.TextField(_("remark"), blank=True)
    # The seal of the preview that the person confirmed, and when the file was imported.
    shown = models.CharField(max_length=64, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    # When the work that nobody waits for was last begun, and how often.
    begun_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = IncomingQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of tables")
        verbose_name_plural = _("imports of tables")
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(
                condition=known(language=Language, state=ImportState), name="exchange_importation_choices_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.IMPORTED, confirmed_at__isnull=False)
                | (~Q(state=ImportState.IMPORTED) & Q(confirmed_at__isnull=True)),
                name="exchange_imported_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        """Return the address of the preview."""
        return reverse("exchange:import-preview", args=[self.uuid])

    @property
    def at_work(self) -> bool:
        """True while the portal reads or imports the file."""
        return self.state in AT_WORK


class Progress(models.Model):
    """How far the work on a file is: written beside the transaction that does it, so that others see it."""

    importation = models.OneToOneField(Importation, on_delete=models.CASCADE, primary_key=True, related_name="progress")
    # Rows.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(done__lte=F("total")), name="exchange_progress_within_total"),)

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"
