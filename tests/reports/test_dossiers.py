"""Everything on one meeting or partnership in a ZIP: complete, with an index whose fingerprints are those of the files."""

import csv
import hashlib
import html
import io
import json
import re
import zipfile

import pytest
from openpyxl import load_workbook

from amif_network.core import uploads
from amif_network.reports import asking, working
from amif_network.reports.kinds import Asked, meeting_dossier
from amif_network.reports.kinds.meeting_dossier import KIND as OF_MEETING
from amif_network.reports.kinds.partnership_dossier import KIND as OF_PARTNERSHIP
from amif_network.reports.models import Report
from meetings.models import Attachment, Edition, MeetingLogEntry
from partnerships.models.log import LogEntry
from tests.factories.meetings import NOW, AttendanceFactory, MinutesFactory, signed
from tests.factories.partnerships import (
    AgreementFactory,
    EvaluationFactory,
    EvaluationItemFactory,
    PartnershipFactory,
    SignatureFactory,
    StatementFactory,
)
from tests.factories.reading_pdfs import complaints, shown_text
from tests.factories.review import CirculationFactory, RemarkFactory, ReviewRequestFactory

pytestmark = pytest.mark.django_db
FILE = b"une annexe"


@pytest.fixture(autouse=True)
def here(settings, tmp_path) -> None:
    settings.REPORT_KINDS = [f"amif_network.reports.kinds.{name}_dossier.KIND" for name in ("meeting", "partnership")]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.REPORT_PROCESSES = 0


@pytest.fixture
def meeting(french_coordinator):
    """A meeting with an edition, a document whose name computes, somebody there, and two remarks, one never sent."""
    minutes = MinutesFactory(**signed("published", french_coordinator))
    values = {"approved_by": french_coordinator, "approved_at": NOW, "published_by": french_coordinator, "published_at": NOW}
    pdf = b"%PDF-1.7 official"
    digest = hashlib.sha256(pdf).hexdigest()
    Edition.objects.create(minutes=minutes, version=1, language="fr", content={}, pdf=pdf, sha256=digest, **values)
    attachment = Attachment(
        meeting=minutes.meeting, title="Annexe", filename="../annexe.txt", content_type="text/plain", size=len(FILE),
        sha256=hashlib.sha256(FILE).hexdigest(), added_at=NOW,
    )  # fmt: skip
    uploads.place(attachment)
    uploads.keep_bytes(attachment, FILE)
    attachment.save()
    AttendanceFactory(meeting=minutes.meeting)
    request = ReviewRequestFactory(circulation=CirculationFactory(minutes=minutes, circulated_by=french_coordinator))
    RemarkFactory(request=request, text="=2+2 est faux", sent=True)
    RemarkFactory(request=request, text="Un brouillon")
    MeetingLogEntry.objects.create(
        meeting=minutes.meeting, subject="minutes", action="circulate", from_state="draft", to_state="in_review",
        by=french_coordinator, at=NOW,
    )  # fmt: skip
    return minutes.meeting


def opened(report: Report) -> dict[str, bytes]:
    """Everything in a report that was built."""
    with report.file.open() as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def built(kind, by, **parameters) -> Report:
    report, _joined = asking.ask(kind, by=by, at=NOW, parameters=parameters, language="fr", format="zip")
    working.work(report.pk, at=NOW)
    report.refresh_from_db()
    assert report.remark_fr == ""
    return report


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_the_dossier_of_a_meeting_holds_its_files_and_names_them_with_their_fingerprints(meeting, french_coordinator) -> None:
    files = opened(built(OF_MEETING, french_coordinator, meeting=meeting.pk))
    index = json.loads(files["index.json"])
    listed = {entry["path"]: entry["sha256"] for entry in index["files"]}
    assert listed == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name not in ("index.pdf", "index.json", "SHA256SUMS")
    }
    assert files["SHA256SUMS"].decode() == "".join(f"{digest}  {path}\n" for path, digest in listed.items())
    assert b"%PDF-1.7 official" in files.values()
    # A name from outside leads out of no folder.
    assert files["2-documents/01-..-annexe.txt"] == FILE
    assert complaints(files["index.pdf"]) == []
    shown = "".join(shown_text(files["index.pdf"]).split())
    assert all(digest in shown for digest in listed.values())


def test_many_documents_are_packed_a_few_at_a_time(meeting, french_coordinator, monkeypatch) -> None:
    first = Attachment.objects.get()
    for content in (b"une autre", b"une troisieme"):
        digest = hashlib.sha256(content).hexdigest()
        more = Attachment(
            meeting=meeting, title="Annexe", filename=first.filename, content_type="text/plain", size=len(content),
            sha256=digest, added_at=NOW,
        )  # fmt: skip
        uploads.place(more)
        uploads.keep_bytes(more, content)
        more.save()
    monkeypatch.setattr(meeting_dossier, "TOGETHER", 20)
    asked = Asked({"meeting": meeting.pk}, "fr", "zip", french_coordinator, NOW)
    assert len([part for part in OF_MEETING.parts(asked) if "documents" in part.name]) == 2
    files = opened(built(OF_MEETING, french_coordinator, meeting=meeting.pk))
    found = {name: data for name, data in files.items() if name.startswith("2-")}
    assert sorted(found) == [f"2-documents/0{number}-..-annexe.txt" for number in (1, 2, 3)]
    assert set(found.values()) == {FILE, b"une autre", b"une troisieme"}


