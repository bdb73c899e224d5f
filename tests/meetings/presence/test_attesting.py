"""A person's own word that they were there: between the meeting and the approval, with a trace."""

import pytest

from amif_network.core.workflow import WrongState
from meetings.actions.attending import attest_presence
from meetings.models import Attendance, Meeting, MeetingLogEntry, Minutes
from tests.factories.meetings import NOW, AttendanceFactory, MeetingFactory, MinutesFactory, signed
from tests.meetings.pages import address, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(host, host_member) -> Attendance:
    """The host member's row, not yet known, on the list of a meeting that was held."""
    minutes = MinutesFactory(meeting__title_fr="Rencontre de mars")
    return AttendanceFactory(meeting=minutes.meeting, person=host_member.person, organisation=host, status="unknown")


def test_who_was_not_yet_known_is_present_from_then_on(host_member, own) -> None:
    attest_presence(own.meeting, by=host_member, at=NOW)
    own.refresh_from_db()
    assert (own.status, own.attested_at) == ("present", NOW)
    assert [(entry.action, entry.by, entry.comment) for entry in MeetingLogEntry.objects.all()] == [
        ("attest", host_member, str(host_member.person))
    ]


def test_what_the_coordinator_noted_stays_beside_it(host_member, own) -> None:
    Attendance.objects.update(status="absent")
    attest_presence(own.meeting, by=host_member, at=NOW)
    own.refresh_from_db()
    assert (own.status, own.attested_at) == ("absent", NOW)


def test_said_twice_is_said_once(host_member, own) -> None:
    for _again in range(2):
        attest_presence(own.meeting, by=host_member, at=NOW)
    assert MeetingLogEntry.objects.count() == 1


@pytest.mark.parametrize("state", ["approved", "published"])
def test_it_is_too_late_once_the_minutes_are_approved(french_coordinator, host_member, own, state) -> None:
    Minutes.objects.update(**signed(state, french_coordinator))
    with pytest.raises(WrongState):
        attest_presence(own.meeting, by=host_member, at=NOW)
    own.refresh_from_db()
    assert own.attested_at is None


@pytest.mark.parametrize("state", ["planned", "convened", "cancelled"])
def test_nobody_was_at_a_meeting_that_was_not_held(host_member, state) -> None:
    row = AttendanceFactory(meeting=MeetingFactory(state=state), person=host_member.person)
    with pytest.raises(WrongState):
        attest_presence(row.meeting, by=host_member, at=NOW)


def test_the_meeting_page_offers_it_and_says_when_it_was_done(signed_in, host_member, own) -> None:
    client = signed_in(host_member)
    page = client.get(address("meeting", own.meeting_id))
    assert "J’étais là" in words(page)
    answer = client.post(address("attest", own.meeting_id), follow=True)
    assert "Vous avez attesté le" in words(answer)
    assert "J’étais là" not in words(answer)


def test_nobody_attests_for_a_meeting_they_were_not_invited_to(signed_in, french_coordinator, outsider_member, own) -> None:
    assert signed_in(french_coordinator).post(address("attest", own.meeting_id)).status_code == 404
    assert signed_in(outsider_member).post(address("attest", own.meeting_id)).status_code == 404
    assert signed_in(french_coordinator).get(address("attest", own.meeting_id)).status_code == 405
    assert Meeting.objects.get(pk=own.meeting_id).attendances.get().attested_at is None
