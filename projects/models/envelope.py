"""Money that a call promises, and its templates (DOMAIN §5)."""

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual, Language
from amif_network.core.vocabulary import known

from . import choices
from .call import Call

NOT_NEGATIVE = _("An amount cannot be negative.")
ONE_FOR_SUPPLEMENTS = _("One envelope for supplements is enough: a supplement does not say which one pays it.")


class Envelope(models.Model):
    """What one source puts into a call, and which share of a project it pays at most.

    Rates are data of a call, not constants (DOMAIN §2.6): `ceiling` is a percentage of `base`, None without a ceiling.
    """

    Source = choices.EnvelopeSource
    Base = choices.CeilingBase
    Purpose = choices.EnvelopePurpose

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="envelopes")
    source = models.CharField(_("source"), max_length=10, choices=Source)
    source_name = models.CharField(_("name of the source"), max_length=120, blank=True)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose, default=Purpose.PROJECTS)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0, NOT_NEGATIVE)])
    period_start = models.DateField(_("from"), null=True, blank=True)
    period_end = models.DateField(_("until"), null=True, blank=True)
    ceiling = models.DecimalField(_("at most (%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    base = models.CharField(_("of"), max_length=10, choices=Base, default=Base.TOTAL)
    note_fr = models.CharField(_("note in French"), max_length=250, blank=True)
    note_nl = models.CharField(_("note in Dutch"), max_length=250, blank=True)

    note = Bilingual()

    class Meta:
        verbose_name = _("envelope")
        verbose_name_plural = _("envelopes")
        ordering = ("call", "purpose", "source", "source_name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=known(source=choices.EnvelopeSource, base=choices.CeilingBase, purpose=choices.EnvelopePurpose),
                name="envelope_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="envelope_not_negative", violation_error_message=NOT_NEGATIVE
            ),
            models.CheckConstraint(
                condition=Q(ceiling=None) | Q(ceiling__gt=0, ceiling__lte=100),
                name="envelope_ceiling_is_a_percentage",
                violation_error_message=_("A ceiling lies above 0 and at 100 % at most."),
            ),
            models.CheckConstraint(
                condition=Q(period_start=None) | Q(period_end=None) | Q(period_end__gte=F("period_start")),
                name="envelope_period_in_order",
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(source="other") & ~Q(source_name="") | ~Q(source="other") & Q(source_name=""),
                name="envelope_other_source_is_named",
                violation_error_message=_("Name the source; AMIF and POD MI need no name."),
            ),
            models.UniqueConstraint(
                fields=["call", "source", "source_name", "purpose"],
                name="envelope_once",
                violation_error_message=_("The call already has an envelope of this source."),
            ),
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(purpose="supplement"),
                name="envelope_one_for_supplements",
                violation_error_message=ONE_FOR_SUPPLEMENTS,
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_name or self.get_source_display()} ({self.get_purpose_display()})"


class CallTemplate(models.Model):
    """A form that CPAS fill in for a call, in one version, and what it can already be used for."""

    Kind = choices.TemplateKind
    Readiness = choices.Readiness

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.PROTECT, related_name="templates")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    version = models.CharField(_("version"), max_length=30)
    readiness = models.CharField(_("readiness"), max_length=15, choices=Readiness)
    note_fr = models.CharField(_("note in French"), max_length=250, blank=True)
    note_nl = models.CharField(_("note in Dutch"), max_length=250, blank=True)

    note = Bilingual()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ("call", "kind", "-version")
        constraints = (
            models.CheckConstraint(
                condition=known(kind=choices.TemplateKind, readiness=choices.Readiness), name="call_template_choices_known"
            ),
            models.UniqueConstraint(
                fields=["call", "kind", "version"],
                name="call_template_version_once",
                violation_error_message=_("The call already has this version of the template."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"


def stored_name(file: Any, filename: str) -> str:
    """Store a file under the hash of its bytes: the same bytes once, and no name from outside in a path."""
    return f"projects/{file.sha256[:2]}/{file.sha256}"


class StoredFile(models.Model):
    """A file with its hash, as templates of calls and documents of projects hold them."""

    filename = models.CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to=stored_name, max_length=120)
    content_type = models.CharField(_("type of file"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    added_at = models.DateTimeField(_("added on"))

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="%(class)s_sha256_is_one"),
        )

    def __str__(self) -> str:
        return self.filename


class TemplateFileQuerySet(models.QuerySet["TemplateFile"]):
    """Files of templates, as far as a user may open them."""

    def visible_to(self, user: User) -> "TemplateFileQuerySet":
        """Return the files of the calls that exist for `user`."""
        return self.filter(template__call__in=Call.objects.visible_to(user))


class TemplateFile(StoredFile):
    """The file of a template in one language."""

    template = models.ForeignKey(CallTemplate, verbose_name=_("template"), on_delete=models.CASCADE, related_name="files")
    language = models.CharField(_("language"), max_length=2, choices=Language)

    objects = TemplateFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("file of a template")
        verbose_name_plural = _("files of templates")
        ordering = ("template", "language")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *StoredFile.Meta.constraints,
            models.CheckConstraint(condition=known(language=Language), name="template_file_language_known"),
            models.UniqueConstraint(fields=["template", "language"], name="template_file_once_in_a_language"),
        )

    def get_absolute_url(self) -> str:
        """Return the address that answers with the file."""
        return reverse("projects:template-file", args=[self.template.call_id, self.pk])
