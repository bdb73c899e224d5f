"""What needs attention in meetings: promises, minutes, languages (DOMAIN §8). Each rule is a pure function of facts and a day."""

import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, Min, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.alerts.alert import Alert, Kind, Name, Page, Severity, Side, Step, Subject
from amif_network.alerts.thresholds import threshold

from .models import Edition, Meeting, Promise
from .models.choices import TOOK_PLACE

DAY = datetime.timedelta(days=1)
TO_MINUTES = _("See the minutes")


class PromiseFacts(NamedTuple):
    """An open promise; `mine`: the reader owes it."""

    pk: int
    meeting: int
    title: Name
    held_on: datetime.date
    due: datetime.date | None
    owed_by: Name | None = None
    mine: bool = False


class MeetingFacts(NamedTuple):
    """A meeting of the network that took place and has no published minutes."""

    pk: int
    title: Name
    held_on: datetime.date


class RecordFacts(NamedTuple):
    """A published record that lacks something in one of its languages."""

    meeting: int
    title: Name
    published_on: datetime.date


def _subject(pk: int, title: Name) -> Subject:
    return Subject(Kind.MEETING, pk, "", title, Page("meetings:meeting", (pk,)))


def promise_unanswered(facts: PromiseFacts, day: datetime.date) -> Alert | None:
    """An open promise is past its day, or has none and was made 60 days ago (DOMAIN §8)."""
    last = facts.due or facts.held_on + threshold("promise_unanswered") * DAY
    if day <= last:
        return None
    said = _("A promise was to be kept by %(due)s and has no answer.")
    if facts.due is None:
        said = _("A promise of the meeting of %(held_on)s has no answer.")
    return Alert(
        "promise-unanswered", Severity.WARN, Side.ORGANISATION, _subject(facts.meeting, facts.title), said, last + DAY,
        {"due": last, "held_on": facts.held_on}, Step(_("Answer it"), Page("meetings:promise", (facts.pk,))), str(facts.pk),
        [facts.owed_by] if facts.owed_by else (), mine=facts.mine,
    )  # fmt: skip


def minutes_missing(facts: MeetingFacts, day: datetime.date, *, coordinating: bool) -> Alert | None:
    """A meeting took place 30 days ago, and its minutes are not published (DOMAIN §8)."""
    due = facts.held_on + threshold("minutes_late") * DAY
    if day < due:
        return None
    return Alert(
        "minutes-missing", Severity.WARN, Side.COORDINATION, _subject(facts.pk, facts.title),
        _("The meeting of %(held_on)s has no published minutes."), due, {"held_on": facts.held_on},
        Step(TO_MINUTES, Page("meetings:meeting", (facts.pk,))), mine=coordinating,
    )  # fmt: skip


def language_missing(facts: RecordFacts, day: datetime.date, *, coordinating: bool) -> Alert | None:
    """A record was published with a gap in one language, and two weeks later it still has it (DOMAIN §8)."""
    due = facts.published_on + threshold("edition_incomplete") * DAY
    if day < due:
        return None
    return Alert(
        "language-missing", Severity.WARN, Side.COORDINATION, _subject(facts.meeting, facts.title),
        _("The published minutes are not complete in both languages."), due, {},
        Step(TO_MINUTES, Page("meetings:meeting", (facts.meeting,))), mine=coordinating,
    )  # fmt: skip


def alerts(user: User, day: datetime.date) -> list[Alert]:
    """Return what needs attention in the meetings that exist for `user`; three queries, one for who does not coordinate."""
    found = [promise_unanswered(one, day) for one in _promises(user)]
    if user.is_coordinating:
        found += [minutes_missing(one, day, coordinating=True) for one in _unwritten(day)]
        found += [language_missing(one, day, coordinating=True) for one in _incomplete()]
    return [one for one in found if one is not None]


def _promises(user: User) -> list[PromiseFacts]:
    """Return the open promises that the reader owes or asked for; all of them to coordinating users."""
    rows: Any = Promise.objects.visible_to(user).open().order_by()
    names = ("owed_by__short_fr", "owed_by__name_fr", "owed_by__short_nl", "owed_by__name_nl")
    columns = ("pk", "meeting", "meeting__title_fr", "meeting__title_nl", "meeting__date", "due", "is_mine", "is_asked", *names)
    return [
        PromiseFacts(pk, meeting, Name(title_fr, title_nl), date, due, _name(*owner), is_mine)
        for pk, meeting, title_fr, title_nl, date, due, is_mine, is_asked, *owner in rows.values_list(*columns)
        if user.is_coordinating or is_mine or is_asked
    ]


def _name(short_fr: str | None, name_fr: str | None, short_nl: str | None, name_nl: str | None) -> Name | None:
    """Return the name of whoever owes it; None for a person without an organisation, whom the page names."""
    found = Name(short_fr or name_fr or "", short_nl or name_nl or "")
    return found if found.name_fr or found.name_nl else None


def _unwritten(day: datetime.date) -> list[MeetingFacts]:
    editions = Edition.objects.filter(minutes__meeting=OuterRef("pk"))
    late = Meeting.objects.filter(~Exists(editions), series=Meeting.Series.NETWORK, state__in=TOOK_PLACE, date__lte=day)
    rows = late.order_by().values_list("pk", "title_fr", "title_nl", "date")
    return [MeetingFacts(pk, Name(title_fr, title_nl), date) for pk, title_fr, title_nl, date in rows]


def _incomplete() -> list[RecordFacts]:
    """Return the records whose last version was published with a reason for what is missing in a language."""
    current = Edition.objects.current().exclude(reason="").order_by()
    columns = ("minutes__meeting", "minutes__meeting__title_fr", "minutes__meeting__title_nl")
    rows = current.values_list(*columns).annotate(first=Min("published_at"))
    return [RecordFacts(pk, Name(title_fr, title_nl), timezone.localdate(at)) for pk, title_fr, title_nl, at in rows]
