"""Tell organisations that a date of a call moved: once each, and unread until somebody of them opens the call (DOMAIN §5)."""

import datetime

from django.db import transaction
from django.utils import timezone

from amif_network.accounts.models import User

from ..mails.dates import date_told, readers
from ..models import Call, CallDate, CallDateNotice
from ..notices import concerned


def tell(date: CallDate, *, at: datetime.datetime, site: str) -> list[CallDateNotice]:
    """Note for each organisation concerned that it was told of a date just published, and write the mails.

    `site` is the portal's address. Called again it adds nothing: the notices are unique and every mail has its key.
    """
    organisations = list(concerned(date.call, on=timezone.localdate(at)))
    notices = [CallDateNotice(date=date, organisation=one, told_at=at) for one in organisations]
    CallDateNotice.objects.bulk_create(notices, ignore_conflicts=True)
    for reader in readers(organisations):
        date_told(date, reader, site=site, at=at)
    return notices


@transaction.atomic
def open_notices(call: Call, *, by: User, at: datetime.datetime) -> int:
    """Note that a member opened the call: what their organisations were told of its dates is read. Return how many notices."""
    if by.role != "member":
        return 0
    unread = CallDateNotice.objects.visible_to(by).unread().filter(date__call=call)
    return unread.update(opened_at=at, opened_by=by)
