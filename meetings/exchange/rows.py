"""The tables of what belongs to a meeting: its agenda, and who was there."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation, Person
from amif_network.exchange.cells import read_text
from amif_network.exchange.columns import Choice, Clock, Column, OrganisationName, PersonName, Tick, Year
from amif_network.exchange.table import Plain, Table

from ..actions.people import extend_known
from ..models import AgendaItem, Attendance, Meeting
from ..models.choices import AgendaKind, AttendanceStatus, Edit
from .gatherings import Gatherings, MeetingName

MEETING = gettext_lazy("meeting: identifier or date")


class OfMeeting(Table):
    """Rows that begin with their meeting."""

    meeting = Column("meeting", MEETING, MeetingName(), needed=True)

    @property
    def gatherings(self) -> Gatherings:
        """The meetings that rows name."""
        return self.world.part(Gatherings)

    def stateful(self, record: Any) -> Meeting:
        """Return the meeting, whose state says whether its rows may change."""
        meeting: Meeting = record.meeting
        return meeting

    def named(self) -> set[Meeting]:
        """Return the meetings that the rows of this file name."""
        found = set()
        for text in {read_text(cells.get("meeting")) for cells in self.world.cells(self.name)}:
            try:
                found.add(self.gatherings.find(text))
            except ValueError:
                # The row itself is refused with this sentence when it is read.
                continue
        return {meeting for meeting in found if meeting is not None}


class PresenterNames(PersonName):
    """People separated by semicolons."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the people. Raises ValueError where a name is not one person's."""
        texts = [text.strip() for text in read_text(value).split(";")]
        return [self.world.person(text) for text in texts if text]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the names."""
        return "; ".join(self.people.label(person) for person in sorted(value or (), key=lambda one: one.pk)) or None


class Agenda(OfMeeting):
    """The items of agendas, by their place."""

    name = "agenda"
    title = gettext_lazy("Agenda items")
    model = AgendaItem
    keys = ("meeting", "position")

    position = Column("position", gettext_lazy("place on the agenda: 1, 2, …"), Year(), needed=True)
    label = Column("label", gettext_lazy("printed number"))
    kind = Column("kind", gettext_lazy("kind"), Choice(AgendaKind), empty=AgendaKind.TOPIC)
    title_fr = Column("title_fr", gettext_lazy("title in French"))
    title_nl = Column("title_nl", gettext_lazy("title in Dutch"))
    starts_at = Column("starts_at", gettext_lazy("start"), Clock())
    ends_at = Column("ends_at", gettext_lazy("end"), Clock())
    presenters = Column("presenting", gettext_lazy("presented by: names, separated by semicolons"), PresenterNames())

    @classmethod
    def everything(cls, user: User) -> Any:
        """Return the agendas of the meetings that `user` may see."""
        rows = _with_presenters().filter(meeting__in=Meeting.objects.visible_to(user)).select_related("meeting")
        return rows.order_by("meeting__date", "meeting", "position", "pk")

    def existing(self) -> Any:
        """Return the agendas of the meetings that the file names."""
        return _with_presenters().filter(meeting__in=self.named()).select_related("meeting")

    def begin(self, row: dict[str, Any]) -> AgendaItem:
        """Return a new item."""
        item = AgendaItem()
        item.presenting = []  # type: ignore[attr-defined]
        return item

    def keep(self, record: AgendaItem, *, new: bool) -> None:
        """Save it as a change of the agenda."""
        self.gatherings.change(record.meeting, Edit.AGENDA)
        record.save()
        if "presenters" in self.changed():
            record.presenters.set(record.presenting)  # type: ignore[attr-defined]


def _with_presenters() -> Any:
    people = Prefetch("presenters", queryset=Person.objects.order_by("pk"), to_attr="presenting")
    return AgendaItem.objects.prefetch_related(people)


class Attendances(OfMeeting, Plain):
    """Who was, or will be, at which meeting, for which organisation on that day."""

    name = "attendance"
    title = gettext_lazy("Attendance")
    model = Attendance
    keys = ("meeting", "person")

    person = Column("person", gettext_lazy("person: first name and name"), PersonName(), needed=True)
    organisation = Column("organisation", gettext_lazy("organisation on that day: code or name"), OrganisationName())
    status = Column("status", gettext_lazy("presence"), Choice(AttendanceStatus), empty=AttendanceStatus.UNKNOWN)
    remote = Column("remote", gettext_lazy("took part online: true or false"), Tick())
    replaced_by = Column("replaced_by", gettext_lazy("replaced by: first name and name"), PersonName())
    excuse = Column("excuse", gettext_lazy("reason of the excuse"))
    position = Column("position", gettext_lazy("place on the list"), Year(), empty=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._noted: dict[Meeting, list[tuple[Person, Organisation | None]]] = {}
        super().__init__(*args, **kwargs)

    @classmethod
    def everything(cls, user: User) -> Any:
        """Return the lists of the meetings that a coordinating user, to whom alone this page opens, may see."""
        rows = Attendance.objects.filter(meeting__in=Meeting.objects.visible_to(user))
        loaded = rows.select_related("meeting", "person", "organisation", "replaced_by")
        return loaded.order_by("meeting__date", "meeting", "position", "pk")

    def existing(self) -> Iterable[Attendance]:
        """Return the lists of the meetings that the file names."""
        rows = Attendance.objects.filter(meeting__in=self.named())
        return rows.select_related("meeting", "person", "organisation", "replaced_by")

    def begin(self, row: dict[str, Any]) -> Attendance:
        """Return a new row of the list."""
        return Attendance()

    def check(self, record: Attendance, *, new: bool) -> None:
        """Take it for a change of the list."""
        self.gatherings.change(record.meeting, Edit.ATTENDANCE)
        self._noted.setdefault(record.meeting, []).append((record.person, record.organisation))

    def finish(self) -> None:
        """Let affiliations that are known from lists alone reach to the days on which these lists name them."""
        for meeting, pairs in self._noted.items():
            extend_known(pairs, on=meeting.date, today=timezone.localdate(self.world.at))
