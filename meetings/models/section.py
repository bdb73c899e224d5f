"""Sections of minutes: a tree both languages share, and one text per section and language.

The translation state is derived from hashes and never stored (DOMAIN §4): a text remembers on which
version of the other one it was confirmed (`based_on_hash`); whatever differs now has changed since.
"""

import re
import uuid
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.core.bilingual import LANGUAGES, Localised, other
from amif_network.directory.models import Organisation

from .agenda import AgendaItem
from .minutes import Minutes

# Anything to read in stored HTML, where "<" and ">" stand for nothing but tags.
A_WORD = re.compile(r"(?:^|>)\s*[^\s<]")
LANGUAGE_CHOICES = [("fr", _("French")), ("nl", _("Dutch"))]


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


TRANSLATION_LABELS = {
    TranslationState.MISSING: pgettext_lazy("translation", "missing"),
    TranslationState.UNCONFIRMED: pgettext_lazy("translation", "to be confirmed"),
    TranslationState.OUTDATED: pgettext_lazy("translation", "outdated"),
    TranslationState.DIVERGED: pgettext_lazy("translation", "both changed"),
    TranslationState.OK: pgettext_lazy("translation", "up to date"),
    TranslationState.NOT_NEEDED: pgettext_lazy("translation", "not needed"),
}


class SectionQuerySet(models.QuerySet["Section"]):
    """Sections as the workspace and documents need them."""

    def for_list(self) -> "SectionQuerySet":
        """Load both texts, organisation, slide references and pending contributions of what stands, in sibling order."""
        return (
            self.filter(removed_at=None)
            .select_related("organisation", "agenda_item")
            .prefetch_related(
                models.Prefetch(
                    "texts", queryset=SectionText.objects.select_related("updated_by__person", "confirmed_by__person")
                ),
                "slide_references__attachment",
                "pending_contributions__organisations",
                "pending_contributions__person",
            )
            .order_by("position", "pk")
        )

    def for_restoring(self) -> "SectionQuerySet":
        """Load what names a removed section in the list of those that can be brought back, the latest first."""
        return self.select_related("organisation", "minutes").prefetch_related("texts").order_by("-removed_at", "pk")


class Section(models.Model):
    """A place in the minutes, the same in both languages."""

    class Kind(models.TextChoices):
        """What the section holds."""

        TEXT = "text", _("text")
        REMARKS = "remarks", _("remarks")
        ROUND_TABLE = "round_table", _("round table")
        ANSWER = "answer", _("answer of an organisation")

    class AnswerType(models.TextChoices):
        """What an organisation's answer in a round table is about."""

        ADVANTAGE = "advantage", _("advantage")
        DRAWBACK = "drawback", _("drawback")
        DIFFICULTY = "difficulty", _("difficulty")
        ADDED_VALUE = "added_value", _("added value")
        ATTENTION_POINT = "attention_point", _("point of attention")
        SUCCESS_FACTOR = "success_factor", _("success factor")
        BUDGET = "budget", _("budget")
        EXPERIENCE = "experience", _("experience")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("printed number"), max_length=20, blank=True)
    # Without a typed number: whether one is given automatically, continuing the one before (meetings.numbering).
    numbered = models.BooleanField(_("numbered automatically"), default=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.TEXT)
    answer_type = models.CharField(_("type of answer"), max_length=20, choices=AnswerType, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation concerned"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sections",
    )
    agenda_item = models.ForeignKey(
        AgendaItem, verbose_name=_("agenda item"), null=True, blank=True, on_delete=models.SET_NULL, related_name="sections"
    )
    anonymous = models.BooleanField(_("anonymous"), default=False)
    no_comment = models.BooleanField(_("the organisation had no comment"), default=False)
    removed_at = models.DateTimeField(_("removed on"), null=True, blank=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("minutes", "position", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="section_not_its_own_parent"),
            models.CheckConstraint(
                condition=~Q(anonymous=True, organisation__isnull=False),
                name="section_anonymous_names_nobody",
                violation_error_message=_("An anonymous section cannot name an organisation."),
            ),
            models.UniqueConstraint(
                fields=["parent", "organisation", "answer_type"],
                condition=Q(kind="answer", removed_at=None),
                name="section_one_answer_cell",
                violation_error_message=_("This organisation already has such an answer."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.label} {self.heading().text}".strip()

    def text_in(self, lang: str) -> "SectionText | None":
        """Return the text in `lang` from the loaded texts, or None while there is none."""
        return next((text for text in self.texts.all() if text.language == lang), None)

    def heading(self, lang: str | None = None) -> Localised:
        """Return the heading in `lang` (the leading language of the minutes by default), else in the other."""
        wanted = lang or self.minutes.leading_language
        for code in (wanted, other(wanted)):
            text = self.text_in(code)
            if text and text.heading:
                return Localised(text.heading, code, fallback=code != wanted)
        return Localised("", wanted)

    def translation_state(self, lang: str) -> TranslationState:
        """Derive how the text in `lang` stands towards the other language (UX §2)."""
        mine, theirs = self.text_in(lang), self.text_in(other(lang))
        if theirs is None or theirs.is_empty:
            return TranslationState.NOT_NEEDED if mine is None or mine.is_empty else TranslationState.OK
        if mine is None or mine.lacks_part_of(theirs):
            return TranslationState.MISSING
        # The other side is the one that waits: nothing there has been compared with this text yet.
        return TranslationState.OK if theirs.lacks_part_of(mine) else mine.state_towards(theirs)


class SectionText(models.Model):
    """The heading and text of a section in one language; `rev` grows with every saved change."""

    class Origin(models.TextChoices):
        """Where the words came from; a copy or a machine translation waits for a person to confirm it."""

        HUMAN = "human", _("written by a person")
        COPY = "copy", _("copied from the other language")
        MACHINE = "machine", _("translated by a machine")

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    html = models.TextField(_("text"), blank=True)
    rev = models.PositiveIntegerField(default=1)
    hash = models.CharField(max_length=64)
    based_on_hash = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.HUMAN)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("text of a section")
        verbose_name_plural = _("texts of sections")
        ordering = ("section", "language")
        constraints = (
            models.UniqueConstraint(fields=["section", "language"], name="section_text_once_per_language"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="section_text_language_known"),
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


class SectionRevision(models.Model):
    """One saved version of a text: nothing that was written is lost."""

    text = models.ForeignKey(SectionText, on_delete=models.CASCADE, related_name="revisions")
    rev = models.PositiveIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    html = models.TextField(blank=True)
    hash = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    set_aside = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("revision of a text")
        verbose_name_plural = _("revisions of texts")
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["text", "rev"], condition=Q(set_aside=False), name="section_revision_once_per_rev"),
        )

    def __str__(self) -> str:
        return f"{self.text_id} rev {self.rev}"
