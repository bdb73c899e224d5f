"""What needs attention in meetings: promises, minutes, languages; before, on and after the day, then from the database."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amif_network.alerts.alert import Name
from meetings.alerts import (
    MeetingFacts,
    PromiseFacts,
    RecordFacts,
    alerts,
    language_missing,
    minutes_missing,
    promise_unanswered,
)  # fmt: skip
from meetings.models import Promise
from tests.factories.meetings import NOW, MeetingFactory

HELD = datetime.date(2026, 3, 2)
DAY = datetime.timedelta(days=1)
TITLE = Name("Rencontre", "Bijeenkomst")


def days(rule, *numbers):
    return [rule(HELD + number * DAY) is not None for number in numbers]


def test_a_promise_without_a_day_waits_sixty_days():
    known = PromiseFacts(5, 1, TITLE, HELD, None)
    assert days(lambda day: promise_unanswered(known, day), 59, 60, 61, 300) == [False, False, True, True]
    assert promise_unanswered(known, HELD + 100 * DAY).since == HELD + 61 * DAY


def test_a_promise_is_late_the_day_after():
    known = PromiseFacts(5, 1, TITLE, HELD, HELD + 10 * DAY, Name("Gand", "Gent"), mine=True)
    assert days(lambda day: promise_unanswered(known, day), 9, 10, 11, 300) == [False, False, True, True]
    alert = promise_unanswered(known, HELD + 11 * DAY)
    assert (alert.actor, alert.mine, alert.key) == ("Gand", True, "promise-unanswered:meeting:1:5")


def test_minutes_are_published_within_a_month():
    known = MeetingFacts(1, TITLE, HELD)
    assert days(lambda day: minutes_missing(known, day, coordinating=True), 29, 30, 31, 300) == [False, True, True, True]


def test_a_gap_in_a_language_is_closed_within_a_fortnight():
    known = RecordFacts(1, TITLE, HELD)
    assert days(lambda day: language_missing(known, day, coordinating=True), 13, 14, 15, 300) == [False, True, True, True]


@pytest.fixture
def meeting(db):
    return MeetingFactory(held=True, date=HELD)


def promise(meeting, user, **more):
    return Promise.objects.create(meeting=meeting, text_fr="Envoyer le modèle.", created_by=user, created_at=NOW, **more)


def test_each_hears_of_what_is_theirs(meeting, host, partner, french_coordinator, host_member, partner_member, outsider_member):
    owed = promise(meeting, french_coordinator, owed_by=host, asked_by=partner)
    promise(meeting, french_coordinator, owed_by=host, due=HELD + 900 * DAY)
    promise(meeting, french_coordinator, owed_by=host, state="done")
    day = HELD + 100 * DAY
    key = f"promise-unanswered:meeting:{meeting.pk}:{owed.pk}"
    found = [[(one.key, one.mine) for one in alerts(user, day)] for user in (host_member, partner_member, outsider_member)]
    assert found == [[(key, True)], [(key, False)], []]
    assert {one.code for one in alerts(french_coordinator, day)} == {"promise-unanswered", "minutes-missing"}


def test_as_many_queries_for_many_as_for_one(meeting, host, french_coordinator):
    counted = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            alerts(french_coordinator, HELD + 100 * DAY)
        counted.append(len(captured))
        for _number in range(3):
            promise(MeetingFactory(held=True, date=HELD), french_coordinator, owed_by=host)
    assert counted == [3, 3]
