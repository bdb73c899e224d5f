"""The text of a section in one language, every saved version of it, and how it stands towards the other language.

The translation state is derived from hashes and never stored (DOMAIN §4): a text remembers on which
version of the other one it was confirmed (`based_on_hash`); whatever differs now has changed since.
"""

import re
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.core.bilingual import Language
from amif_network.core.vocabulary import known

from . import choices

# Anything to read in stored HTML, where "<" and ">" stand for nothing but tags. White space is spelled out, so that
# PostgreSQL, whose idea of it depends on the locale, reads the same as we do.
_WHITE = "".join(filter(str.isspace, map(chr, range(0x3001))))
WORD_PATTERN = f"(?:^|>)[{_WHITE}]*[^{_WHITE}<]"
A_WORD = re.compile(WORD_PATTERN)


class TranslationState(StrEnum):
    """How a text stands towards its counterpart in the other language."""

    MISSING = "missing"
    UNCONFIRMED = "unconfirmed"
    OUTDATED = "outdated"
    DIVERGED = "diverged"
    OK = "ok"
    NOT_NEEDED = "not_needed"

    @property
    def label(self) -> str:
        """The words shown to people."""
        return str(TRANSLATION_LABELS[self])

    @property
    def needs_work(self) -> bool:
        """True when somebody has to write, translate or compare."""
        return self not in (TranslationState.OK, TranslationState.NOT_NEEDED)

    @property
    def is_behind(self) -> bool:
        """True when the other language changed since both were compared."""
        return self in (TranslationState.OUTDATED, TranslationState.DIVERGED)


TRANSLATION_LABELS = {
    TranslationState.MISSING: pgettext_lazy("translation", "missing"),
    TranslationState.UNCONFIRMED: pgettext_lazy("translation", "to be confirmed"),
    TranslationState.OUTDATED: pgettext_lazy("translation", "outdated"),
    TranslationState.DIVERGED: pgettext_lazy("translation", "both changed"),
    TranslationState.OK: pgettext_lazy("translation", "up to date"),
    TranslationState.NOT_NEEDED: pgettext_lazy("translation", "not needed"),
}


class SectionTextQuerySet(models.QuerySet["SectionText"]):
    """Texts as the workspace needs them."""

    def for_list(self) -> "SectionTextQuerySet":
        """Load who changed and confirmed a text; annotate `waiting`, the key of a version set aside that waits for a decision."""
        aside = SectionRevision.objects.waiting().filter(text=models.OuterRef("pk")).order_by("pk").values("pk")[:1]
        return self.select_related("updated_by__person", "confirmed_by__person").annotate(waiting=models.Subquery(aside))


