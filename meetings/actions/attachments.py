"""Attach files to a meeting: checked, hashed, and never executed or shown inline unless harmless."""

import datetime
import hashlib
from io import BytesIO

import pikepdf
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from amif_network.accounts.models import User

from ..models import Attachment, Meeting
from ..models.choices import Edit
from .meeting import locked_for_editing
from .steps import note

MAX_BYTES = 25 * 1024 * 1024
# Extension → content type: what a meeting's documents are, and nothing a browser would run.
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "txt": "text/plain",
    "md": "text/markdown",
    "png": "image/png",
    "jpg": "image/jpeg",
}


@transaction.atomic
def attach(
    meeting: Meeting, *, data: bytes, filename: str, kind: str, title: str, language: str, by: User, at: datetime.datetime
) -> Attachment:
    """Store `data` (at most 25 MB) with the meeting; counts the pages of a PDF.

    Raises ValidationError for a kind of file that is not accepted, an empty, oversized or repeated
    one, and PermissionDenied when the meeting is not open for editing.
    """
    locked = locked_for_editing(meeting.pk, by=by)
    extension = filename.rpartition(".")[2].lower()
    if extension not in CONTENT_TYPES:
        raise ValidationError(
            _("Files of this kind are not accepted. Accepted: %(kinds)s.") % {"kinds": ", ".join(CONTENT_TYPES)}
        )
    if not data:
        raise ValidationError(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise ValidationError(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 2**20})
    attachment = Attachment(
        meeting=locked,
        kind=kind,
        title=title or filename,
        filename=filename,
        language=language,
        content_type=CONTENT_TYPES[extension],
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        page_count=_page_count(data) if extension == "pdf" else None,
        added_by=by,
        added_at=at,
    )
    attachment.file.name = attachment.file.field.generate_filename(attachment, filename)
    attachment.full_clean()
    storage = attachment.file.storage
    _alone_with(attachment.sha256)
    if not storage.exists(attachment.file.name):
        storage.save(attachment.file.name, ContentFile(data))
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
    transaction.on_commit(lambda: _forget(file, sha256))


@transaction.atomic
def _forget(file: FieldFile, sha256: str) -> None:
    """Delete stored bytes unless a document has them."""
    assert file.name is not None
    _alone_with(sha256)
    if not Attachment.objects.filter(sha256=sha256).exists():
        file.storage.delete(file.name)


def _alone_with(sha256: str) -> None:
    """Wait until nobody else attaches or deletes these bytes, and keep others waiting until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"attachment {sha256}"])
