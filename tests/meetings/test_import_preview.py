"""The preview of an import: everything beside its source, corrected and confirmed by a person."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation, Person
from meetings.actions import importing
from meetings.models import Importation, Meeting, SectionText
from tests.factories.directory import AffiliationFactory, PersonFactory
from tests.meetings.documents import MINUTES
from tests.meetings.pages import address, sent_by, words
from tests.racing import while_waiting


@pytest.fixture
def importation(french_coordinator: User, host: Organisation, partner: Organisation) -> Importation:
    return importing.receive(data=MINUTES.encode(), filename="rencontre.txt", by=french_coordinator, at=timezone.now())


@pytest.fixture
def coordinator(french_coordinator: User, signed_in) -> Client:
    return signed_in(french_coordinator)


def filled_in(client: Client, importation: Importation, **changes: Any) -> dict[str, Any]:
    """Return what a browser sends for the untouched preview, with `changes`."""
    data = sent_by(client.get(importation.get_absolute_url()))
    # The document leaves two organisations open; a person settles them.
    data.update({"attendee-3-organisation": "", "attendee-3-organisation_pick": []})
    return {**data, **changes}


def test_shows_every_element_beside_its_source_and_saves_nothing(coordinator, importation) -> None:
    response = coordinator.get(importation.get_absolute_url())
    shown = words(response)
    for source_line in MINUTES.split("\n"):
        assert " ".join(source_line.split()) in shown
    parsed = response.context["parsed"]
    assert [one.name for one in parsed.attendance] == ["Ana Lambrix", "Bart Willems", "Chloé Noirhomme", "Dirk Maes"]
    assert [section.label for section in parsed.sections] == ["0.", "1.", "2.", "2.1"]
    assert Meeting.objects.count() == 0
    assert Person.objects.filter(family_name="Lambrix").count() == 0


def test_warns_of_an_unknown_organisation_and_of_a_person_without_one(coordinator, importation) -> None:
    parsed = coordinator.get(importation.get_absolute_url()).context["parsed"]
    assert {"unknown_organisation", "person_without_organisation"} <= {warning.code for warning in parsed.warnings}


def test_confirming_makes_the_meeting_with_everything_recognised(coordinator, importation, host, partner) -> None:
    response = coordinator.post(importation.get_absolute_url(), filled_in(coordinator, importation))
    meeting = Meeting.objects.get()
    assert response.status_code == 302
    assert response["Location"] == address("workspace", meeting.pk)
    assert meeting.date == datetime.date(2025, 5, 12)
    assert [(str(one.person), one.organisation, one.status) for one in meeting.attendances.for_list()] == [
        ("Ana Lambrix", host, "present"),
        ("Bart Willems", partner, "present"),
        ("Chloé Noirhomme", None, "present"),
        ("Dirk Maes", None, "excused"),
    ]
    assert list(meeting.agenda_items.values_list("title_fr", flat=True)) == ["Calendrier", "Tour de table"]
    importation.refresh_from_db()
    assert importation.meeting == meeting


def test_the_document_stays_attached_to_the_meeting(coordinator, importation) -> None:
    coordinator.post(importation.get_absolute_url(), filled_in(coordinator, importation))
    attachment = Meeting.objects.get().attachments.get()
    assert (attachment.kind, attachment.filename) == ("source", "rencontre.txt")
    with attachment.file.open() as file:
        assert file.read() == MINUTES.encode()


def test_a_correction_in_the_preview_is_what_is_saved(coordinator, importation, partner) -> None:
    changes = {
        "title_nl": "Verbeterde titel",
        "date": "13/05/2025",
        "attendee-0-person": "Anna Lambrix",
        "attendee-0-person_pick": ["new|Anna Lambrix"],
    }
    changes |= {"attendee-2-organisation": "Binche", "attendee-2-status": "guest"}
    coordinator.post(importation.get_absolute_url(), filled_in(coordinator, importation, **changes))
    meeting = Meeting.objects.get()
    assert (meeting.title_nl, meeting.date) == ("Verbeterde titel", datetime.date(2025, 5, 13))
    rows = list(meeting.attendances.for_list())
    assert str(rows[0].person) == "Anna Lambrix"
    assert (rows[2].organisation, rows[2].status) == (partner, "guest")


def test_a_row_left_out_is_not_saved(coordinator, importation) -> None:
    coordinator.post(importation.get_absolute_url(), filled_in(coordinator, importation, **{"attendee-1-leave_out": "on"}))
    names = [str(one.person) for one in Meeting.objects.get().attendances.for_list()]
    assert names == ["Ana Lambrix", "Chloé Noirhomme", "Dirk Maes"]


def test_an_unknown_organisation_is_asked_back_and_nothing_is_saved(coordinator, importation) -> None:
    data = filled_in(coordinator, importation, **{"attendee-3-organisation": "OCMW Zwarte Vijver", "title_fr": "Titre corrigé"})
    response = coordinator.post(importation.get_absolute_url(), data)
    assert response.status_code == 422
    assert list(response.context["forms"].attendees[3].errors) == ["organisation"]
    assert 'value="Titre corrigé"' in response.content.decode()
    assert Meeting.objects.count() == 0


def test_an_unknown_organisation_can_be_added_knowingly(coordinator, importation) -> None:
    name = "OCMW Zwarte Vijver"
    changes = {"attendee-3-organisation": name, "attendee-3-organisation_pick": [f"new|{name}"]}
    coordinator.post(importation.get_absolute_url(), filled_in(coordinator, importation, **changes))
    assert str(Meeting.objects.get().attendances.for_list()[3].organisation) == name


def test_a_person_the_directory_knows_is_recognised(coordinator, importation, host) -> None:
    known = AffiliationFactory(person=PersonFactory(given_name="Ana", family_name="Lambrix"), organisation=host).person
    coordinator.post(importation.get_absolute_url(), filled_in(coordinator, importation))
    assert Meeting.objects.get().attendances.for_list()[0].person == known


def test_the_same_person_twice_is_pointed_out(coordinator, importation) -> None:
    changes = {"attendee-1-person": "Ana Lambrix", "attendee-1-person_pick": ["new|Ana Lambrix"]}
    response = coordinator.post(importation.get_absolute_url(), filled_in(coordinator, importation, **changes))
    assert response.status_code == 422
    assert list(response.context["forms"].attendees[1].errors) == ["person"]
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"), [("date", ""), ("date", "demain"), ("attendee-0-status", "somewhere"), ("title_fr", "x" * 251)]
)
def test_bad_input_keeps_what_was_typed(coordinator, importation, field, value) -> None:
    response = coordinator.post(
        importation.get_absolute_url(), filled_in(coordinator, importation, title_nl="Blijft staan", **{field: value})
    )
    assert response.status_code == 422
    assert response.context["forms"].error_count == 1
    assert 'value="Blijft staan"' in response.content.decode()
    assert Meeting.objects.count() == 0


def test_a_title_is_needed_in_one_language(coordinator, importation) -> None:
    response = coordinator.post(importation.get_absolute_url(), filled_in(coordinator, importation, title_fr="", title_nl=""))
    assert list(response.context["forms"].head.errors) == ["title_fr"]
    assert Meeting.objects.count() == 0


def test_confirming_twice_makes_one_meeting(coordinator, importation) -> None:
    data = filled_in(coordinator, importation)
    first = coordinator.post(importation.get_absolute_url(), data)
    second = coordinator.post(importation.get_absolute_url(), data)
    assert second["Location"] == first["Location"] == address("workspace", Meeting.objects.get().pk)


@pytest.mark.django_db(transaction=True)
def test_confirming_twice_at_once_makes_one_meeting(coordinator, french_coordinator, importation) -> None:
    data = filled_in(coordinator, importation)
    _source, parsed = importing.recognise(MINUTES.encode(), importation.filename)
    decisions = importing.Directory(parsed).decisions()
    second = while_waiting(
        lambda: coordinator.post(importation.get_absolute_url(), data),
        first=lambda: importing.confirm(
            importation, parsed=parsed, decisions=decisions, by=french_coordinator, at=timezone.now()
        ),
    )
    assert second["Location"] == address("workspace", Meeting.objects.get().pk)


@pytest.mark.django_db(transaction=True)
def test_confirming_what_is_being_discarded_leads_back_to_the_start(coordinator, importation) -> None:
    data = filled_in(coordinator, importation)
    response = while_waiting(
        lambda: coordinator.post(importation.get_absolute_url(), data), first=lambda: importing.discard(importation)
    )
    assert response["Location"] == address("import")
    assert Meeting.objects.count() == 0


def test_text_of_the_document_is_never_markup(french_coordinator, signed_in, db) -> None:
    hostile = (
        "Réunion <script>alert(1)</script> 3 mars 2025\n\nPrésents : <img src=x onerror=alert(2)> (CPAS)\n\n"
        "1. Sujet\n\n<svg onload=alert(3)> texte\n"
    )
    importation = importing.receive(data=hostile.encode(), filename="x.txt", by=french_coordinator, at=timezone.now())
    page = signed_in(french_coordinator).get(importation.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<svg onload" not in page
    client = signed_in(french_coordinator)
    client.post(importation.get_absolute_url(), sent_by(client.get(importation.get_absolute_url())))
    assert [text.html for text in SectionText.objects.all() if "<svg" in text.html or "<img" in text.html] == []


def test_discarding_forgets_the_document(coordinator, importation) -> None:
    response = coordinator.post(address("import-discard", importation.uuid))
    assert response["Location"] == address("import")
    assert Importation.objects.count() == 0


def test_another_coordinator_does_not_see_it(dutch_coordinator, signed_in, importation) -> None:
    client = signed_in(dutch_coordinator)
    assert client.get(importation.get_absolute_url()).status_code == 404
    assert client.post(address("import-discard", importation.uuid)).status_code == 404
    assert Importation.objects.count() == 1


@pytest.mark.parametrize("role", ["host_member", "observer"])
def test_others_do_not_see_it(role, request, signed_in, importation) -> None:
    assert signed_in(request.getfixturevalue(role)).get(importation.get_absolute_url()).status_code == 404


def test_wrong_methods_are_refused(coordinator, importation) -> None:
    assert coordinator.delete(importation.get_absolute_url()).status_code == 405
    assert coordinator.get(address("import-discard", importation.uuid)).status_code == 405


def test_hours_place_and_presenters_of_the_document_are_kept(french_coordinator, signed_in, db) -> None:
    text = (
        "Rencontre du réseau\n12 mai 2025, de 9h30 à 12h00\nLieu : Bruxelles, salle Verte\n\n"
        "Présents : Ana Lambrix (CPAS de Charleroi)\n\nOrdre du jour\n\n"
        "9h30 à 10h00 : Calendrier (Ana Lambrix)\n10h00 à 10h30 : Bilan (Zoé Inconnue)\n\n1. Calendrier\n\nTexte.\n"
    )
    importation = importing.receive(data=text.encode(), filename="x.txt", by=french_coordinator, at=timezone.now())
    _source, parsed = importing.recognise(text.encode(), "x.txt")
    meeting = importing.confirm(
        importation, parsed=parsed, decisions=importing.Directory(parsed).decisions(), by=french_coordinator, at=timezone.now()
    )
    agenda = [(item.title_fr, [str(person) for person in item.presenters.all()]) for item in meeting.agenda_items.all()]
    kept = " ".join(
        [
            meeting.place_fr,
            *(f"{title} {people}" for title, people in agenda),
            *SectionText.objects.values_list("html", flat=True),
        ]
    )
    for word in ("Verte", "Ana Lambrix", "Zoé Inconnue"):
        assert word in kept
    assert (meeting.starts_at, meeting.ends_at) == (datetime.time(9, 30), parsed.ends_at or datetime.time(10, 30))
