"""Which meeting a row means: by the identifier that calendars know, or by its day where no other meeting was on that day."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from amif_network.directory.folding import fold
from amif_network.exchange.cells import read_day, read_text
from amif_network.exchange.columns import OfWorld
from amif_network.exchange.world import World

from ..actions.meeting import locked_for_editing
from ..actions.steps import note
from ..models import Meeting
from ..models.choices import Edit


class Gatherings:
    """The meetings as one import finds them; those that come in with it are added."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_uid: dict[str, Meeting] = {}
        self._by_day: dict[datetime.date, list[Meeting]] = {}
        # What came in with this file: its agenda and its list come along, whatever its state.
        self.new: set[int] = set()
        self._open: set[tuple[int, Edit]] = set()
        for meeting in Meeting.objects.visible_to(world.by).select_related("chair", "minute_taker", "previous").order_by("pk"):
            self.add(meeting)

    def all(self) -> Iterable[Meeting]:
        """Return all meetings."""
        return self._by_uid.values()

    def add(self, meeting: Meeting) -> None:
        """Let one more meeting be named."""
        self._by_uid[str(meeting.uid)] = meeting
        self._by_day.setdefault(meeting.date, []).append(meeting)

    def find(self, text: str) -> Meeting | None:
        """Return the meeting of this identifier, or the only one of this day; None where there is none.

        Raises ValueError for what is neither, and for a day with several meetings.
        """
        uid = identifier(text)
        if uid is not None:
            return self._by_uid.get(str(uid))
        day = read_day(text)
        if day is None:
            return None
        found = self._by_day.get(day, [])
        if len(found) > 1:
            raise ValueError(
                _("There are several meetings on %(day)s: write the identifier, as an export has it.") % {"day": text}
            )
        return found[0] if found else None

    def of_day(self, day: datetime.date | None, titles: Sequence[str]) -> Meeting | None:
        """Return the meeting of this day that has one of these titles and was there before this file."""
        wanted = {fold(title) for title in titles} - {""}
        for meeting in self._by_day.get(day, []) if day else ():
            if meeting.pk not in self.new and wanted & {fold(meeting.title_fr), fold(meeting.title_nl)}:
                return meeting
        return None

    def meeting(self, text: str) -> Meeting:
        """Return this meeting. Raises ValueError where there is none."""
        found = self.find(text)
        if found is None:
            raise ValueError(_("There is no meeting “%(text)s”. Put it on the sheet “meetings”.") % {"text": text})
        return found

    def change(self, meeting: Meeting, edit: Edit) -> None:
        """Lock a meeting whose agenda or list a row changes, and note it once for the file.

        Raises WrongState and PermissionDenied as `locked_for_editing`; what comes in with this file is open.
        """
        if (meeting.pk, edit) in self._open:
            return
        world = self._world
        of = meeting if meeting.pk in self.new else locked_for_editing(meeting.pk, by=world.by)
        note(of, edit, by=world.by, at=world.at, about=world.filename)
        self._open.add((meeting.pk, edit))


def identifier(text: str) -> uuid.UUID | None:
    """Return the identifier that a text is, if it is one."""
    try:
        return uuid.UUID(text) if len(text) >= 32 else None
    except ValueError:
        return None


class MeetingName(OfWorld):
    """A meeting: written as its identifier, read as that or as its day."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the meeting, None for an empty cell. Raises ValueError."""
        text = read_text(value)
        return self.world.part(Gatherings).meeting(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the identifier."""
        return str(value.uid) if value else None
