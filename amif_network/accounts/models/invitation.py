"""Invitations: the only way in for somebody new."""

import datetime
import hashlib
import secrets
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.core.bilingual import Language
from amif_network.core.vocabulary import known
from amif_network.directory.models import Organisation, Person

from .user import Role, User

# Long enough for a holiday, short enough that a forgotten mail leads nowhere.
DAYS_VALID = 14


class InvitationState(models.TextChoices):
    """What became of an invitation; computed, never stored."""

    STANDING = "invited", pgettext_lazy("invitation", "invited")
    EXPIRED = "expired", pgettext_lazy("invitation", "expired")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "withdrawn")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Which invitations stand."""

    def visible_to(self, user: User) -> Self:
        """Whoever leads the network sees all; nobody else any."""
        return self if user.is_coordinating else self.none()

    def standing(self, at: datetime.datetime) -> Self:
        """Invitations that may still be accepted at that moment."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """Somebody may make an account, once, as this person of this organisation, in this role.

    The secret of its link is kept nowhere: only its sha256.
    """

    email = models.EmailField(_("e-mail address"))
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    language = models.CharField(_("interface language"), max_length=2, choices=Language, default="fr")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, verbose_name=_("invited by"), null=True, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField(_("invited on"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    user = models.ForeignKey(
        User, verbose_name=_("account"), null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    revoked_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, verbose_name=_("withdrawn by"), null=True, blank=True, on_delete=models.PROTECT, related_name="invitations_revoked"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-invited_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=known(role=Role, language=Language), name="invitation_choices_known"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_in_small_letters"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("invited_at")), name="invitation_expires_later"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, user=None) | Q(accepted_at__isnull=False, user__isnull=False, revoked_at=None),
                name="invitation_accepted_by_an_account",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_once_at_a_time",
                violation_error_message=_("This person has an invitation already. Withdraw it, or send it again."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} – {self.organisation}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("access:invitation", args=[self.pk])

    def state_at(self, at: datetime.datetime) -> InvitationState:
        """Return what became of it by that moment."""
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.revoked_at is not None:
            return InvitationState.WITHDRAWN
        return InvitationState.STANDING if at < self.expires_at else InvitationState.EXPIRED

    def stands_at(self, at: datetime.datetime) -> bool:
        """Tell whether it may be accepted at that moment."""
        return self.state_at(at) == InvitationState.STANDING


def new_secret() -> str:
    """Return the secret of a new link: 256 bits, in letters that an address may hold."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
