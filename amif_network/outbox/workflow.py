"""How a mail moves from state to state; the worker is nobody, so that only sending again asks who wants it."""

from typing import Any

from amif_network.accounts.roles import coordinating
from amif_network.core.workflow import Step, Workflow

from .models import OutgoingMail

WAITING, DEFERRED, SENDING, FAILED, UNSURE = (
    frozenset({state})
    for state in (
        OutgoingMail.State.WAITING,
        OutgoingMail.State.DEFERRED,
        OutgoingMail.State.SENDING,
        OutgoingMail.State.FAILED,
        OutgoingMail.State.UNSURE,
    )
)


def anybody(user: Any, obj: Any) -> bool:
    """The worker's own steps."""
    return True


MAIL: Workflow = {
    "take": Step(WAITING, OutgoingMail.State.SENDING, anybody),
    # A worker that was given up may still come back with good or bad news.
    "sent": Step(SENDING | UNSURE, OutgoingMail.State.SENT, anybody),
    "put_off": Step(SENDING | UNSURE, OutgoingMail.State.WAITING, anybody),
    "fail": Step(SENDING | UNSURE, OutgoingMail.State.FAILED, anybody),
    "lose": Step(SENDING, OutgoingMail.State.UNSURE, anybody),
    "send_again": Step(FAILED | UNSURE, OutgoingMail.State.WAITING, coordinating),
    "cancel": Step(WAITING | DEFERRED, OutgoingMail.State.CANCELLED, anybody),
    # The daily mail of its reader tells of it, or its reader wants no daily mail any more.
    "gather": Step(DEFERRED, OutgoingMail.State.GATHERED, anybody),
    "release": Step(DEFERRED, OutgoingMail.State.WAITING, anybody),
}
