"""Mark who is there while the meeting goes on."""

import re

import pytest

from meetings.models import Attendance, Meeting
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.meetings.pages import address, main_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(minutes) -> Attendance:
    return AttendanceFactory(meeting=minutes.meeting, status=Attendance.Status.UNKNOWN)


def mark(client, invited: Attendance, status: str = "present", was: str = "unknown", **headers):
    return client.post(address("mark", invited.meeting_id, invited.pk), {"status": status, "was": was}, **headers)


def status_of(invited: Attendance) -> str:
    return Attendance.objects.get(pk=invited.pk).status


def test_everybody_on_the_list_can_be_marked(signed_in, french_coordinator, invited):
    html = main_of(signed_in(french_coordinator).get(address("roll", invited.meeting_id)))
    pressed = re.findall(rf'id="roll-{invited.pk}-(\w+)"[^>]*aria-pressed="(true|false)"', html)
    assert pressed == [("present", "false"), ("excused", "false"), ("absent", "false")]


def test_a_mark_is_kept_logged_and_said(signed_in, french_coordinator, invited):
    response = mark(signed_in(french_coordinator), invited, "excused")
    assert response.headers["Location"] == address("roll", invited.meeting_id)
    assert status_of(invited) == "excused"
    entry = invited.meeting.log.get(action="attendance")
    assert entry.by == french_coordinator


def test_in_the_workspace_only_the_list_is_drawn_again(signed_in, french_coordinator, invited):
    html = mark(signed_in(french_coordinator), invited, HTTP_HX_REQUEST="true").content.decode().strip()
    assert html.startswith('<div class="roll" id="roll-list">')
    assert "<html" not in html
    assert f"{invited.person}: " in html
    assert f'id="roll-{invited.pk}-present" name="status" value="present" aria-pressed="true"' in html


def test_who_comes_second_is_told_and_changes_nothing(signed_in, french_coordinator, dutch_coordinator, invited):
    mark(signed_in(french_coordinator), invited, "present")
    response = mark(signed_in(dutch_coordinator), invited, "absent", HTTP_HX_REQUEST="true")
    assert "#warning" in response.content.decode()
    assert status_of(invited) == "present"
    mark(signed_in(dutch_coordinator), invited, "absent", was="present")
    assert status_of(invited) == "absent"


def test_the_same_mark_twice_is_one(signed_in, french_coordinator, dutch_coordinator, invited):
    mark(signed_in(french_coordinator), invited)
    mark(signed_in(dutch_coordinator), invited)
    assert status_of(invited) == "present"
    assert invited.meeting.log.filter(action="attendance").count() == 1


def test_somebody_taken_off_the_list_meanwhile_is_told(signed_in, french_coordinator, invited):
    Attendance.objects.filter(pk=invited.pk).delete()
    client = signed_in(french_coordinator)
    assert mark(client, invited).status_code == 302
    assert "#warning" in main_of(client.get(address("roll", invited.meeting_id)))


@pytest.mark.parametrize("status", ["guest", "x", ""])
def test_other_marks_do_not_exist(signed_in, french_coordinator, invited, status):
    assert mark(signed_in(french_coordinator), invited, status).status_code == 404
    assert status_of(invited) == "unknown"


def test_who_may_mark_where_and_when(signed_in, french_coordinator, host_member, outsider_member, invited):
    for user, status in ((host_member, 403), (outsider_member, 404)):
        assert signed_in(user).get(address("roll", invited.meeting_id)).status_code == status
        assert mark(signed_in(user), invited).status_code == status
    client = signed_in(french_coordinator)
    other = AttendanceFactory(meeting=MeetingFactory(held=True), status="unknown")
    client.post(address("mark", invited.meeting_id, other.pk), {"status": "present", "was": "unknown"})
    assert status_of(other) == "unknown"
    assert client.get(address("mark", invited.meeting_id, invited.pk)).status_code == 405
    Meeting.objects.filter(pk=invited.meeting_id).update(state="closed")
    assert mark(client, invited).status_code == 403
    assert status_of(invited) == "unknown"


def test_a_closed_meeting_offers_no_marks_in_the_workspace(signed_in, french_coordinator, invited):
    client = signed_in(french_coordinator)
    place = address("workspace", invited.meeting_id)
    assert f'hx-get="{address("roll", invited.meeting_id)}"' in main_of(client.get(place))
    Meeting.objects.filter(pk=invited.meeting_id).update(state="closed")
    assert address("roll", invited.meeting_id) not in main_of(client.get(place))


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_and_for_three(
    signed_in, french_coordinator, minutes, django_assert_num_queries, number
):
    AttendanceFactory.create_batch(number, meeting=minutes.meeting)
    client = signed_in(french_coordinator)
    with django_assert_num_queries(4):
        response = client.get(address("roll", minutes.meeting_id))
    # Beside them the member who was there.
    assert main_of(response).count('class="roll__marks"') == number + 1
