"""What organisations say about a call: every answer is kept, one is in force (DOMAIN §5, §7.10)."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.vocabulary import known, known_or_empty
from amif_network.directory.models import Organisation
from meetings.models import Meeting, Section

from . import choices
from .call import Call


class ExpressionOfInterestQuerySet(models.QuerySet["ExpressionOfInterest"]):
    """Answers as pages need them."""

    def visible_to(self, user: User) -> "ExpressionOfInterestQuerySet":
        """Return all to coordinating users, to members the answers of their organisations."""
        if user.is_coordinating:
            return self.all()
        return self.filter(organisation__in=user.organisation_keys()) if user.role == "member" else self.none()

    def in_force(self) -> "ExpressionOfInterestQuerySet":
        """Return the answers that no later one replaced."""
        return self.filter(replaced_at=None)

    def for_overview(self) -> "ExpressionOfInterestQuerySet":
        """Load what the overview shows of an answer: the partner; the newest first."""
        return self.select_related("partner").order_by("-stated_on", "-pk")

    def for_list(self) -> "ExpressionOfInterestQuerySet":
        """Load who answered and where; the newest first."""
        return self.select_related("organisation", "partner", "section__minutes", "meeting", "recorded_by__person").order_by(
            "-stated_on", "-pk"
        )


class ExpressionOfInterest(models.Model):
    """An answer of an organisation to a call. A later answer replaces it and keeps it."""

    Answer = choices.InterestAnswer
    Certainty = choices.Certainty
    Reason = choices.InterestReason

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.PROTECT, related_name="interests")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="interests"
    )
    answer = models.CharField(_("answer"), max_length=15, choices=Answer)
    partner = models.ForeignKey(
        Organisation, verbose_name=_("partnership with"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty, default=Certainty.STATED)
    reason_code = models.CharField(_("reason"), max_length=15, choices=Reason, blank=True)
    # In the words of the organisation, in its own language: it is quoted, not translated.
    reason = models.TextField(_("reason in words"), blank=True)
    stated_on = models.DateField(_("said on"))
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("said at the meeting"), null=True, blank=True, on_delete=models.PROTECT, related_name="interests"
    )
    section = models.ForeignKey(
        Section,
        verbose_name=_("section of the minutes"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interests",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded on"))
    replaced_at = models.DateTimeField(_("replaced on"), null=True, blank=True)

    objects = ExpressionOfInterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("expression of interest")
        verbose_name_plural = _("expressions of interest")
        ordering = ("call", "organisation", "-pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=known(answer=choices.InterestAnswer, certainty=choices.Certainty)
                & known_or_empty(reason_code=choices.InterestReason),
                name="interest_choices_known",
            ),
            models.UniqueConstraint(
                fields=["call", "organisation"], condition=Q(replaced_at=None), name="interest_one_answer_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(answer="not_interested") | ~Q(reason_code="", reason=""),
                name="interest_a_no_has_a_reason",
                violation_error_message=_("Say why the organisation is not interested."),
            ),
            models.CheckConstraint(
                condition=Q(partner=None) | Q(answer="partnership") & ~Q(partner=F("organisation")),
                name="interest_partner_is_another",
                violation_error_message=_("A partnership is one with another organisation."),
            ),
            models.CheckConstraint(
                condition=~Q(reason_code="other") | ~Q(reason=""),
                name="interest_other_reason_in_words",
                violation_error_message=_("Say the reason in words."),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="interest_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="interest_replaced_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__replaced_at__isnull=False),
            ),
            # What was said stays as it was said; another answer is another row.
            pgtrigger.ReadOnly(name="interest_said_once", exclude=["replaced_at"]),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_answer_display()}"
