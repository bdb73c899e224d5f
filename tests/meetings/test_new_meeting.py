"""Plan a meeting."""

import datetime

import pytest

from amif_network.directory.models import Person
from meetings.models import Meeting
from tests.factories.directory import PersonFactory
from tests.factories.meetings import MeetingFactory
from tests.meetings.pages import address, sent_by, words

pytestmark = pytest.mark.django_db
ENOUGH = {"title_fr": "Rencontre de mars", "date": "2026-03-02", "series": "network"}


def test_a_title_and_a_date_are_enough(signed_in, french_coordinator):
    response = signed_in(french_coordinator).post(address("new"), ENOUGH)
    meeting = Meeting.objects.get()
    assert response.headers["Location"] == address("meeting", meeting.pk)
    assert (meeting.title_fr, meeting.date, meeting.state) == ("Rencontre de mars", datetime.date(2026, 3, 2), "planned")


def test_who_planned_it_is_noted(signed_in, french_coordinator):
    signed_in(french_coordinator).post(address("new"), ENOUGH)
    entry = Meeting.objects.get().log.get()
    assert (entry.action, entry.by, entry.to_state) == ("plan", french_coordinator, "planned")


@pytest.mark.parametrize(("typed", "read"), [("14h15", (14, 15)), ("14.15", (14, 15)), ("14:15", (14, 15)), ("9u", (9, 0))])
def test_times_are_taken_in_every_notation(signed_in, french_coordinator, typed, read):
    signed_in(french_coordinator).post(address("new"), {**ENOUGH, "starts_at": typed})
    assert Meeting.objects.get().starts_at == datetime.time(*read)


@pytest.mark.parametrize("typed", ["02/03/2026", "2 mars 2026", "maandag 2 maart 2026"])
def test_dates_are_taken_in_every_notation(signed_in, french_coordinator, typed):
    signed_in(french_coordinator).post(address("new"), {**ENOUGH, "date": typed})
    assert Meeting.objects.get().date == datetime.date(2026, 3, 2)


def test_people_are_found_by_name_alone(signed_in, french_coordinator):
    lisa = PersonFactory(given_name="Lisa", family_name="Asselman")
    signed_in(french_coordinator).post(address("new"), {**ENOUGH, "chair": "lisa asselman"})
    assert Meeting.objects.get().chair == lisa


def test_a_new_minute_taker_enters_the_directory(signed_in, french_coordinator):
    signed_in(french_coordinator).post(
        address("new"), {**ENOUGH, "minute_taker": "Alexandre Van Belle", "minute_taker_pick": "new|Alexandre Van Belle"}
    )
    person = Meeting.objects.get().minute_taker
    assert (person.given_name, person.family_name) == ("Alexandre", "Van Belle")


def test_the_same_new_person_in_two_fields_is_one(signed_in, french_coordinator):
    both = {
        f"{field}{ending}": value
        for field in ("chair", "minute_taker")
        for ending, value in (("", "Jan Nieuw"), ("_pick", "new|Jan Nieuw"))
    }
    signed_in(french_coordinator).post(address("new"), {**ENOUGH, **both})
    assert Person.objects.count() == 1
    assert Meeting.objects.get().chair == Meeting.objects.get().minute_taker


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title_fr": ""}, "title_fr"),
        ({"title_fr": "x" * 251}, "title_fr"),
        ({"title_fr": "Rencontre\x00"}, "title_fr"),
        ({"title_nl": "Bijeen\x1bkomst"}, "title_nl"),
        ({"date": "31/02/2026"}, "date"),
        ({"date": ""}, "date"),
        ({"date": "02/03/0026"}, "date"),
        ({"starts_at": "25h00"}, "starts_at"),
        ({"starts_at": "14:00", "ends_at": "13:00"}, "ends_at"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"mode": "telepathy"}, "mode"),
        ({"chair": "Personne d'inconnu"}, "chair"),
        ({"chair": "x" * 20_000}, "chair"),
        ({"chair": "Li\x00sa"}, "chair"),
        ({"previous": "999999999999999999999999"}, "previous"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(signed_in, french_coordinator, changed, field):
    response = signed_in(french_coordinator).post(address("new"), {**ENOUGH, "place_fr": "Salle Horizon", **changed})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert sent_by(response)["place_fr"] == "Salle Horizon"
    assert Meeting.objects.count() == 0
    assert Person.objects.count() == 0


def test_namesakes_are_asked_about_never_guessed(signed_in, french_coordinator):
    first, second = PersonFactory.create_batch(2, given_name="Jan", family_name="Peeters")
    client = signed_in(french_coordinator)
    response = client.post(address("new"), {**ENOUGH, "chair": "Jan Peeters"})
    assert f'<option value="{second.pk}|Jan Peeters">' in response.content.decode()
    client.post(address("new"), {**ENOUGH, "chair": "Jan Peeters", "chair_pick": f"{second.pk}|Jan Peeters"})
    assert Meeting.objects.get().chair == second != first


def test_markup_in_a_title_stays_text(signed_in, french_coordinator):
    response = signed_in(french_coordinator).post(
        address("new"), {**ENOUGH, "title_fr": "<script>alert(1)</script>"}, follow=True
    )
    assert "<script>alert" not in response.content.decode()
    assert "<script>alert(1)</script>" in words(response)


def test_the_previous_meeting_is_an_earlier_one(signed_in, french_coordinator):
    later = MeetingFactory(date=datetime.date(2026, 6, 1))
    response = signed_in(french_coordinator).post(address("new"), {**ENOUGH, "previous": later.pk})
    assert list(response.context["form"].errors) == ["previous"]


def test_the_form_is_empty_at_first_and_numbers_the_agenda(signed_in, french_coordinator):
    sent = sent_by(signed_in(french_coordinator).get(address("new")))
    assert (sent["title_fr"], sent["series"], sent["agenda_numbered"]) == ("", "network", "on")


@pytest.mark.parametrize("somebody", ["host_member", "observer"])
def test_members_and_observers_plan_nothing(request, signed_in, somebody):
    client = signed_in(request.getfixturevalue(somebody))
    assert client.get(address("new")).status_code == 403
    assert client.post(address("new"), ENOUGH).status_code == 403
    assert Meeting.objects.count() == 0


def test_other_methods_are_refused(signed_in, french_coordinator):
    assert signed_in(french_coordinator).put(address("new")).status_code == 405
