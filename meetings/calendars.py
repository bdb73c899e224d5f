"""Meetings and deadlines as events of a calendar, for one reader: in their language, without anybody else's data."""

import datetime
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import BigIntegerField, Func, QuerySet, Value
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.bilingual import localised, other
from amif_network.core.formats import format_date
from amif_network.core.icalendar import Event, Status, calendar, entry
from amif_network.directory.models import Organisation

from .models import Meeting, ReviewRequest
from .models.choices import AHEAD, MeetingState

STATUS: dict[str, Status] = {MeetingState.PLANNED: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}
# A feed reaches so far back; what was earlier is in the portal.
DAYS_BACK = 400
# Written events that a process keeps at hand, of about 1 kB each: most are the same for all who read their language.
KEPT = 4000
# What the event of a meeting is made of: a feed reads these columns and nothing else.
COLUMNS = (
    "pk", "uid", "sequence", "created_at", "date", "starts_at", "ends_at", "title_fr", "title_nl", "place_fr", "place_nl",
    "link", "mode", "state",
)  # fmt: skip
# 64 bits that the database works out of all these columns: other bits, another event (PostgreSQL has it since 14).
MARK: Func = Func(Func(*COLUMNS, function="ROW"), Value(0), function="hash_record_extended", output_field=BigIntegerField())
# What the event of a deadline is made of; the round's own text, which is long, is left where it is.
DEADLINE_COLUMNS = (
    "pk", "deadline", "circulation", "circulation__circulated_at", "circulation__minutes__meeting",
    "circulation__minutes__meeting__date", "circulation__minutes__meeting__title_fr",
    "circulation__minutes__meeting__title_nl", "organisation__name_fr", "organisation__name_nl", "organisation__short_fr",
    "organisation__short_nl",
)  # fmt: skip


class Awaited(NamedTuple):
    """A row of DEADLINE_COLUMNS: until when an answer to minutes is awaited, of whom, to the minutes of which meeting."""

    pk: int
    deadline: datetime.date
    circulation: int
    circulated_at: datetime.datetime
    meeting: int
    date: datetime.date
    title_fr: str
    title_nl: str
    name_fr: str
    name_nl: str
    short_fr: str
    short_nl: str

    def organisation(self, lang: str) -> str:
        """Return the everyday name of who is asked."""
        names = {"name_fr": self.name_fr, "name_nl": self.name_nl, "short_fr": self.short_fr, "short_nl": self.short_nl}
        return Organisation(**names).name_in(lang)


def page(meeting: Meeting, lang: str) -> str:
    """Return the path of the meeting's page in `lang`."""
    with translation.override(lang):
        return reverse("meetings:meeting", args=[meeting.pk])


def event(
    meeting: Meeting,
    lang: str,
    *,
    url: str,
    stamp: datetime.datetime | None = None,
    cancelled: bool = False,
    organiser: str = "",
    attendee: str = "",
) -> Event:
    """Return the event of a meeting in `lang`; title and place stand in the other language too, where they have one.

    `url`: the meeting's page. `stamp`: when the event was written, by default when the meeting was. `organiser` and
    `attendee` are the addresses of an invitation.
    """
    return Event(
        uid=str(meeting.uid),
        sequence=meeting.sequence,
        stamp=stamp or meeting.created_at,
        day=meeting.date,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        summary=localised(meeting, "title", lang).text,
        location=_in_both(meeting, "place", lang),
        description=_description(meeting, lang, url),
        url=url,
        status="CANCELLED" if cancelled else STATUS.get(meeting.state, "CONFIRMED"),
        organiser=organiser,
        attendee=attendee,
    )


def feed(user: User) -> str:
    """Return the calendar of a person: the meetings and deadlines that they see in the portal today, in their language."""
    lang = user.language
    with translation.override(lang):
        entries = _entries(_meetings(user), lang)
        deadlines = [*_deadlines(user, lang), *_deadlines_of_others(user, lang)]
        return calendar([*entries, *deadlines], name=_("AMIF network"))


@ReaderQuestion
def _meetings(reader: User) -> QuerySet[Meeting, tuple[Any, ...]]:
    """Return the keys of the meetings of a feed, each with the mark of what stands in its columns now."""
    since = timezone.localdate() - datetime.timedelta(days=DAYS_BACK)
    return Meeting.objects.visible_to(reader).filter(date__gte=since).order_by("date", "pk").values_list("pk", MARK)


