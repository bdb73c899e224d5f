"""What each side thinks of the partnership, and what the network may learn from it (DOMAIN §6)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Bilingual
from amif_network.core.vocabulary import known

from . import choices, guards
from .partnership import Partnership, Party
from .rows import PartnershipRows


class Evaluation(models.Model):
    """The evaluation of one side as of a day; the other side sees it once both have shared theirs (`evaluations.py`)."""

    WouldRedo = choices.WouldRedo

    partnership = models.ForeignKey(
        Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="evaluations"
    )
    party = models.ForeignKey(Party, verbose_name=_("side"), on_delete=models.PROTECT, related_name="evaluations")
    as_of = models.DateField(_("as of"))
    would_redo = models.CharField(_("would you do it again?"), max_length=10, choices=choices.WouldRedo)
    condition_fr = models.TextField(_("on which condition, in French"), blank=True)
    condition_nl = models.TextField(_("on which condition, in Dutch"), blank=True)
    added_value_fr = models.TextField(_("added value, in French"), blank=True)
    added_value_nl = models.TextField(_("added value, in Dutch"), blank=True)
    shared_at = models.DateTimeField(_("shared on"), null=True, blank=True)
    # Its sentences may be read in the network, without the name of who wrote them.
    for_network = models.BooleanField(_("the network may read it, without our name"), default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written on"))
    rev = models.PositiveIntegerField(default=1, editable=False)

    condition = Bilingual()
    added_value = Bilingual()
    objects = PartnershipRows.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ("partnership", "-as_of", "party")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=known(would_redo=choices.WouldRedo), name="evaluation_would_redo_known"),
            models.CheckConstraint(
                condition=~Q(would_redo="yes_if") | ~Q(condition_fr="", condition_nl=""),
                name="evaluation_if_says_what",
                violation_error_message=_("Say on which condition."),
            ),
            models.UniqueConstraint(
                fields=["party", "as_of"],
                name="evaluation_once_a_day",
                violation_error_message=_("This side already has an evaluation of this day."),
            ),
        )
        triggers = (guards.party_of_it("evaluation_of_a_party"),)

    def __str__(self) -> str:
        return f"{self.party} ({self.as_of})"


class EvaluationItem(models.Model):
    """One sentence of an evaluation, by kind and theme."""

    Kind = choices.ItemKind
    Theme = choices.Theme

    evaluation = models.ForeignKey(Evaluation, verbose_name=_("evaluation"), on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=15, choices=choices.ItemKind)
    theme = models.CharField(_("theme"), max_length=15, choices=choices.Theme)
    text_fr = models.TextField(_("text in French"), blank=True)
    text_nl = models.TextField(_("text in Dutch"), blank=True)

    text = Bilingual()

    class Meta:
        verbose_name = _("sentence of an evaluation")
        verbose_name_plural = _("sentences of evaluations")
        ordering = ("evaluation", "position", "pk")
        constraints = (
            models.CheckConstraint(condition=known(kind=choices.ItemKind, theme=choices.Theme), name="evaluation_item_known"),
            models.CheckConstraint(
                condition=~Q(text_fr="", text_nl=""),
                name="evaluation_item_has_a_text",
                violation_error_message=_("Write the sentence in French or in Dutch."),
            ),
        )

    def __str__(self) -> str:
        return str(self.text)[:80]
