"""Hand mails to the mail server, each at most once.

A mail is marked as being sent, and that is committed, before the first word goes out. What the server answered is
noted afterwards. Between the two nobody knows, so a worker that ends there leaves a mail that is never sent again by
itself: `mark_lost` calls it unsure, and a person decides.
"""

import contextlib
import datetime
import smtplib
from dataclasses import dataclass

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from amif_network.core.workflow import advance

from .letters import letter
from .models import OutgoingMail
from .workflow import MAIL

# How long to wait after each failed attempt; after the last one the mail has failed.
BACK_OFF = (
    datetime.timedelta(minutes=1),
    datetime.timedelta(minutes=5),
    datetime.timedelta(minutes=25),
    datetime.timedelta(hours=2),
    datetime.timedelta(hours=10),
)
PERMANENT = 500


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an attempt: a step of the workflow, and what the server said."""

    step: str
    said: str = ""


def deliver(mail_id: int, *, at: datetime.datetime) -> OutgoingMail | None:
    """Hand over one mail that is due, and return it with its new state; None where there is nothing to do.

    Call it outside of any transaction: the mark that it is being sent must be there for everybody.
    """
    # Made first: where the settings name no usable server, no mail is touched.
    server = mailers.default
    mail = _take(mail_id, at)
    if mail is None:
        return None
    return _note(mail, _hand_over(mail, server), at=at)


def deliver_due(*, at: datetime.datetime) -> int:
    """Hand over the mails that wait and are due; return how many went out.

    Ends at the first that has to wait again: a server that is out of reach for one is out of reach for all.
    """
    sent = 0
    for mail_id in OutgoingMail.objects.due(at).values_list("pk", flat=True):
        mail = deliver(mail_id, at=at)
        if mail is not None and mail.state == OutgoingMail.State.WAITING:
            break
        sent += mail is not None and mail.state == OutgoingMail.State.SENT
    return sent


@transaction.atomic
def mark_lost(*, at: datetime.datetime) -> int:
    """Mark the mails whose worker ended in the middle: they are never sent again by themselves. Return how many."""
    lost = OutgoingMail.objects.lost(at).select_for_update(of=("self",), skip_locked=True)
    return sum(bool(advance(MAIL, "lose", mail, by=None)) for mail in lost)


@transaction.atomic(durable=True)
def _take(mail_id: int, at: datetime.datetime) -> OutgoingMail | None:
    """Mark one due mail as being sent; None where it does not wait, or another worker is about to take it."""
    free = OutgoingMail.objects.due(at).select_for_update(of=("self",), skip_locked=True)
    mail = free.filter(pk=mail_id).first()
    if mail is None:
        return None
    mail.taken_at, mail.attempts = at, mail.attempts + 1
    mail.save(update_fields=["taken_at", "attempts"])
    advance(MAIL, "take", mail, by=None)
    return mail


def _hand_over(mail: OutgoingMail, server: BaseEmailBackend) -> Result:
    """Give the mail to the server and say what became of it.

    A server that could not be reached has nothing; one that answered said what it did. But one that fell silent in
    the middle may have taken the mail.
    """
    try:
        server.open()
    except OSError as error:
        return _refused(error) or Result("put_off", _words(error))
    try:
        server.send_messages([letter(mail)])
    except ValueError as error:  # an address or a subject that no mail can carry
        return Result("fail", str(error))
    except OSError as error:
        return _refused(error) or Result("lose", _words(error))
    finally:
        # The mail is with the server, or is not: how the conversation ends changes nothing.
        with contextlib.suppress(OSError):
            server.close()
    return Result("sent")


def _refused(error: OSError) -> Result | None:
    """Return what a server that answered meant: 4xx "later", 5xx "never"; None where it did not answer."""
    code: int
    said: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return None
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    # A sign-in that is refused says something about our settings, not about the mail.
    final = code >= PERMANENT and not isinstance(error, smtplib.SMTPAuthenticationError)
    return Result("fail" if final else "put_off", f"{code} {text}")


def _words(error: OSError) -> str:
    """Return what went wrong, in the words of the machine."""
    return str(error) or type(error).__name__


@transaction.atomic(durable=True)
def _note(mail: OutgoingMail, result: Result, *, at: datetime.datetime) -> OutgoingMail | None:
    """Write down what became of the attempt; None where the mail is in other hands by now."""
    mine = OutgoingMail.objects.select_for_update(of=("self",)).filter(pk=mail.pk, taken_at=mail.taken_at)
    held = mine.filter(state__in=MAIL["sent"].sources).first()
    if held is None:
        return None
    held.error = result.said
    step = result.step
    if step == "sent":
        held.sent_at = at
    elif step == "put_off" and held.attempts > len(BACK_OFF):
        step = "fail"
    elif step == "put_off":
        held.due_at = at + BACK_OFF[held.attempts - 1]
    held.save(update_fields=["error", "sent_at", "due_at"])
    if held.state in MAIL[step].sources:
        advance(MAIL, step, held, by=None)
    return held
