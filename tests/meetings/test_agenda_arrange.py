"""Adding and moving rows of the agenda without JavaScript; nothing is saved by it. The list of attendees does the same."""

import pytest

from meetings.models import AgendaItem, Attendance, Meeting
from tests.factories.meetings import AgendaItemFactory, AttendanceFactory
from tests.meetings.pages import address, sent_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(signed_in, french_coordinator, planned):
    """What a browser sends of an agenda of two rows, with something unsaved in it."""
    AgendaItemFactory(meeting=planned, position=1, title_fr="Accueil")
    AgendaItemFactory(meeting=planned, position=2, title_fr="Budget")
    page = signed_in(french_coordinator).get(address("agenda", planned.pk))
    return {**sent_by(page), "form-1-title_fr": "Finances", "form-1-starts_at": "pas encore su", "form-1-presenters": "Quelqu'un"}


def test_a_row_is_added_and_what_was_typed_stays(signed_in, french_coordinator, planned, sent):
    response = signed_in(french_coordinator).post(address("agenda-arrange", planned.pk), {**sent, "add": "1"})
    again = sent_by(response)
    assert int(again["form-TOTAL_FORMS"]) == int(sent["form-TOTAL_FORMS"]) + 1
    assert (again["form-1-title_fr"], again["form-1-starts_at"], again["form-1-presenters"]) == (
        "Finances",
        "pas encore su",
        "Quelqu'un",
    )
    assert again["base"] == sent["base"]
    assert response.context["formset"].is_bound is False


@pytest.mark.parametrize("wish", [{"up": "2"}, {"down": "1"}])
def test_a_row_is_moved_by_one(signed_in, french_coordinator, planned, sent, wish):
    again = sent_by(signed_in(french_coordinator).post(address("agenda-arrange", planned.pk), {**sent, **wish}))
    assert [again[f"form-{index}-title_fr"] for index in (0, 1)] == ["Finances", "Accueil"]
    assert [again[f"form-{index}-row"] for index in (0, 1)] == [sent["form-1-row"], sent["form-0-row"]]


def test_what_was_arranged_can_be_saved(signed_in, french_coordinator, planned, sent):
    client = signed_in(french_coordinator)
    again = sent_by(client.post(address("agenda-arrange", planned.pk), {**sent, "up": "2"}))
    saved = client.post(address("agenda", planned.pk), {**again, "form-0-starts_at": "9h", "form-0-presenters": ""})
    assert saved.status_code == 302
    assert [item.title_fr for item in planned.agenda_items.for_list()] == ["Finances", "Accueil"]


def test_ticks_to_remove_stay_ticked(signed_in, french_coordinator, planned, sent):
    again = sent_by(
        signed_in(french_coordinator).post(address("agenda-arrange", planned.pk), {**sent, "form-0-DELETE": "on", "down": "1"})
    )
    assert again["form-1-DELETE"] == "on"
    assert "form-0-DELETE" not in again


def test_nothing_is_saved(signed_in, french_coordinator, planned, sent):
    before = planned.agenda_items.fingerprint()
    signed_in(french_coordinator).post(address("agenda-arrange", planned.pk), {**sent, "up": "2", "form-0-DELETE": "on"})
    assert planned.agenda_items.fingerprint() == before


def test_a_list_of_attendees_keeps_its_choices(signed_in, french_coordinator, planned):
    attendance = AttendanceFactory(meeting=planned)
    client = signed_in(french_coordinator)
    sent = sent_by(client.get(address("attendance", planned.pk)))
    again = sent_by(client.post(address("attendance-arrange", planned.pk), {**sent, "down": "1"}))
    assert again["form-1-person_pick"] == [f"{attendance.person_id}|{attendance.person}"]
    assert again["form-1-status"] == "present"


@pytest.mark.parametrize("part", ["agenda", "attendance"])
def test_the_two_questions_are_asked_here_too(signed_in, french_coordinator, host_member, outsider_member, convened, part):
    url = address(f"{part}-arrange", convened.pk)
    assert signed_in(host_member).post(url, {}).status_code == 403
    assert signed_in(outsider_member).post(url, {}).status_code == 404
    assert signed_in(french_coordinator).get(url).status_code == 405
    Meeting.objects.update(state="closed")
    assert signed_in(french_coordinator).post(url, {}).status_code == 409


@pytest.mark.parametrize("part", ["agenda", "attendance"])
def test_nonsense_shows_an_empty_editor(signed_in, french_coordinator, planned, part):
    response = signed_in(french_coordinator).post(address(f"{part}-arrange", planned.pk), {"form-TOTAL_FORMS": "many", "up": "x"})
    assert response.status_code == 200
    assert (AgendaItem.objects.count(), Attendance.objects.count()) == (0, 0)
