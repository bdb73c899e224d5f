"""Whole documents: what a person reads in them is what the import finds, and no word is lost."""

import json
from pathlib import Path

import pytest

from meetings.importing import as_json, parse_minutes, read_document

from . import word
from .checks import DOCUMENTS, SEEDS, directory, expected, imported, missing_words, outline

ALL = [*DOCUMENTS, *SEEDS]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_everything_a_person_reads_is_recognised(path: Path):
    assert outline(imported(path)) == expected(path)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_no_word_is_lost(path: Path):
    source = read_document(path.read_bytes(), path.name)
    assert missing_words(source.text, parse_minutes(source, match=directory)) == {}


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_nothing_has_to_be_rescued_at_the_end(path: Path):
    assert [notice.line for notice in imported(path).warnings if notice.code == "kept_at_end"] == []


@pytest.mark.parametrize("build", [word.styled_minutes, word.plain_minutes], ids=lambda build: build.__name__)
def test_no_word_of_a_word_document_is_lost(build):
    source = read_document(build(), "verslag.docx")
    assert missing_words(source.text, parse_minutes(source, match=directory)) == {}


def test_there_are_enough_documents_of_our_own():
    assert len(DOCUMENTS) >= 10


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_element_names_lines_of_the_source(path: Path):
    result = imported(path)
    last = len(read_document(path.read_bytes(), path.name).raw)
    elements = [*result.attendance, *result.agenda, *result.pending, *result.slides, *result.no_remarks]
    lines = [number for element in elements for number in element.lines]
    assert [number for number in lines if not 1 <= number <= last] == []
    assert [element for element in elements if not element.lines] == []


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_json_form_survives_a_round_trip(path: Path):
    plain = as_json(imported(path))
    assert json.loads(json.dumps(plain, ensure_ascii=False)) == plain
