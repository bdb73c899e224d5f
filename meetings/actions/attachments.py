"""Attach files to a meeting: checked, hashed, and never executed or shown inline unless harmless."""

import datetime
from io import BytesIO

import pikepdf
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core import uploads

from ..models import Attachment, Meeting
from ..models.choices import Edit
from .meeting import locked_for_editing
from .steps import note


@transaction.atomic
def attach(
    meeting: Meeting, *, data: bytes, filename: str, kind: str, title: str, language: str, by: User, at: datetime.datetime
) -> Attachment:
    """Store `data` (at most 25 MB) with the meeting; counts the pages of a PDF.

    Raises ValidationError for a kind of file that is not accepted, an empty, oversized or repeated
    one, and PermissionDenied when the meeting is not open for editing.
    """
    locked = locked_for_editing(meeting.pk, by=by)
    content_type = uploads.type_of(data, filename)
    attachment = Attachment(
        meeting=locked,
        kind=kind,
        title=title or filename,
        filename=filename,
        language=language,
        content_type=content_type,
        size=len(data),
        sha256=uploads.hash_of(data),
        page_count=_page_count(data) if content_type == uploads.CONTENT_TYPES["pdf"] else None,
        added_by=by,
        added_at=at,
    )
    uploads.place(attachment)
    attachment.full_clean()
    uploads.keep_bytes(attachment, data)
    attachment.save()
    note(locked, Edit.ATTACH, by=by, at=at, about=attachment.title)
    return attachment


def _page_count(data: bytes) -> int:
    """Count the pages of a PDF. Raises ValidationError for one that cannot be opened."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError as error:
        raise ValidationError(_("This PDF is damaged or protected by a password.")) from error


@transaction.atomic
def remove(attachment: Attachment, *, by: User, at: datetime.datetime) -> None:
    """Take a document away from its meeting; its bytes go with the last document that has them.

    Slide references that point at it stay and say that it is missing. Raises PermissionDenied when the
    meeting is not open for editing.
    """
    locked = locked_for_editing(attachment.meeting_id, by=by)
    file, sha256 = attachment.file, attachment.sha256
    attachment.delete()
    note(locked, Edit.DETACH, by=by, at=at, about=attachment.title)
    uploads.forget_bytes(file, sha256, Attachment.objects.filter(sha256=sha256).exists)
