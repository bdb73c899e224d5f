"""A document on its way in: kept as it came until a person confirms what was recognised in it."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User

from .meeting import Meeting


class ImportationQuerySet(models.QuerySet["Importation"]):
    """Imports as pages need them."""

    def brought_in_by(self, user: User) -> "ImportationQuerySet":
        """Return the imports of a coordinating user, confirmed or not."""
        return self.filter(by=user) if user.is_coordinating else self.none()

    def visible_to(self, user: User) -> "ImportationQuerySet":
        """Return the imports a coordinating user has not confirmed yet: their own only."""
        return self.brought_in_by(user).filter(meeting=None)

    def for_list(self) -> "ImportationQuerySet":
        """Load what a line of the list shows: not the document itself."""
        return self.defer("source")


class Importation(models.Model):
    """The bytes of an uploaded or pasted document; `meeting` is filled once a person confirmed the import."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    filename = models.CharField(_("file name"), max_length=200)
    source = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("imported by"), on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("imported on"))
    meeting = models.OneToOneField(
        Meeting, verbose_name=_("meeting"), null=True, blank=True, on_delete=models.SET_NULL, related_name="importation"
    )

    objects = ImportationQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of minutes")
        verbose_name_plural = _("imports of minutes")
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        """Return the address of the preview."""
        return reverse("meetings:import-preview", args=[self.uuid])
