"""Mails on their way out: written in the transaction that causes them, delivered by the worker, kept as a log."""

import datetime
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.core.bilingual import Language
from amif_network.core.vocabulary import known
from amif_network.directory.models import Organisation

# A worker that holds a mail for longer has ended: every word of an SMTP dialogue is waited for a minute at most.
PATIENCE = datetime.timedelta(minutes=15)


class MailState(models.TextChoices):
    """What became of a mail. `unsure`: the worker ended while it handed the mail over; it is never sent again by itself.

    `deferred`: it waits for the daily mail of its reader, who finds it `gathered` there. `declined`: news for an address that
    unsubscribed; it is not sent.
    """

    WAITING = "waiting", pgettext_lazy("mail", "waiting")
    DEFERRED = "deferred", pgettext_lazy("mail", "waits for the daily mail")
    GATHERED = "gathered", pgettext_lazy("mail", "in the daily mail")
    SENDING = "sending", pgettext_lazy("mail", "being sent")
    SENT = "sent", pgettext_lazy("mail", "sent")
    FAILED = "failed", pgettext_lazy("mail", "could not be sent")
    UNSURE = "unsure", pgettext_lazy("mail", "perhaps sent")
    CANCELLED = "cancelled", pgettext_lazy("mail", "no longer needed")
    DECLINED = "declined", pgettext_lazy("mail", "not sent: no news wanted")


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Mails as the worker and the logs need them."""

    def due(self, at: datetime.datetime) -> "OutgoingMailQuerySet":
        """Return the mails that wait and whose moment has come, the oldest first."""
        return self.filter(state=MailState.WAITING, due_at__lte=at).order_by("due_at", "pk")

    def deferred(self) -> "OutgoingMailQuerySet":
        """Return the mails that wait for the daily mail of a person, the oldest first."""
        return self.filter(state=MailState.DEFERRED, user__isnull=False).order_by("created_at", "pk")

    def lost(self, at: datetime.datetime) -> "OutgoingMailQuerySet":
        """Return the mails whose worker ended while it handed them over."""
        return self.filter(state=MailState.SENDING, taken_at__lte=at - PATIENCE).order_by("pk")

    def about(self, what: str, parts: "models.QuerySet[Any, str] | None" = None) -> "OutgoingMailQuerySet":
        """Return the log of one object, such as "meeting:12", the latest first, without the texts; of its `parts` too."""
        objects = models.Q(about=what) if parts is None else models.Q(about=what) | models.Q(about__in=parts)
        return (
            self.filter(objects)
            .select_related("user__person", "organisation", "digest")
            .defer("text", "html", "attachments", "digest__text", "digest__html", "digest__attachments")
            .order_by("-created_at", "-pk")
        )

    def in_states(self, states: Collection[str]) -> "OutgoingMailQuerySet":
        """Keep the mails of these states, and those that a daily mail of these states carries."""
        return self.filter(models.Q(state__in=states) | models.Q(digest__state__in=states))

    def search(self, text: str) -> "OutgoingMailQuerySet":
        """Keep the mails whose address or subject holds `text`."""
        return self.filter(models.Q(to__icontains=text) | models.Q(subject__icontains=text))


class OutgoingMail(models.Model):
    """One mail to one address. `key` names the event and the recipient: the same event never makes a second mail."""

    State = MailState

    key = models.CharField(max_length=200, unique=True)
    # What the mail is about, as the app that posted it says: its topic, and the object ("meeting:12") in whose log it stands.
    topic = models.CharField(_("topic"), max_length=40)
    about = models.CharField(max_length=60, db_index=True)
    to = models.EmailField(_("to"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    subject = models.CharField(_("subject"), max_length=500)
    text = models.TextField()
    html = models.TextField()
    # Texts that go with it: [{"name": "…ics", "type": "text/calendar; method=REQUEST", "content": "…"}].
    attachments = models.JSONField(default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    # Where its matter is found after signing in: a mail that has such a page can wait for the daily mail, which leads there.
    page = models.URLField(max_length=500, blank=True)
    # Information only, which asks nothing of its reader: it can be unsubscribed from (RFC 8058).
    news = models.BooleanField(default=False)
    # The daily mail that tells of this one.
    digest = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="contained")
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # When a worker took it to hand it over; who still holds it long after has ended.
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    # What the mail server said, when it refused.
    error = models.TextField(blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="mail_waiting_by_due"),)
        constraints = (
            models.CheckConstraint(condition=known(state=MailState, language=Language), name="outgoing_mail_choices_known"),
            models.CheckConstraint(
                condition=models.Q(state="gathered", digest__isnull=False) | ~models.Q(state="gathered") & models.Q(digest=None),
                name="outgoing_mail_gathered_in_some_mail",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["deferred", "gathered"], page=""), name="outgoing_mail_deferred_leads_somewhere"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False), name="outgoing_mail_sent_at_some_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sending") | models.Q(taken_at__isnull=False), name="outgoing_mail_taken_at_some_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    @property
    def carrier(self) -> "OutgoingMail":
        """The mail that reaches its reader: the daily one that tells of it, else itself."""
        return self.digest or self
