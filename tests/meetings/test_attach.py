"""Attach a document to a meeting."""

import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from meetings.actions import attachments as actions
from meetings.models import Attachment, Meeting
from tests.factories.meetings import NOW, MeetingFactory
from tests.meetings.pages import address
from tests.racing import while_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_of_their_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def pdf(pages: int = 1) -> bytes:
    document, out = pikepdf.new(), BytesIO()
    for _ in range(pages):
        document.add_blank_page()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def attach(client, meeting: Meeting, content: bytes = b"text", name: str = "notes.txt", **fields: str):
    data = {"file": SimpleUploadedFile(name, content), "kind": "presentation", "language": "fr", "title": "", **fields}
    return client.post(address("attach", meeting.pk), data)


def test_a_pdf_is_kept_with_its_pages_and_its_hash(signed_in, french_coordinator, planned, tmp_path):
    content = pdf(3)
    response = attach(signed_in(french_coordinator), planned, content, "Présentation.pdf", title="L'appel")
    assert response.headers["Location"] == address("meeting", planned.pk)
    document = Attachment.objects.get()
    assert (document.title, document.filename, document.page_count, document.size) == (
        "L'appel",
        "Présentation.pdf",
        3,
        len(content),
    )
    assert (tmp_path / document.file.name).read_bytes() == content
    assert document.sha256 in document.file.name
    assert document.added_by == french_coordinator


def test_without_a_title_the_name_of_the_file_is_one(signed_in, french_coordinator, planned):
    attach(signed_in(french_coordinator), planned, name="Notes de mars.txt")
    assert Attachment.objects.get().title == "Notes de mars"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>"),
        ("picture.svg", b"<svg onload='x'>"),
        ("run.exe", b"MZ"),
        ("noextension", b"x"),
        ("macro.docm", b"PK"),
        ("empty.txt", b""),
        ("false.pdf", b"not a PDF"),
        ("../../etc/passwd", b"x"),
    ],
)
def test_other_kinds_of_files_are_refused_with_a_sentence(signed_in, french_coordinator, planned, name, content, tmp_path):
    response = attach(signed_in(french_coordinator), planned, content, name)
    assert list(response.context["form"].errors) == ["file"]
    assert Attachment.objects.count() == 0
    assert list(tmp_path.rglob("*.*")) == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(signed_in, french_coordinator, planned, monkeypatch):
    monkeypatch.setattr("amif_network.core.uploads.MAX_BYTES", 10)
    response = attach(signed_in(french_coordinator), planned, b"x" * 11)
    assert list(response.context["form"].errors) == ["file"]


def test_the_same_file_is_attached_once(signed_in, french_coordinator, planned):
    client = signed_in(french_coordinator)
    attach(client, planned)
    response = attach(client, planned, name="autre nom.txt")
    assert list(response.context["form"].errors) == ["file"]
    assert attach(client, MeetingFactory()).status_code == 302
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize("kind", ["source", "virus", ""])
def test_the_kind_is_one_of_those_offered(signed_in, french_coordinator, planned, kind):
    response = attach(signed_in(french_coordinator), planned, kind=kind)
    assert list(response.context["form"].errors) == ["kind"]


def test_no_file_is_an_error(signed_in, french_coordinator, planned):
    response = signed_in(french_coordinator).post(address("attach", planned.pk), {"kind": "annex"})
    assert list(response.context["form"].errors) == ["file"]


def test_the_two_questions_are_asked_here_too(signed_in, french_coordinator, host_member, outsider_member, convened):
    assert attach(signed_in(host_member), convened).status_code == 403
    assert attach(signed_in(outsider_member), convened).status_code == 404
    assert signed_in(french_coordinator).put(address("attach", convened.pk)).status_code == 405
    Meeting.objects.update(state="closed")
    assert attach(signed_in(french_coordinator), convened).status_code == 403
    assert Attachment.objects.count() == 0


def test_an_enormous_name_is_cut_and_keeps_its_ending(planned, french_coordinator, signed_in):
    attach(signed_in(french_coordinator), planned, name=f"{'x' * 240}.txt", title="Notes")
    assert Attachment.objects.get().filename.endswith("x.txt")
    assert len(Attachment.objects.get().filename) <= 200


def test_the_action_says_when(planned, french_coordinator):
    at = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)
    document = actions.attach(
        planned, data=b"x", filename="a.txt", kind="annex", title="A", language="", by=french_coordinator, at=at
    )
    assert (document.added_at, document.content_type) == (at, "text/plain")


@pytest.mark.django_db(transaction=True)
def test_bytes_that_somebody_else_attaches_at_this_moment_are_kept(french_coordinator, planned, tmp_path):
    details = {"data": b"the same bytes", "filename": "notes.txt", "kind": "annex", "title": "", "language": "fr"}
    first = actions.attach(planned, **details, by=french_coordinator, at=NOW)
    other = MeetingFactory()
    while_waiting(
        lambda: actions.remove(first, by=french_coordinator, at=NOW),
        first=lambda: actions.attach(other, **details, by=french_coordinator, at=NOW),
    )
    assert Path(Attachment.objects.get().file.path).read_bytes() == b"the same bytes"


@pytest.mark.django_db(transaction=True)
def test_bytes_go_with_the_last_document_that_has_them(french_coordinator, planned, tmp_path):
    details = {"data": b"the same bytes", "filename": "notes.txt", "kind": "annex", "title": "", "language": "fr"}
    documents = [actions.attach(one, **details, by=french_coordinator, at=NOW) for one in (planned, MeetingFactory())]
    for document, left in zip(documents, (1, 0), strict=True):
        actions.remove(document, by=french_coordinator, at=NOW)
        assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == left


def test_who_attaches_and_removes_stands_in_the_log(french_coordinator, dutch_coordinator, planned):
    document = actions.attach(
        planned, data=b"x", filename="a.txt", kind="annex", title="Annexe", language="fr", by=french_coordinator, at=NOW
    )
    actions.remove(document, by=dutch_coordinator, at=NOW)
    assert list(planned.log.order_by("pk").values_list("action", "by", "comment")) == [
        ("attach", french_coordinator.pk, "Annexe"),
        ("detach", dutch_coordinator.pk, "Annexe"),
    ]


def test_edits_are_no_steps_of_the_page(signed_in, french_coordinator, planned):
    attach(signed_in(french_coordinator), planned)
    page = signed_in(french_coordinator).get(address("meeting", planned.pk))
    assert page.context["log"] == []
