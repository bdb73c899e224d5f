"""Files that people bring: which kinds are accepted, how large they may be, and how their bytes are kept, once each."""

import hashlib
import re
from collections.abc import Callable
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .bilingual import Language
from .inputs import LineField

MAX_BYTES = 25 * 1024 * 1024
LONGEST_FILENAME = 200
# Extension → content type: what the documents of an administration are, and nothing a browser would run.
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "txt": "text/plain",
    "md": "text/markdown",
    "png": "image/png",
    "jpg": "image/jpeg",
}


class UploadField(forms.FileField):
    """A file of an accepted kind; one that is too large is refused before it is read."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("File"))
        kwargs.setdefault(
            "help_text", gettext_lazy("PDF, Word, Excel, PowerPoint, OpenDocument, text or picture, 25 MB at most.")
        )
        accept = ",".join(f".{extension}" for extension in CONTENT_TYPES)
        super().__init__(widget=forms.ClearableFileInput(attrs={"accept": accept}), **kwargs)

    def to_python(self, data: Any) -> Any:
        """Return the file. Raises ValidationError for one that is too large."""
        file = super().to_python(data)
        if file is not None and (file.size or 0) > MAX_BYTES:
            raise ValidationError(_too_large(), code="too_large")
        return file


class DocumentForm(forms.Form):
    """A file for a record, and what it is."""

    file = UploadField()
    title = LineField(
        label=gettext_lazy("Title"), max_length=200, required=False, help_text=gettext_lazy("Empty: the name of the file.")
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=[("", gettext_lazy("both or none")), *Language.choices]
    )

    def values(self) -> dict[str, Any]:
        """Return what the action takes: the bytes, and a file name without control characters."""
        file = self.cleaned_data["file"]
        name = safe_name(file)
        return {
            "data": file.read(),
            "filename": name,
            "title": self.cleaned_data["title"] or name.rpartition(".")[0] or name,
            "language": self.cleaned_data["language"],
        }


class Stored(Protocol):
    """A record that holds a file under the hash of its bytes."""

    filename: str
    content_type: str
    sha256: str
    file: Any


def safe_name(file: UploadedFile) -> str:
    """Return the name of a file without control characters, its end where it is too long."""
    return re.sub(r"[\x00-\x1f\x7f]", "", file.name or "")[-LONGEST_FILENAME:]


def type_of(data: bytes, filename: str) -> str:
    """Return the content type of a file by its name.

    Raises ValidationError for a kind that is not accepted, an empty or oversized one.
    """
    extension = filename.rpartition(".")[2].lower()
    if extension not in CONTENT_TYPES:
        raise ValidationError(
            _("Files of this kind are not accepted. Accepted: %(kinds)s.") % {"kinds": ", ".join(CONTENT_TYPES)}
        )
    if not data:
        raise ValidationError(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise ValidationError(_too_large())
    return CONTENT_TYPES[extension]


def hash_of(data: bytes) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def place(record: Stored) -> None:
    """Say in `record` under which name its bytes will lie, so that it can be checked before they are kept."""
    record.file.name = record.file.field.generate_filename(record, record.filename)


def keep_bytes(record: Stored, data: bytes) -> None:
    """Store the bytes of `record`, which has its place, unless they lie there already. Call it inside a transaction."""
    keep_file(record, ContentFile(data))


def keep_file(record: Stored, file: File) -> None:
    """Store a file piece by piece, as `keep_bytes` does with bytes."""
    storage = record.file.storage
    _alone_with(record.sha256)
    if not storage.exists(record.file.name):
        storage.save(record.file.name, file)


def forget_bytes(file: FieldFile, sha256: str, is_used: Callable[[], bool]) -> None:
    """Delete stored bytes on commit, unless `is_used` says that a record still has them.

    Where the storage cannot, what was committed stands all the same; `check_data` names the file that no record has.
    """
    transaction.on_commit(lambda: _forget(file, sha256, is_used), robust=True)


@transaction.atomic
def _forget(file: FieldFile, sha256: str, is_used: Callable[[], bool]) -> None:
    assert file.name is not None
    _alone_with(sha256)
    if not is_used():
        file.storage.delete(file.name)


def _alone_with(sha256: str) -> None:
    """Wait until nobody else stores or deletes these bytes, and keep others waiting until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"attachment {sha256}"])


def answer_with(record: Stored) -> FileResponse:
    """Answer with the file: a PDF opens in the browser, anything else is only ever downloaded."""
    is_pdf = record.content_type == CONTENT_TYPES["pdf"]
    response = FileResponse(
        record.file.open("rb"), as_attachment=not is_pdf, filename=record.filename, content_type=record.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _too_large() -> str:
    return _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 2**20}
