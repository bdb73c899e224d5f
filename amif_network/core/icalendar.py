"""Calendars as text, after RFC 5545: events in, one iCalendar object out.

Written here, and not by a library, because a feed of some hundred events is asked for every few minutes by every
phone that follows it, and the library needs a second for what takes some milliseconds. The tests read the result
with that library.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

PRODUCT = "-//AMIF network//Portal//FR"
# Octets of a line, its end not counted (RFC 5545 §3.1).
WIDTH = 75
ZONE = "Europe/Brussels"
# Summer time in Belgium since 1996 (directive 2000/84/EC).
BRUSSELS = (
    *("BEGIN:VTIMEZONE", f"TZID:{ZONE}"),
    *("BEGIN:DAYLIGHT", "DTSTART:19960331T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    *("TZNAME:CEST", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT"),
    *("BEGIN:STANDARD", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
    *("TZNAME:CET", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD"),
    "END:VTIMEZONE",
)
UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")

Method = Literal["", "PUBLISH", "REQUEST", "CANCEL"]
Status = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of a calendar; times without a zone are those of Brussels. Without `starts` it takes the whole day."""

    uid: str
    sequence: int
    stamp: datetime.datetime
    day: datetime.date
    starts: datetime.time | None = None
    ends: datetime.time | None = None
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    status: Status = "CONFIRMED"
    # An invitation names who invites and who is invited, each with an address.
    organiser: str = ""
    attendee: str = ""


def calendar(entries: Iterable[str], *, name: str = "", method: Method = "PUBLISH") -> str:
    """Return an iCalendar object with `entries`, each one written by `entry`.

    `name` is how a calendar that is subscribed to calls itself.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    if method:
        lines.append(f"METHOD:{method}")
    if name:
        # The second is what programs have understood for longer; both ask to look again every hour.
        lines += [f"NAME:{text(name)}", f"X-WR-CALNAME:{text(name)}"]
        lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    return "".join([_written([*lines, *BRUSSELS]), *entries, _written(["END:VCALENDAR"])])


def entry(event: Event) -> str:
    """Write one event as it stands in a calendar; what is not known is left out."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{event.stamp.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{event.sequence}",
        *_span(event),
        f"SUMMARY:{text(event.summary)}",
    ]
    if event.location:
        lines.append(f"LOCATION:{text(event.location)}")
    if event.description:
        lines.append(f"DESCRIPTION:{text(event.description)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    lines.append(f"STATUS:{event.status}")
    if event.organiser:
        lines.append(f"ORGANIZER:mailto:{event.organiser}")
    if event.attendee:
        lines.append(f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{event.attendee}")
    return _written([*lines, "END:VEVENT"])


def _written(lines: Iterable[str]) -> str:
    """Join lines, none longer than the standard allows."""
    return "".join([f"{line if len(line) < WIDTH and line.isascii() else folded(line)}\r\n" for line in lines])


def _span(event: Event) -> Iterator[str]:
    """Write when it starts and ends. A whole day takes nobody's time."""
    day = f"{event.day:%Y%m%d}"
    if event.starts is None:
        yield f"DTSTART;VALUE=DATE:{day}"
        yield f"DTEND;VALUE=DATE:{event.day + datetime.timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
        return
    yield f"DTSTART;TZID={ZONE}:{day}T{event.starts:%H%M%S}"
    if event.ends is not None and event.ends > event.starts:
        yield f"DTEND;TZID={ZONE}:{day}T{event.ends:%H%M%S}"


def text(value: str) -> str:
    """Return `value` as the text of a property: signs with a meaning are escaped, those that nobody sees dropped."""
    seen = UNSEEN.sub("", value)
    return seen.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """Break a long line so that no part has more than WIDTH octets, and no character is torn apart."""
    octets, parts, start, room = line.encode(), [], 0, WIDTH
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        parts.append(octets[start:end])
        start, room = end, WIDTH - 1
    return b"\r\n ".join([*parts, octets[start:]]).decode()
