"""Envelopes as rows, and templates with their files."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import CallTemplate, Envelope, LogEntry, TemplateFile
from tests.factories.projects import CallFactory, CallTemplateFactory, EnvelopeFactory
from tests.meetings.pages import main_of, words
from tests.projects.pages import address

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 un formulaire"


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def client(signed_in, french_coordinator):
    return signed_in(french_coordinator)


def rows(client, call, *wanted: dict, **values) -> dict:
    """What a browser sends: the rows of the page with `wanted` in their places, by number."""
    page = client.get(address("envelopes", call.pk))
    sent = {"form-TOTAL_FORMS": str(max(len(wanted), 1)), "form-INITIAL_FORMS": "0", "base": page.context["base"], **values}
    for number, row in enumerate(wanted):
        sent |= {f"form-{number}-{name}": value for name, value in row.items()}
    return sent


def test_envelopes_are_written_as_rows(client):
    call = CallFactory()
    sent = rows(
        client, call, {"source": "amif", "amount": "1.300.000"}, {"source": "pod_mi", "amount": "250 000,00 €", "ceiling": "15"}
    )
    assert client.post(address("envelopes", call.pk), sent)["Location"] == call.get_absolute_url()
    assert list(call.envelopes.values_list("source", "amount", "ceiling", "base")) == [
        ("amif", Decimal("1300000.00"), None, "total"),
        ("pod_mi", Decimal("250000.00"), Decimal("15.00"), "total"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "beaucoup"},
        {"amount": "-1"},
        {"amount": "10", "ceiling": "0"},
        {"amount": "10", "ceiling": "100,01"},
        {"amount": "10", "ceiling": "x"},
        {"amount": "10", "source": "other"},
        {"amount": "10", "source_name": "Fonds"},
        {"amount": "10", "period_start": "2027-01-02", "period_end": "2027-01-01"},
        {"amount": ""},
    ],
)
def test_what_is_wrong_in_a_row_is_said_and_stays_typed(client, wrong):
    call = CallFactory()
    response = client.post(address("envelopes", call.pk), rows(client, call, {"source": "amif", "note_fr": "À garder", **wrong}))
    assert response.status_code == 422
    assert 'role="alert"' in main_of(response)
    assert "À garder" in main_of(response)
    assert Envelope.objects.count() == 0


@pytest.mark.parametrize("purpose", ["projects", "supplement"])
def test_two_envelopes_that_cannot_be_told_apart_are_refused(client, purpose):
    call = CallFactory()
    second = {"source": "amif" if purpose == "projects" else "pod_mi", "amount": "20", "purpose": purpose}
    response = client.post(
        address("envelopes", call.pk), rows(client, call, {"source": "amif", "amount": "10", "purpose": purpose}, second)
    )
    assert response.status_code == 422
    assert Envelope.objects.count() == 0


def test_a_row_is_added_without_saving(client):
    call = CallFactory()
    response = client.post(address("envelopes", call.pk), rows(client, call, {"source": "amif", "amount": "10"}, add="1"))
    assert response.context["formset"].total_form_count() == 2
    assert Envelope.objects.count() == 0


def test_a_row_that_is_ticked_goes(client):
    call = CallFactory()
    EnvelopeFactory(call=call)
    client.post(address("envelopes", call.pk), rows(client, call, {"source": "amif", "amount": "10", "DELETE": "on"}))
    assert call.envelopes.count() == 0


def test_who_saves_second_sees_what_stands(client):
    call = CallFactory()
    sent = rows(client, call, {"source": "amif", "amount": "10"})
    EnvelopeFactory(call=call, source="other", source_name="Fonds régional")
    response = client.post(address("envelopes", call.pk), sent)
    assert response.status_code == 409
    assert "Fonds régional" in words(response)
    assert call.envelopes.get().source == "other"
    client.post(address("envelopes", call.pk), {**sent, "base": response.context["base"]})
    assert call.envelopes.get().source == "amif"


def template(**values):
    return {"kind": "project_sheet", "version": "1", "readiness": "content_only", **values}


def a_file(name="fiche.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def test_a_template_has_a_file_for_each_language(client, signed_in, observer):
    call = CallFactory()
    assert client.get(address("template-new", call.pk)).status_code == 200
    client.post(address("template-new", call.pk), template(file_fr=a_file(), file_nl=a_file("fiche-nl.pdf", PDF + b"nl")))
    files = list(TemplateFile.objects.all())
    assert [(one.language, one.filename) for one in files] == [("fr", "fiche.pdf"), ("nl", "fiche-nl.pdf")]
    answer = signed_in(observer).get(files[0].get_absolute_url())
    assert (b"".join(answer.streaming_content), answer["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert "fiche-nl.pdf" in words(signed_in(observer).get(call.get_absolute_url()))


def test_files_of_a_draft_are_for_coordinators(client, signed_in, host_member):
    call = CallFactory(draft=True)
    client.post(address("template-new", call.pk), template(file_fr=a_file()))
    assert signed_in(host_member).get(TemplateFile.objects.get().get_absolute_url()).status_code == 404


@pytest.mark.parametrize("brought", [("page.html", PDF), ("fiche.pdf", b"")])
def test_a_file_that_is_not_accepted_saves_nothing(client, brought):
    call = CallFactory()
    response = client.post(address("template-new", call.pk), template(note_fr="À garder", file_fr=a_file(*brought)))
    assert response.status_code == 422
    assert "À garder" in main_of(response)
    assert CallTemplate.objects.count() == 0


def test_a_version_counts_once(client):
    made = CallTemplateFactory(version="1")
    response = client.post(address("template-new", made.call_id), template())
    assert response.status_code == 422
    assert CallTemplate.objects.count() == 1


def test_a_new_file_replaces_the_one_in_its_language_and_the_log_knows(client):
    call = CallFactory()
    client.post(address("template-new", call.pk), template(file_fr=a_file()))
    made = CallTemplate.objects.get()
    page = client.get(address("template-edit", call.pk, made.pk))
    base = page.context["form"]["base"].value()
    client.post(
        address("template-edit", call.pk, made.pk), template(base=base, readiness="usable", file_fr=a_file(data=PDF + b"2"))
    )
    made.refresh_from_db()
    assert (made.readiness, made.files.get().size) == ("usable", len(PDF) + 1)
    assert sorted(LogEntry.objects.values_list("action", flat=True)) == ["attach", "attach", "change", "record"]


def test_two_who_change_one_template_see_both_versions(client):
    made = CallTemplateFactory(version="1", readiness="usable")
    base = client.get(address("template-edit", made.call_id, made.pk)).context["form"]["base"].value()
    CallTemplate.objects.update(readiness="obsolete")
    response = client.post(address("template-edit", made.call_id, made.pk), template(base=base))
    assert response.status_code == 409
    made.refresh_from_db()
    assert made.readiness == "obsolete"


def test_a_file_is_taken_away_with_its_bytes(client, django_capture_on_commit_callbacks):
    call = CallFactory()
    client.post(address("template-new", call.pk), template(file_fr=a_file()))
    file = TemplateFile.objects.get()
    storage, name = file.file.storage, file.file.name
    assert client.get(address("template-file-remove", call.pk, file.pk)).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("template-file-remove", call.pk, file.pk))
    assert (TemplateFile.objects.count(), storage.exists(name)) == (0, False)
