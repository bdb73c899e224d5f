"""The attendance sheet to sign: who is on it, in which languages, and as an accessible PDF."""

import pytest

from meetings.documents.sheet import sheet_html, sheet_rows
from meetings.models import Meeting
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.reading_pdfs import complaints, shown_text, tags
from tests.meetings.pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    meeting = MeetingFactory(convened=True, title_fr="Rencontre de mars", title_nl="Bijeenkomst van maart")
    gent = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent")
    binche = OrganisationFactory(short_fr="CPAS de Binche", short_nl="OCMW Binche")
    deputy = PersonFactory(given_name="Noor", family_name="Vandaele")
    AttendanceFactory(
        meeting=meeting, organisation=gent, status="unknown", person=PersonFactory(given_name="Wim", family_name="Aerts")
    )
    AttendanceFactory(
        meeting=meeting, organisation=binche, status="excused", person=PersonFactory(given_name="Luc", family_name="Petit")
    )
    AttendanceFactory(
        meeting=meeting, organisation=gent, status="excused", replaced_by=deputy,
        person=PersonFactory(given_name="Ann", family_name="Maes"),
    )  # fmt: skip
    return meeting


def loaded(meeting: Meeting) -> Meeting:
    return Meeting.objects.for_detail().get(pk=meeting.pk)


def test_who_is_expected_stands_on_it_and_a_deputy_for_whom_they_replace(meeting) -> None:
    rows = [(row.name, row.organisation) for row in sheet_rows(loaded(meeting), "nl")]
    assert rows == [("Wim Aerts", "OCMW Gent"), ("Noor Vandaele", "OCMW Gent")]


def test_a_bilingual_sheet_names_organisations_in_both_languages(meeting) -> None:
    assert [row.organisation for row in sheet_rows(loaded(meeting), "both")] == ["CPAS de Gand / OCMW Gent"] * 2


def test_no_name_of_a_person_runs_as_markup(meeting) -> None:
    AttendanceFactory(meeting=meeting, person=PersonFactory(given_name="<b>x</b>", family_name="Y"))
    assert "<b>" not in sheet_html(loaded(meeting), "fr")


@pytest.mark.parametrize(("lang", "title"), [("fr", "Liste des présences"), ("nl", "Aanwezigheidslijst")])
def test_the_pdf_is_accessible_and_in_its_language(signed_in, french_coordinator, meeting, lang, title) -> None:
    response = signed_in(french_coordinator).get(address("attendance-sheet", meeting.pk, lang))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert complaints(response.content) == []
    words = " ".join(shown_text(response.content).split())
    assert title in words
    assert "Wim Aerts" in words
    assert len(tags(response.content).find("TH")) == 3 + 2 + 5


def test_members_do_not_print_it(signed_in, host_member, convened) -> None:
    assert signed_in(host_member).get(address("attendance-sheet", convened.pk, "fr")).status_code == 403


def test_others_do_not_know_the_meeting(signed_in, outsider_member, meeting) -> None:
    assert signed_in(outsider_member).get(address("attendance-sheet", meeting.pk, "fr")).status_code == 404


def test_there_is_none_in_a_third_language(signed_in, french_coordinator, meeting) -> None:
    assert signed_in(french_coordinator).get(address("attendance-sheet", meeting.pk, "de")).status_code == 404
