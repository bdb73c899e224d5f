"""Documents of a partnership: attached by any party, taken away by the host as long as they are no proof."""

import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core import uploads
from amif_network.core.workflow import advance
from projects.actions.files import is_used

from ..models import Partnership, PartnershipDocument
from ..models.choices import DocumentKind, Edit, LogSubject
from ..workflow import PARTNERSHIP
from .steps import locked_partnership, log

# What was signed or decided stays (HOUSE §2).
PROOFS = (DocumentKind.AGREEMENT, DocumentKind.COUNCIL_DECISION, DocumentKind.CLAIM)


@transaction.atomic
def attach(
    partnership: Partnership, *, kind: str, data: bytes, filename: str, title: str, language: str, by: User, at: datetime.datetime
) -> PartnershipDocument:
    """Store `data` (at most 25 MB) with the partnership.

    Raises ValidationError for a kind of file that is not accepted, an empty, oversized or repeated one, WrongState or
    PermissionDenied as `core.workflow.advance`.
    """
    standing = locked_partnership(partnership, by=by)
    before, after = advance(PARTNERSHIP, "attach", standing, by=by)
    document = PartnershipDocument(
        partnership=standing, kind=kind, title=title, language=language, filename=filename, size=len(data), added_by=by,
        added_at=at, content_type=uploads.type_of(data, filename), sha256=uploads.hash_of(data),
    )  # fmt: skip
    uploads.place(document)
    document.full_clean()
    uploads.keep_bytes(document, data)
    document.save()
    log(standing, LogSubject.DOCUMENT, Edit.RECORD, before, after, by=by, at=at, comment=document.title)
    return document


def removable(document: PartnershipDocument) -> bool:
    """Tell whether a document may be taken away: no proof of what was decided, signed or claimed."""
    return document.kind not in PROOFS and document.claim_id is None


@transaction.atomic
def detach(document: PartnershipDocument, *, by: User, at: datetime.datetime) -> None:
    """Take a document away; its bytes go with the last record that has them.

    Raises ValidationError for a proof, WrongState or PermissionDenied as `core.workflow.advance`.
    """
    standing = locked_partnership(document.partnership, by=by)
    before, after = advance(PARTNERSHIP, "edit", standing, by=by)
    if not removable(document):
        raise ValidationError(_("This document proves what was decided, signed or claimed: it stays."))
    stored, sha256, title = document.file, document.sha256, document.title
    document.delete()
    uploads.forget_bytes(stored, sha256, partial(is_used, sha256))
    log(standing, LogSubject.DOCUMENT, Edit.REMOVE, before, after, by=by, at=at, comment=title)
