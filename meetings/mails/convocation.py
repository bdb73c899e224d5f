"""The mails of a convocation: somebody is invited, told of a change, or told that the meeting does not take place (UX §7).

Each is an invitation for the reader's calendar too (RFC 6047): the same identifier every time, a higher count with every
change. It names the reader and the network, nobody else.
"""

import datetime
from email.utils import parseaddr
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import localised
from amif_network.core.formats import format_date, format_time_range
from amif_network.core.icalendar import Method, calendar, entry
from amif_network.directory.models import Person
from amif_network.outbox.actions import Attached, post
from amif_network.outbox.models import OutgoingMail

from .. import calendars, reply_links
from ..models import Attendance, Meeting
from .recipients import Recipient

TOPIC = "convocation"
WHY = _("You get this mail because you are on the list of this meeting, or come instead of somebody who is.")


class Kind(StrEnum):
    """What the mail says."""

    CONVOCATION = "convocation"
    UPDATE = "update"
    CANCELLATION = "cancellation"
    # To somebody who comes instead of the person invited.
    DEPUTY = "deputy"


def reader(attendance: Attendance, person: Person | None = None) -> Recipient | None:
    """Return who reads the mails of a row: its person, or the deputy `person`; None for somebody without an address.

    They are written to in the language of their account, else the one they prefer, else that of their organisation.
    """
    found = person or attendance.person
    user = getattr(found, "user", None)
    if user is not None and user.is_active:
        return Recipient(user.email, user.language, user, found)
    if not found.email:
        return None
    spare = attendance.organisation.language_for(found.preferred_language) if attendance.organisation else "fr"
    return Recipient(found.email, found.preferred_language or spare, None, found)


def convocation(
    attendance: Attendance,
    kind: Kind,
    *,
    site: str,
    at: datetime.datetime,
    message_fr: str = "",
    message_nl: str = "",
    deputy: Person | None = None,
) -> OutgoingMail | None:
    """Post one mail of the convocation; None where the reader has no address. A meeting and its agenda are read once for all.

    `attendance.meeting` carries its agenda items. `site`: the portal's address, "https://…" without a path.
    """
    meeting, who = attendance.meeting, reader(attendance, deputy)
    if who is None:
        return None
    lang, messages = who.lang, {"fr": message_fr.strip(), "nl": message_nl.strip()}
    return post(
        key=_key(attendance, kind, who),
        topic=TOPIC,
        about=f"meeting:{meeting.pk}",
        to=who.email,
        user=who.user,
        organisation=attendance.organisation,
        lang=lang,
        template="meetings/mails/convocation",
        context={
            **_meeting_in_words(meeting, lang),
            "kind": str(kind),
            "message": messages[lang] or "\n\n".join(text for text in messages.values() if text),
            "name": str(attendance.person),
            "link": site + (calendars.page(meeting, lang) if deputy else reply_links.address(attendance, lang)),
            "page": site + calendars.page(meeting, lang),
        },
        why=WHY,
        at=at,
        attachments=[_invitation(meeting, kind, who, site, at)],
    )


def _meeting_in_words(meeting: Meeting, lang: str) -> dict[str, Any]:
    """Return what the mail says of the meeting: what, when, where, and about what."""
    return {
        "meeting": localised(meeting, "title", lang),
        "day": format_date(meeting.date, lang, weekday=True),
        "time": format_time_range(meeting.starts_at, meeting.ends_at, lang),
        "mode": meeting.mode,
        "place": localised(meeting, "place", lang),
        "online": meeting.link,
        "agenda": [(item.label, localised(item, "title", lang)) for item in meeting.agenda_items.all()],
    }


def _key(attendance: Attendance, kind: Kind, who: Recipient) -> str:
    """Return the key of a mail: one for each change told, and one for each link."""
    link = attendance.link_key.hex[:8] if attendance.link_key else ""
    return f"convocation-{attendance.meeting_id}-{attendance.meeting.sequence}-{kind}-{attendance.pk}-{link}-{who.email}"


def _method(kind: Kind) -> Method:
    return "CANCEL" if kind == Kind.CANCELLATION else "REQUEST"


def _invitation(meeting: Meeting, kind: Kind, who: Recipient, site: str, at: datetime.datetime) -> Attached:
    """Return the invitation, update or cancellation for the reader's calendar."""
    event = calendars.event(
        meeting,
        who.lang,
        url=site + calendars.page(meeting, who.lang),
        stamp=at,
        cancelled=kind == Kind.CANCELLATION,
        organiser=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        attendee=who.email,
    )
    method = _method(kind)
    content = calendar([entry(event)], method=method)
    return {"name": "meeting.ics", "type": f"text/calendar; method={method}", "content": content}
