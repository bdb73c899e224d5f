"""Documents of a project: attached as long as it asks for money, taken away only while its lead has it in hand."""

import datetime
from functools import partial

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core import uploads
from amif_network.core.workflow import advance

from ..models import Project, ProjectDocument
from ..models.choices import Edit, LogSubject
from ..workflow import PROJECT
from .files import is_used
from .steps import locked_project, log


@transaction.atomic
def attach(
    project: Project, *, data: bytes, filename: str, title: str, language: str, by: User, at: datetime.datetime
) -> ProjectDocument:
    """Store `data` (at most 25 MB) with the project.

    Raises ValidationError for a kind of file that is not accepted, an empty, oversized or repeated one, WrongState or
    PermissionDenied as `core.workflow.advance`.
    """
    standing = locked_project(project, by=by)
    before, after = advance(PROJECT, "attach", standing, by=by)
    document = ProjectDocument(
        project=standing, title=title, language=language, filename=filename, size=len(data), added_by=by, added_at=at,
        content_type=uploads.type_of(data, filename), sha256=uploads.hash_of(data),
    )  # fmt: skip
    uploads.place(document)
    document.full_clean()
    uploads.keep_bytes(document, data)
    document.save()
    log(standing.call, LogSubject.PROJECT, Edit.ATTACH, before, after, by=by, at=at, comment=document.title, project=standing)
    return document


@transaction.atomic
def detach(document: ProjectDocument, *, by: User, at: datetime.datetime) -> None:
    """Take a document away; its bytes go with the last record that has them. Raises WrongState or PermissionDenied."""
    standing = locked_project(document.project, by=by)
    before, after = advance(PROJECT, "edit", standing, by=by)
    stored, sha256, title = document.file, document.sha256, document.title
    document.delete()
    uploads.forget_bytes(stored, sha256, partial(is_used, sha256))
    log(standing.call, LogSubject.PROJECT, Edit.DETACH, before, after, by=by, at=at, comment=title, project=standing)
