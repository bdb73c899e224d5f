"""Plan a meeting, and change what its form holds."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from amif_network.accounts.models import User
from amif_network.accounts.roles import coordinating
from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import advance

from ..models import AgendaItem, AgendaTemplate, Meeting
from ..models.choices import Edit, LogSubject
from ..models.meeting import EDITED_FIELDS
from ..workflow import MEETING
from .agenda_templates import items_of, put_in_order
from .people import keep_new_people
from .steps import log, note


@transaction.atomic
def plan(*, by: User, at: datetime.datetime, template: AgendaTemplate | None = None, **values: Any) -> Meeting:
    """Create a planned meeting with `values`: fields of its form, and the `uid` it is known by. Raises PermissionDenied.

    `template`: what its agenda is written from; without one it has none yet.
    """
    if not coordinating(by, None):
        raise PermissionDenied
    _refuse_others({name: value for name, value in values.items() if name != "uid"})
    keep_new_people([values.get("chair"), values.get("minute_taker")])
    meeting = Meeting.objects.create(**values)
    log(meeting, LogSubject.MEETING, "plan", "", meeting.state, by=by, at=at)
    if template is not None:
        AgendaItem.objects.bulk_create(put_in_order(items_of(template, meeting), meeting.starts_at))
        note(meeting, Edit.AGENDA, by=by, at=at)
    return meeting


@transaction.atomic
def change(meeting: Meeting, *, base: str, by: User, at: datetime.datetime, **values: Any) -> Meeting:
    """Change fields of a meeting as it stood at the fingerprint `base`.

    Raises Overtaken when somebody else changed it since, PermissionDenied when it is not open for editing.
    """
    _refuse_others(values)
    locked = locked_for_editing(meeting.pk, by=by)
    if locked.fingerprint != base:
        raise Overtaken
    keep_new_people([values.get("chair"), values.get("minute_taker")])
    for name, value in values.items():
        setattr(locked, name, value)
    if locked.fingerprint != base:
        locked.save(update_fields=list(values))
        note(locked, Edit.CHANGE, by=by, at=at)
    return locked


def _refuse_others(values: Mapping[str, Any]) -> None:
    """Raise TypeError for values that the form of a meeting does not hold: its state moves by the workflow only."""
    if others := values.keys() - {name.removesuffix("_id") for name in EDITED_FIELDS}:
        raise TypeError(f"Not a part of the form of a meeting: {', '.join(sorted(others))}.")


def locked_for_editing(meeting_id: int, *, by: User) -> Meeting:
    """Lock the meeting and make sure `by` may edit it now. Raises WrongState or PermissionDenied."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    advance(MEETING, "edit", meeting, by=by)
    return meeting
