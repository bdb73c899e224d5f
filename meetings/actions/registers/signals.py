"""Signals: recorded, passed on, replied to, dropped or taken up again (DOMAIN §4)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User

from ...models import Signal
from . import entries

EDITED = ("text_fr", "text_nl", "addressee", "addressee_name", "asked_by", "section")


@transaction.atomic
def record_signal(signal: Signal, *, by: User, at: datetime.datetime) -> Signal:
    """Save a new signal. Raises as `entries.record`."""
    return entries.record(signal, by=by, at=at)


@transaction.atomic
def change_signal(signal: Signal, *, by: User, at: datetime.datetime) -> Signal:
    """Save what was changed of a signal that was not passed on yet. Raises as `entries.change`."""
    return entries.change(signal, EDITED, by=by, at=at)


@transaction.atomic
def send_signal(signal: Signal, *, sent_on: datetime.date, comment: str = "", by: User, at: datetime.datetime) -> Signal:
    """Note on which day a signal was passed on. Raises ValidationError for a day before the meeting, else as `finish_idea`."""
    standing = entries.locked(signal, by=by)
    if sent_on < standing.meeting.date:
        raise ValidationError({"sent_on": _("That is before the meeting at which it was raised.")})
    standing.sent_on = sent_on
    standing.save(update_fields=["sent_on"])
    return entries.step(standing, "send", by=by, at=at, comment=comment)


@transaction.atomic
def reply_signal(
    signal: Signal, *, replied_on: datetime.date, reply_fr: str, reply_nl: str, by: User, at: datetime.datetime
) -> Signal:
    """Note the reply to a signal, in one language or both.

    Raises ValidationError without a word of a reply or for a day before it was passed on, WrongState or PermissionDenied.
    """
    standing = entries.locked(signal, by=by)
    reply_fr, reply_nl = reply_fr.strip(), reply_nl.strip()
    if not reply_fr and not reply_nl:
        raise ValidationError(_("Write the reply, in French or in Dutch."))
    if standing.sent_on is not None and replied_on < standing.sent_on:
        raise ValidationError({"replied_on": _("That is before the signal was passed on.")})
    standing.replied_on, standing.reply_fr, standing.reply_nl = replied_on, reply_fr, reply_nl
    standing.save(update_fields=["replied_on", "reply_fr", "reply_nl"])
    return entries.step(standing, "reply", by=by, at=at, comment=entries.both(reply_fr, reply_nl))


@transaction.atomic
def drop_signal(signal: Signal, *, comment: str, by: User, at: datetime.datetime) -> Signal:
    """Give a signal up, with the reason in `comment`. Raises CommentRequired, WrongState or PermissionDenied."""
    return entries.drop(signal, reason=comment, by=by, at=at)


@transaction.atomic
def reopen_signal(signal: Signal, *, comment: str, by: User, at: datetime.datetime) -> Signal:
    """Put a signal back among those to be passed on; the reply it had stays in the log. Raises as `drop_signal`."""
    standing = entries.locked(signal, by=by)
    reopened = entries.step(standing, "reopen", by=by, at=at, comment=comment)
    reopened.sent_on = reopened.replied_on = None
    reopened.reply_fr = reopened.reply_nl = reopened.reason = ""
    reopened.save(update_fields=["sent_on", "replied_on", "reply_fr", "reply_nl", "reason"])
    return reopened
