"""Sections of minutes: a tree both languages share, and one text per section and language (text.py)."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Localised, other
from amif_network.core.vocabulary import known, known_or_empty
from amif_network.directory.models import Organisation

from . import choices
from .agenda import AgendaItem
from .minutes import Minutes
from .standing import GONE, its_state
from .text import SectionText, TranslationState

ONLY_ANSWERS = _("Only an answer in a round table has a type.")
WHOSE_ANSWER = _("Say whose answer this is.")


class SectionQuerySet(models.QuerySet["Section"]):
    """Sections as the workspace and documents need them."""

    def for_list(self) -> "SectionQuerySet":
        """Load both texts, organisation, slide references and pending contributions of what stands, in sibling order."""
        return (
            self.filter(removed_at=None)
            .select_related("organisation", "agenda_item")
            .prefetch_related(
                models.Prefetch("texts", queryset=SectionText.objects.for_list()),
                "slide_references__attachment",
                "pending_contributions__organisations",
                "pending_contributions__person",
            )
            .order_by("position", "pk")
        )

    def standing(self) -> "SectionQuerySet":
        """Return the sections that stand in their minutes: neither removed nor below a removed one."""
        return self.exclude(pk__in=GONE)

    def with_state(self, lang: str) -> Any:
        """Annotate `state`, how the text in `lang` stands towards the other language, as `translation_state` derives it.

        The two texts are joined as `mine` and `theirs`. (Any: type checkers do not know the fields that annotations add.)
        """
        return self.annotate(
            mine=models.FilteredRelation("texts", condition=Q(texts__language=lang)),
            theirs=models.FilteredRelation("texts", condition=Q(texts__language=other(lang))),
        ).annotate(state=its_state("mine", "theirs"))

    def for_queue(self, lang: str) -> Any:
        """Return the sections of drafts whose text in `lang` needs work.

        Annotated with their `state`, `since` when they need it (the last change of the side that has to be looked at),
        and `asked`, the open request.
        """
        open_request = Q(translation_requests__language=lang, translation_requests__done_at=None)
        looked_at = models.Case(
            models.When(state=TranslationState.UNCONFIRMED, then="mine__updated_at"), default="theirs__updated_at"
        )
        return (
            self.standing()
            .filter(minutes__state__in=choices.WRITABLE)
            .with_state(lang)
            .filter(state__in=[state for state in TranslationState if state.needs_work])
            .annotate(asked=models.FilteredRelation("translation_requests", condition=open_request), since=looked_at)
        )

    def for_queue_page(self) -> "SectionQuerySet":
        """Load what a line of the queue shows of a section."""
        from .translation import TranslationRequest

        asked = TranslationRequest.objects.open().select_related("assignee__person")
        texts = SectionText.objects.select_related("updated_by__person").defer("html")
        return self.select_related("minutes__meeting", "organisation").prefetch_related(
            models.Prefetch("texts", queryset=texts), models.Prefetch("translation_requests", queryset=asked)
        )

    def for_restoring(self) -> "SectionQuerySet":
        """Load what names a removed section in the list of those that can be brought back, the latest first."""
        return self.select_related("organisation", "minutes").prefetch_related("texts").order_by("-removed_at", "pk")


class Section(models.Model):
    """A place in the minutes, the same in both languages."""

    Kind = choices.SectionKind
    AnswerType = choices.AnswerType

    uuid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    minutes = models.ForeignKey(Minutes, verbose_name=_("minutes"), on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
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
    # The count of `Minutes.change` at the last change of the section or one of its texts.
    change = models.PositiveBigIntegerField(default=0, editable=False)

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
            models.CheckConstraint(
                condition=known(kind=choices.SectionKind) & known_or_empty(answer_type=choices.AnswerType),
                name="section_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(answer_type="") | Q(kind="answer"),
                name="section_only_answers_have_a_type",
                violation_error_message=ONLY_ANSWERS,
            ),
            models.CheckConstraint(
                condition=~Q(kind="answer") | Q(organisation__isnull=False) | Q(anonymous=True),
                name="section_answer_is_somebodys",
                violation_error_message=WHOSE_ANSWER,
            ),
            models.UniqueConstraint(
                fields=["minutes", "parent", "organisation", "answer_type"],
                condition=Q(kind="answer", removed_at=None, organisation__isnull=False),
                # Answers at the top have no parent and must not be twice there either.
                nulls_distinct=False,
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
