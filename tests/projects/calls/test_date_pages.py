"""The pages on which coordinators enter, move, change, remove and publish dates."""

import datetime

import pytest

from amif_network.outbox.models import OutgoingMail
from projects.models import CallDate
from tests.factories.meetings import MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.projects import CallDateFactory, CallFactory
from tests.meetings.pages import main_of, words
from tests.projects.pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in, french_coordinator):
    return signed_in(french_coordinator)


@pytest.fixture
def opening():
    return CallDateFactory(earliest=datetime.date(2026, 9, 15))


def vague(**values):
    known = {"earliest": "2026-10-10", "latest": "2026-10-20", "words_fr": "mi-octobre", "reason_fr": "Le budget tarde."}
    return {**known, **values}


def page(name, date):
    return address(f"date-{name}", date.call_id, date.pk)


def values_of(response) -> dict:
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def test_an_exact_date_is_entered_as_people_write_it(client):
    call = CallFactory(draft=True)
    assert client.get(address("date-new", call.pk)).status_code == 200
    response = client.post(address("date-new", call.pk), {"kind": "deadline", "earliest": "15 octobre 2026", "time": "12h00"})
    date = CallDate.objects.get()
    assert response["Location"] == call.get_absolute_url()
    assert (date.earliest, date.latest, date.time) == (
        datetime.date(2026, 10, 15),
        datetime.date(2026, 10, 15),
        datetime.time(12),
    )


def test_words_alone_propose_the_days_and_save_nothing_yet(client):
    call = CallFactory(draft=True)
    response = client.post(address("date-new", call.pk), {"kind": "opening", "words_nl": "half oktober 2026"})
    assert (response.status_code, CallDate.objects.count()) == (422, 0)
    assert "half oktober 2026" in words(response)
    assert "du 10 au 20 octobre 2026" in words(response)
    # A proposal, and no fault of the person.
    assert response.context["form"].errors == {}
    assert "data-invalid" not in main_of(response)
    confirmed = values_of(response)
    assert (confirmed["earliest"], confirmed["latest"]) == ("2026-10-10", "2026-10-20")
    client.post(address("date-new", call.pk), confirmed)
    assert CallDate.objects.get().words_nl == "half oktober 2026"


@pytest.mark.parametrize(
    "wrong",
    [
        {"earliest": "", "latest": "", "words_fr": "bientôt"},
        {"earliest": "2026-10-20", "latest": "2026-10-10"},
        {"words_fr": ""},
        {"latest": ""},
        {"latest": "2026-10-10"},
        {"time": "12h00"},
        {"earliest": "10/10/0026"},
        {"reason_fr": ""},
        {"earliest": "2026-09-15", "latest": "", "words_fr": ""},
        {"earliest": "x"},
    ],
)
def test_what_is_wrong_is_said_and_stays_typed(client, opening, wrong):
    response = client.post(page("move", opening), {**vague(reason_nl="", words_nl=""), **wrong})
    assert response.status_code == 422
    assert 'role="alert"' in main_of(response)
    assert CallDate.objects.count() == 1
    assert values_of(response)["reason_fr"] == {**vague(), **wrong}["reason_fr"]


def test_a_call_has_one_opening(client, opening):
    response = client.post(address("date-new", opening.call_id), {"kind": "opening", "earliest": "2026-10-15"})
    assert response.status_code == 422
    assert "déplacez" in words(response)


def test_a_move_leads_to_the_page_that_says_who_is_told(client, opening, host_member, partner):
    meeting = MeetingFactory()
    response = client.post(page("move", opening), vague(meeting=meeting.pk))
    moved = CallDate.objects.get(version=2)
    assert (response["Location"], moved.meeting) == (page("publish", moved), meeting)
    text = words(client.get(page("publish", moved)))
    assert "host@example.org" in text
    assert "CPAS de Binche" in text  # nobody has an address there
    assert OutgoingMail.objects.count() == 0
    for _time in range(2):
        assert client.post(page("publish", moved))["Location"] == moved.call.get_absolute_url()
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["host@example.org"]


def test_the_section_that_said_it_is_kept(client, opening):
    section = SectionFactory(minutes=MinutesFactory(), fr="Calendrier")
    target = f"{page('move', opening)}?section={section.uuid}"
    values = values_of(client.get(target))
    client.post(target, {**values, **vague()})
    assert CallDate.objects.get(version=2).section == section


def test_a_section_of_another_meeting_than_the_one_chosen_is_not_kept(client, opening):
    section, meeting = SectionFactory(minutes=MinutesFactory()), MeetingFactory()
    client.post(f"{page('move', opening)}?section={section.uuid}", vague(meeting=meeting.pk))
    moved = CallDate.objects.get(version=2)
    assert (moved.section, moved.meeting) == (None, meeting)


def test_who_moves_second_sees_where_it_stands_and_loses_nothing(client, opening):
    client.post(page("move", opening), vague())
    response = client.post(page("move", opening), vague(reason_fr="Une autre raison"))
    assert response.status_code == 409
    assert "Une autre raison" in main_of(response)
    assert "mi-octobre" in words(response)
    assert f'action="{page("edit", CallDate.objects.get(version=2))}"' in main_of(response)
    assert CallDate.objects.filter(version=2).count() == 1


def test_an_unpublished_date_is_changed_and_removed(client, opening):
    client.post(page("move", opening), vague())
    moved = CallDate.objects.get(version=2)
    values = values_of(client.get(page("edit", moved)))
    client.post(page("edit", moved), {**values, "words_fr": "vers la mi-octobre"})
    moved.refresh_from_db()
    assert moved.words_fr == "vers la mi-octobre"
    assert client.get(page("remove", moved)).status_code == 200
    client.post(page("remove", moved))
    assert CallDate.objects.get() == opening


def test_two_who_change_one_date_see_both_versions(client):
    date = CallDateFactory(unpublished=True)
    values = values_of(client.get(page("edit", date)))
    CallDate.objects.filter(pk=date.pk).update(earliest=datetime.date(2026, 3, 8), latest=datetime.date(2026, 3, 8))
    response = client.post(page("edit", date), {**values, "earliest": "2026-03-09"})
    assert response.status_code == 409
    assert "8 mars 2026" in words(response)
    date.refresh_from_db()
    assert date.earliest == datetime.date(2026, 3, 8)


def test_a_published_date_has_no_form_to_change_it(client, opening):
    assert [client.get(page(name, opening)).status_code for name in ("edit", "remove")] == [403, 403]
    assert client.get(page("publish", opening))["Location"] == opening.call.get_absolute_url()


def test_a_date_that_contradicts_another_is_refused_in_words(client, opening):
    response = client.post(address("date-new", opening.call_id), {"kind": "deadline", "earliest": "2026-09-01"})
    assert response.status_code == 422
    assert "date limite de soumission" in words(response)
    assert CallDate.objects.count() == 1


def test_overlapping_ranges_are_said_before_publishing(client):
    call = CallFactory()
    CallDateFactory(call=call, vague=True)
    deadline = CallDateFactory(call=call, kind="deadline", vague=True, unpublished=True)
    assert 'data-color="warning"' in main_of(client.get(page("publish", deadline)))


def test_the_date_of_another_call_is_not_found(client, opening):
    other = CallFactory()
    for name in ("move", "edit", "remove", "publish"):
        assert client.get(address(f"date-{name}", other.pk, opening.pk)).status_code == 404


def test_a_section_that_is_not_there_is_not_found(client, opening):
    assert client.get(f"{page('move', opening)}?section=00000000-0000-4000-8000-000000000001").status_code == 404