# The written events of meetings, by the path of the pages in their language, the key of the meeting and its mark.
_written: dict[tuple[str, int, int], str] = {}


def _entries(meetings: Iterable[tuple[Any, ...]], lang: str) -> list[str]:
    """Return the events of meetings given as key and mark, in `lang`, which is active.

    Programs ask for a feed every hour, and hardly ever has a meeting changed since: only what this process has not
    written yet, as it stands now, is loaded.
    """
    # Some hundred addresses that differ in one number: looked up once.
    before, after = (settings.PORTAL_ADDRESS + reverse("meetings:meeting", args=[0])).rsplit("0", 1)
    entries = {pk: _written.get((before, pk, mark)) for pk, mark in meetings}
    if missing := [pk for pk, text in entries.items() if text is None]:
        for mark, *columns in Meeting.objects.filter(pk__in=missing).values_list(MARK, *COLUMNS):
            meeting = Meeting(**dict(zip(COLUMNS, columns, strict=True)))
            text = entry(event(meeting, lang, url=f"{before}{meeting.pk}{after}"))
            # Under the mark it was loaded with: somebody may have changed it a moment ago.
            _written[before, meeting.pk, mark] = entries[meeting.pk] = text
        for oldest in list(_written)[:-KEPT]:
            _written.pop(oldest, None)
    return [text for text in entries.values() if text]


def _deadlines_of_others(user: User, lang: str) -> list[str]:
    """Return the deadlines that apps above this one know, as the setting CALENDAR_DEADLINES names them."""
    return [text for path in settings.CALENDAR_DEADLINES for text in import_string(path)(user, lang)]


def _deadlines(user: User, lang: str) -> list[str]:
    """Return until when answers to minutes are awaited: of the person's organisations; for who coordinates, of all together."""
    awaited = [Awaited(*columns) for columns in _awaited(user)]
    if user.is_coordinating:
        days = {(one.circulation, one.deadline): one for one in awaited}
        awaited = [one for _day, one in sorted(days.items())]
    return [_deadline(one, lang, settings.PORTAL_ADDRESS, together=user.is_coordinating) for one in awaited]


@ReaderQuestion
def _awaited(reader: User) -> QuerySet[ReviewRequest, tuple[Any, ...]]:
    """Return the columns of the requests that can still be answered, late or not."""
    return ReviewRequest.objects.visible_to(reader).to_answer().values_list(*DEADLINE_COLUMNS)


@lru_cache(maxsize=KEPT)
def _deadline(asked: Awaited, lang: str, site: str, *, together: bool) -> str:
    """Write the last day for an answer, of one organisation or of all `together`, as a whole day that takes nobody's time.

    `lang` is active; `site` is the address of the portal. Kept as the events of meetings are.
    """
    said = _("Remarks on the minutes of %(day)s: last day") % {"day": format_date(asked.date, lang)}
    key = f"{asked.circulation}-{asked.deadline:%Y%m%d}" if together else str(asked.pk)
    path = reverse("meetings:meeting", args=[asked.meeting]) if together else reverse("meetings:review", args=[asked.pk])
    return entry(
        Event(
            uid=f"review-{key}@{urlsplit(site).hostname}",
            # A deadline moves forwards only: its day tells which version is the later one.
            sequence=asked.deadline.toordinal(),
            stamp=asked.circulated_at,
            day=asked.deadline,
            summary=said if together else f"{said} ({asked.organisation(lang)})",
            description=localised(asked, "title", lang).text,
            url=site + path,
        )
    )


def _in_both(meeting: Meeting, field: str, lang: str) -> str:
    """Return a text in `lang`, then in the other language where it says something else."""
    texts = [getattr(meeting, f"{field}_{lang}"), getattr(meeting, f"{field}_{other(lang)}")]
    return " / ".join(dict.fromkeys(text for text in texts if text))


def _description(meeting: Meeting, lang: str, url: str) -> str:
    """Return what a calendar shows below the title: the title in the other language, the form, how to take part, the page."""
    title = _in_both(meeting, "title", lang)
    link = meeting.link if meeting.state in AHEAD else ""
    lines = [title if " / " in title else "", _forms(lang).get(meeting.mode, ""), link, url]
    return "\n".join(line for line in lines if line)


@cache
def _forms(lang: str) -> dict[str, str]:
    """Return what the forms of a meeting are called; looked up once, as a feed needs them some hundred times."""
    with translation.override(lang):
        return {str(mode): str(label).capitalize() for mode, label in Meeting.Mode.choices}
