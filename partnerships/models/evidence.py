"""What minutes say about a partnership, and its files (DOMAIN §6)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Language
from amif_network.core.vocabulary import known, known_or_empty
from meetings.models import Remark, Section
from projects.models.envelope import StoredFile

from . import choices
from .claims import Claim
from .partnership import Partnership
from .rows import PartnershipRows


class Evidence(models.Model):
    """A section of minutes (an answer of a round table is one) or a remark, attached to a partnership: shown, never retyped."""

    partnership = models.ForeignKey(Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="evidence")
    section = models.ForeignKey(
        Section,
        verbose_name=_("section of the minutes"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="evidence",
    )
    remark = models.ForeignKey(
        Remark, verbose_name=_("remark"), null=True, blank=True, on_delete=models.CASCADE, related_name="evidence"
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("attached by"), on_delete=models.PROTECT, related_name="+"
    )
    attached_at = models.DateTimeField(_("attached on"))

    objects = PartnershipRows.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("partnership", "attached_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(section__isnull=False, remark=None) | Q(section=None, remark__isnull=False),
                name="evidence_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["partnership", "section"],
                name="evidence_section_once",
                violation_error_message=_("This section is already attached to the partnership."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "remark"],
                name="evidence_remark_once",
                violation_error_message=_("This remark is already attached to the partnership."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.partnership.code}: {self.section or self.remark}"


class DocumentRows(PartnershipRows):
    """Files of partnerships: those of a claim exist only for whom the claim exists."""

    def visible_to(self, user: User) -> Self:
        """Return the files that exist for `user`."""
        if user.is_coordinating:
            return self.all()
        claims = Claim.objects.visible_to(user).values("pk")
        return super().visible_to(user).filter(Q(claim=None) | Q(claim__in=claims))


class PartnershipDocument(StoredFile):
    """A file of a partnership, or of one of its claims."""

    Kind = choices.DocumentKind

    partnership = models.ForeignKey(
        Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="documents"
    )
    claim = models.ForeignKey(
        Claim, verbose_name=_("claim"), null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=choices.DocumentKind)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, related_name="+")

    objects = DocumentRows.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("document of a partnership")
        verbose_name_plural = _("documents of partnerships")
        ordering = ("partnership", "kind", "title", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *StoredFile.Meta.constraints,
            models.CheckConstraint(condition=known(kind=choices.DocumentKind), name="partnership_document_kind_known"),
            models.CheckConstraint(condition=known_or_empty(language=Language), name="partnership_document_language_known"),
            # Once at the partnership, once at each claim: what a partner claims with is not known to the others.
            models.UniqueConstraint(
                fields=["partnership", "claim", "sha256"],
                nulls_distinct=False,
                name="partnership_document_once",
                violation_error_message=_("This file is already attached here."),
            ),
        )

    def get_absolute_url(self) -> str:
        """Return the address that answers with the file."""
        return reverse("partnerships:document", args=[self.partnership_id, self.pk])
