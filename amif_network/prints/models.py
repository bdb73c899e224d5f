"""PDFs that were laid out once, by a hash of all that they are made from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Print(models.Model):
    """A PDF under its key (`core.pdf.identity.key_of`). It is found by who can make its HTML, and by nobody else.

    `about` and `stamp`: which document it shows as it stood ("minutes/12/fr/internal"), and what that said of its last change;
    both are empty for what is asked for now and then.
    """

    key = models.CharField(max_length=64, primary_key=True)
    about = models.CharField(max_length=80, blank=True)
    stamp = models.CharField(max_length=80, blank=True)
    pdf = models.BinaryField()
    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    made_at = models.DateTimeField()
    used_on = models.DateField()

    class Meta:
        verbose_name = _("printed document")
        verbose_name_plural = _("printed documents")
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(key__regex="^[0-9a-f]{64}$", sha256__regex="^[0-9a-f]{64}$"), name="print_hashes_are_sha256"
            ),
            # The last one of a document is the one that is kept.
            models.UniqueConstraint(fields=["about"], condition=~Q(about=""), name="print_about_once"),
        )
        indexes = (models.Index(fields=["used_on"], name="print_used_on"),)

    def __str__(self) -> str:
        return self.about or self.key
