"""What each party committed itself to, and what became of it; who has no partnership, and why (DOMAIN §6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual
from amif_network.core.vocabulary import known
from amif_network.directory.models import Organisation
from meetings.models import Section
from projects.models import Call

from . import choices, guards
from .partnership import Partnership, Party
from .rows import PartnershipRows


class Commitment(models.Model):
    """One thing that a party promised to do, and a note on how it was done."""

    State = choices.CommitmentState

    partnership = models.ForeignKey(
        Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="commitments"
    )
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="commitments")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text_fr = models.TextField(_("text in French"), blank=True)
    text_nl = models.TextField(_("text in Dutch"), blank=True)
    state = models.CharField(_("state"), max_length=15, choices=choices.CommitmentState, default=choices.CommitmentState.OPEN)
    note_fr = models.TextField(_("how it was realised, in French"), blank=True)
    note_nl = models.TextField(_("how it was realised, in Dutch"), blank=True)

    text = Bilingual()
    note = Bilingual()
    objects = PartnershipRows.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("partnership", "party", "position", "pk")
        constraints = (
            models.CheckConstraint(condition=known(state=choices.CommitmentState), name="commitment_state_known"),
            models.CheckConstraint(
                condition=~Q(text_fr="", text_nl=""),
                name="commitment_has_a_text",
                violation_error_message=_("Write the commitment in French or in Dutch."),
            ),
            models.CheckConstraint(
                condition=~Q(state="not_realised") | ~Q(note_fr="", note_nl=""),
                name="commitment_not_realised_says_why",
                violation_error_message=_("Say why the commitment was not realised."),
            ),
        )
        triggers = (guards.party_of_it("commitment_of_a_party"),)

    def __str__(self) -> str:
        return str(self.text)[:80]


class NoPartnershipQuerySet(models.QuerySet["NoPartnership"]):
    """Statements as pages need them."""

    def visible_to(self, user: User) -> "NoPartnershipQuerySet":
        """Return all to coordinating users, to members those of their organisations."""
        if user.is_coordinating:
            return self.all()
        return self.filter(organisation__in=user.organisation_keys()) if user.role == "member" else self.none()

    def for_list(self) -> "NoPartnershipQuerySet":
        """Load call and organisation; the latest call first."""
        loaded = self.select_related("organisation", "call__programme", "section__minutes__meeting", "recorded_by__person")
        return loaded.order_by("-call", "-stated_on", "pk")


class NoPartnership(models.Model):
    """An organisation says that it has no partnership in a call, and why: the last statement of a call holds."""

    Reason = choices.NoPartnershipReason

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="no_partnerships"
    )
    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.PROTECT, related_name="no_partnerships")
    reason_code = models.CharField(_("reason"), max_length=15, choices=choices.NoPartnershipReason)
    # In the words of the organisation, in its own language: it is quoted, not translated.
    reason = models.TextField(_("reason in words"))
    stated_on = models.DateField(_("said on"))
    section = models.ForeignKey(
        Section, verbose_name=_("section of the minutes"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded on"))
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)

    objects = NoPartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement of having no partnership")
        verbose_name_plural = _("statements of having no partnership")
        ordering = ("call", "organisation", "-stated_on")
        constraints = (
            models.CheckConstraint(condition=known(reason_code=choices.NoPartnershipReason), name="no_partnership_reason_known"),
            models.CheckConstraint(
                condition=~Q(reason=""), name="no_partnership_says_why", violation_error_message=_("Please give a reason.")
            ),
            models.UniqueConstraint(
                fields=["organisation", "call"],
                condition=Q(withdrawn_at=None),
                name="no_partnership_once",
                violation_error_message=_("This organisation already said so for this call."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_reason_code_display()}"
