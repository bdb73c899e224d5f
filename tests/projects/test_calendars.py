"""Deadlines of calls in the calendar that a person's own program follows."""

import datetime
import uuid

import pytest
from django.utils import timezone
from icalendar import Calendar

from tests.factories.projects import CallDateFactory, CallFactory, InterestFactory

pytestmark = pytest.mark.django_db


def events(user, client) -> list:
    user.calendar_key = user.calendar_key or uuid.uuid4()
    user.save(update_fields=["calendar_key"])
    return Calendar.from_ical(client.get(f"/calendar/{user.calendar_key}.ics").content).walk("VEVENT")


@pytest.fixture
def deadline():
    day = timezone.localdate() + datetime.timedelta(days=30)
    return CallDateFactory(kind="deadline", earliest=day, time=datetime.time(12), call__number="101")


def test_who_is_interested_finds_the_deadline_with_its_hour(client, deadline, host, host_member):
    InterestFactory(call=deadline.call, organisation=host)
    (event,) = events(host_member, client)
    assert "101" in str(event["SUMMARY"])
    assert (event["DTSTART"].dt.date(), event["DTSTART"].dt.hour) == (deadline.earliest, 12)
    assert str(event["URL"]).endswith(f"/fr/calls/{deadline.call_id}/")


def test_who_said_no_or_nothing_and_outsiders_find_none(client, deadline, host, host_member, partner_member, observer):
    InterestFactory(call=deadline.call, organisation=host, no=True)
    assert [events(person, client) for person in (host_member, partner_member, observer)] == [[], [], []]


def test_coordinators_find_all_of_announced_calls(client, deadline, dutch_coordinator):
    CallDateFactory(kind="deadline", call=CallFactory(draft=True), unpublished=True)
    CallDateFactory(kind="deadline", call=CallFactory(decided=True))
    (event,) = events(dutch_coordinator, client)
    assert "uiterste indiendatum" in str(event["SUMMARY"])


def test_a_deadline_that_moves_replaces_itself_and_a_vague_one_stands_on_its_first_day(client, deadline, host, host_member):
    InterestFactory(call=deadline.call, organisation=host)
    (before,) = events(host_member, client)
    later = deadline.earliest + datetime.timedelta(days=20)
    CallDateFactory(
        kind="deadline", call=deadline.call, series=deadline.series, version=2, replaces=deadline, reason_fr="Retard",
        earliest=later, latest=later + datetime.timedelta(days=9), words_fr="vers la fin",
    )  # fmt: skip
    (after,) = events(host_member, client)
    assert (after["UID"], after["SEQUENCE"] > before["SEQUENCE"], after["DTSTART"].dt) == (before["UID"], True, later)
    assert "vers la fin" in str(after["DESCRIPTION"])
