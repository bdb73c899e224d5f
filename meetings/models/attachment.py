"""Files that belong to a meeting."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Language
from amif_network.core.vocabulary import known, known_or_empty

from . import choices
from .meeting import Meeting


def stored_name(attachment: Any, filename: str) -> str:
    """Store a file under the hash of its bytes: the same bytes once, and no name from outside in a path."""
    return f"attachments/{attachment.sha256[:2]}/{attachment.sha256}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Documents of meetings, as far as a user may open them."""

    def visible_to(self, user: User) -> "AttachmentQuerySet":
        """Return the documents of the meetings that exist for `user`.

        The document minutes were imported from is working material: only coordinating users see it.
        """
        if user.is_coordinating:
            return self.all()
        return self.filter(meeting__in=Meeting.objects.visible_to(user)).exclude(kind=Attachment.Kind.SOURCE)


class Attachment(models.Model):
    """A presentation, template or annex; `sha256` is the hash of the bytes, `page_count` of a PDF."""

    Kind = choices.AttachmentKind

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.PRESENTATION)
    language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)
    title = models.CharField(_("title"), max_length=200)
    filename = models.CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to=stored_name, max_length=120)
    content_type = models.CharField(_("type of file"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    page_count = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(_("added on"))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("meeting", "kind", "title", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["meeting", "sha256"],
                name="attachment_once_per_meeting",
                violation_error_message=_("This file is already attached to the meeting."),
            ),
            models.CheckConstraint(condition=known(kind=choices.AttachmentKind), name="attachment_kind_known"),
            models.CheckConstraint(condition=known_or_empty(language=Language), name="attachment_language_known"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="attachment_sha256_is_one"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address that answers with the file."""
        return reverse("meetings:attachment", args=[self.meeting_id, self.pk])
