"""The page on which a coordinator convenes a meeting and sees who answered."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amif_network.outbox.models import OutgoingMail
from meetings.models import Meeting
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.meetings.pages import address, main_of, words

pytestmark = pytest.mark.django_db
# session, user, meeting, the list with people, accounts and organisations
QUERIES = 4


def test_before_sending_it_says_who_gets_a_mail_and_who_cannot_be_reached(signed_in, french_coordinator, meeting, host_member):
    response = signed_in(french_coordinator).get(address("convocation", meeting.pk))
    page = words(response)
    assert [address for _row, address, _lang in response.context["readers"]] == [host_member.email, "an@example.org"]
    assert [row.person.family_name for row in response.context["unreachable"]] == ["Absil"]
    assert "an@example.org" in page
    assert "Absil" in page
    assert OutgoingMail.objects.count() == 0


def test_it_is_sent_with_a_message(signed_in, french_coordinator, meeting):
    response = signed_in(french_coordinator).post(
        address("convocation", meeting.pk), {"message_fr": "Bienvenue", "message_nl": ""}
    )
    assert response["Location"] == address("convocation", meeting.pk)
    assert OutgoingMail.objects.count() == 2
    assert "http://testserver/fr/meetings/reply/" in OutgoingMail.objects.earliest("pk").text


def test_a_message_that_nobody_can_have_typed_is_refused(signed_in, french_coordinator, meeting):
    response = signed_in(french_coordinator).post(
        address("convocation", meeting.pk), {"message_fr": "a\x08b", "message_nl": "Hallo"}
    )
    assert response.status_code == 422
    assert "Hallo" in main_of(response)
    assert OutgoingMail.objects.count() == 0


def test_it_shows_who_has_not_answered(signed_in, french_coordinator, convened, own):
    convened.attendances.filter(pk=own.pk).update(status="excused", replied_at=timezone.now(), excuse="En congé")
    response = signed_in(french_coordinator).get(address("convocation", convened.pk))
    assert response.context["silent"] == 1
    assert "En congé" in words(response)


def test_a_changed_date_offers_the_update(signed_in, french_coordinator, convened):
    client, link = signed_in(french_coordinator), address("convocation-change", convened.pk)
    assert link not in main_of(client.get(convened.get_absolute_url()))
    assert client.get(link)["Location"] == address("convocation", convened.pk)
    Meeting.objects.update(date=convened.date + datetime.timedelta(days=1))
    assert link in main_of(client.get(convened.get_absolute_url()))
    assert len(client.get(link).context["readers"]) == 2
    client.post(link, {"message_fr": "", "message_nl": "", "ask_again": "on"})
    assert OutgoingMail.objects.count() == 4
    assert link not in main_of(client.get(convened.get_absolute_url()))


def test_cancelling_says_and_tells_who_was_convened(signed_in, french_coordinator, convened):
    client = signed_in(french_coordinator)
    assert client.get(address("step", convened.pk, "cancel")).context["told"] == 2
    client.post(address("step", convened.pk, "cancel"), {"comment": "Grève"})
    assert OutgoingMail.objects.count() == 4


def test_the_person_finds_the_question_on_the_page_of_the_meeting(signed_in, host_member, partner_member, convened):
    link = address("reply", convened.pk)
    assert link in main_of(signed_in(host_member).get(convened.get_absolute_url()))
    assert link not in main_of(signed_in(partner_member).get(convened.get_absolute_url()))


@pytest.mark.parametrize(("who", "status"), [("host_member", 403), ("outsider_member", 404), ("observer", 404)])
@pytest.mark.parametrize("name", ["convocation", "convocation-change"])
def test_it_is_for_who_leads_the_meeting(request, signed_in, convened, name, who, status):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address(name, convened.pk)).status_code == status
    assert client.post(address(name, convened.pk)).status_code == status


@pytest.mark.parametrize("state", ["held", "closed", "cancelled"])
def test_a_meeting_that_is_not_ahead_has_no_convocation(signed_in, french_coordinator, state):
    meeting = MeetingFactory(state=state)
    assert signed_in(french_coordinator).get(address("convocation", meeting.pk)).status_code == 403
    assert signed_in(french_coordinator).post(address("convocation", meeting.pk)).status_code == 403


def test_other_methods_are_refused(signed_in, french_coordinator, meeting):
    client = signed_in(french_coordinator)
    assert client.put(address("convocation", meeting.pk)).status_code == 405
    assert client.delete(address("convocation-change", meeting.pk)).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_list(signed_in, french_coordinator, number):
    meeting = MeetingFactory(convened=True)
    for _ in range(number):
        AttendanceFactory(meeting=meeting, status="unknown")
        AttendanceFactory(meeting=meeting, status="unknown", convened_at=timezone.now())
    client = signed_in(french_coordinator)
    with CaptureQueriesContext(connection) as queries:
        client.get(address("convocation", meeting.pk))
    assert len(queries) == QUERIES
