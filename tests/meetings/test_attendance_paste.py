"""A pasted list of names goes into the editor, where it is checked and saved."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amif_network.directory.models import Organisation, Person
from meetings.models import Attendance, Meeting
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.factories.meetings import AttendanceFactory
from tests.meetings.pages import address, sent_by, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def gent(db) -> Organisation:
    return OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent")


@pytest.fixture
def umit(gent) -> Person:
    return AffiliationFactory(
        person__given_name="Umit", person__family_name="Karanfil", organisation=gent, valid_from=datetime.date(2020, 1, 1)
    ).person


def paste(client, meeting: Meeting, text: str, status: str = "present"):
    return client.post(address("attendance-paste", meeting.pk), {"text": text, "status": status})


def save(client, meeting: Meeting, pasted):
    return client.post(address("attendance", meeting.pk), sent_by(pasted))


def test_known_people_are_recognised_and_nothing_is_saved(signed_in, french_coordinator, planned, umit, gent):
    response = paste(signed_in(french_coordinator), planned, "Présents: Umit Karanfil (OCMW Gent)")
    sent = sent_by(response)
    assert (sent["form-0-person_pick"], sent["form-0-organisation_pick"]) == (
        [f"{umit.pk}|Umit Karanfil"],
        [f"{gent.pk}|CPAS de Gand"],
    )
    assert response.context["formset"].problems() == []
    assert (Attendance.objects.count(), Person.objects.count()) == (0, 1)


def test_saving_the_editor_saves_everybody(signed_in, french_coordinator, planned, umit, gent):
    client = signed_in(french_coordinator)
    pasted = paste(client, planned, "Présents: Umit Karanfil (OCMW Gent), Ann Devisschere (CPAS de Gand)\nExcusée: Agnès Dubus")
    assert save(client, planned, pasted).status_code == 302
    assert [(str(row.person), row.organisation, row.status) for row in planned.attendances.for_list()] == [
        ("Umit Karanfil", gent, "present"), ("Ann Devisschere", gent, "present"), ("Agnès Dubus", None, "excused"),
    ]  # fmt: skip


def test_an_unknown_organisation_is_a_problem_of_its_row_and_can_be_left_out(signed_in, french_coordinator, planned, umit):
    client = signed_in(french_coordinator)
    pasted = paste(client, planned, "Umit Karanfil (OCMW Gent), Jan Nieuw (CPAS de Nulle-Part)")
    assert [(problem.place, problem.field) for problem in pasted.context["formset"].problems()] == [(2, "id_form-1-organisation")]
    assert save(client, planned, pasted).status_code == 200
    assert planned.attendances.count() == 0
    corrected = {**sent_by(pasted), "form-1-organisation": ""}
    assert client.post(address("attendance", planned.pk), corrected).status_code == 302
    assert planned.attendances.count() == 2


def test_several_people_of_one_name_are_asked_about(signed_in, french_coordinator, planned):
    first, second = PersonFactory.create_batch(2, given_name="Jan", family_name="Peeters")
    client = signed_in(french_coordinator)
    pasted = paste(client, planned, "Jan Peeters")
    assert [problem.field for problem in pasted.context["formset"].problems()] == ["id_form-0-person"]
    client.post(address("attendance", planned.pk), {**sent_by(pasted), "form-0-person_pick": [f"{second.pk}|Jan Peeters"]})
    assert planned.attendances.get().person == second != first


def test_who_is_on_the_list_already_gets_the_new_status(signed_in, french_coordinator, planned, umit, gent):
    row = AttendanceFactory(meeting=planned, person=umit, organisation=gent, status="unknown")
    client = signed_in(french_coordinator)
    pasted = paste(client, planned, "Excusés: Umit Karanfil (OCMW Gent)")
    assert (pasted.context["pasted"].recognised, pasted.context["pasted"].changed) == (1, 1)
    row.refresh_from_db()
    assert row.status == "unknown"
    save(client, planned, pasted)
    row.refresh_from_db()
    assert (row.status, planned.attendances.count()) == ("excused", 1)


def test_a_name_twice_in_the_text_is_a_problem(signed_in, french_coordinator, planned):
    pasted = paste(signed_in(french_coordinator), planned, "Jan Nieuw, Ann Nieuw, Jan Nieuw")
    assert [problem.place for problem in pasted.context["formset"].problems()] == [3]


def test_names_without_a_label_get_the_chosen_status(signed_in, french_coordinator, planned, umit):
    assert sent_by(paste(signed_in(french_coordinator), planned, "Umit Karanfil", "guest"))["form-0-status"] == "guest"


def test_what_is_not_understood_is_shown(signed_in, french_coordinator, planned):
    text = (
        "Présents: Umit Karanfil (OCMW Gent)\n\nLa réunion a lieu en ligne en raison des mesures sanitaires en cours, voir 12345."
    )
    pasted = paste(signed_in(french_coordinator), planned, text)
    shown = words(pasted) + " ".join(value for name, value in sent_by(pasted).items() if isinstance(value, str))
    assert "mesures sanitaires" in shown


def test_three_hundred_names_are_enough_at_once(signed_in, french_coordinator, planned):
    pasted = paste(
        signed_in(french_coordinator), planned, "\n".join(f"Jan Nieuw{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(320))
    )
    assert [problem.field for problem in pasted.context["formset"].problems()] == [""]


@pytest.mark.parametrize("text", ["", " \n", "Nul\x00", "x" * 60_000])
def test_what_cannot_be_read_is_an_error_on_the_text(signed_in, french_coordinator, planned, text):
    response = paste(signed_in(french_coordinator), planned, text)
    assert response.status_code == 200
    assert "text" in response.context["form"].errors


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_text(signed_in, french_coordinator, planned, gent, number):
    names = [f"{person} (OCMW Gent)" for person in PersonFactory.create_batch(number)]
    client = signed_in(french_coordinator)
    with CaptureQueriesContext(connection) as queries:
        paste(client, planned, ", ".join([*names, "Jan Nieuw (OCMW Gent)"]))
    assert len(queries) == 9


def test_the_two_questions_are_asked_here_too(signed_in, french_coordinator, host_member, outsider_member, convened):
    assert paste(signed_in(host_member), convened, "Jan Nieuw").status_code == 403
    assert paste(signed_in(outsider_member), convened, "Jan Nieuw").status_code == 404
    Meeting.objects.update(state="closed")
    assert paste(signed_in(french_coordinator), convened, "Jan Nieuw").status_code == 409
    assert signed_in(french_coordinator).put(address("attendance-paste", convened.pk)).status_code == 405
