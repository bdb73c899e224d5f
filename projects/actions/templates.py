"""Templates of calls: in versions, each with a file per language and what it can already be used for."""

import datetime
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core import uploads
from amif_network.core.bilingual import in_both
from amif_network.core.workflow import advance

from ..models import CallTemplate, TemplateFile
from ..models.choices import Edit, LogSubject
from ..workflow import CALL
from .files import is_used
from .steps import locked_call, log, stood

EDITED = ("kind", "version", "readiness", "note_fr", "note_nl")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody brings: its bytes, and its name without control characters."""

    data: bytes
    filename: str


@transaction.atomic
def save_template(template: CallTemplate, files: dict[str, Upload], *, by: User, at: datetime.datetime) -> CallTemplate:
    """Save a template, new or changed in memory, and by language the files that were brought: each replaces the one before.

    Raises ValidationError for a template or a file that is not right, WrongState or PermissionDenied as `core.workflow.advance`.
    """
    call = locked_call(template.call, by=by)
    before, after = advance(CALL, "edit", call, by=by)
    standing = CallTemplate.objects.filter(pk=template.pk).first() if template.pk else None
    changed = [name for name in EDITED if standing and getattr(standing, name) != getattr(template, name)]
    template.full_clean()
    template.save()
    for language, upload in files.items():
        _put(template, language, upload, at=at)
        words = in_both(lambda: str(template))
        log(call, LogSubject.TEMPLATE, Edit.ATTACH, before, after, by=by, at=at, comment=upload.filename, words=words)
    if standing is None:
        log(call, LogSubject.TEMPLATE, Edit.RECORD, before, after, by=by, at=at, words=in_both(lambda: str(template)))
    elif changed:
        words = in_both(lambda: f"{standing}\n{stood(standing, changed)}")
        log(call, LogSubject.TEMPLATE, Edit.CHANGE, before, after, by=by, at=at, words=words)
    return template


@transaction.atomic
def take_file_away(file: TemplateFile, *, by: User, at: datetime.datetime) -> None:
    """Take the file of one language away from its template. Raises WrongState or PermissionDenied."""
    call = locked_call(file.template.call, by=by)
    before, after = advance(CALL, "edit", call, by=by)
    _remove(file)
    words = in_both(lambda: str(file.template))
    log(call, LogSubject.TEMPLATE, Edit.DETACH, before, after, by=by, at=at, comment=file.filename, words=words)


def _put(template: CallTemplate, language: str, upload: Upload, *, at: datetime.datetime) -> TemplateFile:
    for former in template.files.filter(language=language):
        _remove(former)
    file = TemplateFile(
        template=template, language=language, filename=upload.filename, size=len(upload.data), added_at=at,
        content_type=uploads.type_of(upload.data, upload.filename), sha256=uploads.hash_of(upload.data),
    )  # fmt: skip
    uploads.place(file)
    file.full_clean()
    uploads.keep_bytes(file, upload.data)
    file.save()
    return file


def _remove(file: TemplateFile) -> None:
    stored, sha256 = file.file, file.sha256
    file.delete()
    uploads.forget_bytes(stored, sha256, partial(is_used, sha256))
