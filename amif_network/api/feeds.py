"""What is published as an Atom feed (RFC 4287), and meetings and dates of calls as a calendar."""

import datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from amif_network.accounts.models import ApiClient, Scope
from amif_network.core.bilingual import Localised, localised
from amif_network.core.icalendar import Event, calendar, entry
from meetings import calendars
from meetings.models import Edition, Meeting
from projects.models import CallDate
from projects.wording.dates import in_words

from .fields import address, moment

ATOM = "application/atom+xml"
CALENDAR = "text/calendar"
NAMESPACE = "http://www.w3.org/2005/Atom"
LATEST = 50
DAYS_BACK = 400
# When the feed is empty it never changed.
NEVER = datetime.datetime(2020, 1, 1, tzinfo=timezone.get_default_timezone())


def atom(client: ApiClient, lang: str) -> str:
    """Return the latest editions that exist for `client` as a feed in `lang`: those in that language and those in both."""
    editions = Edition.objects.visible_to(client.reader()).filter(language__in=[lang, "both"]).defer("pdf", "content")
    found = list(editions.select_related("minutes__meeting").order_by("-published_at", "-pk")[:LATEST])
    with translation.override(lang):
        feed = Element("feed", {"xmlns": NAMESPACE, "xml:lang": lang})
        own = f"{address('published')}?lang={lang}"
        _put(feed, "id", own)
        _put(feed, "title", _("Published minutes of the AMIF network"))
        _put(feed, "updated", moment(max((one.published_at for one in found), default=NEVER)))
        SubElement(feed, "link", {"rel": "self", "type": ATOM, "href": own})
        SubElement(SubElement(feed, "author"), "name").text = _("AMIF network")
        for edition in found:
            _entry(feed, edition, lang)
    return tostring(feed, encoding="unicode", xml_declaration=False).join(['<?xml version="1.0" encoding="utf-8"?>\n', "\n"])


def _entry(feed: Element, edition: Edition, lang: str) -> None:
    """Add one edition; its title says in which language it is where that is the other one."""
    meeting = edition.minutes.meeting
    title: Localised = localised(meeting, "title", lang)
    one = SubElement(feed, "entry", {"xml:lang": title.lang})
    _put(one, "id", address("edition", edition.pk))
    _put(one, "title", f"{title} – {meeting.date:%d/%m/%Y} – {edition.version_name}")
    _put(one, "updated", moment(edition.published_at))
    _put(one, "published", moment(edition.published_at))
    page = settings.PORTAL_ADDRESS + reverse("meetings:edition", args=[meeting.pk, edition.pk])
    SubElement(one, "link", {"rel": "alternate", "type": "application/pdf", "href": page})
    summary = SubElement(one, "summary", {"xml:lang": lang})
    summary.text = f"{edition.get_language_display()}, {edition.get_audience_display()}"


def _put(parent: Element, tag: str, text: str | None) -> None:
    # XML knows no control signs.
    SubElement(parent, tag).text = "".join(sign for sign in text or "" if sign.isprintable())


def calendar_of(client: ApiClient, lang: str) -> str:
    """Return the meetings that exist for `client`, and the dates of calls where it may read calls, as a calendar in `lang`."""
    since = timezone.localdate() - datetime.timedelta(days=DAYS_BACK)
    meetings = Meeting.objects.visible_to(client.reader()).filter(date__gte=since).order_by("date", "pk")
    with translation.override(lang):
        entries = [_meeting(one, lang) for one in meetings]
        if Scope.CALLS in client.scopes:
            dates = CallDate.objects.visible_to(client.reader()).current().filter(latest__gte=since)
            entries += [_date(one, lang) for one in dates.select_related("call").order_by("earliest", "pk")]
        return calendar(entries, name=_("AMIF network"))


def _meeting(meeting: Meeting, lang: str) -> str:
    """Write a meeting; without the link to take part, which is for those who were invited."""
    meeting.link = ""
    return entry(calendars.event(meeting, lang, url=settings.PORTAL_ADDRESS + calendars.page(meeting, lang)))


def _date(date: CallDate, lang: str) -> str:
    """Write a date of a call as it holds now; a vague one stands on its first day, with its words."""
    assert date.published_at is not None
    return entry(
        Event(
            uid=f"call-date-{date.series}@{urlsplit(settings.PORTAL_ADDRESS).hostname}",
            sequence=date.version,
            stamp=date.published_at,
            day=date.earliest,
            starts=date.time,
            summary=_("Call %(number)s: %(kind)s") % {"number": date.call.number, "kind": date.get_kind_display()},
            description=f"{localised(date.call, 'title', lang)}\n{in_words(date, lang)}",
            url=settings.PORTAL_ADDRESS + reverse("projects:call", args=[date.call_id]),
        )
    )
