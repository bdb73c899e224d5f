"""What is signed: versions of the agreement, decisions of councils, signatures bound to the text (DOMAIN §6, §7.2)."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Bilingual
from amif_network.directory.models import Person

from . import guards
from .partnership import Partnership, Party
from .rows import PartnershipRows


class Agreement(models.Model):
    """One version of the text that the parties sign. A text that somebody signed is never changed: a new version is written."""

    partnership = models.ForeignKey(
        Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="agreements"
    )
    version = models.PositiveSmallIntegerField(_("version"))
    text_fr = models.TextField(_("text in French"), blank=True)
    text_nl = models.TextField(_("text in Dutch"), blank=True)
    # Of both texts: what a signature is bound to.
    text_hash = models.CharField(_("fingerprint of the text (SHA-256)"), max_length=64)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written on"))
    rev = models.PositiveIntegerField(default=1, editable=False)

    text = Bilingual()
    objects = PartnershipRows.as_manager()

    class Meta:
        verbose_name = _("version of the agreement")
        verbose_name_plural = _("versions of the agreement")
        ordering = ("partnership", "-version")
        constraints = (
            models.UniqueConstraint(fields=["partnership", "version"], name="agreement_version_once"),
            models.CheckConstraint(
                condition=~Q(text_fr="", text_nl=""),
                name="agreement_has_a_text",
                violation_error_message=_("Write the text in French or in Dutch."),
            ),
            models.CheckConstraint(condition=Q(text_hash__regex="^[0-9a-f]{64}$"), name="agreement_hash_is_one"),
        )
        triggers = (
            pgtrigger.Protect(name="agreement_is_kept", operation=pgtrigger.Delete),
            guards.SIGNED_TEXT_STAYS,
            guards.AGREED_TEXT,
        )

    def __str__(self) -> str:
        return f"{self.partnership.code} v{self.version}"


class CouncilDecision(models.Model):
    """The day on which the council of a party approved a version of the agreement."""

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="decisions")
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField(_("decided on"))
    reference = models.CharField(_("reference"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("decision of a council")
        verbose_name_plural = _("decisions of councils")
        ordering = ("agreement", "party")
        constraints = (
            models.UniqueConstraint(
                fields=["agreement", "party"],
                name="council_decision_once",
                violation_error_message=_("The decision of this council is already there."),
            ),
        )
        triggers = (guards.DECIDED_BY_A_PARTY,)

    def __str__(self) -> str:
        return f"{self.agreement} – {self.party}"


class Signature(models.Model):
    """The signature of a party under one version; it counts as long as that version is the current one."""

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="signatures")
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="signatures")
    signed_on = models.DateField(_("signed on"))
    signatory = models.ForeignKey(
        Person, verbose_name=_("signed by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text_hash = models.CharField(_("fingerprint of the text (SHA-256)"), max_length=64)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded on"))

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ("agreement", "party")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["agreement", "party"],
                name="signature_once",
                violation_error_message=_("This party has already signed this version."),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="signature_is_kept", operation=pgtrigger.Update | pgtrigger.Delete),
            guards.SIGNATURE_OF_THE_TEXT,
        )

    def __str__(self) -> str:
        return f"{self.agreement} – {self.party}"
