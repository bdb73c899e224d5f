"""Move a meeting along its workflow, and write the log."""

import datetime

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.workflow import advance

from ..models import Meeting, MeetingLogEntry, Minutes
from ..models.choices import Edit, LogSubject
from ..workflow import MEETING


@transaction.atomic
def move_meeting(meeting: Meeting, action: str, *, by: User, at: datetime.datetime, comment: str = "") -> Meeting:
    """Take one step of the meeting's workflow and log it.

    Raises WrongState, PermissionDenied or CommentRequired as `core.workflow.advance` does. A meeting
    that has been held gets its minutes, so that somebody can write them.
    """
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    before, after = advance(MEETING, action, locked, by=by, comment=comment)
    log(locked, LogSubject.MEETING, action, before, after, by=by, at=at, comment=comment)
    if after == Meeting.State.HELD:
        Minutes.objects.get_or_create(meeting=locked, defaults={"leading_language": by.language})
    return locked


def log(
    meeting: Meeting,
    subject: str,
    action: str,
    before: str,
    after: str,
    *,
    by: User | None,
    at: datetime.datetime,
    comment: str = "",
    about: int | None = None,
    by_name: str = "",
) -> MeetingLogEntry:
    """Write one row of the log; `about` is the key of the remark, promise … where the row is not about the meeting itself.

    `by_name` is who it was where nobody had signed in.
    """
    return MeetingLogEntry.objects.create(
        meeting=meeting, subject=subject, action=action, from_state=before, to_state=after, by=by, by_name=by_name, at=at,
        comment=comment, about=about,
    )  # fmt: skip


def note(of: Meeting | Minutes, edit: Edit, *, by: User, at: datetime.datetime, about: str = "") -> None:
    """Note in the log who changed a meeting or its minutes; `about` names the part that was changed."""
    meeting, subject = (of, LogSubject.MEETING) if isinstance(of, Meeting) else (of.meeting, LogSubject.MINUTES)
    log(meeting, subject, edit, of.state, of.state, by=by, at=at, comment=about)
