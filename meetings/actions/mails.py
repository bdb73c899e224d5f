"""Send a mail about a meeting again, on purpose."""

import datetime

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.outbox.actions import send_again
from amif_network.outbox.models import OutgoingMail

from ..models import Meeting
from ..models.choices import Edit
from .steps import note


@transaction.atomic
def send_mail_again(meeting: Meeting, mail: OutgoingMail, *, by: User, at: datetime.datetime) -> OutgoingMail:
    """Let a mail that failed, or perhaps was sent, go out once more, and note who wanted it.

    Raises WrongState in any other state, PermissionDenied for whoever does not coordinate.
    """
    sent = send_again(mail, by=by, at=at)
    note(meeting, Edit.MAIL_AGAIN, by=by, at=at, about=str(mail))
    return sent
