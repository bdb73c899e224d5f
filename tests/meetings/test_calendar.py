"""A meeting as a calendar file, and the calendar that a person's own program follows, read by a library that is not ours."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amif_network.accounts.models import User
from meetings.models import Meeting, Minutes
from tests.factories.meetings import AttendanceFactory, MeetingFactory, signed
from tests.factories.review import CirculationFactory, ReviewRequestFactory
from tests.meetings.following import events, follow
from tests.meetings.pages import address

pytestmark = pytest.mark.django_db
# the person; their meetings; the answers awaited of them; the deadlines of calls
QUERIES = 4


def test_a_meeting_is_a_file_for_the_calendar(signed_in, host_member, soon):
    response = signed_in(host_member).get(address("calendar", soon.pk))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="amif-{soon.date:%Y-%m-%d}.ics"'
    event = events(response)[str(soon.uid)]
    assert (event["SUMMARY"], event["LOCATION"], event["STATUS"]) == ("Rencontre de mars", "Bruxelles / Brussel", "CONFIRMED")
    assert event["URL"] == f"http://testserver/fr/meetings/{soon.pk}/"
    assert event["DTSTART"].dt.isoformat().startswith(f"{soon.date}T09:30:00+")
    assert event["DESCRIPTION"].splitlines() == [
        "Rencontre de mars / Bijeenkomst van maart", "https://video.example.org/x", f"http://testserver/fr/meetings/{soon.pk}/",
    ]  # fmt: skip


def test_a_file_speaks_the_language_of_the_page(signed_in, host_member, soon):
    event = events(signed_in(host_member).get(address("calendar", soon.pk, lang="nl")))[str(soon.uid)]
    assert (event["SUMMARY"], event["LOCATION"]) == ("Bijeenkomst van maart", "Brussel / Bruxelles")


def test_the_file_does_not_exist_for_strangers(signed_in, outsider_member, soon):
    assert signed_in(outsider_member).get(address("calendar", soon.pk)).status_code == 404
    assert signed_in(outsider_member).post(address("calendar", soon.pk)).status_code == 405


def test_the_feed_holds_what_its_owner_sees(host_member, french_coordinator, outsider_member, observer, soon):
    planned = MeetingFactory(date=soon.date)
    assert list(events(follow(host_member))) == [str(soon.uid)]
    assert set(events(follow(french_coordinator))) == {str(soon.uid), str(planned.uid)}
    assert events(follow(outsider_member)) == events(follow(observer)) == {}


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("planned", "TENTATIVE"),
        ("convened", "CONFIRMED"),
        ("held", "CONFIRMED"),
        ("closed", "CONFIRMED"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_the_feed_says_whether_a_meeting_takes_place(french_coordinator, soon, state, status):
    Meeting.objects.update(state=state, sequence=4)
    event = events(follow(french_coordinator))[str(soon.uid)]
    assert (event["STATUS"], event["SEQUENCE"]) == (status, 4)


def test_the_feed_names_nobody(host_member, soon):
    other = AttendanceFactory(meeting=soon)
    content = follow(host_member).content.decode()
    assert other.person.family_name not in content
    assert "@example.org" not in content
    assert "ATTENDEE" not in content


def test_the_feed_speaks_the_language_of_its_owner(host_member, soon):
    User.objects.filter(pk=host_member.pk).update(language="nl")
    host_member.refresh_from_db()
    response = follow(host_member, None, **{"Accept-Language": "fr"})
    assert events(response)[str(soon.uid)]["SUMMARY"] == "Bijeenkomst van maart"


def test_a_deadline_of_ones_organisation_is_a_whole_day(host_member, host, outsider_member, french_coordinator):
    circulation = CirculationFactory()
    asked = ReviewRequestFactory(circulation=circulation, organisation=host)
    ReviewRequestFactory(circulation=circulation)
    [(uid, event)] = events(follow(host_member)).items()
    assert uid == f"review-{asked.pk}@127.0.0.1"
    assert event["DTSTART"].dt == asked.deadline
    assert "CPAS de Charleroi" in event["SUMMARY"]
    assert event["URL"].endswith(f"/fr/meetings/reviews/{asked.pk}/")
    assert events(follow(outsider_member)) == {}
    deadlines = [uid for uid in events(follow(french_coordinator)) if uid.startswith("review-")]
    assert deadlines == [f"review-{circulation.pk}-{asked.deadline:%Y%m%d}@127.0.0.1"]


def test_an_answer_takes_the_deadline_away(host_member, host):
    ReviewRequestFactory(organisation=host, answered=True)
    assert events(follow(host_member)) == {}


@pytest.mark.parametrize("reader", ["host_member", "french_coordinator"])
def test_what_cannot_be_answered_any_more_has_no_deadline(request, reader, host):
    asked = ReviewRequestFactory(organisation=host)
    user = request.getfixturevalue(reader)
    before = len(events(follow(user)))
    Minutes.objects.filter(pk=asked.circulation.minutes_id).update(**signed("approved", user))
    assert before - len(events(follow(user))) == 1


def test_a_program_that_has_it_already_gets_nothing_new(host_member, soon):
    first = follow(host_member)
    assert (first["Cache-Control"], first["X-Robots-Tag"]) == ("private, no-cache", "noindex")
    again = follow(host_member, None, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Meeting.objects.update(title_fr="Autre titre")
    assert follow(host_member, None, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_unknown_withdrawn_and_closed_addresses_look_alike(client, host_member, soon):
    assert client.get(f"/calendar/{uuid.uuid4()}.ics").status_code == 404
    assert follow(host_member).status_code == 200
    User.objects.update(is_active=False)
    assert follow(host_member).status_code == 404
    User.objects.update(is_active=True, calendar_key=None)
    assert client.get(f"/calendar/{host_member.calendar_key}.ics").status_code == 404


def test_the_feed_is_only_read(client, host_member, soon):
    assert client.post(f"/calendar/{uuid.uuid4()}.ics").status_code == 405
    assert follow(host_member, client).cookies == {}


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_feed(host, host_member, number):
    for _ in range(number):
        day = timezone.localdate() + datetime.timedelta(days=3)
        AttendanceFactory(meeting=MeetingFactory(convened=True, date=day), person=host_member.person, organisation=host)
        ReviewRequestFactory(organisation=host)
    follow(host_member)
    with CaptureQueriesContext(connection) as queries:
        assert len(events(follow(host_member))) >= number
    assert len(queries) == QUERIES
