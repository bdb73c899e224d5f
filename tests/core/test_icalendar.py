"""Calendars as text: read back by a library that is not ours, and held against the rules of RFC 5545 by hand."""

import datetime
import re
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amif_network.core.icalendar import WIDTH, Event, calendar, entry, folded, text

STAMP = datetime.datetime(2026, 3, 2, 10, 0, tzinfo=datetime.UTC)
BRUSSELS = ZoneInfo("Europe/Brussels")


def event(**changes) -> Event:
    values = {
        "uid": "meeting-1@example.org",
        "sequence": 2,
        "stamp": STAMP,
        "day": datetime.date(2026, 3, 2),
        "summary": "Réseau",
    }
    return Event(**{**values, **changes})


def read(content: str) -> icalendar.Calendar:
    """Read it with the library; nothing in it may be a mistake."""
    parsed = icalendar.Calendar.from_ical(content)
    assert [component.errors for component in parsed.walk() if component.errors] == []
    return parsed


def read_event(content: str) -> icalendar.Event:
    [found] = read(content).walk("VEVENT")
    return found


def test_an_event_is_read_back_as_it_was_written():
    written = event(
        starts=datetime.time(9), ends=datetime.time(12, 30), location="Bruxelles, rue Haute 3; salle \\ 2",
        description="Une ligne\nEt une autre", url="https://example.org/fr/meetings/1/",
    )  # fmt: skip
    found = read_event(calendar([entry(written)]))
    assert found["UID"] == "meeting-1@example.org"
    assert (found["SUMMARY"], found["LOCATION"]) == ("Réseau", "Bruxelles, rue Haute 3; salle \\ 2")
    assert found["DESCRIPTION"] == "Une ligne\nEt une autre"
    assert (found["SEQUENCE"], found["STATUS"], found["URL"]) == (2, "CONFIRMED", "https://example.org/fr/meetings/1/")
    assert found["DTSTAMP"].dt == STAMP
    assert found["DTSTART"].dt == datetime.datetime(2026, 3, 2, 9, 0, tzinfo=BRUSSELS)
    assert found["DTEND"].dt == datetime.datetime(2026, 3, 2, 12, 30, tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        (datetime.date(2026, 3, 28), 1), (datetime.date(2026, 3, 29), 2), (datetime.date(2026, 10, 24), 2),
        (datetime.date(2026, 10, 25), 1), (datetime.date(2031, 7, 1), 2),
    ],
)  # fmt: skip
def test_the_zone_that_is_sent_along_changes_its_clocks_as_belgium_does(day, offset):
    parsed = read(calendar([entry(event(day=day, starts=datetime.time(14)))]))
    zone = parsed.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    noon = datetime.datetime.combine(day, datetime.time(12))
    assert noon.replace(tzinfo=zone).utcoffset() == datetime.timedelta(hours=offset)
    assert noon.replace(tzinfo=BRUSSELS).utcoffset() == datetime.timedelta(hours=offset)


def test_without_a_time_it_takes_the_day_and_nobodys_time():
    found = read_event(calendar([entry(event(day=datetime.date(2026, 12, 31)))]))
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (datetime.date(2026, 12, 31), datetime.date(2027, 1, 1))
    assert found["TRANSP"] == "TRANSPARENT"


@pytest.mark.parametrize("ends", [None, datetime.time(9)])
def test_without_an_end_it_only_starts(ends):
    assert "DTEND" not in read_event(calendar([entry(event(starts=datetime.time(9), ends=ends))]))


def test_an_invitation_names_who_invites_and_who_is_invited():
    content = calendar([entry(event(organiser="network@example.org", attendee="ana@example.org"))], method="REQUEST")
    found = read_event(content)
    assert read(content)["METHOD"] == "REQUEST"
    assert (found["ORGANIZER"], found["ATTENDEE"]) == ("mailto:network@example.org", "mailto:ana@example.org")


def test_a_calendar_to_follow_has_a_name():
    parsed = read(calendar([], name="Réseau AMIF"))
    assert (parsed["NAME"], parsed["X-WR-CALNAME"]) == ("Réseau AMIF", "Réseau AMIF")


@pytest.mark.parametrize("line", ["X" * 74, "X" * 75, "X" * 76, "é" * 200, "王" * 60, "👩‍⚕️" * 30, "a" + "é" * 37])
def test_long_lines_are_broken_between_characters(line):
    parts = folded(line).split("\r\n")
    assert max(len(part.encode()) for part in parts) <= WIDTH
    assert all(part.startswith(" ") for part in parts[1:])
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_breaks_the_calendar(summary, description):
    content = calendar([entry(event(summary=summary, description=description))])
    assert re.findall(r"[^\r]\n|\r[^\n]", content) == []
    lines = re.sub(r"\r\n ", "", content).split("\r\n")
    assert [line for line in lines if line.startswith(("BEGIN", "END", "METHOD"))] == [
        *(
            "BEGIN:VCALENDAR",
            "METHOD:PUBLISH",
            "BEGIN:VTIMEZONE",
            "BEGIN:DAYLIGHT",
            "END:DAYLIGHT",
            "BEGIN:STANDARD",
            "END:STANDARD",
        ),
        *("END:VTIMEZONE", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR"),
    ]
    assert f"SUMMARY:{text(summary)}" in lines


def test_signs_with_a_meaning_are_escaped():
    assert text("a\\b;c,d\r\ne\rf\x00") == "a\\\\b\\;c\\,d\\nef"
