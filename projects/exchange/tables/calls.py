"""The tables of a call: programmes, calls, the dates that hold, envelopes."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.exchange.cells import read_text
from amif_network.exchange.columns import Amount, Choice, Clock, Column, Euros, OrganisationName, Text
from amif_network.exchange.table import Table

from ...actions import calls, dates
from ...actions.steps import call_step, log
from ...days import not_ahead
from ...models import Call, CallDate, Envelope, Programme, Project
from ...models.choices import CallState, CeilingBase, DateKind, Edit, EnvelopePurpose, EnvelopeSource, LogSubject
from ...timetable import impossible
from ..columns import Day, Moment
from ..funds import Funds, call_key


class OfFunds(Table):
    """What the tables of this app share: they are about calls that a page, or a file, is about."""

    @classmethod
    def visible(cls, user: User, of_calls: models.QuerySet, projects: models.QuerySet) -> Iterable[Any]:
        """Return the rows of these calls and projects that `user` may see, loaded for the export."""
        raise NotImplementedError

    @classmethod
    def everything(cls, user: User) -> Iterable[Any]:
        """Return the rows of all calls and projects that exist for `user`."""
        return cls.visible(user, Call.objects.visible_to(user), Project.objects.visible_to(user))

    @property
    def funds(self) -> Funds:
        """The calls and projects that the file is about."""
        return self.world.part(Funds)

    def stateful(self, record: Any) -> Any:
        """Return the project or the call that a row belongs to."""
        return getattr(record, "project", None) or getattr(record, "call", None) or record

    def happened(self, day: datetime.date, column: str) -> None:
        """Refuse a day that is still to come. Raises ValidationError on `column`."""
        try:
            not_ahead(day, self.world.at)
        except ValidationError as error:
            raise ValidationError({column: error.messages}) from error


class Programmes(OfFunds):
    """Programming periods."""

    name = "programmes"
    title = gettext_lazy("Programmes")
    model = Programme
    keys = ("programme",)

    programme = Column("code", gettext_lazy("code of the programme"), needed=True)
    title_fr = Column("title_fr", gettext_lazy("title in French"))
    title_nl = Column("title_nl", gettext_lazy("title in Dutch"))
    start = Column("start", gettext_lazy("first day"), Day(), needed=True)
    end = Column("end", gettext_lazy("last day"), Day(), needed=True)

    @classmethod
    def visible(cls, user: User, of_calls: models.QuerySet, projects: models.QuerySet) -> models.QuerySet:
        """Return the programmes of the calls."""
        return Programme.objects.filter(pk__in=of_calls.values("programme")).order_by("start", "code")

    def existing(self) -> Iterable[Programme]:
        """Return all programmes."""
        return self.funds.programmes.values()

    def begin(self, row: dict[str, Any]) -> Programme:
        """Return a new programme."""
        return Programme()

    def keep(self, record: Programme, *, new: bool) -> None:
        """Save it. The log is one of calls: a programme has none."""
        calls.save_programme(record, by=self.world.by)
        self.funds.programmes[record.code] = record


class OfCall(OfFunds):
    """Rows that begin with the programme and the number of a call."""

    programme = Column("call__programme__code", gettext_lazy("code of the programme"), shown=True)
    call = Column("call__number", gettext_lazy("number of the call"), shown=True)

    def keep_directly(self, record: Any, call: Call, subject: str) -> None:
        """Save what comes in with a call or project that is new itself: its state tells what was decided elsewhere before."""
        record.save()
        log(call, subject, Edit.IMPORT, by=self.world.by, at=self.world.at, **self.told(record))


class Calls(OfCall):
    """Calls. A new one comes in with the state it has; afterwards the state follows the workflow."""

    name = "calls"
    title = gettext_lazy("Calls")
    model = Call
    keys = ("programme", "call")

    programme = Column("programme__code", gettext_lazy("code of the programme"), shown=True)
    call = Column("number", gettext_lazy("number of the call"), needed=True)
    title_fr = Column("title_fr", gettext_lazy("title in French"))
    title_nl = Column("title_nl", gettext_lazy("title in Dutch"))
    summary_fr = Column("summary_fr", gettext_lazy("what it is about, in French"), Text())
    summary_nl = Column("summary_nl", gettext_lazy("what it is about, in Dutch"), Text())
    managing_body = Column("managing_body", gettext_lazy("managing body: code or name of the organisation"), OrganisationName())
    channel_fr = Column("channel_fr", gettext_lazy("how to submit, in French"))
    channel_nl = Column("channel_nl", gettext_lazy("how to submit, in Dutch"))
    channel_address = Column("channel_address", gettext_lazy("address of the platform"))
    period_start = Column("period_start", gettext_lazy("projects from"), Day())
    period_end = Column("period_end", gettext_lazy("projects until"), Day())
    state = Column("state", gettext_lazy("state; read for a new call only"), Choice(CallState), empty=CallState.DRAFT)
    announced_at = Column("announced_at", gettext_lazy("announced on; read for a new call only"), Moment())

    @classmethod
    def visible(cls, user: User, of_calls: models.QuerySet, projects: models.QuerySet) -> models.QuerySet:
        """Return the calls."""
        return of_calls.select_related("programme", "managing_body").order_by("programme__start", "pk")

    def existing(self) -> Iterable[Call]:
        """Return the calls that the file names."""
        return self.funds.calls.values()

    def begin(self, row: dict[str, Any]) -> Call:
        """Return a new draft."""
        return Call(programme=self.funds.programme(read_text(row.get("programme"))))

    def keep(self, record: Call, *, new: bool) -> None:
        """Save it; the state of a call that exists is changed on its page."""
        self.frozen(("state", "announced_at"), _("The state of a call changes on its page, not by an import."))
        if new:
            self.keep_directly(record, record, LogSubject.CALL)
            self.funds.new_calls.add(record.pk)
            self.funds.calls[(record.programme.code, record.number)] = record
            return
        calls.change(record, by=self.world.by, at=self.world.at)


class CallDates(OfCall):
    """The dates that hold. A published one never changes by an import: it is moved, with a reason."""

    name = "dates"
    title = gettext_lazy("Dates of the calls")
    model = CallDate
    keys: ClassVar[tuple[str, ...]] = ("programme", "call", "kind", "session")

    kind = Column("kind", gettext_lazy("what happens"), Choice(DateKind), needed=True)
    session = Column("session", gettext_lazy("number of the information session, by its day; empty for other dates"))
    earliest = Column("earliest", gettext_lazy("on, or not before"), Day(), needed=True)
    latest = Column("latest", gettext_lazy("not after"), Day())
    time = Column("time", gettext_lazy("time"), Clock())
    words_fr = Column("words_fr", gettext_lazy("a vague date in words, in French"))
    words_nl = Column("words_nl", gettext_lazy("a vague date in words, in Dutch"))
    published_at = Column("published_at", gettext_lazy("published on; read for the dates of a new call only"), Moment())

    @classmethod
    def visible(cls, user: User, of_calls: models.QuerySet, projects: models.QuerySet) -> Any:
        """Return the dates that hold, as far as `user` knows them."""
        rows = CallDate.objects.visible_to(user).current_for(user).filter(call__in=of_calls.values("pk"))
        return with_sessions(rows.select_related("call__programme").order_by("call", "earliest", "pk"))

    def existing(self) -> Iterable[CallDate]:
        """Return the dates of the calls that hold, and those of drafts."""
        found = CallDate.objects.current_for(self.world.by).filter(call__in=self.funds.calls.values())
        return with_sessions(found.select_related("call__programme").order_by("call", "earliest", "pk"))

    def begin(self, row: dict[str, Any]) -> CallDate:
        """Return a first version."""
        call = self.funds.call(call_key(row))
        return CallDate(call=call, series=uuid.uuid4(), recorded_by=self.world.by, recorded_at=self.world.at)

    def import_instance(self, instance: CallDate, row: dict[str, Any], **kwargs: Any) -> None:
        """Read the row; without a latest day the date is exact."""
        super().import_instance(instance, row, **kwargs)
        instance.latest = instance.latest or instance.earliest

    def keep(self, record: CallDate, *, new: bool) -> None:
        """Enter a new date, change one that nobody knows yet; refuse to overwrite what was published (DOMAIN §7.7)."""
        world = self.world
        when = dates.When(record.earliest, record.latest, record.time, record.words_fr, record.words_nl)
        if new and record.call_id in self.funds.new_calls:
            if record.published_at is not None and record.call.announced_at is None:
                raise ValidationError({"published_at": _("The dates of a draft are published when the call is announced.")})
            if why := impossible([*CallDate.objects.filter(call=record.call), record]):
                raise ValidationError({"earliest": why})
            self.keep_directly(record, record.call, LogSubject.CALL_DATE)
        elif new:
            self._refuse_publishing(record)
            dates.enter(record.call, record.kind, when, by=world.by, at=world.at)
        else:
            published = CallDate.objects.filter(pk=record.pk).exclude(published_at=None).exists()
            if published:
                sentence = _("This date is published. Move it with a reason on the page of the call.")
                raise ValidationError(dict.fromkeys(self.changed(), sentence))
            self._refuse_publishing(record)
            dates.change(record, when, dates.Why(record.reason_fr, record.reason_nl), by=world.by, at=world.at)

    @staticmethod
    def _refuse_publishing(record: CallDate) -> None:
        if record.published_at is not None:
            raise ValidationError({"published_at": _("A date is published on the page of the call, not by an import.")})


def with_sessions(rows: Iterable[CallDate]) -> list[CallDate]:
    """Number the information sessions of each call, in the order of their days, as `session`; "" for other dates."""
    counts: dict[int, int] = {}
    found = list(rows)
    for date in found:
        session = ""
        if date.kind == DateKind.INFO_SESSION:
            counts[date.call_id] = counts.get(date.call_id, 0) + 1
            session = str(counts[date.call_id])
        date.session = session  # type: ignore[attr-defined]
    return found


class Envelopes(OfCall):
    """Money that a call promises."""

    name = "envelopes"
    title = gettext_lazy("Envelopes")
    model = Envelope
    keys = ("programme", "call", "source", "source_name", "purpose")

    source = Column("source", gettext_lazy("source"), Choice(EnvelopeSource), needed=True)
    source_name = Column("source_name", gettext_lazy("name of the source, where it is another one"))
    purpose = Column("purpose", gettext_lazy("purpose"), Choice(EnvelopePurpose), needed=True)
    amount = Column("amount", gettext_lazy("amount in euros"), Euros(), needed=True)
    period_start = Column("period_start", gettext_lazy("from"), Day())
    period_end = Column("period_end", gettext_lazy("until"), Day())
    ceiling = Column("ceiling", gettext_lazy("at most (%)"), Amount())
    base = Column("base", gettext_lazy("of what the ceiling is a percentage"), Choice(CeilingBase), empty=CeilingBase.TOTAL)
    note_fr = Column("note_fr", gettext_lazy("note in French"))
    note_nl = Column("note_nl", gettext_lazy("note in Dutch"))

    @classmethod
    def visible(cls, user: User, of_calls: models.QuerySet, projects: models.QuerySet) -> models.QuerySet:
        """Return the envelopes of the calls."""
        rows = Envelope.objects.filter(call__in=of_calls.values("pk")).select_related("call__programme")
        return rows.order_by("call", "purpose", "source", "source_name", "pk")

    def existing(self) -> Iterable[Envelope]:
        """Return the envelopes of the calls that the file names."""
        return Envelope.objects.filter(call__in=self.funds.calls.values()).select_related("call__programme")

    def begin(self, row: dict[str, Any]) -> Envelope:
        """Return a new envelope."""
        return Envelope(call=self.funds.call(call_key(row)))

    def keep(self, record: Envelope, *, new: bool) -> None:
        """Save it as a change of its call."""
        if record.call_id in self.funds.new_calls:
            self.keep_directly(record, record.call, LogSubject.ENVELOPE)
            return
        world, call = self.world, self.funds.calls[(record.call.programme.code, record.call.number)]
        call_step(call, "edit", by=world.by, at=world.at, about=LogSubject.ENVELOPE, **self.told(record))
        record.save()
