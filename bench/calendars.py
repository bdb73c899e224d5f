"""The calendar that a person's own program follows: a feed of 500 meetings, against an empty view."""

import datetime
import uuid
from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.directory.models import Affiliation, Organisation, Person
from bench.portal import EMPTY, browser, coordinator, forgotten, load
from bench.rows import Row, compare
from meetings.models import Attendance, Meeting

EVENTS = 500
TIMES = 25
# Of an empty view: what phones ask for every hour must cost next to nothing.
GOAL = 3.0


def rows() -> Iterator[Row]:
    """Load the feed of a coordinator, who sees every meeting, and that of a member, who sees those they were invited to."""
    browser()  # signed in for good, before anything is taken back
    with forgotten():
        meetings = add_convened(EVENTS)
        for name, user in (("coordinator", coordinator()), ("member", invite_member(meetings))):
            User.objects.filter(pk=user.pk).update(calendar_key=(key := uuid.uuid4()))
            feed = reverse("calendar-feed", args=[key])
            if (found := load(feed).content.count(b"BEGIN:VEVENT")) != EVENTS:
                raise RuntimeError(f"{found} events in the feed of the {name}, {EVENTS} expected.")
            median, reference = compare(partial(load, feed), partial(load, EMPTY), times=TIMES)
            yield Row("Calendar feed", f"{EVENTS} events, {name}", median, reference, GOAL)


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
