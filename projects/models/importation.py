"""A table on its way in: kept as it came, with what it would change, until a person confirms it."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Language
from amif_network.core.vocabulary import known


class TablesImportQuerySet(models.QuerySet["Importation"]):
    """Imports as pages need them."""

    def visible_to(self, user: User) -> "TablesImportQuerySet":
        """Return the imports that a coordinating user brought in, confirmed or not."""
        return self.filter(by=user) if user.is_coordinating else self.none()

    def waiting(self) -> "TablesImportQuerySet":
        """Return what nobody confirmed yet, without the file and the preview."""
        return self.filter(confirmed_at=None).defer("source", "outcome")


class Importation(models.Model):
    """The bytes of an uploaded workbook or CSV file, and the preview that a person saw of it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    filename = models.CharField(_("file name"), max_length=200)
    source = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("imported by"), on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("imported on"))
    # Which organisation a person said is meant by a name that the directory does not know: {name: key}.
    choices = models.JSONField(default=dict)
    # The preview as `exchange.outcome` writes it, its sentences in `language`; nothing but what it says is ever applied.
    outcome = models.JSONField(default=dict)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)

    objects = TablesImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of tables")
        verbose_name_plural = _("imports of tables")
        ordering = ("-at",)
        constraints = (models.CheckConstraint(condition=known(language=Language), name="projects_import_language_known"),)

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        """Return the address of the preview."""
        return reverse("projects:import-preview", args=[self.uuid])
