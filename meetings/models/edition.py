"""Published minutes: frozen content and the very bytes of the PDF (DOMAIN §7, invariant 11)."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, F, Func, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.vocabulary import known

from ..version import version_name
from . import choices
from .minutes import Minutes

HASH_OF_PDF = Func(Func(F("pdf"), function="sha256"), Value("hex"), function="encode", output_field=CharField())

BILINGUAL_LAST = Case(When(language="both", then=1), default=0)


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions as lists need them: never with their bytes."""

    def visible_to(self, user: User) -> "EditionQuerySet":
        """Return what `user` may read of the meetings that exist for them (DOMAIN §7, invariant 12).

        The internal editions are for coordinating users and for members of which an organisation is on the list of the
        meeting; everybody else for whom the meeting exists reads the public ones.
        """
        from .meeting import Meeting

        if user.is_coordinating:
            return self.all()
        there = self.filter(minutes__meeting__in=Meeting.objects.visible_to(user))
        invited = Meeting.objects.involving(user).values("pk")
        return there.filter(Q(audience=choices.EditionAudience.PUBLIC) | Q(minutes__meeting__in=invited))

    def with_errata(self) -> "EditionQuerySet":
        """Annotate what each edition says that it corrects, per printed language, without loading its content."""
        return self.annotate(first_erratum=F("content__heads__0__erratum"), second_erratum=F("content__heads__1__erratum"))

    def current(self) -> "EditionQuerySet":
        """Leave out the editions that a later version replaces."""
        later = Edition.objects.filter(minutes=models.OuterRef("minutes"), version__gt=models.OuterRef("version"))
        return self.exclude(models.Exists(later))

    def for_list(self) -> "EditionQuerySet":
        """Load who approved; newest version, internal and one language first; without content and bytes."""
        return (
            self.defer("pdf", "content")
            .select_related("minutes__meeting", "approved_by__person", "published_by__person")
            .order_by("-version", "audience", BILINGUAL_LAST, "language")
        )


class Edition(models.Model):
    """One published version in one language. The database refuses to change or delete it."""

    Language = choices.EditionLanguage
    Audience = choices.EditionAudience

    minutes = models.ForeignKey(Minutes, verbose_name=_("minutes"), on_delete=models.PROTECT, related_name="editions")
    version = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=4, choices=Language)
    audience = models.CharField(
        _("audience"), max_length=8, choices=choices.EditionAudience, default=choices.EditionAudience.INTERNAL
    )
    content = models.JSONField(_("content"))
    pdf = models.BinaryField()
    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("approved by"), on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved on"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("published by"), on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("published on"))
    reason = models.TextField(_("reason for publishing with translations missing"), blank=True)

    # Annotated by `with_errata`.
    first_erratum: dict[str, Any] | None
    second_erratum: dict[str, Any] | None
    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("-version", "language")
        constraints = (
            models.CheckConstraint(
                condition=known(language=choices.EditionLanguage, audience=choices.EditionAudience), name="edition_choices_known"
            ),
            models.UniqueConstraint(fields=["minutes", "version", "language", "audience"], name="edition_once"),
            models.CheckConstraint(condition=Q(sha256=HASH_OF_PDF), name="edition_hash_is_of_its_bytes"),
        )
        # The first page of everybody names what was published last.
        indexes = (models.Index(fields=["-published_at", "id"], name="edition_latest"),)
        triggers = (pgtrigger.Protect(name="edition_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.minutes.meeting} v{self.version_name} ({self.get_language_display()}, {self.get_audience_display()})"

    def get_absolute_url(self) -> str:
        """Return the address that answers with the stored PDF."""
        return reverse("meetings:edition", args=[self.minutes.meeting_id, self.pk])

    @property
    def version_name(self) -> str:
        """What the version is called: 1.0, and 1.1 for the first erratum."""
        return version_name(self.version)

    def siblings(self) -> "EditionQuerySet":
        """Return the editions of all versions of these minutes in the same language for the same audience."""
        found = Edition.objects.filter(minutes=self.minutes_id, language=self.language, audience=self.audience)
        return found.defer("pdf", "content").select_related("minutes")
