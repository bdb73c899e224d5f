"""Who did what with a partnership: only ever added to."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual
from amif_network.core.vocabulary import known

from . import choices
from .claims import Claim
from .partnership import Partnership, Party
from .rows import PartnershipRows

# A file of a claim is logged under the claim.
ABOUT_CLAIMS = (choices.LogSubject.CLAIM, choices.LogSubject.DOCUMENT)


class LogRows(PartnershipRows):
    """Rows of the log as the page of a partnership shows them."""

    def of_page(self, partnership: Partnership, user: User) -> Self:
        """Return what `user`, for whom the partnership exists, may read of its log, the latest first.

        Rows about the host and one partner are for these two (`Partnership.objects.visible_to` annotates who hosts); what a
        partner noted about a claim that it never submitted is its own. Those about evidence are for coordinating users: its
        note can tell what an unpublished or anonymous section says.
        """
        rows = self.filter(partnership=partnership).select_related("by__person", "party__organisation")
        if user.is_coordinating:
            return rows
        rows = rows.exclude(subject=choices.LogSubject.EVIDENCE)
        if partnership.is_host:
            unsent = Claim.objects.filter(partnership=partnership).unsent_of_others(user)
            about_claims = Q(subject__in=ABOUT_CLAIMS, party__isnull=False)
            return rows.exclude(about_claims & Q(subject_pk__in=unsent.values("pk")))
        return rows.filter(Q(party=None) | Q(party__organisation__in=user.organisation_keys()))


class LogEntry(models.Model):
    """One step of a partnership or of what belongs to it: who, when, from, to, with which comment.

    `words` say what changed, written by the portal in both languages; a comment is what a person wrote. `party` is set where
    the row concerns the host and that partner only.
    """

    partnership = models.ForeignKey(Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="log")
    party = models.ForeignKey(
        Party, verbose_name=_("partner"), null=True, blank=True, on_delete=models.PROTECT, related_name="log"
    )
    subject = models.CharField(_("what it concerns"), max_length=15, choices=choices.LogSubject)
    subject_pk = models.PositiveBigIntegerField(null=True, blank=True)
    action = models.CharField(_("step"), max_length=30)
    from_state = models.CharField(_("state before"), max_length=20, blank=True)
    to_state = models.CharField(_("state after"), max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("done by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("done on"))
    comment = models.TextField(_("comment"), blank=True)
    words_fr = models.TextField(_("what changed, in French"), blank=True)
    words_nl = models.TextField(_("what changed, in Dutch"), blank=True)
    words = Bilingual()

    objects = LogRows.as_manager()

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=known(subject=choices.LogSubject), name="partnerships_log_subject_known"),
        )
        triggers = (pgtrigger.Protect(name="partnerships_log_is_only_added_to", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.action}: {self.from_state} → {self.to_state}"
