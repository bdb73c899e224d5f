"""A person takes along what the portal holds on them, and asks for corrections."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from amif_network.accounts.models import AccessEntry, AccessKind, User
from amif_network.directory.models import Person
from amif_network.privacy.models import CorrectionRequest
from tests.factories.directory import PersonFactory

SignIn = Callable[[User], Client]


def unpacked(response: HttpResponse) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_the_file_holds_every_table_that_leads_to_the_person(somebody: User, sure: SignIn) -> None:
    response = sure(somebody).post(reverse("privacy:mine-file"))
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Cache-Control"] == "private, no-store"
    tables = {table["table"] for table in json.loads(unpacked(response)["data.json"])["tables"]}
    assert tables >= {
        "directory.Person.pk", "directory.Affiliation.person", "accounts.User.pk", "accounts.User.person",
        "accounts.AccessEntry.user", "accounts.AccessEntry.about", "accounts.Invitation.person", "accounts.Invitation.email",
        "outbox.OutgoingMail.user", "outbox.OutgoingMail.to", "meetings.Attendance.person", "meetings.ReviewLink.email",
        "usersessions.UserSession.user", "account.EmailAddress.user",
        "history.DirectoryPersonEvent.pgh_obj", "history.AccountsUserEvent.pgh_obj", "history.MeetingsAttendanceEvent.person",
    }  # fmt: skip


def test_the_file_can_be_read_and_keeps_secrets(somebody: User, sure: SignIn) -> None:
    files = unpacked(sure(somebody).post(reverse("privacy:mine-file")))
    page = next(text for name, text in files.items() if name.endswith(".html"))
    for words in ("Dubrulle", "Chère Mireille", "192.0.2.7", "rendez-vous médical"):
        assert words in page
        assert words in files["data.json"]
    for secret in (somebody.password, "0" * 64, "s" * 32):
        assert secret not in page + files["data.json"]


def test_it_is_noted_who_took_whose_data(somebody: User, sure: SignIn) -> None:
    sure(somebody).post(reverse("privacy:mine-file"))
    entry = AccessEntry.objects.get(kind=AccessKind.PERSONAL_DATA)
    assert (entry.user, entry.about) == (somebody, somebody)
    assert entry.rows and entry.rows > 10
    assert "Dubrulle" not in entry.subject_fr + entry.subject_nl


def test_nothing_is_given_out_before_one_says_again_who_one_is(somebody: User, signed_in: SignIn) -> None:
    response = signed_in(somebody).post(reverse("privacy:mine-file"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert not AccessEntry.objects.filter(kind=AccessKind.PERSONAL_DATA).exists()


def test_an_administrator_gets_the_data_of_somebody_without_account(administrator: User, sure: SignIn) -> None:
    person: Person = PersonFactory(given_name="Loïc", family_name="Wauters", preferred_language="nl")
    response = sure(administrator).post(reverse("privacy:file-person", args=[person.pk]))
    data = json.loads(unpacked(response)["data.json"])
    assert (data["name"], data["language"]) == ("Loïc Wauters", "nl")


def test_an_account_without_a_person_has_its_own_page_and_file(administrator: User, observer: User, sure: SignIn) -> None:
    client = sure(administrator)
    assert observer.email in client.get(reverse("privacy:subject-account", args=[observer.pk])).content.decode()
    response = client.post(reverse("privacy:file-account", args=[observer.pk]))
    assert json.loads(unpacked(response)["data.json"])["name"] == observer.email


@pytest.mark.parametrize("name", ["subject-person", "erase-person", "file-person"])
def test_only_administrators_reach_the_data_of_others(
    name: str, somebody: User, french_coordinator: User, outsider_member: User, sure: SignIn
) -> None:
    address = reverse(f"privacy:{name}", args=[somebody.person_id])
    for user in (french_coordinator, outsider_member, somebody):
        client = sure(user)
        answer = client.post(address) if name == "file-person" else client.get(address)
        assert answer.status_code == 403
    assert not AccessEntry.objects.filter(kind=AccessKind.PERSONAL_DATA).exists()


def test_nobody_is_not_found_and_files_are_asked_for_on_purpose(administrator: User, sure: SignIn) -> None:
    client = sure(administrator)
    assert client.get(reverse("privacy:subject-person", args=[999_999])).status_code == 404
    assert client.get(reverse("privacy:mine-file")).status_code == 405
    assert client.post(reverse("privacy:subject-account", args=[administrator.pk])).status_code == 405


def test_a_correction_is_asked_settled_and_its_outcome_read(somebody: User, french_coordinator: User, signed_in: SignIn) -> None:
    mine = signed_in(somebody)
    for _twice in range(2):
        mine.post(reverse("privacy:mine"), {"words": "Mon nom s’écrit Du Brulle."})
    request = CorrectionRequest.objects.get()
    coordinator = signed_in(french_coordinator)
    assert "Du Brulle" in coordinator.get(reverse("privacy:overview")).content.decode()
    coordinator.post(reverse("privacy:correction-correct", args=[request.pk]), {"answer": "C’est corrigé."})
    request.refresh_from_db()
    assert (request.state, request.settled_by) == ("done", french_coordinator)
    assert "C’est corrigé." in mine.get(reverse("privacy:mine")).content.decode()


def test_a_refusal_needs_its_reason_and_a_second_answer_comes_too_late(
    somebody: User, french_coordinator: User, dutch_coordinator: User, signed_in: SignIn
) -> None:
    request = CorrectionRequest.objects.create(asked_by=somebody, asked_at=somebody.date_joined, words="Effacez ma fonction.")
    client, refuse = signed_in(french_coordinator), reverse("privacy:correction-refuse", args=[request.pk])
    assert client.post(refuse, {"answer": " "}).status_code == 200
    assert CorrectionRequest.objects.get().state == "open"
    client.post(refuse, {"answer": "La fonction figure dans la convention."})
    late = signed_in(dutch_coordinator).post(reverse("privacy:correction-correct", args=[request.pk]), {"answer": "Al aangepast"})
    assert late.status_code == 409
    assert "Al aangepast" in late.content.decode()
    assert CorrectionRequest.objects.get().answer == "La fonction figure dans la convention."


def test_requests_of_others_are_for_whoever_leads_the_network(somebody: User, outsider_member: User, signed_in: SignIn) -> None:
    request = CorrectionRequest.objects.create(asked_by=somebody, asked_at=somebody.date_joined, words="À moi seule.")
    client = signed_in(outsider_member)
    assert "À moi seule." not in client.get(reverse("privacy:mine")).content.decode()
    assert client.get(reverse("privacy:overview")).status_code == 403
    assert client.get(reverse("privacy:correction", args=[request.pk])).status_code == 403
    assert client.post(reverse("privacy:correction-correct", args=[request.pk]), {}).status_code == 403
    assert client.get(reverse("privacy:correction-correct", args=[request.pk])).status_code == 405
