"""Minutes approved by a later meeting, under the item of its agenda: that day counts."""

import datetime

import pytest

from amif_network.core.workflow import WrongState
from meetings.actions.publishing import approve, withdraw_approval
from meetings.models import Meeting
from tests.factories.meetings import NOW, AgendaItemFactory, MeetingFactory
from tests.meetings.pages import address, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(meeting) -> Meeting:
    """The meeting after it, held, with the approval on its agenda."""
    held = MeetingFactory(held=True, previous=meeting, date=datetime.date(2026, 6, 1), ends_at=datetime.time(12))
    AgendaItemFactory(meeting=held, approves=meeting.minutes)
    return held


def test_the_day_of_the_later_meeting_is_the_day_of_the_approval(signed_in, french_coordinator, meeting, later):
    client, url = signed_in(french_coordinator), f"{address('approve', meeting.pk)}?in={later.pk}"
    assert "1er juin 2026" in words(client.get(url))
    assert client.post(url, {"override": "Traduction en cours"}).status_code == 302
    minutes = meeting.minutes
    minutes.refresh_from_db()
    assert (minutes.state, minutes.approved_in, minutes.approved_by) == ("approved", later, french_coordinator)
    assert minutes.approved_at == datetime.datetime(2026, 6, 1, 10, tzinfo=datetime.UTC)
    entry = meeting.log.filter(action="approve").get()
    assert (entry.by, entry.at.date() == minutes.approved_at.date()) == (french_coordinator, False)
    agenda = words(client.get(address("meeting", later.pk)))
    assert agenda.count(str(later.agenda_items.get().title)) == 1


def test_approved_by_a_click_it_names_no_meeting(signed_in, french_coordinator, meeting, later):
    signed_in(french_coordinator).post(address("approve", meeting.pk), {"override": "Urgent"})
    meeting.minutes.refresh_from_db()
    assert (meeting.minutes.state, meeting.minutes.approved_in) == ("approved", None)


def test_withdrawing_the_approval_forgets_the_meeting(french_coordinator, meeting, later):
    approved = approve(meeting.minutes, by=french_coordinator, at=NOW, override="Urgent", in_meeting=later)
    withdrawn = withdraw_approval(approved, by=french_coordinator, at=NOW, comment="Une faute")
    assert (withdrawn.state, withdrawn.approved_in, withdrawn.approved_at) == ("draft", None, None)


@pytest.mark.parametrize("state", ["planned", "convened", "cancelled"])
def test_a_meeting_that_was_not_held_approves_nothing(signed_in, french_coordinator, meeting, later, state):
    Meeting.objects.filter(pk=later.pk).update(state=state)
    url = f"{address('approve', meeting.pk)}?in={later.pk}"
    assert signed_in(french_coordinator).post(url, {"override": "x"}).status_code == 403
    meeting.minutes.refresh_from_db()
    assert (meeting.minutes.state, meeting.minutes.approved_in) == ("draft", None)


def test_a_meeting_without_them_on_its_agenda_approves_nothing(signed_in, french_coordinator, meeting, later):
    other = MeetingFactory(held=True)
    url = address("approve", meeting.pk)
    client = signed_in(french_coordinator)
    found = [client.post(f"{url}?in={key}", {"override": "x"}).status_code for key in (other.pk, "x", "9" * 40)]
    assert found == [404, 404, 404]
    with pytest.raises(WrongState):
        approve(meeting.minutes, by=french_coordinator, at=NOW, override="x", in_meeting=other)