def test_remarks_that_were_sent_are_in_it_and_compute_nothing(meeting, french_coordinator) -> None:
    files = opened(built(OF_MEETING, french_coordinator, meeting=meeting.pk))
    _headings, *remarks = rows(files["4-remarks/remarks.csv"])
    assert [row[5] for row in remarks] == ["'=2+2 est faux"]
    steps = rows(files["5-log/steps.csv"])[1:]
    assert [row[1:5] for row in steps] == [[str(french_coordinator), "compte rendu", "projet", "en relecture"]]
    history = rows(files["5-log/history.csv"])
    assert any("Annexe" in row[5] for row in history[1:])


def test_a_document_that_was_altered_is_named_and_no_dossier_made(meeting, french_coordinator) -> None:
    attachment = Attachment.objects.get()
    with open(attachment.file.path, "ab") as file:  # noqa: PTH123
        file.write(b"!")
    report, _joined = asking.ask(
        OF_MEETING, by=french_coordinator, at=NOW, parameters={"meeting": meeting.pk}, language="fr", format="zip"
    )
    working.work(report.pk, at=NOW)
    report.refresh_from_db()
    assert report.state == "failed"
    assert "annexe.txt" in report.remark_fr


def test_the_dossier_of_a_partnership_holds_what_was_signed_with_its_fingerprint(french_coordinator) -> None:
    statement = StatementFactory(submitted=True)
    partnership = statement.immersion.partnership
    LogEntry.objects.create(
        partnership=partnership, subject="partnership", action="change", words_fr="Fin : 2027", words_nl="Einde: 2027",
        by=french_coordinator, at=NOW,
    )  # fmt: skip
    signature = SignatureFactory(agreement=AgreementFactory(partnership=partnership))
    files = opened(built(OF_PARTNERSHIP, french_coordinator, partnership=partnership.pk))
    assert files["2-agreements/agreement-v1-fr.txt"].decode() == signature.agreement.text_fr
    signed_by = json.loads(files["2-agreements/agreement-v1-signatures.json"])
    assert [one["text_sha256"] for one in signed_by["signatures"]] == [signed_by["text_sha256"]] == [signature.text_hash]
    assert [row[5] for row in rows(files["5-log/steps.csv"])[1:]] == ["Fin : 2027"]
    folders = [name.split("/")[0] for name in files]
    assert folders.count("1-status") == 2
    assert folders.count("3-presence") == 1
    assert all(complaints(data) == [] for name, data in files.items() if name.endswith(".pdf"))
    assert any("agreement" in row[2].lower() or "convention" in row[2].lower() for row in rows(files["5-log/history.csv"])[1:])


def test_what_only_who_asks_may_read_is_in_no_report(french_coordinator) -> None:
    """All who lead the network open the file: an evaluation that somebody wrote as a member stays theirs until it is shared."""
    partnership = PartnershipFactory()
    values = {"partnership": partnership, "written_by": french_coordinator}
    EvaluationItemFactory(evaluation=EvaluationFactory(**values, shared_at=NOW), text_fr="une phrase partagée")
    draft = EvaluationFactory(**values, as_of="2026-01-31", shared_at=None, added_value_fr="un brouillon")
    EvaluationItemFactory(evaluation=draft, text_fr="un brouillon encore")
    files = opened(built(OF_PARTNERSHIP, french_coordinator, partnership=partnership.pk))
    book = load_workbook(io.BytesIO(files["4-tables/partnership.xlsx"]))
    said = [str(cell) for sheet in book for row in sheet.values for cell in row] + [
        cell for row in rows(files["5-log/history.csv"]) for cell in row
    ]
    assert any("une phrase partagée" in cell for cell in said)
    assert not any("un brouillon" in cell for cell in said)


def test_the_page_of_a_meeting_leads_to_a_form_that_is_filled_in(signed_in, meeting, french_coordinator, host_member) -> None:
    browser = signed_in(french_coordinator)
    link = re.search(r'href="([^"]*meeting-dossier/[^"]*)"', browser.get(meeting.get_absolute_url()).content.decode())
    assert link
    page = browser.get(html.unescape(link[1]))
    assert page.status_code == 200
    assert f'<option value="{meeting.pk}" selected>' in page.content.decode()
    assert "Ses documents" in page.content.decode()
    assert "meeting-dossier" not in signed_in(host_member).get(meeting.get_absolute_url()).content.decode()
