"""Send a mail about a call or one of its projects again, on purpose."""

import datetime

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES
from amif_network.outbox.actions import send_again
from amif_network.outbox.models import OutgoingMail

from ..models import Call
from ..models.choices import Edit, LogSubject
from .steps import log


@transaction.atomic
def send_mail_again(call: Call, mail: OutgoingMail, *, by: User, at: datetime.datetime) -> OutgoingMail:
    """Let a mail that failed, or perhaps was sent, go out once more, and note who wanted it.

    Raises WrongState in any other state, PermissionDenied for whoever does not coordinate.
    """
    sent = send_again(mail, by=by, at=at)
    log(call, LogSubject.CALL, Edit.MAIL_AGAIN, by=by, at=at, words=dict.fromkeys(LANGUAGES, str(mail)))
    return sent
