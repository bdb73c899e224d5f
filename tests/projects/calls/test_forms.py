"""Calls and programmes are written down, changed by two people, and moved along their workflow."""

import datetime

import pytest

from projects.models import Call, CallDate, LogEntry, Programme
from projects.workflow import CALL
from tests.factories.directory import OrganisationFactory
from tests.factories.projects import CallDateFactory, CallFactory, ProgrammeFactory
from tests.meetings.pages import main_of, words
from tests.projects.pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in, french_coordinator):
    return signed_in(french_coordinator)


def sent(programme, **values):
    return {"programme": programme.pk, "number": "101", "title_fr": "Accueil", **values}


def shown(response) -> dict:
    """What a browser would send back of the form as it is shown."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields if name not in ("managing_body",)}
    return {name: "" if value is None else value for name, value in values.items()}


def test_a_call_begins_as_a_draft(client):
    programme, body = ProgrammeFactory(), OrganisationFactory(short_fr="Autorité", short_nl="Overheid")
    assert client.get(address("call-new")).status_code == 200
    response = client.post(
        address("call-new"), sent(programme, managing_body="Autorité", period_start="01/01/2027", period_end="31/12/2028")
    )
    call = Call.objects.get()
    assert response["Location"] == call.get_absolute_url()
    assert (call.state, call.number, call.managing_body, call.period_end) == ("draft", "101", body, datetime.date(2028, 12, 31))
    assert list(LogEntry.objects.values_list("action", flat=True)) == ["record"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_fr": ""},
        {"number": ""},
        {"period_start": "02/01/2027", "period_end": "01/01/2027"},
        {"period_start": "01/01/0227"},
        {"channel_address": "no address"},
        {"managing_body": "Nobody knows"},
        {"number": "42"},
    ],
)
def test_what_is_wrong_is_said_and_stays_typed(client, wrong):
    programme = ProgrammeFactory()
    CallFactory(programme=programme, number="42")
    response = client.post(address("call-new"), sent(programme, summary_fr="Deux\nlignes", **wrong))
    assert 'role="alert"' in main_of(response)
    assert "Deux\nlignes" in main_of(response)
    assert Call.objects.count() == 1


def test_before_the_first_call_a_programme_is_asked_for(client):
    assert address("programme-new") in main_of(client.get(address("call-new")))


def test_a_call_is_changed_and_the_log_keeps_what_stood(client):
    call = CallFactory(title_fr="Avant")
    values = shown(client.get(address("call-edit", call.pk)))
    client.post(address("call-edit", call.pk), {**values, "title_fr": "Après"})
    call.refresh_from_db()
    assert (call.title_fr, call.rev) == ("Après", 2)
    assert "Avant" in LogEntry.objects.get().words_nl


def test_who_saves_second_sees_both_versions(client):
    call = CallFactory(title_fr="Avant")
    values = shown(client.get(address("call-edit", call.pk)))
    Call.objects.filter(pk=call.pk).update(title_fr="Entre-temps", rev=2)
    response = client.post(address("call-edit", call.pk), {**values, "title_fr": "Après"})
    assert response.status_code == 409
    assert [text for text in ("Entre-temps", "Après") if text not in words(response) + main_of(response)] == []
    call.refresh_from_db()
    assert call.title_fr == "Entre-temps"


def test_a_programme_is_written_down_and_changed(client):
    values = {"code": "amif-3", "title_fr": "Période 3", "start": "01/01/2028", "end": "31/12/2034"}
    assert client.post(address("programme-new"), values)["Location"] == address("programmes")
    programme = Programme.objects.get()
    page = client.get(address("programme-edit", programme.pk))
    client.post(address("programme-edit", programme.pk), {**shown(page), "title_nl": "Periode 3"})
    programme.refresh_from_db()
    assert (programme.code, programme.title_nl) == ("amif-3", "Periode 3")
    assert "Période 3" in words(client.get(address("programmes")))


def test_two_who_change_one_programme_see_both_versions(client):
    programme = ProgrammeFactory(title_fr="Avant")
    values = shown(client.get(address("programme-edit", programme.pk)))
    Programme.objects.update(title_fr="Entre-temps")
    response = client.post(address("programme-edit", programme.pk), {**values, "title_fr": "Après"})
    assert response.status_code == 409
    assert "Entre-temps" in words(response)
    programme.refresh_from_db()
    assert programme.title_fr == "Entre-temps"


@pytest.mark.parametrize("wrong", [{"title_fr": ""}, {"end": "01/01/2027"}, {"code": "with space"}])
def test_a_programme_that_cannot_be_is_refused(client, wrong):
    values = {"code": "amif-3", "title_fr": "Période 3", "start": "01/01/2028", "end": "31/12/2034", **wrong}
    assert 'role="alert"' in main_of(client.post(address("programme-new"), values))
    assert Programme.objects.count() == 0


def test_everything_written_is_for_coordinators(signed_in, host_member, observer):
    call = CallFactory()
    date = CallDateFactory(call=call)
    pages = [
        address("call-new"), address("programmes"), address("programme-new"), address("programme-edit", call.programme_id),
        address("call-edit", call.pk), address("call-step", call.pk, "select"), address("date-new", call.pk),
        address("date-move", call.pk, date.pk), address("date-edit", call.pk, date.pk), address("date-remove", call.pk, date.pk),
        address("date-publish", call.pk, date.pk), address("envelopes", call.pk), address("template-new", call.pk),
    ]  # fmt: skip
    for person in (host_member, observer):
        client = signed_in(person)
        assert [page for page in pages if client.get(page).status_code != 403] == []
        assert [page for page in pages if page != address("programmes") and client.post(page).status_code != 403] == []


def test_other_methods_are_refused(client):
    call = CallFactory()
    pages = [address("calls"), address("call", call.pk), address("programmes")]
    assert [client.post(page).status_code for page in pages] == [405] * 3
    assert client.delete(address("call-edit", call.pk)).status_code == 405


STEPS = {name: step for name, step in CALL.items() if step.target is not None}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_moves_the_call_from_where_it_may_and_asks_for_a_reason_where_it_must(client, name):
    step = STEPS[name]
    for state in Call.State.values:
        call = CallFactory(**({state: True} if state != "announced" else {}))
        page = client.get(address("call-step", call.pk, name))
        assert (page.status_code == 200) is (state in step.sources)
        if state not in step.sources:
            continue
        if step.comment_required:
            client.post(address("call-step", call.pk, name), {"comment": " "})
            call.refresh_from_db()
            assert call.state == state
        client.post(address("call-step", call.pk, name), {"comment": "Parce que"})
        call.refresh_from_db()
        assert call.state == step.target
        assert call.log.get().comment == "Parce que"


def test_a_step_sent_twice_is_taken_once(client):
    call = CallFactory()
    for _time in range(2):
        assert client.post(address("call-step", call.pk, "select"))["Location"] == call.get_absolute_url()
    assert LogEntry.objects.count() == 1


def test_announcing_says_which_dates_are_missing_and_publishes_those_there_are(client):
    call = CallFactory(draft=True)
    CallDateFactory(call=call, unpublished=True)
    text = words(client.get(address("call-step", call.pk, "announce")))
    assert "date limite" in text
    client.post(address("call-step", call.pk, "announce"))
    assert CallDate.objects.current().filter(call=call).count() == 1


def test_an_unknown_step_does_not_exist(client):
    assert client.get(address("call-step", CallFactory().pk, "explode")).status_code == 404
