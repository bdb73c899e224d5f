"""Minutes sent round for review: a frozen copy of what every organisation was asked to read (DOMAIN §4)."""

import json

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import CharField, F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Bilingual

from ..printed import PrintedMinutes
from ..version import version_name
from .minutes import Minutes

HASH_OF_CONTENT = Func(
    Func(Func(F("content"), Value("UTF8"), function="convert_to"), function="sha256"),
    Value("hex"),
    function="encode",
    output_field=CharField(),
)


class Circulation(models.Model):
    """One round of reading: content in both languages, its sha256, and until when answers are asked. Never changed.

    `number` counts the rounds of one set of minutes, whatever their version.
    """

    minutes = models.ForeignKey(Minutes, verbose_name=_("minutes"), on_delete=models.PROTECT, related_name="circulations")
    number = models.PositiveSmallIntegerField(_("round"))
    version = models.PositiveSmallIntegerField(_("version"))
    # The canonical JSON of `printed.PrintedMinutes` in both languages, as text: the database checks its hash.
    content = models.TextField(editable=False)
    sha256 = models.CharField(_("fingerprint"), max_length=64, editable=False)
    deadline = models.DateField(_("answers are asked until"))
    message_fr = models.TextField(_("message in French"), blank=True)
    message_nl = models.TextField(_("message in Dutch"), blank=True)
    circulated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("sent round by"), on_delete=models.PROTECT, related_name="+"
    )
    circulated_at = models.DateTimeField(_("sent round on"))

    message = Bilingual()

    class Meta:
        verbose_name = _("round of review")
        verbose_name_plural = _("rounds of review")
        ordering = ("minutes", "-number")
        constraints = (
            models.UniqueConstraint(fields=["minutes", "number"], name="circulation_once_per_round"),
            models.CheckConstraint(condition=Q(sha256=HASH_OF_CONTENT), name="circulation_hash_is_of_its_content"),
        )
        triggers = (pgtrigger.Protect(name="circulation_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.minutes.meeting} #{self.number}"

    @property
    def version_name(self) -> str:
        """What the text that was sent round is called: 0.1, 0.2 …"""
        return version_name(self.version, draft=self.number)

    def printed(self) -> PrintedMinutes:
        """Return the record that was sent round, in both languages."""
        return PrintedMinutes.from_json(json.loads(self.content))
