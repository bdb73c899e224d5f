"""The sheets as files: text, language, pages, tags, and what a checker of PDF/UA and PDF/A says."""

import pytest

from amif_network.core.pdf import html_to_pdf
from projects import documents
from projects.models import Call, Project
from tests.factories.meetings import NOW
from tests.factories.reading_pdfs import complaints, page_count, pages, tags


@pytest.fixture
def call_pdf(call, french_coordinator) -> bytes:
    found = Call.objects.for_detail(french_coordinator).get()
    return html_to_pdf(documents.call_html(found, french_coordinator, "nl", at=NOW))


@pytest.fixture
def project_pdf(project, french_coordinator) -> bytes:
    found = Project.objects.visible_to(french_coordinator).for_detail().get()
    return html_to_pdf(documents.project_html(found, french_coordinator, "fr", at=NOW))


def test_the_sheet_of_a_call_is_read_in_dutch_with_french_passages(call_pdf) -> None:
    assert page_count(call_pdf) == 1
    [text] = pages(call_pdf)
    assert "half oktober" in text
    assert "1/1" in text
    root = tags(call_pdf)
    assert root.lang == "nl"
    assert "fr" in {tag.lang for tag in root.walk()}
    assert len(root.find("H1")) == 1
    assert len(root.find("Table")) == 4
    assert complaints(call_pdf) == []


def test_the_funding_of_a_call_keeps_its_few_lines_on_one_page(project, french_coordinator) -> None:
    call = Call.objects.for_detail(french_coordinator).get()
    pdf = html_to_pdf(documents.funding_html(call, french_coordinator, "fr", at=NOW))
    [text] = pages(pdf)
    assert "CHA-1" in text
    assert len(tags(pdf).find("Table")) == 3
    assert complaints(pdf) == []


def test_the_sheet_of_a_project_has_numbered_pages_and_headed_tables(project_pdf) -> None:
    assert page_count(project_pdf) == 2
    first, second = pages(project_pdf)
    assert "1/2" in first
    assert "2/2" in second
    assert "CHA-1" in second
    root = tags(project_pdf)
    assert root.lang == "fr"
    assert len(root.find("Figure")) == 1
    assert all(table.find("TH") for table in root.find("Table"))
    assert complaints(project_pdf) == []
