"""Who is in the workspace of which minutes now, and where they write."""

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Language
from amif_network.core.vocabulary import known_or_empty

from .minutes import Minutes
from .section import Section

# A tab tells every 4 to 10 seconds that it is open; after three silent pings it counts as gone.
GONE_AFTER = datetime.timedelta(seconds=30)


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Open tabs."""

    def active(self, now: datetime.datetime) -> "PresenceQuerySet":
        """Return the tabs that were heard of lately."""
        return self.filter(seen_at__gt=now - GONE_AFTER)


class Presence(models.Model):
    """One open tab of the workspace; it locks nothing, it only tells the others."""

    session = models.UUIDField(unique=True)
    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=2, blank=True, choices=Language)
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("open tab")
        verbose_name_plural = _("open tabs")
        constraints = (models.CheckConstraint(condition=known_or_empty(language=Language), name="presence_language_known"),)
        indexes = (models.Index(fields=["minutes", "seen_at"], name="presence_minutes_seen"),)

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.user_id}"
