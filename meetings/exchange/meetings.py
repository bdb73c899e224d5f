"""The table of meetings: when, where, in which form, who leads them and where they stand."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.core.workflow import take_over
from amif_network.exchange.cells import read_day, read_text
from amif_network.exchange.columns import Choice, Clock, Column, Day, Identifier, PersonName, Tick
from amif_network.exchange.table import Table

from ..actions.meeting import change, plan
from ..actions.steps import log
from ..models import Meeting, Minutes
from ..models.choices import TOOK_PLACE, LogSubject, MeetingMode, MeetingSeries, MeetingState
from ..models.meeting import EDITED_FIELDS
from .gatherings import Gatherings, MeetingName, identifier

FIELDS = tuple(name.removesuffix("_id") for name in EDITED_FIELDS)


class Meetings(Table):
    """Meetings. A new one comes in with the state it has; afterwards the state follows the workflow."""

    name = "meetings"
    title = gettext_lazy("Meetings")
    model = Meeting
    keys = ("meeting",)
    optional = ("meeting",)

    meeting = Column(
        "uid",
        gettext_lazy("identifier, as calendars know it; empty: the one of this date and title, or a new one"),
        Identifier(),
    )
    date = Column("date", gettext_lazy("date"), Day(), needed=True)
    title_fr = Column("title_fr", gettext_lazy("title in French"))
    title_nl = Column("title_nl", gettext_lazy("title in Dutch"))
    series = Column("series", gettext_lazy("series"), Choice(MeetingSeries), empty=MeetingSeries.NETWORK)
    starts_at = Column("starts_at", gettext_lazy("start"), Clock())
    ends_at = Column("ends_at", gettext_lazy("end"), Clock())
    mode = Column("mode", gettext_lazy("form"), Choice(MeetingMode))
    place_fr = Column("place_fr", gettext_lazy("place in French"))
    place_nl = Column("place_nl", gettext_lazy("place in Dutch"))
    link = Column("link", gettext_lazy("link to take part"))
    chair = Column("chair", gettext_lazy("chair: first name and name"), PersonName())
    minute_taker = Column("minute_taker", gettext_lazy("minute-taker: first name and name"), PersonName())
    previous = Column("previous", gettext_lazy("previous meeting: identifier or date"), MeetingName())
    agenda_title_fr = Column("agenda_title_fr", gettext_lazy("heading of the agenda in French"))
    agenda_title_nl = Column("agenda_title_nl", gettext_lazy("heading of the agenda in Dutch"))
    agenda_numbered = Column("agenda_numbered", gettext_lazy("topics are numbered automatically: true or false"), Tick())
    state = Column("state", gettext_lazy("state; read for a new meeting only"), Choice(MeetingState), empty=MeetingState.PLANNED)

    @classmethod
    def everything(cls, user: User) -> models.QuerySet[Meeting]:
        """Return the meetings that `user` may see, the first first: a meeting follows those before it."""
        rows = Meeting.objects.visible_to(user).select_related("chair", "minute_taker", "previous")
        return rows.order_by("date", "pk")

    def existing(self) -> Iterable[Meeting]:
        """Return all meetings."""
        return self.world.part(Gatherings).all()

    def key(self, row: dict[str, Any]) -> tuple[Any, ...]:
        """Return the identifier: that of the row, or of the meeting of its date and title. Raises ValidationError."""
        return (self._uid(row),)

    def _uid(self, row: dict[str, Any]) -> uuid.UUID:
        text = read_text(row.get("meeting"))
        if text:
            uid = identifier(text)
            if uid is None:
                raise ValidationError({"meeting": _("“%(text)s” is no identifier of a meeting.") % {"text": text}})
            return uid
        try:
            day = read_day(row.get("date"))
        except ValueError as error:
            raise ValidationError({"date": str(error)}) from error
        titles = [read_text(row.get(name)) for name in ("title_fr", "title_nl")]
        found = self.world.part(Gatherings).of_day(day, titles)
        # The same in the preview and when it is confirmed.
        return found.uid if found else uuid.uuid5(self.world.seed, f"{day} {titles}")

    def begin(self, row: dict[str, Any]) -> Meeting:
        """Return a new meeting, under the identifier that it had elsewhere."""
        return Meeting(uid=self._uid(row))

    def import_instance(self, instance: Meeting, row: dict[str, Any], **kwargs: Any) -> None:
        """Read the row; the identifier of a meeting is never changed."""
        self.base = instance.fingerprint
        super().import_instance(instance, {name: value for name, value in row.items() if name != "meeting"}, **kwargs)

    def keep(self, record: Meeting, *, new: bool) -> None:
        """Plan a new meeting, or change one, by the actions of its page."""
        self.frozen(("state",), _("The state of a meeting changes on its page, not by an import."))
        if record.previous is not None and record.previous.date > record.date:
            raise ValidationError({"previous": _("The previous meeting took place on a later day.")})
        values = {name: getattr(record, name) for name in FIELDS}
        if not new:
            change(record, base=self.base, by=self.world.by, at=self.world.at, **values)
            return
        state = record.state
        planned = plan(by=self.world.by, at=self.world.at, uid=record.uid, **values)
        record.pk, record.created_at = planned.pk, planned.created_at
        if state != MeetingState.PLANNED:
            self._bring_in(record, planned, state)
        gatherings = self.world.part(Gatherings)
        gatherings.add(record)
        gatherings.new.add(record.pk)

    def _bring_in(self, record: Meeting, planned: Meeting, state: str) -> None:
        """Give a meeting that took place elsewhere the state that it reached there; nobody is written to."""
        take_over(planned, state)
        planned.announced = planned.when_and_where if state == MeetingState.CONVENED else ""
        planned.save(update_fields=["state", "announced"])
        record.announced = planned.announced
        world = self.world
        log(planned, LogSubject.MEETING, "import", MeetingState.PLANNED, state, by=world.by, at=world.at, comment=world.filename)
        if state in TOOK_PLACE:
            Minutes.objects.create(meeting=planned, leading_language=world.by.language)
