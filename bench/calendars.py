"""The calendar that a person's own program follows: a feed of 500 events, against an empty view.

Programs ask for it every hour, the whole day; a process of the portal has then written the queries of each role and the events
of each language once, for whoever asked first. Every reading still asks the database what its reader may see and whether
anything changed. Three readings are measured:

- as programs make it, by one that has nothing yet or asks without a tag: all 500 events go out;
- "unchanged": by one that names what it has (If-None-Match): the same work, and nothing goes out;
- "cold": by a process that has just started, which writes queries and events. One reading per process, role and language, and
  of the queries again each day; without a goal, as hardly any of the readings of a day is one of these.
"""

import datetime
import uuid
from collections.abc import Iterator
from functools import partial
from hashlib import sha256

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.directory.models import Affiliation, Organisation, Person
from bench.portal import EMPTY, browser, coordinator, forgotten, load
from bench.rows import Row, compare
from meetings import calendars
from meetings.models import Attendance, Circulation, Meeting, Minutes, ReviewRequest
from projects import calendars as deadlines_of_calls
from projects.models import Call, CallDate, ExpressionOfInterest, Programme

# Of the events, so many are last days to answer to minutes, and deadlines of calls; the others are meetings.
EVENTS, ROUNDS, CALLS = 500, 4, 6
TIMES = 25
# Of an empty view: what phones ask for every hour must cost next to nothing.
GOAL = 3.0


def rows() -> Iterator[Row]:
    """Load the feed of a coordinator, who sees everything, and that of a member, who sees what they were invited to."""
    browser()  # signed in for good, before anything is taken back
    with forgotten():
        meetings = add_convened(EVENTS - ROUNDS - CALLS)
        member = invite_member(meetings)
        add_rounds(meetings[:ROUNDS])
        add_deadlines(CALLS)
        for name, user in (("coordinator", coordinator()), ("member", member)):
            User.objects.filter(pk=user.pk).update(calendar_key=(key := uuid.uuid4()))
            feed = reverse("calendar-feed", args=[key])
            answer = load(feed)
            if (found := answer.content.count(b"BEGIN:VEVENT")) != EVENTS:
                raise RuntimeError(f"{found} events in the feed of the {name}, {EVENTS} expected.")
            yield measured(name, partial(load, feed), GOAL)
            yield measured(f"{name}, unchanged", partial(ask_again, feed, answer["ETag"]), GOAL)
            yield measured(f"{name}, cold", partial(load_anew, feed))


def measured(scale: str, reading: partial[HttpResponse], goal: float | None = None) -> Row:
    """Return the figures of one way to read the feed."""
    median, reference = compare(reading, partial(load, EMPTY), times=TIMES)
    return Row("Calendar feed", f"{EVENTS} events, {scale}", median, reference, goal)


def ask_again(address: str, etag: str) -> HttpResponse:
    """Ask for the feed as a program that has it. Raises RuntimeError where it is sent again."""
    response = browser().get(address, headers={"If-None-Match": etag})
    if response.status_code != 304:
        raise RuntimeError(f"{address} answered {response.status_code}.")
    return response


def load_anew(address: str) -> HttpResponse:
    """Load the feed from a process that has written neither queries nor events."""
    for question in (calendars._meetings, calendars._awaited, deadlines_of_calls._deadlines):
        question.written.clear()
    calendars._written.clear()
    return load(address)


def add_convened(count: int) -> list[Meeting]:
    """Add meetings as they are when people were convened to them, each a day after the one before; the first is today."""
    today = timezone.localdate()
    return Meeting.objects.bulk_create(
        Meeting(
            title_fr=f"Rencontre du réseau d'apprentissage, n° {number}",
            title_nl=f"Bijeenkomst van het lerend netwerk, nr. {number}",
            date=today + datetime.timedelta(days=number),
            starts_at=datetime.time(9, 30),
            ends_at=datetime.time(16),
            mode=Meeting.Mode.HYBRID,
            place_fr="Bruxelles, salle Europe",
            place_nl="Brussel, zaal Europa",
            link=f"https://video.example.org/rencontre-{number}",
            state=Meeting.State.CONVENED,
        )
        for number in range(count)
    )


def add_rounds(meetings: list[Meeting]) -> None:
    """Ask the first organisation to read the minutes of these meetings."""
    now, organisation = timezone.now(), Organisation.objects.order_by("pk")[0]
    day = timezone.localdate(now) + datetime.timedelta(days=14)
    for meeting in meetings:
        minutes = Minutes.objects.create(meeting=meeting, state=Minutes.State.IN_REVIEW)
        circulation = Circulation.objects.create(
            minutes=minutes, number=1, version=1, content="{}", sha256=sha256(b"{}").hexdigest(), deadline=day,
            circulated_by=coordinator(), circulated_at=now,
        )  # fmt: skip
        ReviewRequest.objects.create(circulation=circulation, organisation=organisation, deadline=day)


def add_deadlines(count: int) -> None:
    """Announce calls, each with a deadline, in all of which the first organisation is interested."""
    now, by, organisation = timezone.now(), coordinator(), Organisation.objects.order_by("pk")[0]
    day = timezone.localdate(now) + datetime.timedelta(days=60)
    programme = Programme.objects.create(
        code="bench-feed", title_fr="Programme", start=datetime.date(2021, 1, 1), end=datetime.date(2027, 12, 31)
    )
    for number in range(count):
        call = Call.objects.create(
            programme=programme, number=str(number), title_fr=f"Appel {number}", state="announced", announced_at=now
        )
        CallDate.objects.create(
            call=call, kind=CallDate.Kind.DEADLINE, series=uuid.uuid4(), earliest=day, latest=day, recorded_by=by,
            recorded_at=now, published_at=now,
        )  # fmt: skip
        ExpressionOfInterest.objects.create(
            call=call, organisation=organisation, answer="interested", stated_on=timezone.localdate(now), recorded_by=by,
            recorded_at=now,
        )  # fmt: skip


def invite_member(meetings: list[Meeting]) -> User:
    """Invite an organisation to these meetings, and return the person who acts for it."""
    organisation = Organisation.objects.order_by("pk")[0]
    person = Person.objects.create(given_name="Nora", family_name="Lefèvre")
    Affiliation.objects.create(person=person, organisation=organisation, valid_from=timezone.localdate())
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=person, organisation=organisation, position=1, status="unknown")
        for meeting in meetings
    )
    return User.objects.create(email="member@example.org", role="member", language="nl", person=person)
