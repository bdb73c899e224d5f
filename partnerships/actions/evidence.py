"""Passages of minutes and remarks attached to a partnership: shown there, never retyped (DOMAIN §6)."""

import datetime

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.workflow import advance
from meetings.models import Remark, Section

from ..models import Evidence, Partnership
from ..models.choices import Edit, LogSubject
from ..workflow import PARTNERSHIP
from .steps import locked_partnership, log


@transaction.atomic
def attach(
    partnership: Partnership, *, section: Section | None = None, remark: Remark | None = None, note: str = "", by: User,
    at: datetime.datetime,
) -> Evidence:  # fmt: skip
    """Attach a section or a remark. Raises ValidationError where it is attached already, else as `core.workflow.advance`."""
    standing = locked_partnership(partnership, by=by)
    before, after = advance(PARTNERSHIP, "attach", standing, by=by)
    evidence = Evidence(partnership=standing, section=section, remark=remark, note=note, attached_by=by, attached_at=at)
    evidence.full_clean()
    evidence.save()
    log(standing, LogSubject.EVIDENCE, Edit.RECORD, before, after, by=by, at=at, comment=note, about=evidence)
    return evidence


@transaction.atomic
def detach(evidence: Evidence, *, by: User, at: datetime.datetime) -> None:
    """Take it away from the partnership; the minutes stay as they are. Raises as `core.workflow.advance`."""
    standing = locked_partnership(evidence.partnership, by=by)
    before, after = advance(PARTNERSHIP, "attach", standing, by=by)
    note, key = evidence.note, evidence.pk
    Evidence.objects.filter(pk=key).delete()
    log(standing, LogSubject.EVIDENCE, Edit.REMOVE, before, after, by=by, at=at, comment=note)
