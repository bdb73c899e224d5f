"""What was done at the doors: signing in, and what left or entered the portal. Rows are added, never changed."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.core.bilingual import Bilingual
from amif_network.core.kept_rows import never_emptied
from amif_network.core.vocabulary import known

from .user import User


class AccessKind(models.TextChoices):
    """What happened."""

    SIGNED_IN = "signed_in", pgettext_lazy("access log", "signed in")
    REFUSED = "refused", _("sign-in refused")
    SIGNED_OUT = "signed_out", pgettext_lazy("access log", "signed out")
    SECURITY = "security", _("security of an account changed")
    ACCESS = "access", _("access given or withdrawn")
    EXPORT = "export", _("export")
    IMPORT = "import", _("import")
    PERSONAL_DATA = "personal_data", _("personal data given out")
    ERASURE = "erasure", _("personal data erased")
    RETENTION = "retention", _("retention rule applied")


class AccessEntryQuerySet(models.QuerySet["AccessEntry"]):
    """Who may read the log."""

    def visible_to(self, user: User) -> Self:
        """Whoever leads the network reads all of it; everybody else what they did themselves."""
        return self if user.is_coordinating else self.filter(user=user)

    def of_account(self, user: User) -> Self:
        """Return what happened at the door of one account, for whom it belongs to."""
        kinds = (AccessKind.SIGNED_IN, AccessKind.REFUSED, AccessKind.SECURITY, AccessKind.ACCESS)
        return self.filter(Q(user=user) | Q(about=user), kind__in=kinds)


class AccessEntry(models.Model):
    """One thing that happened; written by `accounts.access_log.note` alone."""

    kind = models.CharField(_("what happened"), max_length=20, choices=AccessKind)
    at = models.DateTimeField(_("when"), db_index=True)
    user = models.ForeignKey(
        User, verbose_name=_("who"), null=True, blank=True, on_delete=models.DO_NOTHING, related_name="access_entries"
    )
    # Whom it concerns, where that is another account: whose role changed, whose data were given out.
    about = models.ForeignKey(
        User, verbose_name=_("about"), null=True, blank=True, on_delete=models.DO_NOTHING, related_name="access_entries_about"
    )
    subject_fr = models.CharField(_("what, in French"), max_length=300, blank=True)
    subject_nl = models.CharField(_("what, in Dutch"), max_length=300, blank=True)
    rows = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    # The network address a sign-in came from; empty for the others.
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)

    subject = Bilingual()

    objects = AccessEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the access log")
        verbose_name_plural = _("access log")
        ordering = ("-at", "-pk")
        constraints = (models.CheckConstraint(condition=known(kind=AccessKind), name="access_entry_kind_known"),)
        triggers = (
            pgtrigger.Protect(name="access_entry_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied(),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.user or self.subject_fr}"
