"""The work of translating: who was asked for which text, and what was said about the pair."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Language
from amif_network.core.vocabulary import known

from . import choices
from .section import Section


class TranslationRequestQuerySet(models.QuerySet["TranslationRequest"]):
    """Requests as pages need them."""

    def open(self) -> "TranslationRequestQuerySet":
        """Return the requests that still wait for an answer."""
        return self.filter(done_at=None)


class TranslationRequest(models.Model):
    """Somebody was asked to bring the text of a section in one language up to date."""

    section = models.ForeignKey(Section, verbose_name=_("section"), on_delete=models.CASCADE, related_name="translation_requests")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked of"), on_delete=models.PROTECT, related_name="translation_requests"
    )
    note = models.TextField(_("note"), blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked on"))
    done_at = models.DateTimeField(_("done on"), null=True, blank=True)

    objects = TranslationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a translation")
        verbose_name_plural = _("requests for translations")
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["section", "language"],
                condition=Q(done_at=None),
                name="translation_request_one_open",
                violation_error_message=_("Somebody was already asked for this text."),
            ),
            models.CheckConstraint(condition=known(language=Language), name="translation_request_language_known"),
        )

    def __str__(self) -> str:
        return f"{self.section_id} {self.language} {self.assignee_id}"


class TranslationLogEntry(models.Model):
    """What a person said about the two texts of a section, and about which versions of them."""

    Kind = choices.TranslationStep

    section = models.ForeignKey(Section, verbose_name=_("section"), on_delete=models.CASCADE, related_name="translation_log")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    kind = models.CharField(_("step"), max_length=10, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("when"))
    rev = models.PositiveIntegerField(default=0)
    other_rev = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("step of a translation")
        verbose_name_plural = _("steps of translations")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=known(language=Language, kind=choices.TranslationStep), name="translation_log_choices_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.section_id} {self.language} {self.kind}"
