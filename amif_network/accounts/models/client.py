"""Programs that read the portal through the API: what they may read, as whom, and until when."""

import datetime
import hashlib
import secrets
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.core.vocabulary import known
from amif_network.directory.models import Organisation

from .user import Role, User

# Signs of a token that are kept, so that people tell one from another.
RECOGNISED = 10
ROLES = (Role.OBSERVER, Role.MEMBER, Role.COORDINATOR)


class Scope(models.TextChoices):
    """What a program may read; of it, only what exists for the role it reads as."""

    MEETINGS = "meetings:read", _("meetings and their agendas")
    EDITIONS = "editions:read", _("published minutes")
    ORGANISATIONS = "organisations:read", _("organisations")
    CALLS = "calls:read", _("calls and their dates")
    PARTNERSHIPS = "partnerships:read", _("public facts of partnerships")


class ClientState(models.TextChoices):
    """What a token is good for; computed, never stored."""

    ACTIVE = "active", pgettext_lazy("API client", "active")
    EXPIRED = "expired", pgettext_lazy("API client", "expired")
    REVOKED = "revoked", pgettext_lazy("API client", "revoked")
    LEFT = "left", pgettext_lazy("API client", "organisation no longer in the network")


def new_token() -> str:
    """Return a token that nobody guesses: 256 bits, after a word by which leaked ones are found."""
    return f"amif_{secrets.token_urlsafe(32)}"


def hash_of(token: str) -> str:
    """Return the sha256 under which a token or the key of a feed is known."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


class ApiClientQuerySet(models.QuerySet["ApiClient"]):
    """Which programs there are, and for whom."""

    def visible_to(self, user: User) -> Self:
        """Administrators see all; nobody else any."""
        return self if user.is_administrator else self.none()

    def valid_at(self, at: datetime.datetime) -> Self:
        """Keep those whose token opens something at that moment: nobody reads for a member that ended or left the network."""
        day = timezone.localdate(at)
        left = Q(organisation__valid_to__lt=day) | Q(organisation__network_to__lt=day)
        return self.filter(revoked_at=None, expires_at__gt=at).exclude(left)


class ApiClient(models.Model):
    """A program with a token of its own. Neither the token nor the key of its feeds is kept: only their sha256."""

    State = ClientState

    name = models.CharField(_("name"), max_length=100, unique=True)
    contact = models.CharField(_("contact"), max_length=200)
    role = models.CharField(_("reads as"), max_length=20, choices=[(role.value, role.label) for role in ROLES])
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope), verbose_name=_("may read"))
    prefix = models.CharField(_("token begins with"), max_length=RECOGNISED, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    feed_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(User, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("made on"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked on"), null=True, blank=True)
    last_used_on = models.DateField(_("last used on"), null=True, blank=True, editable=False)

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=Q(role__in=ROLES) & known(role=Role), name="api_client_role_known"),
            models.CheckConstraint(
                condition=Q(scopes__len__gt=0, scopes__contained_by=Scope.values), name="api_client_scopes_known"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.MEMBER, organisation__isnull=False) | ~Q(role=Role.MEMBER) & Q(organisation=None),
                name="api_client_member_of_an_organisation",
                violation_error_message=_(
                    "A program that reads as a member needs the organisation of that member, others have none."
                ),
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("created_at")), name="api_client_expires_later"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("clients:client", args=[self.pk])

    def state_at(self, at: datetime.datetime) -> ClientState:
        """Say what the token is good for at that moment."""
        if self.revoked_at is not None:
            return ClientState.REVOKED
        lasts = [self.organisation.valid_to, self.organisation.network_to] if self.organisation is not None else []
        if any(last is not None and last < timezone.localdate(at) for last in lasts):
            return ClientState.LEFT
        return ClientState.ACTIVE if at < self.expires_at else ClientState.EXPIRED

    def reader(self) -> User:
        """Return as whom it reads: anybody of its role, and for its organisation where it has one."""
        # No account has this key.
        reader = User(pk=0, role=self.role)
        reader.reads_for = self.organisation_id
        return reader
