"""The words of attached files are found at their page; files that mean harm are passed over."""

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from docx import Document
from pytest_django.fixtures import Settings

from amif_network.core.pdf import html_to_pdf
from amif_network.search import reading
from amif_network.search.files import _pages, read_new
from amif_network.search.models import FilePage, ReadFile
from meetings.actions import attachments
from meetings.models import Attachment
from tests.factories.meetings import MeetingFactory
from tests.search.asking import addresses, titles

pytestmark = pytest.mark.django_db
SLIDE = '<p:sld xmlns:a="a"><a:p><a:r><a:t>Diapo {0} &amp; suite</a:t></a:r></a:p></p:sld>'


@pytest.fixture(autouse=True)
def files_of_their_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def attach(french_coordinator):
    meeting = MeetingFactory()

    def attached(data: bytes, name: str) -> Attachment:
        return attachments.attach(
            meeting, data=data, filename=name, kind="presentation", title=f"Le fichier {name}", language="fr",
            by=french_coordinator, at=timezone.now(),
        )  # fmt: skip

    return attached


def pdf() -> bytes:
    return html_to_pdf(
        "<html lang='fr'><title>Essai</title><p>Une page sur le permis unique.</p>"
        "<p style='break-before: page'>Le tutorat.</p></html>"
    )


def word() -> bytes:
    document, out = Document(), BytesIO()
    document.add_paragraph("Le tutorat en entreprise")
    document.save(out)
    return out.getvalue()


def slides(**parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("ppt/presentation.xml", "<p/>")
        for name, text in parts.items():
            package.writestr(f"ppt/slides/{name}.xml", text)
    return out.getvalue()


def test_a_pdf_is_found_at_its_page(searching, attach):
    attached = attach(pdf(), "essai.pdf")
    assert read_new(at=timezone.now()) == 1
    assert addresses(searching, "tutorat") == [f"{attached.get_absolute_url()}#page=2"]
    assert addresses(searching, '"permis unique"') == [f"{attached.get_absolute_url()}#page=1"]
    assert addresses(searching, "essai.pdf") == [attached.get_absolute_url()]


def test_words_of_office_files_are_found(searching, attach):
    attach(word(), "essai.docx")
    attach(
        slides(slide1=SLIDE.format("première"), slide10=SLIDE.format("dixième"), slide2=SLIDE.format("deuxième")), "essai.pptx"
    )
    read_new(at=timezone.now())
    assert titles(searching, "entreprise") == ["Le fichier essai.docx"]
    assert addresses(searching, "dixième")[0].endswith("#page=3")


def test_a_file_is_read_once_and_forgotten_with_its_last_holder(attach, french_coordinator):
    attached = attach(word(), "essai.docx")
    assert [read_new(at=timezone.now()) for _ in range(2)] == [1, 0]
    attachments.remove(attached, by=french_coordinator, at=timezone.now())
    read_new(at=timezone.now())
    assert (ReadFile.objects.count(), FilePage.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("mauvais.pptx", slides(slide1="<a:t>" + "x" * 60_000_000 + "</a:t>")),
        ("entites.pptx", slides(slide1='<!DOCTYPE x [<!ENTITY a "aaaa">]><a:t>&a;</a:t>')),
        ("tronque.docx", word()[:2000]),
    ],
)
def test_a_file_that_means_harm_is_passed_over(attach, name, data, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(data)
    attachment = attach(word(), "x.docx")
    Path(attachment.file.path).write_bytes(data)
    assert read_new(at=timezone.now()) == 1
    found = ReadFile.objects.get()
    assert found.outcome == ("read" if name == "entites.pptx" else "refused")
    assert [page.text for page in found.pages.all()] == (["&a;"] if name == "entites.pptx" else [])


def test_what_the_reader_complains_of_is_not_gathered(attach):
    """A file can be made to yield more complaints than memory holds."""
    attachment = attach(word(), "x.docx")
    Path(attachment.file.path).write_bytes(b"neither of them")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        _pages(attachment.file)
    assert failed.value.stderr is None


def test_only_what_can_be_read_is_tried(attach):
    attach(b"notes", "notes.txt")
    assert read_new(at=timezone.now()) == 0


def test_a_page_is_bounded_and_holds_no_control_characters(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(slides(slide1=f"<a:t>a\x01\ue000b {'mot ' * 20_000}</a:t>"))
    [text] = reading.pages(path)
    assert len(text) == reading.LONGEST_PAGE
    assert text.startswith("a b mot")
