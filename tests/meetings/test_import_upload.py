"""The page that takes a document in."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meetings.models import Importation, Meeting
from tests.meetings.documents import MINUTES
from tests.meetings.pages import address, words


def upload(client: Client, data: bytes, name: str = "compte-rendu.txt", lang: str = "fr"):
    return client.post(address("import", lang=lang), {"document": SimpleUploadedFile(name, data), "text": ""})


def test_a_document_leads_to_its_preview_and_saves_no_meeting(french_coordinator, signed_in) -> None:
    response = upload(signed_in(french_coordinator), MINUTES.encode())
    importation = Importation.objects.get()
    assert response.status_code == 302
    assert response["Location"] == importation.get_absolute_url()
    assert bytes(importation.source) == MINUTES.encode()
    assert (importation.filename, importation.by) == ("compte-rendu.txt", french_coordinator)
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(("lang", "name"), [("fr", "texte-colle.txt"), ("nl", "geplakte-tekst.txt")])
def test_pasted_text_is_kept_as_a_text_file(french_coordinator, signed_in, lang, name) -> None:
    signed_in(french_coordinator).post(address("import", lang=lang), {"text": MINUTES})
    assert Importation.objects.get().filename == name


def test_nothing_given_asks_for_a_document(french_coordinator, signed_in) -> None:
    response = signed_in(french_coordinator).post(address("import"), {"text": "  \n "})
    assert response.status_code == 422
    assert len(response.context["form"].non_field_errors()) == 1
    assert Importation.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rapport.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
        ("photo.docx", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("binaire.txt", bytes(range(256)) * 20),
        ("vide.txt", b""),
        ("ancien.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("casse.docx", b"PK\x03\x04" + b"x" * 300),
        ("enorme.txt", b"a" * (10 * 1024 * 1024 + 1)),
    ],
)
def test_an_unreadable_file_is_refused_with_a_reason(french_coordinator, signed_in, name, data) -> None:
    response = upload(signed_in(french_coordinator), data, name)
    assert response.status_code == 422
    reason = response.context["form"].errors["document"][0]
    assert reason
    assert " ".join(reason.split()) in words(response)
    assert Importation.objects.count() == 0


def test_unconfirmed_imports_are_listed_for_their_owner_only(french_coordinator, dutch_coordinator, signed_in) -> None:
    upload(signed_in(french_coordinator), MINUTES.encode(), "mon-document.txt")
    mine = signed_in(french_coordinator).get(address("import"))
    theirs = signed_in(dutch_coordinator).get(address("import"))
    assert "mon-document.txt" in words(mine)
    assert "mon-document.txt" not in words(theirs)


@pytest.mark.parametrize("role", ["host_member", "observer"])
def test_only_coordinating_users_import(role, request, signed_in) -> None:
    client = signed_in(request.getfixturevalue(role))
    assert client.get(address("import")).status_code == 403
    assert upload(client, MINUTES.encode()).status_code == 403
    assert Importation.objects.count() == 0


def test_other_methods_are_refused(french_coordinator, signed_in) -> None:
    client = signed_in(french_coordinator)
    assert client.delete(address("import")).status_code == 405
    assert client.put(address("import"), BytesIO(b"x").read()).status_code == 405


def test_the_anonymous_are_led_to_sign_in(client, db) -> None:
    response = client.post(address("import"), {"text": MINUTES})
    assert response.status_code == 302
    assert "/login/" in response["Location"]
    assert Importation.objects.count() == 0
