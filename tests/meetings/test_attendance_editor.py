"""The attendance list as rows of a form."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amif_network.directory.models import Affiliation, Organisation, Person
from meetings.models import Attendance, Meeting
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
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


@pytest.fixture
def two(planned: Meeting) -> list[Attendance]:
    """A list of two people."""
    return [AttendanceFactory(meeting=planned, position=place) for place in (1, 2)]


def editor(client, meeting: Meeting) -> dict:
    return sent_by(client.get(address("attendance", meeting.pk)))


def save(client, meeting: Meeting, **row: object):
    """Send the list with `row` typed into its third row."""
    data = {f"form-2-{name}": value for name, value in row.items()}
    return client.post(address("attendance", meeting.pk), {**editor(client, meeting), **data})


def test_saving_untouched_changes_nothing(signed_in, french_coordinator, planned, two):
    before = planned.attendances.fingerprint()
    client = signed_in(french_coordinator)
    response = client.post(address("attendance", planned.pk), editor(client, planned))
    assert response.headers["Location"] == address("meeting", planned.pk)
    assert planned.attendances.fingerprint() == before
    assert planned.log.count() == 0


def test_saving_untouched_in_the_other_language_changes_nothing_either(signed_in, dutch_coordinator, planned, two):
    before = planned.attendances.fingerprint()
    client = signed_in(dutch_coordinator)
    sent = sent_by(client.get(address("attendance", planned.pk, lang="nl")))
    assert client.post(address("attendance", planned.pk, lang="nl"), sent).status_code == 302
    assert planned.attendances.fingerprint() == before


def test_a_person_is_added_by_name_with_the_organisation_of_that_day(signed_in, french_coordinator, planned, two, umit, gent):
    save(signed_in(french_coordinator), planned, person="umit karanfil", status="excused")
    row = planned.attendances.get(person=umit)
    assert (row.position, row.organisation, row.status, row.remote) == (3, gent, "excused", False)
    assert planned.log.get().action == "attendance"


def test_who_works_for_two_organisations_gets_none_by_itself(signed_in, french_coordinator, planned, two, umit):
    AffiliationFactory(person=umit, valid_from=datetime.date(2020, 1, 1))
    save(signed_in(french_coordinator), planned, person="Umit Karanfil")
    assert planned.attendances.get(person=umit).organisation is None


def test_an_organisation_taken_away_stays_away(signed_in, french_coordinator, planned, umit, gent):
    row = AttendanceFactory(meeting=planned, person=umit, organisation=gent)
    client = signed_in(french_coordinator)
    client.post(address("attendance", planned.pk), {**editor(client, planned), "form-0-organisation": ""})
    row.refresh_from_db()
    assert row.organisation is None


def test_organisations_are_found_in_either_language(signed_in, french_coordinator, planned, two, gent):
    save(
        signed_in(french_coordinator),
        planned,
        person="A B",
        person_pick=["new|A B"],
        organisation="OCMW Gent",
        status="guest",
        remote="on",
    )
    row = planned.attendances.get(position=3)
    assert (row.organisation, row.status, row.remote) == (gent, "guest", True)


def test_a_new_person_enters_the_directory_with_their_organisation(signed_in, french_coordinator, planned, two, gent):
    save(
        signed_in(french_coordinator),
        planned,
        person="Ann Devisschere",
        person_pick=["new|Ann Devisschere"],
        organisation="CPAS de Gand",
    )
    person = Person.objects.get(family_name="Devisschere")
    assert Affiliation.objects.get(person=person).valid_from == planned.date
    assert Affiliation.objects.get(person=person).organisation == gent


def test_a_new_organisation_enters_the_directory(signed_in, french_coordinator, planned, two):
    save(
        signed_in(french_coordinator), planned,
        person="Ann Nieuw", person_pick=["new|Ann Nieuw"],
        organisation="Maison de l'emploi", organisation_pick=["new|Maison de l'emploi"],
    )  # fmt: skip
    organisation = planned.attendances.get(position=3).organisation
    assert (organisation.short_fr, organisation.kind) == ("Maison de l'emploi", "other")


def test_two_people_may_swap_rows(signed_in, french_coordinator, planned, two):
    first, second = (row.person for row in two)
    client = signed_in(french_coordinator)
    swapped = {
        "form-0-person": str(second),
        "form-0-person_pick": [f"{second.pk}|{second}"],
        "form-1-person": str(first),
        "form-1-person_pick": [f"{first.pk}|{first}"],
    }
    assert client.post(address("attendance", planned.pk), {**editor(client, planned), **swapped}).status_code == 302
    assert [row.person for row in planned.attendances.for_list()] == [second, first]


def test_a_replacement_is_noted(signed_in, french_coordinator, planned, two, umit):
    client = signed_in(french_coordinator)
    client.post(
        address("attendance", planned.pk),
        {**editor(client, planned), "form-0-replaced_by": "Umit Karanfil", "form-0-status": "excused"},
    )
    two[0].refresh_from_db()
    assert (two[0].status, two[0].replaced_by) == ("excused", umit)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"organisation": "CPAS de Gand", "organisation_pick": []}, "person"),
        ({"person": "Quelqu'un d'inconnu"}, "person"),
        ({"person": "Umit Karanfil", "organisation": "Nulle part"}, "organisation"),
        ({"person": "Umit\x00Karanfil"}, "person"),
        ({"person": "Umit Karanfil", "organisation": "Ga\x1bnd"}, "organisation"),
        ({"person": "Umit Karanfil", "status": "asleep"}, "status"),
        ({"person": "Umit Karanfil", "replaced_by": "Umit Karanfil"}, "replaced_by"),
        ({"person": "Umit Karanfil", "replaced_by": "Personne de connu"}, "replaced_by"),
        ({"person": "x" * 20_000}, "person"),
        ({"person": f"A {'x' * 90}", "person_pick": [f"new|A {'x' * 90}"]}, "person"),
        ({"person": "Umit Karanfil", "position": "-3"}, "position"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_nothing_is_lost(signed_in, french_coordinator, planned, two, umit, row, field):
    people = Person.objects.count()
    response = save(signed_in(french_coordinator), planned, **row)
    assert response.status_code == 200
    assert [list(form.errors) for form in response.context["formset"]] == [[], [], [field]]
    again = sent_by(response)
    typed = {name: value for name, value in row.items() if name in ("person", "organisation", "replaced_by", "position")}
    assert {name: again[f"form-2-{name}"] for name in typed} == typed
    assert (planned.attendances.count(), Person.objects.count()) == (2, people)


def test_nobody_is_listed_twice(signed_in, french_coordinator, planned, two):
    response = save(signed_in(french_coordinator), planned, person=str(two[0].person))
    assert [list(form.errors) for form in response.context["formset"]] == [[], [], ["person"]]


def test_one_new_person_in_two_rows_is_listed_twice_too(signed_in, french_coordinator, planned):
    client = signed_in(french_coordinator)
    twice = {"form-TOTAL_FORMS": "2"}
    for index in (0, 1):
        twice |= {f"form-{index}-person": "Jan Nieuw", f"form-{index}-person_pick": ["new|Jan Nieuw"]}
    response = client.post(address("attendance", planned.pk), {**editor(client, planned), **twice})
    assert [list(form.errors) for form in response.context["formset"]] == [[], ["person"]]


def test_the_organisation_tells_namesakes_apart(signed_in, french_coordinator, planned, two, umit, gent):
    PersonFactory(given_name="Umit", family_name="Karanfil")
    save(signed_in(french_coordinator), planned, person="Umit Karanfil", organisation="OCMW Gent")
    assert planned.attendances.filter(person=umit).exists()


def test_namesakes_are_asked_about_with_where_they_work(signed_in, french_coordinator, planned, two, umit):
    other = PersonFactory(given_name="Umit", family_name="Karanfil")
    response = save(signed_in(french_coordinator), planned, person="Umit Karanfil")
    html = response.content.decode()
    assert f'<option value="{umit.pk}|Umit Karanfil">Umit Karanfil (CPAS de Gand)</option>' in html
    assert f'<option value="{other.pk}|Umit Karanfil">Umit Karanfil</option>' in html


def test_the_second_writer_sees_both_and_may_then_overwrite(signed_in, french_coordinator, dutch_coordinator, planned, two):
    first, second = signed_in(french_coordinator), signed_in(dutch_coordinator)
    stale = editor(second, planned)
    save(first, planned, person="Ann Nieuw", person_pick=["new|Ann Nieuw"])
    conflict = second.post(address("attendance", planned.pk), {**stale, "form-0-status": "absent"})
    assert conflict.status_code == 409
    assert "Ann Nieuw" in words(conflict)
    assert "coordinator.fr@example.org" in words(conflict)
    two[0].refresh_from_db()
    assert two[0].status == "present"
    assert second.post(address("attendance", planned.pk), sent_by(conflict)).status_code == 302
    two[0].refresh_from_db()
    assert two[0].status == "absent"
    assert planned.attendances.count() == 2


def test_a_row_of_another_meeting_is_left_alone(signed_in, french_coordinator, planned, two, umit):
    elsewhere = AttendanceFactory()
    save(signed_in(french_coordinator), planned, row=str(elsewhere.pk), person="Umit Karanfil")
    assert Attendance.objects.get(pk=elsewhere.pk).person == elsewhere.person
    assert planned.attendances.get(position=3).person == umit


def test_too_many_rows_are_refused_with_a_sentence(signed_in, french_coordinator, planned):
    sent = {"form-TOTAL_FORMS": "10000", "form-INITIAL_FORMS": "0", "base": ""}
    response = signed_in(french_coordinator).post(address("attendance", planned.pk), sent)
    assert [problem.field for problem in response.context["formset"].problems()] == [""]
    assert "300" in response.context["formset"].problems()[0].text


def test_markup_in_a_name_stays_text(signed_in, french_coordinator, planned):
    AttendanceFactory(meeting=planned, person=PersonFactory(given_name="<b>Jan", family_name='"><script>'))
    html = signed_in(french_coordinator).get(address("attendance", planned.pk)).content.decode()
    assert '<script>"' not in html
    assert 'value="&lt;b&gt;Jan &quot;&gt;&lt;script&gt;"' in html


def test_members_may_not_and_others_do_not_know(signed_in, host_member, outsider_member, convened):
    assert signed_in(host_member).get(address("attendance", convened.pk)).status_code == 403
    assert signed_in(host_member).post(address("attendance", convened.pk), {}).status_code == 403
    assert signed_in(outsider_member).get(address("attendance", convened.pk)).status_code == 404


def test_a_closed_meeting_keeps_its_list(signed_in, french_coordinator):
    assert signed_in(french_coordinator).post(address("attendance", MeetingFactory(closed=True).pk), {}).status_code == 409


def test_other_methods_are_refused(signed_in, french_coordinator, planned):
    assert signed_in(french_coordinator).put(address("attendance", planned.pk)).status_code == 405


@pytest.mark.parametrize("number", [1, 3, 60])
def test_the_number_of_queries_does_not_grow_with_the_list(signed_in, french_coordinator, planned, number):
    AttendanceFactory.create_batch(number, meeting=planned)
    client = signed_in(french_coordinator)
    with CaptureQueriesContext(connection) as queries:
        sent = editor(client, planned)
    assert len(queries) == 5
    newcomers = {f"form-{number}-person": "Ann Nieuw", f"form-{number}-person_pick": ["new|Ann Nieuw"]}
    changed = {name: "excused" if name.endswith("status") else value for name, value in sent.items()}
    with CaptureQueriesContext(connection) as queries:
        assert client.post(address("attendance", planned.pk), {**changed, **newcomers}).status_code == 302
    assert len(queries) == 16
