"""What the three registers have in common: record an entry, change its words, take a step, and write the log."""

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import Workflow, advance

from ...models import Idea, Meeting, Promise, Signal
from ...models.choices import Edit, LogSubject
from ...workflow import IDEA, MEETING, PROMISE, SIGNAL
from ..steps import log

# What a row of the log quotes of an entry.
QUOTED_WORDS = 30


class Register(NamedTuple):
    """The workflow of the entries of a register, and how the log calls them."""

    workflow: Workflow
    subject: LogSubject


REGISTERS: dict[type, Register] = {
    Promise: Register(PROMISE, LogSubject.PROMISE),
    Signal: Register(SIGNAL, LogSubject.SIGNAL),
    Idea: Register(IDEA, LogSubject.IDEA),
}


def locked[Entry: (Promise, Signal, Idea)](entry: Entry, *, by: User) -> Entry:
    """Return the entry as it stands, locked, with its meeting. Raises DoesNotExist where it does not exist for `by`."""
    visible = type(entry).objects.visible_to(by)
    return visible.select_for_update(of=("self",), no_key=True).select_related("meeting").get(pk=entry.pk)


def record[Entry: (Promise, Signal, Idea)](entry: Entry, *, by: User, at: datetime.datetime) -> Entry:
    """Save a new entry of a meeting that took place.

    Raises ValidationError when it says nothing or names a section of another meeting, WrongState or PermissionDenied when
    nothing may be recorded of the meeting.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=entry.meeting_id)
    advance(MEETING, "record", meeting, by=by)
    _refuse_other_section(entry)
    entry.created_by, entry.created_at = by, at
    entry.full_clean()
    entry.save()
    subject = REGISTERS[type(entry)].subject
    log(meeting, subject, "record", "", entry.state, by=by, at=at, comment=quoted(entry), about=entry.pk)
    return entry


def change[Entry: (Promise, Signal, Idea)](entry: Entry, fields: Sequence[str], *, by: User, at: datetime.datetime) -> Entry:
    """Save `fields` of an entry that was changed in memory; the log keeps what stood there before.

    Raises Overtaken when somebody else changed it since it was read, ValidationError when it is not right any more,
    WrongState or PermissionDenied as `core.workflow.advance`.
    """
    standing = locked(entry, by=by)
    workflow, subject = REGISTERS[type(entry)]
    before, after = advance(workflow, "edit", standing, by=by)
    if standing.rev != entry.rev:
        raise Overtaken
    changed: list[str] = [name for name in fields if getattr(standing, name) != getattr(entry, name)]
    if not changed:
        return entry
    _refuse_other_section(entry)
    entry.full_clean()
    entry.rev += 1
    entry.save(update_fields=[*changed, "rev"])
    log(standing.meeting, subject, Edit.CHANGE, before, after, by=by, at=at, comment=_before(standing, changed), about=entry.pk)
    return entry


def _before(standing: models.Model, changed: Sequence[str]) -> str:
    """Write down what stood in the `changed` fields, a line for each."""
    columns: dict[str, Any] = {name: standing._meta.get_field(name) for name in changed}
    return "\n".join(f"{column.verbose_name}: {getattr(standing, name) or '–'}" for name, column in columns.items())


def step[Entry: (Promise, Signal, Idea)](
    entry: Entry, action: str, *, by: User, at: datetime.datetime, comment: str = ""
) -> Entry:
    """Take a step with an entry that is locked, and log it with its reason, or what it is to keep of the step.

    Raises WrongState, PermissionDenied or CommentRequired as `core.workflow.advance`.
    """
    workflow, subject = REGISTERS[type(entry)]
    before, after = advance(workflow, action, entry, by=by, comment=comment)
    entry.rev += 1
    entry.save(update_fields=["rev"])
    log(entry.meeting, subject, action, before, after, by=by, at=at, comment=comment, about=entry.pk)
    return entry


def drop[Entry: (Promise, Signal, Idea)](entry: Entry, *, reason: str, by: User, at: datetime.datetime) -> Entry:
    """Give an entry up. Raises CommentRequired without a reason, else as `core.workflow.advance`."""
    standing = locked(entry, by=by)
    standing.reason = reason.strip()
    standing.save(update_fields=["reason"])
    return step(standing, "drop", by=by, at=at, comment=reason)


def quoted(entry: Promise | Signal | Idea) -> str:
    """Return the first words of an entry, as a log quotes them."""
    return Truncator(entry.text_fr or entry.text_nl).words(QUOTED_WORDS)


def both(*texts: str) -> str:
    """Put what was said in both languages under each other, for the log."""
    return "\n".join(text for text in texts if text)


def _refuse_other_section(entry: Promise | Signal | Idea) -> None:
    """Raise ValidationError when the section is not one of the minutes of the meeting, or was removed."""
    section = entry.section
    if section is not None and (section.minutes.meeting_id != entry.meeting_id or section.removed_at is not None):
        raise ValidationError({"section": _("This section belongs to other minutes.")})