class SectionText(models.Model):
    """The heading and text of a section in one language; `rev` grows with every saved change."""

    Origin = choices.TextOrigin

    section = models.ForeignKey("meetings.Section", verbose_name=_("section"), on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    html = models.TextField(_("text"), blank=True)
    rev = models.PositiveIntegerField(_("version"), default=1)
    hash = models.CharField(_("fingerprint"), max_length=64)
    based_on_hash = models.CharField(_("fingerprint of what was translated"), max_length=64, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.HUMAN)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("changed by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(_("changed on"))

    objects = SectionTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a section")
        verbose_name_plural = _("texts of sections")
        ordering = ("section", "language")
        constraints = (
            models.UniqueConstraint(fields=["section", "language"], name="section_text_once_per_language"),
            models.CheckConstraint(
                condition=known(language=Language, origin=choices.TextOrigin), name="section_text_choices_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.section_id} {self.language} rev {self.rev}"

    @property
    def is_empty(self) -> bool:
        """True when neither heading nor text holds a word."""
        return not self.heading and not self.has_body

    @property
    def has_body(self) -> bool:
        """True when there are words below the heading."""
        return A_WORD.search(self.html) is not None

    @property
    def version_key(self) -> int:
        """The key of the version that stands, from which a writer starts; 0 while there is none. Queries."""
        return self.revisions.that_stood().filter(rev=self.rev).values_list("pk", flat=True).first() or 0

    def lacks_part_of(self, counterpart: "SectionText") -> bool:
        """True when the other language has a heading, or words below it, where this one has none."""
        return bool(counterpart.heading and not self.heading) or (counterpart.has_body and not self.has_body)

    def state_towards(self, counterpart: "SectionText") -> TranslationState:
        """Derive the state from the hashes; both texts hold words."""
        they_changed = bool(self.based_on_hash) and self.based_on_hash != counterpart.hash
        i_changed = bool(counterpart.based_on_hash) and counterpart.based_on_hash != self.hash
        if they_changed:
            return TranslationState.DIVERGED if i_changed else TranslationState.OUTDATED
        never_compared = not self.based_on_hash and not counterpart.based_on_hash
        # A text written beside an existing one is a translation; that it is complete, a person has to say.
        never_confirmed = bool(self.based_on_hash) and self.confirmed_at is None
        if never_compared or never_confirmed:
            return TranslationState.UNCONFIRMED
        return TranslationState.OK


class SectionRevisionQuerySet(models.QuerySet["SectionRevision"]):
    """Versions of texts as the history and the merge need them."""

    def that_stood(self) -> "SectionRevisionQuerySet":
        """Return the versions that were the text for a while."""
        return self.filter(kind__in=SectionRevision.STOOD)

    def rolled_over(self) -> "SectionRevisionQuerySet":
        """Return passing autosaves: no checkpoint, and the same tab saved the next version."""
        later = SectionRevision.objects.filter(
            text=models.OuterRef("text"),
            rev=models.OuterRef("rev") + 1,
            session=models.OuterRef("session"),
            kind__in=SectionRevision.STOOD,
        )
        return self.filter(kind=SectionRevision.Kind.SAVED, checkpoint=False).filter(models.Exists(later))

    def for_history(self) -> "SectionRevisionQuerySet":
        """Return what the history shows, the latest first: no passing autosaves, nothing that only was sent."""
        passing = self.rolled_over().values("pk")
        return (
            self.exclude(kind=SectionRevision.Kind.SENT).exclude(pk__in=passing).select_related("author__person").order_by("-pk")
        )

    def waiting(self) -> "SectionRevisionQuerySet":
        """Return the versions set aside about which nobody has decided yet."""
        return self.filter(kind=SectionRevision.Kind.SET_ASIDE, settled_at=None)


class SectionRevision(models.Model):
    """One saved version of a text: nothing that was written is lost.

    While one person types in one tab (`session`), each autosave is a version of its own, so that any writer can be
    merged with it; the history shows the last of them and the `checkpoint`s.
    """

    Kind = choices.RevisionKind

    # The versions that were the text for a while, one per `rev`; the others stand beside them.
    STOOD = choices.STOOD

    text = models.ForeignKey(SectionText, verbose_name=_("text of a section"), on_delete=models.CASCADE, related_name="revisions")
    rev = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SAVED)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    html = models.TextField(_("text"), blank=True)
    hash = models.CharField(_("fingerprint"), max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("done on"))
    # The tab in which it was written; None for whole-page forms, imports and restored versions.
    session = models.UUIDField(null=True, blank=True, editable=False)
    # The tab's own count of its changes, by which a request that arrives late is known as such.
    seq = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    # The version that the writer started from.
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    checkpoint = models.BooleanField(_("kept version"), default=False)
    # For a version set aside: when a person decided what becomes of it.
    settled_at = models.DateTimeField(_("settled on"), null=True, blank=True)

    objects = SectionRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of a text")
        verbose_name_plural = _("revisions of texts")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=known(kind=choices.RevisionKind), name="section_revision_kind_known"),
            models.UniqueConstraint(
                fields=["text", "rev"], condition=Q(kind__in=choices.STOOD), name="section_revision_once_per_rev"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(kind="set_aside"), name="section_revision_settled_if_set_aside"
            ),
        )

    def __str__(self) -> str:
        return f"{self.text_id} rev {self.rev}"

    @property
    def set_aside(self) -> bool:
        """True for words that came too late and collided with somebody else's."""
        return self.kind == self.Kind.SET_ASIDE
