"""Move a meeting or its minutes along their workflow, and write the log."""

import datetime

from django.db import transaction
from django.db.models import F

from amif_network.accounts.models import User
from amif_network.core.workflow import advance

from ..models import Meeting, MeetingLogEntry, Minutes, SectionRevision
from ..workflow import MEETING, MINUTES


@transaction.atomic
def move_meeting(meeting: Meeting, action: str, *, by: User, at: datetime.datetime, comment: str = "") -> Meeting:
    """Take one step of the meeting's workflow and log it.

    Raises WrongState, PermissionDenied or CommentRequired as `core.workflow.advance` does. A meeting
    that has been held gets its minutes, so that somebody can write them.
    """
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    before, after = advance(MEETING, action, locked, by=by, comment=comment)
    log(locked, "meeting", action, before, after, by=by, at=at, comment=comment)
    if after == Meeting.State.HELD:
        Minutes.objects.get_or_create(meeting=locked)
    return locked


@transaction.atomic
def move_minutes(minutes: Minutes, action: str, *, by: User, at: datetime.datetime, comment: str = "") -> Minutes:
    """Take one step of the workflow of the minutes, on a locked row, and log it. Raises as `move_meeting`."""
    locked = Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=minutes.pk)
    before, after = advance(MINUTES, action, locked, by=by, comment=comment)
    log(locked.meeting, "minutes", action, before, after, by=by, at=at, comment=comment)
    # Where a state ends, every text keeps the version it had.
    standing = SectionRevision.objects.that_stood().filter(text__section__minutes=locked, rev=F("text__rev"))
    standing.update(checkpoint=True)
    return locked


def log(
    meeting: Meeting, subject: str, action: str, before: str, after: str, *, by: User, at: datetime.datetime, comment: str = ""
) -> MeetingLogEntry:
    """Write one row of the log."""
    return MeetingLogEntry.objects.create(
        meeting=meeting, subject=subject, action=action, from_state=before, to_state=after, by=by, at=at, comment=comment
    )
