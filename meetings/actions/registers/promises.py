"""Promises: recorded, told to those who owe them, answered, finished, dropped or taken up again (DOMAIN §4)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User

from ...mails import registers as mails
from ...models import Meeting, Promise
from . import entries

EDITED = ("text_fr", "text_nl", "owed_by", "owed_by_person", "asked_by", "asked_by_person", "due", "section")
ANSWER = ("answer_fr", "answer_nl")


@transaction.atomic
def record_promise(promise: Promise, *, tell_now: bool, by: User, at: datetime.datetime, site: str) -> Promise:
    """Save a new promise; `tell_now`: a mail goes to those who owe it, instead of waiting for the minutes to be published.

    `site` is the portal's address, "https://…" without a path. Raises as `entries.record`.
    """
    recorded = entries.record(promise, by=by, at=at)
    return _tell(recorded, site=site, at=at) if tell_now else recorded


@transaction.atomic
def change_promise(promise: Promise, *, by: User, at: datetime.datetime) -> Promise:
    """Save what was changed of a promise, its answer included where it has one. Raises as `entries.change`.

    Whoever owes it from now on has not been told yet.
    """
    standing = entries.locked(promise, by=by)
    fields = (*EDITED, *ANSWER) if standing.state == Promise.State.ANSWERED else EDITED
    changed = entries.change(promise, fields, by=by, at=at)
    if (standing.owed_by_id, standing.owed_by_person_id) != (changed.owed_by_id, changed.owed_by_person_id):
        changed.told_at = None
        changed.save(update_fields=["told_at"])
    return changed


@transaction.atomic
def answer_promise(promise: Promise, *, answer_fr: str, answer_nl: str, by: User, at: datetime.datetime, site: str) -> Promise:
    """Answer a promise, in one language or both; whoever asked gets a mail.

    Raises ValidationError without a word of an answer, DoesNotExist where the promise does not exist for `by`, WrongState
    when it was answered meanwhile, PermissionDenied to all but those who owe it and coordinators.
    """
    standing = entries.locked(promise, by=by)
    answer_fr, answer_nl = answer_fr.strip(), answer_nl.strip()
    if not answer_fr and not answer_nl:
        raise ValidationError(_("Write the answer, in French or in Dutch."))
    standing.answer_fr, standing.answer_nl = answer_fr, answer_nl
    standing.answered_by, standing.answered_at = by, at
    standing.save(update_fields=["answer_fr", "answer_nl", "answered_by", "answered_at"])
    entries.step(standing, "answer", by=by, at=at, comment=entries.both(answer_fr, answer_nl))
    mails.promise_answered(standing, by=by, site=site, at=at)
    return standing


@transaction.atomic
def finish_promise(promise: Promise, *, comment: str = "", by: User, at: datetime.datetime) -> Promise:
    """Note that what was promised is done. Raises WrongState or PermissionDenied."""
    return entries.step(entries.locked(promise, by=by), "finish", by=by, at=at, comment=comment)


@transaction.atomic
def drop_promise(promise: Promise, *, comment: str, by: User, at: datetime.datetime) -> Promise:
    """Give a promise up, with the reason in `comment`. Raises CommentRequired, WrongState or PermissionDenied."""
    return entries.drop(promise, reason=comment, by=by, at=at)


@transaction.atomic
def reopen_promise(promise: Promise, *, comment: str, by: User, at: datetime.datetime) -> Promise:
    """Open a promise again, with the reason in `comment`; the answer it had stays in the log. Raises as `drop_promise`."""
    standing = entries.locked(promise, by=by)
    standing.answer_fr = standing.answer_nl = standing.reason = ""
    reopened = entries.step(standing, "reopen", by=by, at=at, comment=comment)
    reopened.answered_by = reopened.answered_at = None
    reopened.save(update_fields=["answer_fr", "answer_nl", "reason", "answered_by", "answered_at"])
    return reopened


@transaction.atomic
def tell_promise(promise: Promise, *, by: User, at: datetime.datetime, site: str) -> Promise:
    """Send those who owe an open promise a mail about it, before the minutes are published. Raises as `finish_promise`.

    Who was told already gets no second mail.
    """
    return _tell(entries.step(entries.locked(promise, by=by), "tell", by=by, at=at), site=site, at=at)


@transaction.atomic
def tell_promises(meeting: Meeting, *, at: datetime.datetime, site: str) -> list[Promise]:
    """Send a mail about every open promise of `meeting` that nobody was told of yet: its minutes are published now."""
    untold = Promise.objects.open().filter(meeting=meeting, told_at=None).select_related("meeting", "owed_by", "owed_by_person")
    return [_tell(promise, site=site, at=at) for promise in untold.select_for_update(of=("self",), no_key=True).order_by("pk")]


def _tell(promise: Promise, *, site: str, at: datetime.datetime) -> Promise:
    """Write the mails; the promise counts as told when somebody gets one."""
    if mails.promise_told(promise, site=site, at=at):
        promise.told_at = at
        promise.save(update_fields=["told_at"])
    return promise
