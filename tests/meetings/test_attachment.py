"""Open and remove a document of a meeting."""

import datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from meetings.actions.attachments import attach
from meetings.models import Attachment, Meeting, SlideReference
from tests.factories.meetings import NOW, MeetingFactory, SectionFactory
from tests.meetings.pages import address
from tests.meetings.test_attach import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_of_their_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def add(french_coordinator):
    """Return a function that attaches a document to a meeting."""

    def add_to(meeting: Meeting, data: bytes = b"text", filename: str = "notes.txt", kind: str = "annex") -> Attachment:
        return attach(
            meeting, data=data, filename=filename, kind=kind, title=filename, language="fr", by=french_coordinator, at=NOW
        )

    return add_to


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_pdf_opens_in_the_browser(signed_in, host_member, convened, add):
    content = pdf(2)
    document = add(convened, content, "Présentation.pdf", "presentation")
    response = signed_in(host_member).get(document.get_absolute_url())
    assert body(response) == content
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("name", ["notes.txt", "feuille.xlsx", "photo.png", "page.md"])
def test_anything_else_is_downloaded_and_never_guessed_at(signed_in, host_member, convened, add, name):
    response = signed_in(host_member).get(add(convened, filename=name).get_absolute_url())
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert body(response) == b"text"


def test_the_name_of_the_file_cannot_break_the_header(signed_in, french_coordinator, planned, add):
    response = signed_in(french_coordinator).get(add(planned, filename='a"\r\nX: y.txt').get_absolute_url())
    assert "X" not in response.headers
    assert body(response) == b"text"


def test_a_document_is_found_under_its_own_meeting_only(signed_in, french_coordinator, planned, add):
    document, other = add(planned), MeetingFactory()
    assert signed_in(french_coordinator).get(address("attachment", other.pk, document.pk)).status_code == 404


def test_strangers_do_not_get_it_and_members_not_the_source_of_an_import(signed_in, outsider_member, host_member, convened, add):
    assert signed_in(outsider_member).get(add(convened).get_absolute_url()).status_code == 404
    assert signed_in(host_member).get(add(convened, b"source", kind="source").get_absolute_url()).status_code == 404


def test_opening_changes_nothing_and_is_all_one_can_do_at_that_address(signed_in, french_coordinator, planned, add):
    assert signed_in(french_coordinator).post(add(planned).get_absolute_url()).status_code == 405


def test_removing_asks_first(signed_in, french_coordinator, planned, add):
    document = add(planned)
    response = signed_in(french_coordinator).get(address("remove-attachment", planned.pk, document.pk))
    assert response.status_code == 200
    assert Attachment.objects.count() == 1


def test_a_removed_document_is_gone_with_its_bytes(
    signed_in, french_coordinator, planned, add, django_capture_on_commit_callbacks
):
    document = add(planned)
    path = Path(document.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(french_coordinator).post(address("remove-attachment", planned.pk, document.pk))
    assert Attachment.objects.count() == 0
    assert not path.exists()


def test_bytes_that_another_meeting_has_stay(signed_in, french_coordinator, planned, add, django_capture_on_commit_callbacks):
    document, same = add(planned), add(MeetingFactory())
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(french_coordinator).post(address("remove-attachment", planned.pk, document.pk))
    assert Path(same.file.path).read_bytes() == b"text"


def test_slide_references_stay_and_say_what_is_missing(signed_in, french_coordinator, planned, add):
    document = add(planned)
    reference = SlideReference.objects.create(section=SectionFactory(), attachment=document, first=3)
    client = signed_in(french_coordinator)
    assert client.get(address("remove-attachment", planned.pk, document.pk)).context["references"] == 1
    client.post(address("remove-attachment", planned.pk, document.pk))
    reference.refresh_from_db()
    assert reference.attachment is None
    assert reference.problem() != ""


def test_the_two_questions_are_asked_for_removing_too(signed_in, french_coordinator, host_member, outsider_member, convened, add):
    document = add(convened)
    url = address("remove-attachment", convened.pk, document.pk)
    assert signed_in(host_member).post(url).status_code == 403
    assert signed_in(outsider_member).post(url).status_code == 404
    assert signed_in(french_coordinator).put(url).status_code == 405
    Meeting.objects.update(state="closed", date=datetime.date(2026, 1, 5))
    assert signed_in(french_coordinator).post(url).status_code == 403
    assert Attachment.objects.count() == 1


def test_a_document_of_another_meeting_is_not_removed_from_here(signed_in, french_coordinator, planned, add):
    document = add(MeetingFactory())
    assert signed_in(french_coordinator).post(address("remove-attachment", planned.pk, document.pk)).status_code == 404
