"""The feed keeps written events and the SQL of its queries: what it says is nevertheless what the portal says now."""

import datetime
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation
from meetings import calendars
from meetings.models import Edition, Meeting, MeetingLogEntry, Minutes, ReviewRequest
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, AttendanceFactory, MeetingFactory, MinutesFactory
from tests.factories.review import ReviewRequestFactory
from tests.meetings.following import events, follow

pytestmark = pytest.mark.django_db
# the person; their meetings; the answers awaited of them; the deadlines of calls
QUERIES = 4


@pytest.fixture
def cast(host_member, partner_member, french_coordinator, administrator, observer) -> list[User]:
    """Readers of every role, and a member who is linked to no person."""
    return [host_member, partner_member, french_coordinator, administrator, observer, UserFactory(role="member", person=None)]


def publish(minutes: Minutes, by: User) -> None:
    signature = {"approved_by": by, "approved_at": NOW, "published_by": by, "published_at": NOW}
    Edition.objects.create(
        minutes=minutes, version=1, language="fr", audience="public", content={"heads": []}, pdf=b"pdf",
        sha256=sha256(b"pdf").hexdigest(), **signature,
    )  # fmt: skip


def test_the_feed_holds_exactly_what_its_reader_sees_in_the_portal(cast, french_coordinator, host, soon):
    publish(MinutesFactory(meeting__date=soon.date), french_coordinator)
    for state in ("planned", "cancelled"):
        AttendanceFactory(meeting=MeetingFactory(date=soon.date, state=state), organisation=host)
    ReviewRequestFactory(organisation=host)
    for reader in cast:
        seen = {str(meeting.uid) for meeting in Meeting.objects.visible_to(reader) if meeting.date.year >= soon.date.year}
        awaited = ReviewRequest.objects.visible_to(reader).to_answer().count()
        found = list(events(follow(reader)))
        assert ({uid for uid in found if "@" not in uid}, len(found)) == (seen, len(seen) + awaited), reader.role


def test_a_day_that_passes_takes_the_oldest_meeting_away(french_coordinator):
    today = timezone.localdate()
    oldest, _older = (MeetingFactory(date=today - datetime.timedelta(days=days)) for days in (400, 401))
    assert list(events(follow(french_coordinator))) == [str(oldest.uid)]


CHANGES = {
    "another title": lambda meeting, reader: Meeting.objects.update(title_fr="Autre titre"),
    "another hour": lambda meeting, reader: Meeting.objects.update(starts_at=datetime.time(10)),
    "no hour": lambda meeting, reader: Meeting.objects.update(starts_at=None),
    "another place": lambda meeting, reader: Meeting.objects.update(place_nl="Gent"),
    "another form": lambda meeting, reader: Meeting.objects.update(mode="online"),
    "no link": lambda meeting, reader: Meeting.objects.update(link=""),
    "postponed": lambda meeting, reader: Meeting.objects.update(date=meeting.date + datetime.timedelta(days=1)),
    "told anew": lambda meeting, reader: Meeting.objects.update(sequence=9),
    "cancelled": lambda meeting, reader: (
        MeetingLogEntry.objects.create(
            meeting=meeting, subject="meeting", action="convene", to_state="convened", by=reader, at=NOW
        ),
        Meeting.objects.update(state="cancelled"),
    ),
    "another language": lambda meeting, reader: User.objects.filter(pk=reader.pk).update(language="nl"),
}
LOSSES = {
    "planned again": lambda meeting, reader: Meeting.objects.update(state="planned"),
    "long past": lambda meeting, reader: Meeting.objects.update(date=datetime.date(2020, 1, 1)),
    "no longer invited": lambda meeting, reader: meeting.attendances.all().delete(),
    "works elsewhere": lambda meeting, reader: reader.person.affiliations.update(organisation=OrganisationFactory()),
    "an observer now": lambda meeting, reader: User.objects.filter(pk=reader.pk).update(role="observer"),
    "linked to nobody": lambda meeting, reader: User.objects.filter(pk=reader.pk).update(person=None),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_shows_in_the_next_reading(change, host_member, soon):
    before = events(follow(host_member))[str(soon.uid)]
    change(soon, host_member)
    after = events(follow(host_member))[str(soon.uid)]
    assert before.to_ical() != after.to_ical()


@pytest.mark.parametrize("change", LOSSES.values(), ids=LOSSES)
def test_what_one_may_not_see_any_more_is_gone_in_the_next_reading(change, host_member, soon):
    assert list(events(follow(host_member))) == [str(soon.uid)]
    change(soon, host_member)
    assert events(follow(host_member)) == {}


def test_a_deadline_says_the_names_and_days_of_now(host_member, host):
    asked = ReviewRequestFactory(organisation=host)
    uid = f"review-{asked.pk}@127.0.0.1"
    assert "CPAS de Charleroi" in events(follow(host_member))[uid]["SUMMARY"]
    Organisation.objects.filter(pk=host.pk).update(short_fr="CPAS de Fleurus")
    later = asked.deadline + datetime.timedelta(days=3)
    ReviewRequest.objects.filter(pk=asked.pk).update(deadline=later)
    after = events(follow(host_member))[uid]
    assert ("CPAS de Fleurus" in after["SUMMARY"], after["DTSTART"].dt) == (True, later)


def test_only_what_changed_is_loaded_and_written_again(french_coordinator, soon):
    MeetingFactory(date=soon.date)
    follow(french_coordinator)
    Meeting.objects.filter(pk=soon.pk).update(title_fr="Autre titre")
    with CaptureQueriesContext(connection) as queries:
        assert str(events(follow(french_coordinator))[str(soon.uid)]["SUMMARY"]) == "Autre titre"
    assert (len(queries), sum(f'"id" IN ({soon.pk})' in query["sql"] for query in queries)) == (QUERIES + 1, 1)


def test_a_process_keeps_no_more_events_than_it_may(monkeypatch, french_coordinator):
    monkeypatch.setattr(calendars, "KEPT", 2)
    meetings = [MeetingFactory(date=timezone.localdate()) for _ in range(3)]
    for _ in range(2):
        assert list(events(follow(french_coordinator))) == [str(meeting.uid) for meeting in meetings]
        assert len(calendars._written) <= 2
