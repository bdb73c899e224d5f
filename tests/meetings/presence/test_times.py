"""Who came late or left early: noted by item of the agenda, printed beside the name."""

import pytest

from amif_network.core.workflow import WrongState
from meetings import documents
from meetings.actions.attending import NotInOrder, note_times
from meetings.models import Attendance, Meeting, MeetingLogEntry
from tests.factories.meetings import NOW, AgendaItemFactory, AttendanceFactory, MeetingFactory
from tests.meetings.pages import address, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def late() -> Attendance:
    """Somebody on the list of a held meeting of three items."""
    meeting = MeetingFactory(held=True)
    for position, (label, title) in enumerate([("1.", "Accueil"), ("", "Budget"), ("3.", "Divers")], 1):
        AgendaItemFactory(meeting=meeting, position=position, label=label, title_fr=title, title_nl=f"{title} nl")
    return AttendanceFactory(meeting=meeting)


def items(late: Attendance) -> list:
    return list(late.meeting.agenda_items.order_by("position"))


def printed(late: Attendance, lang: str) -> str:
    (group,) = documents.attendance(Meeting.objects.for_detail().get(pk=late.meeting_id), lang)
    return group.organisations[0].people[0].remark


def test_it_is_printed_beside_the_name_in_either_language(french_coordinator, late) -> None:
    first, second, third = items(late)
    note_times(late.meeting, attendance_id=late.pk, arrived_for=second, left_after=third, by=french_coordinator, at=NOW)
    assert printed(late, "fr") == "à partir du point «\u00a0Budget\u00a0», jusqu’au point 3"
    assert printed(late, "nl") == "vanaf punt “Budget nl”, tot en met punt 3"
    assert MeetingLogEntry.objects.get().action == "attendance"
    note_times(late.meeting, attendance_id=late.pk, arrived_for=None, left_after=first, by=french_coordinator, at=NOW)
    assert printed(late, "nl") == "tot en met punt 1"


def test_nobody_leaves_before_they_arrive(french_coordinator, late) -> None:
    first, _second, third = items(late)
    with pytest.raises(NotInOrder):
        note_times(late.meeting, attendance_id=late.pk, arrived_for=third, left_after=first, by=french_coordinator, at=NOW)
    late.refresh_from_db()
    assert (late.arrived_for, late.left_after) == (None, None)


def test_a_closed_meeting_is_not_changed(french_coordinator, late) -> None:
    Meeting.objects.update(state="closed")
    with pytest.raises(WrongState):
        note_times(late.meeting, attendance_id=late.pk, arrived_for=None, left_after=None, by=french_coordinator, at=NOW)


def test_the_page_says_what_is_wrong_and_keeps_the_choice(signed_in, french_coordinator, late) -> None:
    client, place = signed_in(french_coordinator), address("presence-times", late.meeting_id, late.pk)
    first, _second, third = items(late)
    refused = client.post(place, {"arrived_for": third.pk, "left_after": first.pk})
    assert refused.status_code == 422
    assert "Personne ne peut partir avant d’arriver" in words(refused)
    assert f'<option value="{third.pk}" selected>' in refused.content.decode()
    assert client.post(place, {"arrived_for": first.pk, "left_after": ""}).status_code == 302
    late.refresh_from_db()
    assert (late.arrived_for, late.left_after) == (first, None)


def test_an_item_of_another_meeting_is_refused(signed_in, french_coordinator, late) -> None:
    other = AgendaItemFactory()
    response = signed_in(french_coordinator).post(
        address("presence-times", late.meeting_id, late.pk), {"arrived_for": other.pk, "left_after": ""}
    )
    assert response.status_code == 422
    late.refresh_from_db()
    assert late.arrived_for is None


def test_roles_meetings_and_methods(signed_in, french_coordinator, host_member, outsider_member, convened, late) -> None:
    invited = convened.attendances.get()
    assert signed_in(host_member).get(address("presence-times", convened.pk, invited.pk)).status_code == 403
    assert signed_in(outsider_member).get(address("presence-times", convened.pk, invited.pk)).status_code == 404
    client = signed_in(french_coordinator)
    assert client.get(address("presence-times", convened.pk, late.pk)).status_code == 404
    assert client.put(address("presence-times", late.meeting_id, late.pk)).status_code == 405
